//! How numbers are written: by the browser's `Intl` on the page, plainly on the command line.

/// Writes numbers in the reader's way. `max_decimals` is how many digits may follow the point; zeros at the end are
/// left out.
pub trait Numbers: Send + Sync {
    /// 1234.5 → "1,234.5".
    fn number(&self, value: f64, max_decimals: u8) -> String;

    /// 0.9995 → "99.95%".
    fn percent(&self, ratio: f64, max_decimals: u8) -> String;

    /// 12.5 → "$12.50"; always with exactly `decimals` digits after the point.
    fn dollars(&self, value: f64, decimals: u8) -> String;
}

/// English digits with thousands separators, the same on every machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainNumbers;

impl Numbers for PlainNumbers {
    fn number(&self, value: f64, max_decimals: u8) -> String {
        let fixed = grouped(value, max_decimals);
        if !fixed.contains('.') {
            return fixed;
        }
        fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    fn percent(&self, ratio: f64, max_decimals: u8) -> String {
        format!("{}%", self.number(ratio * 100.0, max_decimals))
    }

    fn dollars(&self, value: f64, decimals: u8) -> String {
        if value < 0.0 {
            return format!("-{}", self.dollars(-value, decimals));
        }
        format!("${}", grouped(value, decimals))
    }
}

/// Digits after the point that leave about three that matter: 0.123, 1.23, 12.3, 123.
pub fn decimals_for(value: f64) -> u8 {
    match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        _ => 6,
    }
}

/// Digits after the point of a percentage. What is near 0 % or 100 % needs more of them: 99.95 %, 0.013 %.
pub fn decimals_for_ratio(ratio: f64) -> u8 {
    let percent_from_edge = (ratio.abs()).min((1.0 - ratio).abs()) * 100.0;
    match percent_from_edge {
        size if size >= 10.0 => 0,
        size if size >= 1.0 => 1,
        size if size >= 0.01 => 2,
        _ => 3,
    }
}

fn grouped(value: f64, decimals: u8) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "–".into()
        } else if value > 0.0 {
            "∞".into()
        } else {
            "-∞".into()
        };
    }
    let fixed = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = fixed.split_once('.').map_or((fixed.as_str(), None), |(w, f)| (w, Some(f)));
    // A number that rounds to zero has no sign.
    let is_negative = value < 0.0 && fixed.bytes().any(|it| it.is_ascii_digit() && it != b'0');
    let mut out = String::from(if is_negative { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_zeros_at_the_end_left_out() {
        assert_eq!(PlainNumbers.number(1_234_567.0, 2), "1,234,567");
        assert_eq!(PlainNumbers.number(999.5, 1), "999.5");
        assert_eq!(PlainNumbers.number(100.0, 0), "100");
        assert_eq!(PlainNumbers.number(-0.001, 1), "0");
        assert_eq!(PlainNumbers.number(-1500.25, 2), "-1,500.25");
    }

    #[test]
    fn percentages_near_the_edges_keep_their_digits() {
        let percent = |ratio| PlainNumbers.percent(ratio, decimals_for_ratio(ratio));
        assert_eq!(percent(0.5), "50%");
        assert_eq!(percent(0.9995), "99.95%");
        assert_eq!(percent(0.99999), "99.999%");
        assert_eq!(percent(0.02), "2%");
        assert_eq!(percent(1.37), "137%");
    }

    #[test]
    fn dollars_keep_their_cents() {
        assert_eq!(PlainNumbers.dollars(12.5, 2), "$12.50");
        assert_eq!(PlainNumbers.dollars(-1234.0, 0), "-$1,234");
    }
}
