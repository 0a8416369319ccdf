//! How long own work takes.

use std::sync::Arc;

use model::spec::{Bins, ServiceTime, Shape};

use crate::random::{Draw, Ziggurat};

/// Draws service times of one component.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    mean_nanos: f64,
    /// Squared coefficient of variation.
    pub scv: f64,
    shape: Prepared,
}

/// Shapes with what can be computed beforehand.
#[derive(Clone, Debug, PartialEq)]
enum Prepared {
    Exponential,
    Constant,
    /// Of the underlying normal distribution.
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    Erlang {
        stages: u32,
    },
    /// Means of the two exponentials and the share of the first.
    Hyperexponential {
        share: f64,
        means: [f64; 2],
    },
    /// `shortest` of all times; `cut` is the share of an unbounded Pareto that lies below the longest.
    Pareto {
        shortest: f64,
        cut: f64,
        inverse_exponent: f64,
    },
    Uniform,
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    /// Shares up to and including each time, over the mean.
    Histogram(Arc<[(f64, f64)]>),
}

impl Service {
    /// Shares and times over the mean, of a histogram.
    pub fn bins(&self) -> Option<impl Iterator<Item = (f64, f64)> + Clone + '_> {
        let Prepared::Histogram(bins) = &self.shape else { return None };
        let below = std::iter::once(0.0).chain(bins.iter().map(|it| it.0));
        Some(bins.iter().zip(below).map(|((up_to, time), below)| (up_to - below, *time)))
    }

    pub fn new(time: ServiceTime) -> Self {
        let shape = match &time.shape {
            Shape::Exponential => Prepared::Exponential,
            Shape::Constant => Prepared::Constant,
            Shape::Lognormal { cv } => {
                let variance = libm::log1p(cv * cv);
                Prepared::Lognormal { mu: -variance / 2.0, sigma: variance.sqrt() }
            }
            Shape::Erlang { stages } => Prepared::Erlang { stages: (*stages).max(1) },
            Shape::Hyperexponential { cv } => {
                // Balanced means (Allen, Probability, Statistics and Queueing Theory, 2nd ed. 1990, section 3.2).
                let scv = (cv * cv).max(1.0);
                let share = 0.5 + 0.5 * ((scv - 1.0) / (scv + 1.0)).sqrt();
                Prepared::Hyperexponential { share, means: [0.5 / share, 0.5 / (1.0 - share)] }
            }
            Shape::Pareto { spread, .. } if *spread <= 1.0 => Prepared::Constant,
            Shape::Pareto { exponent, spread } => Prepared::Pareto {
                shortest: 1.0 / pareto_moment(*exponent, *spread, 1.0),
                cut: 1.0 - libm::pow(*spread, -exponent),
                inverse_exponent: -1.0 / exponent,
            },
            Shape::Uniform => Prepared::Uniform,
            &Shape::Triangular { min, mode, max } => Prepared::Triangular { min, mode, max },
            Shape::Histogram(bins) => Prepared::Histogram(cumulative(bins)),
        };
        Self { mean_nanos: (time.mean_millis * 1e6).max(0.0), scv: scv(&time.shape), shape }
    }

    pub const fn mean_nanos(&self) -> f64 {
        self.mean_nanos
    }

    /// Always the mean: such delays need no draw and can wait in a lane.
    pub fn is_constant(&self) -> bool {
        self.mean_nanos == 0.0 || self.shape == Prepared::Constant
    }

    /// Nanoseconds of a request, of which a kind takes `mean_nanos` on average.
    #[inline(always)]
    pub fn draw(&self, mean_nanos: f64, ziggurat: &Ziggurat, mut draw: Draw) -> u64 {
        let relative = match self.shape {
            Prepared::Exponential => ziggurat.exponential(&mut draw),
            Prepared::Constant => 1.0,
            _ => self.rare(ziggurat, draw),
        };
        // By way of signed numbers, which takes fewer instructions; no service is that long.
        (relative * mean_nanos + 0.5) as i64 as u64
    }

    fn rare(&self, ziggurat: &Ziggurat, mut draw: Draw) -> f64 {
        match &self.shape {
            Prepared::Exponential | Prepared::Constant => 1.0,
            &Prepared::Lognormal { mu, sigma } => libm::exp(mu + sigma * draw.normal()),
            &Prepared::Erlang { stages } => {
                (0..stages).map(|_| ziggurat.exponential(&mut draw)).sum::<f64>() / f64::from(stages)
            }
            Prepared::Hyperexponential { share, means } => {
                let which = usize::from(draw.unit() >= *share);
                ziggurat.exponential(&mut draw) * means[which]
            }
            // Inverse of the distribution function.
            &Prepared::Pareto { shortest, cut, inverse_exponent } => {
                shortest * libm::pow(1.0 - draw.unit() * cut, inverse_exponent)
            }
            Prepared::Uniform => 2.0 * draw.unit(),
            Prepared::Histogram(bins) => {
                let share = draw.unit();
                let found = bins.partition_point(|(below, _)| *below <= share).min(bins.len() - 1);
                bins[found].1
            }
            // Inverse of the distribution function, in two branches.
            &Prepared::Triangular { min, mode, max } => {
                let u = draw.unit();
                let below = (mode - min) / (max - min).max(f64::MIN_POSITIVE);
                if u < below {
                    min + (u * (max - min) * (mode - min)).sqrt()
                } else {
                    max - ((1.0 - u) * (max - min) * (max - mode)).sqrt()
                }
            }
        }
    }
}

/// Moment of a bounded Pareto distribution whose shortest time is 1.
fn pareto_moment(exponent: f64, spread: f64, order: f64) -> f64 {
    let cut = 1.0 - libm::pow(spread, -exponent);
    let rest = order - exponent;
    // The integral of a power, which is a logarithm where the power is -1.
    let integral = if rest.abs() < 1e-9 { libm::log(spread) } else { (libm::pow(spread, rest) - 1.0) / rest };
    exponent * integral / cut
}

fn cumulative(bins: &Bins) -> Arc<[(f64, f64)]> {
    let (mean, weights) = (bins.mean_millis(), bins.iter().map(|it| it.1).sum::<f64>());
    let mut below = 0.0;
    let shares = bins.iter().map(|(millis, weight)| {
        below += weight / weights;
        (below, millis / mean)
    });
    shares.collect()
}

/// Squared coefficient of variation: variance over squared mean.
pub fn scv(shape: &Shape) -> f64 {
    match *shape {
        Shape::Exponential => 1.0,
        Shape::Constant => 0.0,
        Shape::Lognormal { cv } => cv * cv,
        Shape::Erlang { stages } => 1.0 / f64::from(stages.max(1)),
        Shape::Hyperexponential { cv } => (cv * cv).max(1.0),
        Shape::Pareto { spread, .. } if spread <= 1.0 => 0.0,
        Shape::Pareto { exponent, spread } => {
            let mean = pareto_moment(exponent, spread, 1.0);
            pareto_moment(exponent, spread, 2.0) / (mean * mean) - 1.0
        }
        Shape::Uniform => 1.0 / 3.0,
        Shape::Histogram(ref bins) => {
            let (mean, weights) = (bins.mean_millis(), bins.iter().map(|it| it.1).sum::<f64>());
            let squares: f64 = bins.iter().map(|(millis, weight)| millis * millis * weight).sum();
            squares / weights / (mean * mean) - 1.0
        }
        Shape::Triangular { min, mode, max } => {
            (min * min + mode * mode + max * max - min * mode - min * max - mode * max) / 18.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, mix, stream};

    #[test]
    fn every_shape_has_its_mean_and_variance() {
        let ziggurat = Ziggurat::new();
        // With four standard errors of the variance, which grow with the tail.
        let shapes = [
            (Shape::Exponential, 0.02),
            (Shape::Constant, 1e-9),
            (Shape::Lognormal { cv: 0.5 }, 0.02),
            (Shape::Erlang { stages: 4 }, 0.02),
            (Shape::Hyperexponential { cv: 2.0 }, 0.21),
            (Shape::Pareto { exponent: 3.0, spread: 100.0 }, 0.05),
            (Shape::Pareto { exponent: 1.0, spread: 10.0 }, 0.02),
            (Shape::Pareto { exponent: 2.0, spread: 10.0 }, 0.02),
            (Shape::Uniform, 0.02),
            (Shape::Triangular { min: 2.0 / 3.0, mode: 2.0 / 3.0, max: 5.0 / 3.0 }, 0.02),
            (Shape::Histogram(Bins::parse("5:70 20:25 100:5").expect("bins")), 0.05),
        ];
        for (shape, tolerance) in shapes {
            let service = Service::new(ServiceTime { mean_millis: 3.0, shape: shape.clone() });
            let stream = stream(5, 6, Purpose::Service);
            let n = 400_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for i in 0..n {
                let x = service.draw(service.mean_nanos(), &ziggurat, Draw::new(stream, mix(i))) as f64 / 3e6;
                sum += x;
                squares += x * x;
            }
            let mean = sum / n as f64;
            let variance = squares / n as f64 - mean * mean;
            // Four standard errors.
            let precision = 4.0 * (scv(&shape) / n as f64).sqrt() + 1e-9;
            assert!((mean - 1.0).abs() < precision, "{shape:?}: mean {mean}");
            let exact = scv(&shape);
            assert!((variance - exact).abs() < tolerance, "{shape:?}: variance {variance}, exact {exact}");
        }
    }
}
