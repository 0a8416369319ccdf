//! How long own work takes, over its mean.

use model::spec::Shape;
use sim::random::Draw;

use super::World;

impl World<'_> {
    pub(super) fn relative_work(&self, shape: &Shape, mut draw: Draw) -> f64 {
        match shape {
            Shape::Exponential => self.ziggurat.exponential(&mut draw),
            Shape::Constant => 1.0,
            Shape::Uniform => 2.0 * draw.unit(),
            Shape::Lognormal { cv } => {
                let variance = libm::log1p(cv * cv);
                libm::exp(-variance / 2.0 + variance.sqrt() * draw.normal())
            }
            Shape::Erlang { stages } => {
                let mut sum = 0.0;
                for _ in 0..*stages {
                    sum += self.ziggurat.exponential(&mut draw);
                }
                sum / f64::from(*stages)
            }
            // "Balanced means": each of the two brings half of the work.
            Shape::Hyperexponential { cv } => {
                let squared = cv * cv;
                let first = (1.0 + ((squared - 1.0) / (squared + 1.0)).sqrt()) / 2.0;
                let is_first = draw.unit() < first;
                let mean = if is_first { 0.5 / first } else { 0.5 / (1.0 - first) };
                self.ziggurat.exponential(&mut draw) * mean
            }
            // The share of times below t is (1 - t^-a) / (1 - spread^-a), if the shortest is 1.
            Shape::Pareto { exponent, spread } => {
                let all = 1.0 - libm::pow(*spread, -exponent);
                let mean = if (exponent - 1.0).abs() < 1e-9 {
                    libm::log(*spread) / all
                } else {
                    exponent / (1.0 - exponent) * (libm::pow(*spread, 1.0 - exponent) - 1.0) / all
                };
                libm::pow(1.0 - draw.unit() * all, -1.0 / exponent) / mean
            }
            Shape::Triangular { min, mode, max } => {
                let share = draw.unit();
                let rising = (mode - min) / (max - min);
                if share < rising {
                    min + (share * (max - min) * (mode - min)).sqrt()
                } else {
                    max - ((1.0 - share) * (max - min) * (max - mode)).sqrt()
                }
            }
            Shape::Histogram(bins) => {
                let total: f64 = bins.iter().map(|it| it.1).sum();
                let mean: f64 = bins.iter().map(|it| it.0 * it.1 / total).sum();
                let (share, mut below) = (draw.unit(), 0.0);
                let found = bins.iter().find(|it| {
                    below += it.1 / total;
                    share < below
                });
                found.or(bins.iter().last()).expect("bins").0 / mean
            }
        }
    }
}
