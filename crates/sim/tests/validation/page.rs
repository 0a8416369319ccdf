//! `docs/VALIDATION.md`, from what the cases gave.

use std::fmt::Write as _;

use model::text::Texts;
use sim::validation::{Case, Checked, Family, Figure, Kind, Unit};

const HEAD: &str = "\
# The simulator held against theory

Every case is a drawing whose figures theory knows. It is run several times with different seeds; the mean
over these replications stands beside its 99.9% confidence interval (Student's t). A case passes if theory lies inside the
interval *and* the interval is narrow: at most 2% of the value to each side, from p99 on 5%. Percentiles may be off by
another 0.4%, because they are the middles of bins that are up to 0.8% wide; approximations by what their source says.

What a drawing leaves open is ideal: no network, no fixed delay, no bound on queues, slots free while calling. The cases
are data in `crates/sim/src/validation/`; the same results come out on every machine. `crates/sim/tests/validation.rs` writes
this page from them: `UPDATE_EXPECT=1 cargo test -p plimsoll-sim --test validation`.
";

/// The whole page.
pub fn page(cases: &[Case], found: &[Vec<Checked>]) -> String {
    let texts = Texts::english();
    let mut page = String::from(HEAD);
    summary(&mut page, cases, found);
    for family in Family::ALL {
        let _ = write!(page, "\n## {}\n", texts.say(&family.title()));
        for (case, checked) in cases.iter().zip(found).filter(|(case, _)| case.family == family) {
            section(&mut page, &texts, case, checked);
        }
    }
    page
}

fn summary(page: &mut String, cases: &[Case], found: &[Vec<Checked>]) {
    let all: Vec<(&Figure, &Checked)> =
        cases.iter().zip(found).flat_map(|(case, checked)| case.figures.iter().zip(checked)).collect();
    let exact: Vec<_> = all.iter().filter(|(figure, _)| figure.kind == Kind::Exact).collect();
    let off = |it: &Checked| (it.found / it.theory - 1.0).abs();
    let mut offs: Vec<f64> = exact.iter().map(|(_, it)| off(it)).collect();
    offs.sort_by(f64::total_cmp);
    let beyond = exact.iter().filter(|(_, it)| it.errors_off > 2.1).count();
    let _ = write!(
        page,
        "\n{} cases with {} figures, {} of them exact. Of the exact ones half are off by less than {:.2}%, the worst by \
         {:.2}%; {} lie outside of their 95% interval ({:.0} would by chance).\n",
        cases.len(),
        all.len(),
        exact.len(),
        offs[offs.len() / 2] * 100.0,
        offs[offs.len() - 1] * 100.0,
        beyond,
        exact.len() as f64 * 0.05,
    );
}

fn section(page: &mut String, texts: &Texts, case: &Case, checked: &[Checked]) {
    let _ = write!(page, "\n### {}\n\n`{}`\n\n", texts.say(&case.title()), shortened(&case.drawing));
    let _ = write!(
        page,
        "{} replications of {} s after {} s of warm-up.\n\n",
        case.replications, case.duration_secs, case.warm_up_secs
    );
    page.push_str("| figure | formula | theory | simulated | off by | source |\n|---|---|---|---|---|---|\n");
    for (figure, it) in case.figures.iter().zip(checked) {
        let place = if figure.at.is_empty() { "all".to_owned() } else { figure.at.to_owned() };
        let about = match figure.kind {
            Kind::Exact => String::new(),
            Kind::Approximate(share) => format!(" (± {}%)", share * 100.0),
        };
        let _ = writeln!(
            page,
            "| {}: {} | {} | {}{about} | {} ± {} | {:+.2}% | {} |",
            place,
            texts.say(&figure.measure.title()),
            figure.formula,
            written(figure, it.theory),
            written(figure, it.found),
            written(figure, it.half_width),
            (it.found / it.theory - 1.0) * 100.0,
            figure.source,
        );
    }
}

fn written(figure: &Figure, value: f64) -> String {
    match figure.measure.unit {
        Unit::Millis => format!("{value:.3} ms"),
        Unit::Ratio => format!("{:.3}%", value * 100.0),
        Unit::PerSec => format!("{value:.2}/s"),
        Unit::Number => format!("{value:.4}"),
    }
}

/// A hundred boxes are told by the first two.
fn shortened(drawing: &str) -> String {
    let parts: Vec<&str> = drawing.split("; ").collect();
    match parts[..] {
        [first, second, third, .., last] if parts.len() > 6 => {
            format!("{first}; {second}; {third}; … {last}")
        }
        _ => drawing.to_owned(),
    }
}
