//! How a connection looks: color by health, pattern by who waits, thickness by traffic. No pixels here.

use model::{Connection, Relation};

/// What the color of a connection says; the worst is drawn last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ink {
    /// Off the request path.
    Quiet,
    #[default]
    Plain,
    /// To or from a broker.
    Async,
    /// The callee is above its load line.
    Strained,
    /// Requests fail on it, or an end is down.
    Bad,
}

impl Ink {
    pub const ALL: [Self; 5] = [Self::Quiet, Self::Plain, Self::Async, Self::Strained, Self::Bad];
}

/// Steps of thickness. Few, so that lines alike can be drawn in one stroke.
const N_WIDTHS: u8 = 6;

/// How a connection looks. Ordered so that equal looks come together, and the worst is drawn last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stroke {
    pub ink: Ink,
    pub dash: Dash,
    /// Step of thickness, from 0.
    pub width: u8,
}

/// Pattern of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dash {
    /// Off the request path.
    Dotted,
    /// Nobody waits at the other end.
    Dashed,
    #[default]
    Solid,
}

impl Dash {
    pub const fn of(connection: &Connection) -> Self {
        match connection.relation {
            Relation::Call => Self::Solid,
            Relation::Replicate if connection.policy.synchronous => Self::Solid,
            Relation::Publish | Relation::Consume | Relation::Replicate => Self::Dashed,
            Relation::Observe | Relation::Secret | Relation::Deploy | Relation::Control => Self::Dotted,
        }
    }
}

impl Stroke {
    /// The look of a connection that carries `per_sec` requests. Thickness grows with the logarithm: ten times the
    /// traffic is one step.
    pub fn new(connection: &Connection, ink: Ink, per_sec: Option<f64>) -> Self {
        let decades = per_sec.map_or(0.0, |it| (1.0 + it.max(0.0)).log10());
        Self { ink, dash: Dash::of(connection), width: (decades.round() as u8).min(N_WIDTHS - 1) }
    }

    /// Thickness in world units.
    pub fn thickness(self) -> f64 {
        // Dots of the same thickness as a line look thinner than it.
        let thinnest = if self.dash == Dash::Dotted { 1.9 } else { 1.3 };
        thinnest + 0.7 * f64::from(self.width)
    }
}

#[cfg(test)]
mod tests {
    use model::{ComponentId, ConnectionId};

    use super::*;

    #[test]
    fn ten_times_the_traffic_is_one_step_thicker() {
        let call = Connection::new(ConnectionId(3), ComponentId(1), ComponentId(2), Relation::Call);
        let width = |per_sec: f64| Stroke::new(&call, Ink::Plain, Some(per_sec)).width;
        assert_eq!([0.0, 9.0, 99.0, 999.0, 9_999.0, 1e9].map(width), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn pattern_says_who_waits() {
        let dash =
            |relation| Dash::of(&Connection::new(ConnectionId(3), ComponentId(1), ComponentId(2), relation));
        assert_eq!(dash(Relation::Call), Dash::Solid);
        assert_eq!(dash(Relation::Consume), Dash::Dashed);
        assert_eq!(dash(Relation::Observe), Dash::Dotted);
    }
}
