//! Before the steady state, and without one.

/// Mean number in M/M/1 over the first `until` units of time, starting empty: the Kolmogorov equations of the number,
/// cut off at `most`, by the Runge-Kutta method of the fourth order in `steps` steps.
pub fn mm1_from_empty(arrival_rate: f64, service_rate: f64, until: f64, most: usize, steps: u32) -> f64 {
    let slope = |p: &[f64]| -> Vec<f64> {
        (0..=most)
            .map(|n| {
                let below = if n > 0 { arrival_rate * p[n - 1] } else { 0.0 };
                let above = if n < most { service_rate * p[n + 1] } else { 0.0 };
                let leaves =
                    if n < most { arrival_rate } else { 0.0 } + if n > 0 { service_rate } else { 0.0 };
                below + above - leaves * p[n]
            })
            .collect()
    };
    let along =
        |p: &[f64], k: &[f64], by: f64| -> Vec<f64> { p.iter().zip(k).map(|(p, k)| p + by * k).collect() };
    let mean = |p: &[f64]| -> f64 { p.iter().enumerate().map(|(n, p)| n as f64 * p).sum() };
    let step = until / f64::from(steps);
    let mut p = vec![0.0; most + 1];
    p[0] = 1.0;
    let mut area = 0.0;
    for _ in 0..steps {
        let before = mean(&p);
        let a = slope(&p);
        let b = slope(&along(&p, &a, step / 2.0));
        let c = slope(&along(&p, &b, step / 2.0));
        let middle = mean(&along(&p, &b, step / 2.0));
        let d = slope(&along(&p, &c, step));
        for n in 0..=most {
            p[n] += step / 6.0 * (a[n] + 2.0 * b[n] + 2.0 * c[n] + d[n]);
        }
        // Simpson's rule.
        area += step / 6.0 * (before + 4.0 * middle + mean(&p));
    }
    area / until
}

/// A sine's part that keeps its phase and the part that lags by a quarter of a turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    pub in_phase: f64,
    pub lagging: f64,
}

/// Number in M_t/M/∞ when the rate swings by `amplitude` with the angular frequency `frequency`, beyond its mean (Eick,
/// Massey, Whitt 1993): the swing is damped and late.
pub fn mtm_infinite(amplitude: f64, frequency: f64, service_rate: f64) -> Wave {
    let size = service_rate * service_rate + frequency * frequency;
    Wave { in_phase: amplitude * service_rate / size, lagging: amplitude * frequency / size }
}
