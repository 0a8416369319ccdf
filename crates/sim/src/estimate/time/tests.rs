use super::*;
use crate::queueing::{harmonic, longest_deviation};

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{found}, expected {expected}");
}

#[test]
fn the_longest_of_exponential_times() {
    let one = Time::new(1.0, 1.0);
    let two = one.longest(one, 0.0);
    near(two.mean, harmonic(2), 1e-12);
    near(two.variance.sqrt(), longest_deviation(2), 1e-12);
    // Beyond two it is only nearly exact: the longest of two is no such distribution.
    let four = two.longest(one, 0.0).longest(one, 0.0);
    near(four.mean, harmonic(4), 0.02);
    near(four.variance.sqrt(), longest_deviation(4), 0.05);
}

#[test]
fn the_longest_of_unequal_ones() {
    // E max = 1 + 0.2 - 1 / (1 + 5).
    let one = Time::new(1.0, 1.0);
    near(one.longest(Time::new(0.2, 1.0), 0.0).mean, 1.0 + 0.2 - 1.0 / 6.0, 1e-12);
    // A constant and an exponential: 2 + ∫ exp(-t) beyond 2.
    near(Time::constant(2.0).longest(one, 0.0).mean, 2.0 + libm::exp(-2.0), 1e-12);
    assert_eq!(Time::constant(2.0).longest(Time::constant(3.0), 0.0), Time::constant(3.0));
    // What is common to both makes none of them longer.
    assert_eq!(one.longest(one, 1.0).mean, 1.0);
}

#[test]
fn few_slow_ones_of_many() {
    // One answer in a hundred takes 200 instead of 5: of ten, one in ten waits for such a one (Dean and Barroso 2013).
    let one = Time::one_of([(0.99, Time::constant(5.0)), (0.01, Time::constant(200.0))].into_iter());
    let ten = (0..9).fold(one, |all, _| all.longest(one, 0.0));
    let quick = libm::pow(0.99, 10.0);
    near(ten.mean, 5.0 * quick + 200.0 * (1.0 - quick), 1e-6);
    near(ten.beyond(100.0), 1.0 - quick, 1e-6);
    near(ten.within(100.0).mean, 5.0, 1e-6);
    // After something else they are still apart.
    let later = ten.and(Time::new(1.0, 1.0));
    near(later.beyond(100.0), 1.0 - quick, 1e-6);
}

#[test]
fn what_is_in_time() {
    // Of an exponential time: all within a limit and all beyond make the whole.
    let one = Time::new(2.0, 1.0);
    let late = one.beyond(3.0);
    near(late, libm::exp(-1.5), 1e-12);
    let (inside, outside) = (one.within(3.0), 3.0 + 2.0);
    near((1.0 - late) * inside.mean + late * outside, 2.0, 1e-12);
    let second = inside.variance + inside.mean * inside.mean;
    near((1.0 - late) * second + late * (9.0 + 12.0 + 8.0), 8.0, 1e-12);
    // After a constant, with more spread, and with none.
    let delayed = one.and(Time::constant(1.0));
    near(delayed.beyond(4.0), late, 1e-12);
    near(delayed.within(4.0).mean, inside.mean + 1.0, 1e-12);
    near(Time::new(2.0, 4.0).within(1e6).mean, 2.0, 1e-12);
    near(Time::new(2.0, 4.0).within(1e6).variance, 16.0, 1e-12);
    assert_eq!(Time::constant(2.0).beyond(2.0), 0.0);
    assert_eq!(Time::constant(2.0).within(2.0), Time::constant(2.0));
    assert_eq!(Time::constant(2.0).beyond(1.0), 1.0);
}

#[test]
fn sums_and_choices() {
    let one = Time::new(1.0, 1.0);
    assert_eq!(one.and(one), Time::new(2.0, 0.5));
    // Half of them nothing: mean 1/2, second moment 1.
    let half = one.sometimes(0.5);
    assert_eq!((half.mean, half.variance), (0.5, 0.75));
    near(half.beyond(1.0), 0.5 * libm::exp(-1.0), 1e-12);
    // Spread as it says, and by sums and choices, too.
    let wide = Time::new(3.0, 4.0);
    let again = wide.longest(Time::NONE, 0.0);
    near(again.mean, wide.mean, 1e-12);
    near(again.variance, wide.variance, 1e-12);
    let sum = wide.and(half).and(wide);
    near(sum.mean, 6.5, 1e-12);
    near(sum.variance, 72.75, 1e-12);
    near(sum.parts().map(|it| it.share).sum(), 1.0, 1e-12);
    // In M/M/1 waiting and service together are exponential.
    let all = Time::waiting(4.0, 5.0).and(one);
    near(all.mean, 5.0, 1e-12);
    near(all.beyond(10.0), libm::exp(-2.0), 1e-9);
}

#[test]
fn against_patience_of_random_length() {
    // Of an exponential time of 2 and patience of 6: a quarter too late, the others as short as with both rates together.
    let (late, in_time, gone) = Time::new(2.0, 1.0).against_random(6.0);
    near(late, 0.25, 1e-12);
    near(in_time.mean, 1.5, 1e-12);
    near(in_time.variance, 2.25, 1e-12);
    near(gone.mean, 1.5, 1e-12);
    // Of a constant time: the Laplace transform, and patience below it.
    let (late, in_time, gone) = Time::constant(3.0).against_random(3.0);
    near(late, 1.0 - libm::exp(-1.0), 1e-12);
    assert_eq!(in_time, Time::constant(3.0));
    near(gone.mean, (3.0 - 6.0 * libm::exp(-1.0)) / late, 1e-12);
    // One that varies more: by its two parts.
    let wide = Time::new(2.0, 4.0);
    let (late, in_time, gone) = wide.against_random(2.0);
    let lost = |part: Part| part.share * part.mean / (part.mean + 2.0);
    near(late, wide.parts().map(lost).sum(), 1e-12);
    // The shorter of the two is, over all, the mean patience times the share that is too late.
    near((1.0 - late) * in_time.mean + late * gone.mean, 2.0 * late, 1e-12);
    // Parts that vary more than that themselves are no less.
    let three = [(0.5, Time::NONE), (0.3, Time::new(1.0, 1.0)), (0.2, Time::constant(100.0))];
    let (late, in_time, _) = Time::one_of(three.into_iter()).against_random(0.05);
    near(late, 0.3 / 1.05 + 0.2, 0.1);
    assert!((0.0..0.05).contains(&in_time.mean), "{in_time:?}");
}
