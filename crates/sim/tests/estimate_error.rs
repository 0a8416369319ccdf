//! How far the estimate is from a run, over random designs: what it says is worth as much as this says. Written down in
//! `docs/ESTIMATE.md`; `UPDATE_EXPECT=1` writes it anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

#[path = "estimate_error/designs.rs"]
mod designs;

use std::fmt::Write as _;

use designs::{Dice, FAMILIES, Family};
use expect_test::expect_file;
use sim::{RunOptions, estimate, estimate::Verdict, run_replications};

const DESIGNS: usize = 40;
const REPLICATIONS: u32 = 5;
/// In one replication.
const REQUESTS: f64 = 30_000.0;

/// What came of a design.
enum Compared {
    Both(Found),
    /// The run failed more than a tenth of its requests, and the estimate had said that retries can do that.
    Collapsed {
        text: String,
    },
}

/// One design: errors of the estimate as shares of what the run found.
#[derive(Clone, Debug)]
struct Found {
    /// Of the mean latency of all requests that succeed.
    latency: f64,
    /// Of the utilization of the busiest component, in points.
    utilization: f64,
    /// Of the share of requests that fails, in points.
    failed: f64,
    /// How sure the run itself is: half of its 95% interval over the mean.
    run: f64,
    is_qualified: bool,
    text: String,
}

fn compare(family: &Family, number: usize) -> Option<Compared> {
    // Another stream for every family, so that one more changes no other.
    let seed = family.name.bytes().fold(number as u64, |hash, byte| hash.wrapping_mul(31) ^ u64::from(byte));
    let text = (family.draw)(&mut Dice::new(seed));
    let architecture = common::drawing(&text);
    let guess = estimate(&architecture).unwrap();
    let rate: f64 = guess.journeys.iter().map(|it| it.per_sec).sum();
    let latency = guess.mean_latency_millis()?;
    let duration_secs = (REQUESTS / rate).ceil();
    let options =
        RunOptions { seed, duration_secs, warm_up_secs: duration_secs / 10.0, replications: REPLICATIONS };
    let report = run_replications(&architecture, options).unwrap();
    if report.total.succeeded * 10 < report.total.generated * 9 && fails_for_good(&guess) {
        return Some(Compared::Collapsed { text });
    }
    let mean = report.total.latency.mean_millis?;
    let busy = report.components.iter().zip(&guess.components);
    let busy = busy.filter_map(|(run, guess)| Some((run.utilization?.value, guess.utilization?)));
    let (run, guessed) = busy.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Compared::Both(Found {
        latency: latency / mean.value - 1.0,
        utilization: guessed - run,
        failed: guess.failed_ratio() - report.total.failed as f64 / report.total.generated as f64,
        run: mean.half_width? / mean.value,
        is_qualified: !guess.caveats.is_empty(),
        text,
    }))
}

/// Whether the estimate says that retries can keep a connection down.
fn fails_for_good(guess: &sim::Estimate) -> bool {
    guess.stability.iter().any(|it| it.verdict != Verdict::Stable)
}

/// All designs of a family.
fn compare_all(family: &Family) -> (Vec<Found>, usize) {
    let found = common::in_parallel(DESIGNS, |i| compare(family, i));
    let mut both = Vec::new();
    let mut collapsed = 0;
    for (number, compared) in found.into_iter().enumerate() {
        match compared {
            Some(Compared::Both(it)) => both.push(it),
            Some(Compared::Collapsed { text }) => {
                println!("retries took over: {text}");
                collapsed += 1;
            }
            None => panic!("{} {number}: no estimate, or no answers and nobody foresaw it", family.name),
        }
    }
    (both, collapsed)
}

/// Median, 90th percentile and maximum of the sizes of some numbers.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut sizes: Vec<f64> = values.map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    [sizes[sizes.len() / 2], sizes[sizes.len() * 9 / 10], sizes[sizes.len() - 1]]
}

const HEAD: &str = "\
# How good the estimate is

While drawing, the page shows an estimate in closed form ([SEMANTICS.md](SEMANTICS.md), \"The estimate\"). Here it is held
against runs of random designs (`crates/sim/tests/estimate_error/designs.rs`): 40 of each family, with a random load of 20 to 85% at most
pools, five replications of 30,000 requests each. The error is estimate / run - 1 of the mean latency of requests that succeed; a run is
itself only as sure as its 95% interval says. \"Collapsed\" are designs whose retries took over during the run, each of which the
estimate had called metastable or collapsed: there is no mean to compare. \"With a remark\" counts the designs for which the estimate says by itself that it does
not quite apply. The test fails if an error grows beyond the bound in the last column (half of the designs, nine in ten, all).
`crates/sim/tests/estimate_error.rs` writes this page from its results: `UPDATE_EXPECT=1 cargo test -p plimsoll-sim --test estimate_error`.

| family | compared | collapsed | with a remark | half off by less than | 90% | all | on average | busiest component, 90% | share that fails, 90% | run's own interval | bounds |
|---|---|---|---|---|---|---|---|---|---|---|---|
";

#[test]
fn the_estimate_errs_as_much_as_is_written_down() {
    let mut page = String::from(HEAD);
    let mut problems = Vec::new();
    let mut worst = String::new();
    for family in &FAMILIES {
        let (found, collapsed) = compare_all(family);
        let errors = spread(found.iter().map(|it| it.latency));
        let [_, busy, _] = spread(found.iter().map(|it| it.utilization));
        let [_, failed, _] = spread(found.iter().map(|it| it.failed));
        let [own, _, _] = spread(found.iter().map(|it| it.run));
        let qualified = found.iter().filter(|it| it.is_qualified).count();
        let bias = found.iter().map(|it| it.latency).sum::<f64>() / found.len() as f64;
        let percent = |it: [f64; 3]| it.map(|it| format!("{:.1}%", it * 100.0));
        let [half, most, all] = percent(errors);
        let bounds = percent(family.bounds).join(", ");
        let _ = writeln!(
            page,
            "| {} | {} | {collapsed} | {qualified} | {half} | {most} | {all} | {:+.1}% | {:.1} points | {:.2} points | ± {:.1}% | {bounds} |",
            family.name,
            found.len(),
            bias * 100.0,
            busy * 100.0,
            failed * 100.0,
            own * 100.0,
        );
        if errors.iter().zip(&family.bounds).any(|(found, most)| found > most) {
            problems.push(format!("{}: {errors:?}, at most {:?}", family.name, family.bounds));
        }
        if let Some(it) = found.iter().max_by(|a, b| a.latency.abs().total_cmp(&b.latency.abs())) {
            let _ = writeln!(worst, "- {}, {:+.1}%: `{}`", family.name, it.latency * 100.0, it.text);
        }
    }
    let _ = write!(page, "\nFarthest off in each family:\n\n{worst}");
    println!("{page}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    expect_file!["../../../docs/ESTIMATE.md"].assert_eq(&page);
}
