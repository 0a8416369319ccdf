//! Annotations: texts with the alert's value and labels in them.

use crate::promql::Labels;

/// Fills in `{{ $value }}` and `{{ $labels.name }}`, also with Prometheus' functions for numbers (`humanize`,
/// `humanizePercentage`, `printf "%.2f"`) after a bar. What is not known stays as it is written, so that it is seen.
pub fn fill(template: &str, value: f64, labels: &Labels) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled += before;
        let Some((inside, after)) = after.split_once("}}") else {
            return filled + "{{" + after;
        };
        match variable(inside.trim(), value, labels) {
            Some(text) => filled += &text,
            None => filled = filled + "{{" + inside + "}}",
        }
        rest = after;
    }
    filled + rest
}

fn variable(inside: &str, value: f64, labels: &Labels) -> Option<String> {
    let (what, shape) = match inside.split_once('|') {
        Some((what, shape)) => (what.trim(), Some(shape.trim())),
        None => match inside.strip_prefix("printf") {
            Some(rest) => {
                let (format, what) = rest.trim().rsplit_once(' ')?;
                (what.trim(), Some(format.trim()))
            }
            None => (inside, None),
        },
    };
    if let Some(name) = what.strip_prefix("$labels.") {
        return Some(labels.get(name).unwrap_or_default().to_owned());
    }
    if what != "$value" {
        return None;
    }
    Some(match shape {
        None => shortest(value),
        Some("humanize") => shortest((value * 1e4).round() / 1e4),
        Some("humanizePercentage") => format!("{}%", shortest((value * 1e6).round() / 1e4)),
        Some(format) => {
            let format = format.strip_prefix("printf").unwrap_or(format).trim().trim_matches('"');
            let decimals = format.strip_prefix("%.")?.strip_suffix('f')?.parse::<usize>().ok()?;
            format!("{value:.*}", decimals.min(12))
        }
    })
}

/// Digits as many as needed, at most six that mean something.
fn shortest(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "+Inf"
        } else {
            "-Inf"
        }
        .to_owned();
    }
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn filled(template: &str, expected: &str) {
        let labels = Labels::new([("service", "api")]);
        assert_eq!(fill(template, 0.012_345_678, &labels), expected);
    }

    #[test]
    fn values_and_labels_are_filled_in() {
        filled("{{ $labels.service }}: {{ $value }}", "api: 0.0123457");
        filled("{{$value | humanizePercentage}} of {{ $labels.nothing }}", "1.2346% of ");
        filled("{{ printf \"%.2f\" $value }} s, {{ $value | printf \"%.1f\" }}", "0.01 s, 0.0");
    }

    #[test]
    fn what_is_not_known_stays_visible() {
        filled("{{ $externalLabels.cluster }} {{", "{{ $externalLabels.cluster }} {{");
    }
}
