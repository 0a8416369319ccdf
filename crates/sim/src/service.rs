//! How long own work takes.

use model::spec::{ServiceTime, Shape};

use crate::random::{Draw, Ziggurat};

/// Draws service times of one component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    mean_nanos: f64,
    /// Squared coefficient of variation.
    pub scv: f64,
    shape: Prepared,
}

/// Shapes with what can be computed beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    Uniform,
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
}

impl Service {
    pub fn new(time: ServiceTime) -> Self {
        let shape = match time.shape {
            Shape::Exponential => Prepared::Exponential,
            Shape::Constant => Prepared::Constant,
            Shape::Lognormal { cv } => {
                let variance = libm::log1p(cv * cv);
                Prepared::Lognormal { mu: -variance / 2.0, sigma: variance.sqrt() }
            }
            Shape::Erlang { stages } => Prepared::Erlang { stages: stages.max(1) },
            Shape::Uniform => Prepared::Uniform,
            Shape::Triangular { min, mode, max } => Prepared::Triangular { min, mode, max },
        };
        Self { mean_nanos: (time.mean_millis * 1e6).max(0.0), scv: scv(time.shape), shape }
    }

    pub const fn mean_nanos(&self) -> f64 {
        self.mean_nanos
    }

    /// Always the mean: such delays need no draw and can wait in a lane.
    pub fn is_constant(&self) -> bool {
        self.mean_nanos == 0.0 || self.shape == Prepared::Constant
    }

    /// Nanoseconds of a request whose work is `factor` times the usual.
    #[inline(always)]
    pub fn draw(&self, factor: f64, ziggurat: &Ziggurat, draw: &mut Draw) -> u64 {
        let relative = match self.shape {
            Prepared::Exponential => ziggurat.exponential(draw),
            Prepared::Constant => 1.0,
            _ => self.rare(ziggurat, draw),
        };
        (relative * self.mean_nanos * factor + 0.5) as u64
    }

    fn rare(&self, ziggurat: &Ziggurat, draw: &mut Draw) -> f64 {
        match self.shape {
            Prepared::Exponential | Prepared::Constant => 1.0,
            Prepared::Lognormal { mu, sigma } => libm::exp(mu + sigma * draw.normal()),
            Prepared::Erlang { stages } => {
                (0..stages).map(|_| ziggurat.exponential(draw)).sum::<f64>() / f64::from(stages)
            }
            Prepared::Uniform => 2.0 * draw.unit(),
            // Inverse of the distribution function, in two branches.
            Prepared::Triangular { min, mode, max } => {
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

/// Squared coefficient of variation: variance over squared mean.
pub fn scv(shape: Shape) -> f64 {
    match shape {
        Shape::Exponential => 1.0,
        Shape::Constant => 0.0,
        Shape::Lognormal { cv } => cv * cv,
        Shape::Erlang { stages } => 1.0 / f64::from(stages.max(1)),
        Shape::Uniform => 1.0 / 3.0,
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
        let shapes = [
            Shape::Exponential,
            Shape::Constant,
            Shape::Lognormal { cv: 0.5 },
            Shape::Erlang { stages: 4 },
            Shape::Uniform,
            Shape::Triangular { min: 2.0 / 3.0, mode: 2.0 / 3.0, max: 5.0 / 3.0 },
        ];
        for shape in shapes {
            let service = Service::new(ServiceTime { mean_millis: 3.0, shape });
            let stream = stream(5, 6, Purpose::Service);
            let n = 400_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for i in 0..n {
                let x = service.draw(1.0, &ziggurat, &mut Draw::new(stream, mix(i))) as f64 / 3e6;
                sum += x;
                squares += x * x;
            }
            let mean = sum / n as f64;
            let variance = squares / n as f64 - mean * mean;
            assert!((mean - 1.0).abs() < 0.0064, "{shape:?}: mean {mean}");
            assert!((variance - scv(shape)).abs() < 0.02, "{shape:?}: variance {variance}");
        }
    }
}
