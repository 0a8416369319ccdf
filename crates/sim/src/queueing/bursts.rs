//! Arrivals that come in bursts or batches.

/// Mean number in M/M/1 whose arrivals come in batches of `batch`; `utilization` counts single requests (Gross and Harris
/// 1998, §3.1).
///
/// ```
/// // Batches of one: M/M/1.
/// assert!((sim::queueing::batch_mm1(0.5, 1) - 1.0).abs() < 1e-12);
/// ```
pub fn batch_mm1(utilization: f64, batch: u32) -> f64 {
    utilization * (1.0 + f64::from(batch)) / (2.0 * (1.0 - utilization))
}

type Matrix = [[f64; 2]; 2];

fn times(a: Matrix, b: Matrix) -> Matrix {
    let cell = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
    [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]
}

fn plus(a: Matrix, b: Matrix, factor: f64) -> Matrix {
    let cell = |i: usize, j: usize| a[i][j] + factor * b[i][j];
    [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]
}

fn inverse(a: Matrix) -> Matrix {
    let size = a[0][0] * a[1][1] - a[0][1] * a[1][0];
    [[a[1][1] / size, -a[0][1] / size], [-a[1][0] / size, a[0][0] / size]]
}

const ONE: Matrix = [[1.0, 0.0], [0.0, 1.0]];

/// Mean number in a queue of one server whose Poisson arrivals change between two rates, each kept for an exponential
/// time of that mean (MMPP/M/1), by the matrix-geometric method (Neuts 1981, chapter 6).
///
/// ```
/// // Two equal rates are one.
/// let found = sim::queueing::mmpp_mm1([60.0, 60.0], [1.0, 2.0], 100.0);
/// assert!((found - 1.5).abs() < 1e-9);
/// ```
pub fn mmpp_mm1(rates: [f64; 2], mean_times: [f64; 2], service_rate: f64) -> f64 {
    let change = [1.0 / mean_times[0], 1.0 / mean_times[1]];
    let arrive = [[rates[0], 0.0], [0.0, rates[1]]];
    let phases = [[-change[0], change[0]], [change[1], -change[1]]];
    let empty = plus(phases, arrive, -1.0);
    let within = inverse(plus(empty, ONE, -service_rate));
    // Levels above the first: R = -(arrive + R² serve) within⁻¹, from below.
    let mut ratio = [[0.0; 2]; 2];
    for _ in 0..100_000 {
        let next =
            times(plus(arrive, times(ratio, ratio), service_rate), within).map(|row| row.map(|it| -it));
        let step =
            plus(next, ratio, -1.0).as_flattened().iter().fold(0.0, |most: f64, it| most.max(it.abs()));
        ratio = next;
        if step < 1e-15 {
            break;
        }
    }
    // Nobody there: x (empty + R serve) = 0; all levels together: x (1 - R)⁻¹ 1 = 1.
    let balance = plus(empty, ratio, service_rate);
    let shares = [-balance[1][0], balance[0][0]];
    let above = inverse(plus(ONE, ratio, -1.0));
    let sum = |row: [f64; 2], by: Matrix| row[0] * (by[0][0] + by[0][1]) + row[1] * (by[1][0] + by[1][1]);
    let whole = sum(shares, above);
    sum(shares, times(ratio, times(above, above))) / whole
}
