//! Circuit breakers: closed, open, half open.

use super::Engine;
use crate::network::{Link, NONE, Network};

/// A circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    Closed,
    Open {
        until: u64,
    },
    /// So many requests are trying, and so many of them have succeeded.
    HalfOpen {
        sent: u32,
        succeeded: u32,
    },
}

/// Parts of the window over which failures are counted; the oldest is forgotten at once.
const PARTS: usize = 10;

/// Calls and failures of the last seconds.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Calls and failures by part.
    parts: [(u32, u32); PARTS],
    /// Number of the latest part since time zero.
    latest: u64,
}

impl Window {
    /// Counts a call; returns all calls and failures in the window.
    fn note(&mut self, now: u64, length: u64, is_failure: bool) -> (u32, u32) {
        let number = now / (length / PARTS as u64).max(1);
        for passed in 0..(number - self.latest).min(PARTS as u64) {
            self.parts[((number - passed) % PARTS as u64) as usize] = (0, 0);
        }
        self.latest = number;
        let part = &mut self.parts[(number % PARTS as u64) as usize];
        part.0 += 1;
        part.1 += u32::from(is_failure);
        self.parts.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

impl Engine {
    /// Whether a breaker refuses a call.
    pub(super) fn is_broken(&mut self, row: &Link, link: u32) -> bool {
        let state = &mut self.links[link as usize];
        match state.breaker {
            BreakerState::Closed => false,
            BreakerState::Open { until } if self.now >= until => {
                state.breaker = BreakerState::HalfOpen { sent: 1, succeeded: 0 };
                false
            }
            BreakerState::HalfOpen { sent, succeeded } if sent < row.breaker_probes => {
                state.breaker = BreakerState::HalfOpen { sent: sent + 1, succeeded };
                false
            }
            BreakerState::Open { .. } | BreakerState::HalfOpen { .. } => true,
        }
    }

    /// An attempt over a link with a breaker has ended.
    pub(super) fn breaker_heard(&mut self, net: &Network, link: u32, is_success: bool) {
        let row = &net.links[link as usize];
        let failed_too_often = !is_success && row.breaker_window == NONE;
        let by_ratio = row.breaker_window != NONE && {
            let window = &mut self.windows[row.breaker_window as usize];
            let (calls, failures) = window.note(self.now, row.breaker_window_nanos, !is_success);
            calls >= row.breaker_min_calls && f64::from(failures) >= row.breaker_ratio * f64::from(calls)
        };
        let state = &mut self.links[link as usize];
        state.failures_in_row = if is_success { 0 } else { state.failures_in_row + 1 };
        let opens = match state.breaker {
            BreakerState::Closed => {
                by_ratio || failed_too_often && state.failures_in_row >= row.breaker_failures
            }
            // A late answer to a call from before the opening says nothing about now.
            BreakerState::Open { .. } => false,
            BreakerState::HalfOpen { .. } if !is_success => true,
            BreakerState::HalfOpen { sent, succeeded } => {
                let is_back = succeeded + 1 >= row.breaker_probes;
                state.breaker = if is_back {
                    BreakerState::Closed
                } else {
                    BreakerState::HalfOpen { sent, succeeded: succeeded + 1 }
                };
                if is_back {
                    self.forget_calls(row);
                }
                false
            }
        };
        if opens {
            let state = &mut self.links[link as usize];
            state.breaker = BreakerState::Open { until: self.now + row.breaker_open };
            state.failures_in_row = 0;
            self.forget_calls(row);
        }
    }

    /// What was before a breaker opened or closed does not count any more.
    fn forget_calls(&mut self, row: &Link) {
        if let Some(window) = self.windows.get_mut(row.breaker_window as usize) {
            *window = Window { latest: window.latest, ..Window::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_forgets_what_is_older() {
        let mut window = Window::default();
        assert_eq!(window.note(0, 1000, true), (1, 1));
        assert_eq!(window.note(950, 1000, false), (2, 1));
        assert_eq!(window.note(1000, 1000, false), (2, 0));
        assert_eq!(window.note(1949, 1000, true), (2, 1));
        assert_eq!(window.note(99_999, 1000, true), (1, 1));
    }
}
