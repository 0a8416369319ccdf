//! Where requests come from, and which sorts of them there are.

use super::{QuickSource, Rate};
use crate::span::flag;

/// Traffic of one component.
#[derive(Clone, Debug)]
pub struct Source {
    pub node: u32,
    pub rate: Rate,
    /// Mean gap between requests in nanoseconds if the rate never changes; zero if it does, or comes to nothing.
    pub gap_nanos: f64,
    pub is_even: bool,
    /// Closed loop: users and their mean think time in nanoseconds.
    pub users: u32,
    pub think_nanos: f64,
    /// Requests that come together.
    pub batch: u32,
    /// So many people send all of it; zero: each request, or session, comes from another one.
    pub population: u32,
    /// Sessions: probability that another request follows. Zero: none ever does.
    pub session_ratio: f64,
    pub session_stream: u64,
    /// Share of requests that ask for the same item, for the same user.
    pub hot_share: f64,
    pub hot_stream: u64,
    /// Changes between two rates at random.
    pub two_state: Option<TwoState>,
    pub switch_stream: u64,
    /// Shares up to and including each class.
    pub cumulative: Vec<f64>,
    pub first_class: u16,
    pub request_stream: u64,
    pub arrival_stream: u64,
    pub class_stream: u64,
    pub think_stream: u64,
    pub quick: QuickSource,
}

/// Two rates, in requests per nanosecond, and the mean times for which they hold, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct TwoState {
    pub rates: [f64; 2],
    pub means: [f64; 2],
}

/// A request class of a source.
#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub source: u32,
    pub is_write: bool,
    pub priority: u8,
}

impl Class {
    /// Marks of its requests.
    pub const fn marks(&self) -> u16 {
        if self.is_write { flag::ROOT | flag::WRITE } else { flag::ROOT }
    }
}
