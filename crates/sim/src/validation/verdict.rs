//! From replications to a verdict: theory lies in the 99.9% interval, and the interval is narrow.

use super::{Case, Figure, Kind};

/// What came of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checked {
    pub theory: f64,
    /// Mean over the replications.
    pub found: f64,
    /// Half of the width of the 99.9% interval, by Student's t over the replications.
    pub half_width: f64,
    /// What theory and noting down may be off besides, in the figure's unit.
    pub allowance: f64,
    /// Distance in standard errors of the mean, beyond the allowance.
    pub errors_off: f64,
    /// Theory lies in the interval, widened by the allowance.
    pub holds: bool,
    /// The interval is as narrow as the measure asks for.
    pub is_precise: bool,
}

/// Judges all figures of a case by its replications, each a value per figure.
///
/// # Errors
/// Which figure has no value, or too few replications.
pub fn conclude(case: &Case, replications: &[Vec<Option<f64>>]) -> Result<Vec<Checked>, String> {
    let check = |(i, figure): (usize, &Figure)| {
        let values: Option<Vec<f64>> = replications.iter().map(|it| it.get(i).copied().flatten()).collect();
        match values {
            Some(values) if values.len() > 1 => Ok(checked(figure, &values)),
            _ => Err(format!("{}: no value for {} at {:?}", case.id, figure.measure.id, figure.at)),
        }
    };
    case.figures.iter().enumerate().map(check).collect()
}

fn checked(figure: &Figure, values: &[f64]) -> Checked {
    let theory = (figure.theory)();
    let n = values.len() as f64;
    let found = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|it| (it - found) * (it - found)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    let half_width = student_t_999(values.len() as u32 - 1) * error;
    let share = match figure.kind {
        Kind::Exact => 0.0,
        Kind::Approximate(share) => share,
    };
    let allowance = theory.abs() * (share + figure.measure.resolution);
    let beyond = ((found - theory).abs() - allowance).max(0.0);
    Checked {
        theory,
        found,
        half_width,
        allowance,
        errors_off: if error > 0.0 { beyond / error } else { 0.0 },
        // Sums of rounded nanoseconds: where chance plays no part, nothing else may.
        holds: beyond <= half_width + theory.abs() * 1e-6,
        is_precise: half_width <= figure.measure.precision * theory.abs(),
    }
}

/// Two-sided 99.9% quantile of Student's t by degrees of freedom; between rows the larger value holds.
///
/// ```
/// assert_eq!(sim::validation::student_t_999(19), 3.883);
/// ```
pub fn student_t_999(degrees: u32) -> f64 {
    const TABLE: [(u32, f64); 12] = [
        (1, 636.6),
        (4, 8.610),
        (9, 4.781),
        (14, 4.140),
        (19, 3.883),
        (24, 3.745),
        (29, 3.659),
        (39, 3.558),
        (59, 3.463),
        (99, 3.392),
        (199, 3.340),
        (999, 3.300),
    ];
    TABLE.iter().rev().find(|(row, _)| *row <= degrees).map_or(f64::INFINITY, |(_, t)| *t)
}
