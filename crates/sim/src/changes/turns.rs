//! Replicas that are by turns in one state and in another, for times that are drawn one after the other.

use std::cell::RefCell;

/// How far the times of each replica have been drawn: which turn it is in, and since when, in seconds. Only a shortcut: whoever
/// asks about an earlier moment is told the same as without it.
#[derive(Clone, Debug, Default)]
pub struct DrawnTimes(RefCell<Vec<(u64, f64)>>);

impl DrawnTimes {
    /// The turn that a replica is in at that moment, counted from 0; `length_secs` says how long one lasts.
    pub fn turn(&self, number: u32, at_secs: f64, length_secs: impl Fn(u64) -> f64) -> u64 {
        let mut known = self.0.borrow_mut();
        let place = number as usize;
        if known.len() <= place {
            known.resize(place + 1, (0, 0.0));
        }
        let (mut turn, mut since) = known[place];
        if since > at_secs {
            (turn, since) = (0, 0.0);
        }
        loop {
            let until = since + length_secs(turn);
            if until > at_secs {
                break;
            }
            (turn, since) = (turn + 1, until);
        }
        known[place] = (turn, since);
        turn
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn each_time_is_drawn_about_once() {
        let (drawn, draws) = (DrawnTimes::default(), Cell::new(0));
        let length = |turn: u64| {
            draws.set(draws.get() + 1);
            1.0 + (turn % 3) as f64
        };
        // 1, 2 and 3 s: half a turn in each second.
        for second in 0..6000 {
            let turn = drawn.turn(4, f64::from(second) + 0.5, length);
            assert_eq!(
                turn,
                DrawnTimes::default().turn(4, f64::from(second) + 0.5, |turn| 1.0 + (turn % 3) as f64)
            );
        }
        assert!(draws.get() <= 6000 + 3000, "{}", draws.get());
        // Earlier moments are the same as before.
        assert_eq!(drawn.turn(4, 0.5, length), 0);
        assert_eq!(drawn.turn(4, 6.5, length), 3);
    }
}
