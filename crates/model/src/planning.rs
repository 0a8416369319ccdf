//! What is planned with a drawing: how its traffic and what it stores are expected to grow, what a failed request costs, and what is taken off
//! the price of machines.

use crate::catalog::Bought;

/// So many times today's traffic, files and rows of databases in so many months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthPoint {
    pub month: f64,
    /// Of traffic.
    pub factor: f64,
    /// Of what object stores and file systems hold.
    pub files: f64,
    /// Of what databases hold.
    pub rows: f64,
}

impl GrowthPoint {
    pub const TODAY: Self = Self { month: 0.0, factor: 1.0, files: 1.0, rows: 1.0 };
}

/// Months, and times today's traffic, files and rows, that people start from. The name of each is the text `growth-<id>`.
pub const PRESETS: [(&str, [[f64; 4]; 4]); 2] = [
    // A year in the capacity table of a service's operations handbook: 100,000 requests a day now, 250,000, 500,000 and a million;
    // 50 GB of files, 100, 200 and 500; 20 GB of rows, 50, 100 and 250.
    ("year", [[0.0, 1.0, 1.0, 1.0], [3.0, 2.5, 2.0, 2.5], [6.0, 5.0, 4.0, 5.0], [12.0, 10.0, 10.0, 12.5]]),
    ("requests", [[0.0, 1.0, 1.0, 1.0], [3.0, 2.5, 1.0, 1.0], [6.0, 5.0, 1.0, 1.0], [12.0, 10.0, 1.0, 1.0]]),
];

/// Longest plan, in months, and most points in it.
pub const MAX_MONTHS: f64 = 120.0;
pub const MAX_POINTS: usize = 24;
/// Bounds of a factor.
pub const FACTORS: std::ops::RangeInclusive<f64> = 0.01..=10_000.0;
/// Most that a failed request may cost, in dollars.
pub const MAX_DOLLARS: f64 = 1_000_000.0;

/// Most that a contract can take off.
pub const MAX_DISCOUNT: f64 = 0.99;

/// What one's own contract takes off the price of an hour on demand, 0.0 to [`MAX_DISCOUNT`]. `None`: as in the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Discounts {
    pub one_year: Option<f64>,
    pub three_years: Option<f64>,
    pub spot: Option<f64>,
}

impl Discounts {
    pub const fn off(&self, bought: Bought) -> Option<f64> {
        match bought {
            Bought::OnDemand => None,
            Bought::OneYear => self.one_year,
            Bought::ThreeYears => self.three_years,
            Bought::Spot => self.spot,
        }
    }

    /// The same with another one.
    #[must_use]
    pub const fn with(mut self, bought: Bought, off: Option<f64>) -> Self {
        match bought {
            Bought::OnDemand => {}
            Bought::OneYear => self.one_year = off,
            Bought::ThreeYears => self.three_years = off,
            Bought::Spot => self.spot = off,
        }
        self
    }
}

/// Kept with the drawing; changes no run.
#[derive(Clone, Debug, PartialEq)]
pub struct Planning {
    /// By month.
    pub growth: Vec<GrowthPoint>,
    /// What a failed request costs. `None`: nobody has said.
    pub dollars_per_failure: Option<f64>,
    pub discounts: Discounts,
}

impl Default for Planning {
    fn default() -> Self {
        Self { growth: preset(PRESETS[0].0), dollars_per_failure: None, discounts: Discounts::default() }
    }
}

/// The points of a preset; none if there is no such preset.
pub fn preset(id: &str) -> Vec<GrowthPoint> {
    let known = PRESETS.iter().find(|it| it.0 == id);
    known.map_or_else(Vec::new, |it| {
        it.1.iter().map(|&[month, factor, files, rows]| GrowthPoint { month, factor, files, rows }).collect()
    })
}
