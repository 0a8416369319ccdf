//! Popularity of items: Zipf's law, drawn by rejection inversion (Hörmann and Derflinger 1996).

use crate::random::Draw;

/// Draws items from 1, the most popular one, to `count`.
#[derive(Clone, Copy, Debug)]
pub struct Zipf {
    count: f64,
    exponent: f64,
    from: f64,
    to: f64,
    /// So near to a whole number the draw is right without a look.
    near: f64,
}

impl Zipf {
    pub fn new(count: u32, exponent: f64) -> Self {
        let mut zipf = Self { count: f64::from(count.max(1)), exponent, from: 0.0, to: 0.0, near: 0.0 };
        zipf.from = zipf.integral(1.5) - 1.0;
        zipf.to = zipf.integral(zipf.count + 0.5);
        zipf.near = 2.0 - zipf.inverse(zipf.integral(2.5) - zipf.weight(2.0));
        zipf
    }

    fn weight(&self, x: f64) -> f64 {
        libm::pow(x, -self.exponent)
    }

    /// Of the weight from 1 on.
    fn integral(&self, x: f64) -> f64 {
        let rest = 1.0 - self.exponent;
        if rest.abs() < 1e-9 { libm::log(x) } else { (libm::pow(x, rest) - 1.0) / rest }
    }

    fn inverse(&self, area: f64) -> f64 {
        let rest = 1.0 - self.exponent;
        if rest.abs() < 1e-9 { libm::exp(area) } else { libm::pow((1.0 + rest * area).max(0.0), 1.0 / rest) }
    }

    pub fn draw(&self, draw: &mut Draw) -> u32 {
        loop {
            let area = self.to + draw.unit() * (self.from - self.to);
            let x = self.inverse(area);
            let item = libm::floor(x + 0.5).clamp(1.0, self.count);
            if item - x <= self.near || area >= self.integral(item + 0.5) - self.weight(item) {
                return item as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, mix, stream};

    #[test]
    fn items_come_as_often_as_their_law_says() {
        let stream = stream(1, 2, Purpose::Item);
        for exponent in [0.0, 0.5, 1.0, 1.7] {
            let zipf = Zipf::new(50, exponent);
            let total: f64 = (1..=50).map(|it| libm::pow(f64::from(it), -exponent)).sum();
            let mut counts = [0u32; 51];
            let n = 400_000u32;
            for i in 0..n {
                counts[zipf.draw(&mut Draw::new(stream, mix(u64::from(i)))) as usize] += 1;
            }
            for item in [1u32, 2, 3, 10, 50] {
                let share = libm::pow(f64::from(item), -exponent) / total;
                let found = f64::from(counts[item as usize]) / f64::from(n);
                // Four standard errors.
                let tolerance = 4.0 * (share / f64::from(n)).sqrt();
                assert!((found - share).abs() < tolerance, "{exponent} {item}: {found}, expected {share}");
            }
        }
    }
}
