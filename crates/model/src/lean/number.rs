//! Decimal numbers to binary ones, to the last bit. The standard library is fast by 10 kB of powers of five, which cannot
//! be compressed; here what is not simple is divided out by hand.

use std::cmp::Ordering;

/// Digits beyond these can only tell what is halfway from what is not.
const MAX_DIGITS: usize = 800;

/// The number nearest to what is written, such as `12`, `-0.5` or `1e3`; infinite if it is too large.
/// ```
/// assert_eq!(model::lean::number("1e3"), Some(1000.0));
/// assert_eq!(model::lean::number("1,000"), None);
/// ```
pub fn number(text: &str) -> Option<f64> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (written, exponent) = match text.split_once(['e', 'E']) {
        Some((written, exponent)) => (written, whole(exponent)?),
        None => (text, 0),
    };
    let (before, after) = written.split_once('.').unwrap_or((written, ""));
    let digits: Vec<u8> = before.bytes().chain(after.bytes()).map(|it| it.wrapping_sub(b'0')).collect();
    if digits.is_empty() || digits.iter().any(|it| *it > 9) {
        return None;
    }
    let zeros = digits.iter().take_while(|it| **it == 0).count();
    let size = nearest(&digits[zeros..], exponent.saturating_sub(after.len() as i64));
    Some(if is_negative { -size } else { size })
}

/// A whole number with a sign; one that is absurdly large is only that.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let size = digits.bytes().fold(0, |sum: i64, it| (sum * 10 + i64::from(it - b'0')).min(1_000_000_000));
    Some(sign * size)
}

/// `digits` as a whole number times ten to the power of `exponent`.
fn nearest(digits: &[u8], exponent: i64) -> f64 {
    // Ten to the power of this is the next power above the number.
    let above = digits.len() as i64 + exponent;
    if digits.is_empty() || above < -400 {
        return 0.0;
    }
    if above > 400 {
        return f64::INFINITY;
    }
    // Both parts are exact, and so rounding happens once.
    if digits.len() <= 15 && exponent.abs() <= 22 {
        let whole = digits.iter().fold(0.0, |sum, it| sum * 10.0 + f64::from(*it));
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        return if exponent < 0 { whole / power } else { whole * power };
    }
    let kept = &digits[..digits.len().min(MAX_DIGITS)];
    let exponent = exponent + (digits.len() - kept.len()) as i64;
    let (mut over, mut under) = (Large::default(), Large(vec![1]));
    kept.iter().for_each(|it| over.times_ten_plus(u32::from(*it)));
    let mut exponent = exponent;
    if kept.len() < digits.len() {
        // Whatever was left out makes it larger than what was kept.
        over.times_ten_plus(u32::from(digits[kept.len()..].iter().any(|it| *it > 0)));
        exponent -= 1;
    }
    let scaled = if exponent < 0 { &mut under } else { &mut over };
    (0..exponent.abs()).for_each(|_| scaled.times_ten_plus(0));
    quotient(over, under)
}

/// `over` divided by `under`, rounded to the nearest and then to the even one.
fn quotient(mut over: Large, mut under: Large) -> f64 {
    // The quotient is between one and two, times two to this power.
    let mut power = over.n_bits() - under.n_bits();
    if power > 0 {
        under.shift(power as usize)
    } else {
        over.shift(power.unsigned_abs() as usize)
    }
    if over.cmp(&under) == Ordering::Less {
        over.shift(1);
        power -= 1;
    }
    // Numbers near zero have fewer bits.
    let n_bits = (53 + (power + 1022).min(0)).max(-1);
    if n_bits < 0 {
        return 0.0;
    }
    let mut bits = 0_u64;
    for _ in 0..n_bits {
        bits <<= 1;
        if over.cmp(&under) != Ordering::Less {
            over.take(&under);
            bits |= 1;
        }
        over.shift(1);
    }
    bits += match over.cmp(&under) {
        Ordering::Less => 0,
        Ordering::Equal => bits & 1,
        Ordering::Greater => 1,
    };
    if power > 1023 {
        return f64::INFINITY;
    }
    // The highest bit of a normal number is not stored: it adds one to the power. Rounding up may carry into it.
    f64::from_bits(if n_bits == 53 { bits + (((power + 1022) as u64) << 52) } else { bits })
}

/// A whole number of any size, its lowest 32 bits first.
#[derive(Default)]
struct Large(Vec<u32>);

impl Large {
    fn n_bits(&self) -> i64 {
        let highest = self.0.iter().rposition(|it| *it != 0);
        highest.map_or(0, |at| at as i64 * 32 + 32 - i64::from(self.0[at].leading_zeros()))
    }

    fn times_ten_plus(&mut self, digit: u32) {
        let mut carry = u64::from(digit);
        for word in &mut self.0 {
            let wide = u64::from(*word) * 10 + carry;
            (*word, carry) = (wide as u32, wide >> 32);
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift(&mut self, n_bits: usize) {
        let (words, bits) = (n_bits / 32, n_bits % 32);
        let mut carry = 0;
        for word in &mut self.0 {
            let wide = u64::from(*word) << bits | carry;
            (*word, carry) = (wide as u32, wide >> 32);
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
        self.0.splice(0..0, std::iter::repeat_n(0, words));
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let word = |it: &Self, at: usize| it.0.get(at).copied().unwrap_or(0);
        let n_words = self.0.len().max(other.0.len());
        (0..n_words)
            .rev()
            .map(|at| word(self, at).cmp(&word(other, at)))
            .find(|it| it.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Takes off `other`, which is not larger.
    fn take(&mut self, other: &Self) {
        let mut borrow = 0;
        for (at, word) in self.0.iter_mut().enumerate() {
            let less = i64::from(*word) - i64::from(other.0.get(at).copied().unwrap_or(0)) - borrow;
            borrow = i64::from(less < 0);
            *word = less as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let theirs: Option<f64> = text.parse().ok();
        assert_eq!(number(text).map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
    }

    #[test]
    fn the_hard_ones() {
        for text in [
            "0",
            "-0",
            "00",
            "0.0e99",
            "1",
            "1.",
            ".5",
            "+2",
            "9007199254740993",
            "9007199254740992.5",
            "1e22",
            "1e23",
            "123456789012345678901234567890",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "4.4501477170144023e-308",
            "6.02214076e23",
            "0.1",
            "0.3",
            "8.5e-320",
            "1e-400",
            "-3.5e-5",
        ] {
            agrees(text);
        }
        // Exactly between two numbers, and a hair above.
        let between = format!("{:.800}", f64::from_bits(1)).trim_end_matches('0').to_owned();
        agrees(&between);
        agrees(&format!("9007199254740993.{}", "0".repeat(900)));
        agrees(&format!("9007199254740993.{}1", "0".repeat(900)));
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "-", ".", "e1", "1e", "1e+", "1.2.3", "1 ", " 1", "0x1", "1,5", "--1", "1e1.5", "١"]
        {
            agrees(text);
        }
        // The standard library knows these words; nobody here means them.
        assert_eq!(["inf", "NaN", "infinity"].map(number), [None; 3]);
    }

    proptest! {
        #[test]
        fn agrees_on_every_number(number in any::<f64>().prop_filter("finite", |it| it.is_finite())) {
            agrees(&format!("{number}"));
            agrees(&format!("{number:e}"));
            agrees(&format!("{number:.30e}"));
        }

        #[test]
        fn agrees_on_whatever_is_written(text in r"-?[0-9]{0,25}(\.[0-9]{0,25})?(e-?[0-9]{1,3})?") {
            agrees(&text);
        }
    }
}
