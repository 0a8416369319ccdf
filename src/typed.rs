//! What people type: numbers, searches, sentences. Needs no browser, so its tests run natively.

use model::{Arg, Message};

/// The number in a text typed by a person, within bounds.
///
/// # Errors
/// The text to show beside the field.
pub fn parse_number(text: &str, min: f64, max: f64, whole: bool) -> Result<f64, Message> {
    let plain: String = text.trim().chars().filter(|it| !matches!(it, ' ' | '\u{a0}' | '_' | '\'')).collect();
    let number: f64 = without_thousands_commas(&plain).parse().map_err(|_| {
        let is_decimal_comma = plain.replacen(',', ".", 1).parse::<f64>().is_ok();
        Message::new(if is_decimal_comma { "field-decimal-comma" } else { "field-not-a-number" })
    })?;
    if !number.is_finite() {
        return Err(Message::new("field-not-a-number"));
    }
    if whole && number.fract() != 0.0 {
        return Err(Message::new("field-not-whole"));
    }
    if number < min || number > max {
        let range = Message::new("field-out-of-range");
        return Err(range.with("min", Arg::Number(min)).with("max", Arg::Number(max)));
    }
    Ok(number)
}

/// A number with the unit that stands beside its field anyway: `20%`, `15 ms`.
pub fn without_unit<'t>(text: &'t str, unit: &str) -> &'t str {
    let text = text.trim();
    text.strip_suffix(unit).map_or(text, str::trim_end)
}

// A comma before exactly three digits is how people write thousands; any other comma is a mistake or another country's
// decimal point, and guessing which would change the number by a factor of a thousand.
fn without_thousands_commas(text: &str) -> String {
    let is_grouped = text.split(',').skip(1).all(|group| {
        let digits = group.split('.').next().unwrap_or_default();
        digits.len() == 3 && digits.bytes().all(|it| it.is_ascii_digit())
    });
    if is_grouped { text.replace(',', "") } else { text.to_owned() }
}

/// A number as it is edited: no grouping, a plain point, all digits that matter.
pub fn plain_number(number: f64) -> String {
    // Sums of decimals such as 0.1 + 0.2 must not show their binary tail.
    let rounded = (number * 1e9).round() / 1e9;
    // Far from one, rounding would lose digits that were typed.
    if number != 0.0 && rounded == 0.0 { number.to_string() } else { rounded.to_string() }
}

/// How far an arrow key changes a number: a tenth of its size, or one, or a hundredth of a share.
pub fn step_of(now: f64, max: f64, whole: bool) -> f64 {
    if whole {
        return 1.0;
    }
    if max <= 1.0 {
        return 0.01;
    }
    10_f64.powf(now.abs().max(1.0).log10().floor() - 1.0)
}

/// How well `text` matches a search: 5 whole, 4 its start, 3 a word's start, 2 inside or by words in another order, 1 letters
/// in order; `None` not at all.
pub fn match_rank(text: &str, typed: &str) -> Option<u8> {
    let (text, typed) = (text.to_lowercase(), typed.trim().to_lowercase());
    if typed.is_empty() || text == typed {
        return Some(5);
    }
    if text.starts_with(&typed) {
        return Some(4);
    }
    let starts_word = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let has_word = |it: &str| text.match_indices(it).any(|(at, _)| starts_word(at));
    if has_word(&typed) {
        return Some(3);
    }
    let has_words = typed.contains(char::is_whitespace) && typed.split_whitespace().all(has_word);
    if has_words || text.contains(&typed) {
        return Some(2);
    }
    let mut letters = text.chars();
    typed.chars().all(|wanted| letters.any(|it| it == wanted)).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<f64, String> {
        parse_number(text, 0.0, 1000.0, false).map_err(|it| it.id.into_owned())
    }

    #[test]
    fn a_unit_may_be_typed_with_the_number() {
        assert_eq!(without_unit("20%", "%"), "20");
        assert_eq!(without_unit(" 15 ms ", "ms"), "15");
        assert_eq!(without_unit("15", "ms"), "15");
        assert_eq!(without_unit("15", ""), "15");
        // Another unit stays, to be refused: nobody knows what was meant.
        assert_eq!(without_unit("2 s", "ms"), "2 s");
        assert_eq!(without_unit("%", "%"), "");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number(" 12.5 "), Ok(12.5));
        assert_eq!(number("1,000"), Ok(1000.0));
        assert_eq!(number("1 000"), Ok(1000.0));
        assert_eq!(number("1e2"), Ok(100.0));
    }

    #[test]
    fn a_decimal_comma_is_not_taken_for_thousands() {
        assert_eq!(number("1,5"), Err("field-decimal-comma".into()));
        assert_eq!(number("12,34"), Err("field-decimal-comma".into()));
        assert_eq!(number("1.000,5"), Err("field-not-a-number".into()));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(number("many"), Err("field-not-a-number".into()));
        assert_eq!(number("inf"), Err("field-not-a-number".into()));
        assert_eq!(number("-1"), Err("field-out-of-range".into()));
        let whole = parse_number("2.5", 0.0, 10.0, true).map_err(|it| it.id.into_owned());
        assert_eq!(whole, Err("field-not-whole".into()));
    }

    #[test]
    fn a_number_goes_into_the_field_and_comes_out_the_same() {
        for value in [0.0, 0.1 + 0.2, 33.3, 1e-12, 123_456.789, 9_007_199_254_740_991.0] {
            let text = plain_number(value);
            let back = parse_number(&text, 0.0, f64::MAX, false).unwrap();
            assert!((back - value).abs() <= value.abs() * 1e-9, "{value} became {text}");
        }
        assert_eq!(plain_number(0.1 + 0.2), "0.3");
    }

    #[test]
    fn arrow_keys_change_a_number_by_a_step_that_fits_it() {
        assert_eq!(step_of(3.0, 100.0, true), 1.0);
        assert_eq!(step_of(0.5, 1.0, false), 0.01);
        assert_eq!(step_of(5.0, 1e6, false), 0.1);
        assert_eq!(step_of(250.0, 1e6, false), 10.0);
    }

    #[test]
    fn a_search_ranks_starts_before_insides() {
        assert_eq!(match_rank("Redis cache", "redis cache"), Some(5));
        assert_eq!(match_rank("Redis cache", "red"), Some(4));
        assert_eq!(match_rank("Redis cache", "CACHE"), Some(3));
        assert_eq!(match_rank("APM / tracing", "/ tra"), Some(3));
        assert_eq!(match_rank("Redis cache", "ach"), Some(2));
        assert_eq!(match_rank("Redis cache", "cache re"), Some(2));
        assert_eq!(match_rank("Redis cache", "cache edis"), None);
        assert_eq!(match_rank("Redis cache", "rdc"), Some(1));
        assert_eq!(match_rank("Redis cache", "xyz"), None);
    }
}
