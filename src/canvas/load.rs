//! How loaded a component looks: the water in its hull, its load line, its tone and its number.

/// How loaded something is; from calm to bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Nothing is known about its load.
    #[default]
    Unknown,
    /// Below its load line.
    Calm,
    /// Above its load line: a request waits longer than the work on it takes.
    Strained,
    /// Saturated.
    Sinking,
    /// Taken down.
    Down,
}

impl Tone {
    pub const ALL: [Self; 5] = [Self::Unknown, Self::Calm, Self::Strained, Self::Sinking, Self::Down];

    /// Name in class names.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Calm => "calm",
            Self::Strained => "strained",
            Self::Sinking => "sinking",
            Self::Down => "down",
        }
    }
}

/// Utilization from which a component counts as saturated (docs/SEMANTICS.md).
pub const SATURATED: f64 = 0.95;

/// Where a number comes from, and whether it still holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Closed form; written in italics.
    #[default]
    Estimated,
    /// Measured in the run that is going on, or in the last one.
    Simulated,
    /// Measured, but the drawing has changed since; greyed.
    Stale,
}

/// The one number of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Work that comes, as a share of what can be done; 1.0 is full.
    Load(f64),
    /// Share of the slots that are held, calls that are waited for included.
    Held(f64),
    /// Requests per second, where there is no capacity to fill.
    PerSec(f64),
    /// Messages that a broker holds: those that wait, and those that somebody is handling.
    Messages(f64),
}

/// What is known about the load of one component.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Share of capacity in use. Above 1.0 when more comes than can be served. `None`: has no capacity to fill.
    pub utilization: Option<f64>,
    /// The utilization at which waiting takes as long as the work.
    pub safe: Option<f64>,
    pub number: Option<Number>,
    pub basis: Basis,
    pub is_down: bool,
    /// Its answers take longer than usual, for a while.
    pub is_slow: bool,
    /// By the drawing nothing comes here: nothing is estimated of what carries nothing.
    pub is_idle: bool,
}

impl Load {
    pub fn tone(&self) -> Tone {
        match (self.is_down, self.utilization) {
            (true, _) => Tone::Down,
            (false, None) => Tone::Unknown,
            (false, Some(share)) if share >= SATURATED => Tone::Sinking,
            (false, Some(share)) if self.safe.is_some_and(|safe| share >= safe) => Tone::Strained,
            (false, Some(_)) => Tone::Calm,
        }
    }

    /// Share of the hull that is under water, 0.0 to 1.0.
    pub fn fill(&self) -> f64 {
        if self.is_down { 0.0 } else { self.utilization.unwrap_or(0.0).clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(utilization: f64) -> Load {
        Load { utilization: Some(utilization), safe: Some(0.6), ..Load::default() }
    }

    #[test]
    fn tone_changes_at_the_load_line_and_at_saturation() {
        assert_eq!(load(0.59).tone(), Tone::Calm);
        assert_eq!(load(0.6).tone(), Tone::Strained);
        assert_eq!(load(0.95).tone(), Tone::Sinking);
        assert_eq!(Load { is_down: true, ..load(0.2) }.tone(), Tone::Down);
        assert_eq!(Load::default().tone(), Tone::Unknown);
    }

    #[test]
    fn hull_never_overflows() {
        assert_eq!(load(1.7).fill(), 1.0);
        assert_eq!(Load { is_down: true, ..load(0.7) }.fill(), 0.0);
    }
}
