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
        Some("humanize") => humanize(value),
        Some("humanizePercentage") => format!("{}%", four_digits(value * 100.0)),
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

/// Four digits, as in Prometheus, with a letter for thousands and thousandths.
fn humanize(value: f64) -> String {
    const LARGE: [&str; 6] = ["", "k", "M", "G", "T", "P"];
    const SMALL: [&str; 6] = ["", "m", "u", "n", "p", "f"];
    if value == 0.0 || !value.is_finite() {
        return shortest(value);
    }
    let (letters, step) = if value.abs() >= 1.0 { (LARGE, 1e-3) } else { (SMALL, 1e3) };
    let (mut value, mut at) = (value, 0);
    let goes_on = |value: f64| if step < 1.0 { value.abs() >= 1e3 } else { value.abs() < 1.0 };
    while goes_on(value) && at + 1 < letters.len() {
        value *= step;
        at += 1;
    }
    four_digits(value) + letters[at]
}

fn four_digits(value: f64) -> String {
    if !value.is_finite() {
        return shortest(value);
    }
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
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
        filled("{{$value | humanizePercentage}} of {{ $labels.nothing }}", "1.235% of ");
        filled("{{ printf \"%.2f\" $value }} s, {{ $value | printf \"%.1f\" }}", "0.01 s, 0.0");
    }

    #[test]
    fn large_and_small_values_get_a_letter_as_in_prometheus() {
        for (value, expected) in
            [(1.174_83, "1.175"), (1234.5, "1.234k"), (0.012_345_678, "12.35m"), (0.0, "0")]
        {
            assert_eq!(fill("{{ $value | humanize }}", value, &Labels::new([("a", "b")])), expected);
        }
    }

    #[test]
    fn what_is_not_known_stays_visible() {
        filled("{{ $externalLabels.cluster }} {{", "{{ $externalLabels.cluster }} {{");
    }
}
