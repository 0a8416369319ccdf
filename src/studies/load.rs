//! How much load the drawing carries: throughput and latency against what is sent.

use leptos::prelude::*;
use model::{Arg, Message};
use sim::{
    Measured,
    study::{Sweep, sweep::{Curve, Point}},
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{Across, Chart, ChartData, FigureTable, Line, Mark, Sort, Stroke, figure_or_dash, percentile, share},
    text::{say, say_arg, say_message},
};

#[component]
pub fn Load() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let start = Callback::new(move |()| {
        let document = studies.document();
        let study = Sweep::new(&document, Sweep::options(Studies::options(&document)));
        studies.begin(Question::Load, study, document, studies.curve);
    });
    view! {
        <Pane
            question=Question::Load
            about="study-load-about"
            start="study-load-start"
            on_start=start
            is_stale=studies.stale(studies.curve)
        >
            {move || studies.curve.get().map(|found| view! { <Answer curve=found.answer.clone()/> })}
        </Pane>
    }
}

/// One, two or five times a power of ten.
fn round_step(length: f64, most: usize) -> f64 {
    let least = (length / most as f64).max(f64::MIN_POSITIVE);
    let magnitude = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0].into_iter().find(|it| it * magnitude >= least);
    steps.unwrap_or(10.0) * magnitude
}

#[component]
fn Answer(curve: Curve) -> impl IntoView {
    let cursor = RwSignal::new(None);
    let until = curve.points.last().map_or(1.0, |it| it.offered_per_sec);
    let across = Across { title: "study-offered", unit_name: "1/s", from: 0.0, until, step: until / 100.0, reach: f64::INFINITY, unit: Arg::PerSec, round: round_step };
    let marks = marks(&curve);
    let runs = Message::new("study-load-runs").with("measured", Arg::Millis(curve.measured_secs * 1000.0));
    let line = |label, token, stroke, value: &dyn Fn(&Point) -> Option<f64>| Line {
        label: say(label),
        token,
        stroke,
        points: curve.points.iter().filter_map(|it| Some((it.offered_per_sec, value(it)?))).collect(),
    };
    let of = |it: Option<Measured>| it.map(|it| it.value);
    let chart = |title, lines, unit| {
        let data = ChartData { title: say(title), lines, left: Vec::new(), marks: marks.clone().into(), across, now: until, at_least: 1.0, unit, missing: None };
        view! { <Chart data=Signal::stored(data) cursor/> }
    };
    let throughput = vec![
        line("chart-succeeded", "--series-1", Stroke::Solid, &|it| of(it.throughput_per_sec)),
        line("chart-generated", "--series-4", Stroke::Dotted, &|it| Some(it.offered_per_sec)),
    ];
    let latency = vec![
        line("report-p50", "--series-1", Stroke::Solid, &|it| of(it.p50_millis)),
        line("report-mean", "--series-2", Stroke::Dashed, &|it| of(it.mean_millis)),
        line("report-p99", "--series-3", Stroke::Bold, &|it| of(it.p99_millis)),
        line("study-estimate-mean", "--series-4", Stroke::Dotted, &|it| it.estimate_millis),
    ];
    view! {
        {curve.is_whole.then(|| view! { <p>{say_message(&curve.message())}</p> })}
        <p class="muted">{say_message(&runs)}</p>
        <div class="charts">
            {chart("chart-throughput", throughput, Arg::PerSec)} {chart("chart-latency", latency, Arg::Millis)}
        </div>
        <Points curve/>
    }
}

fn marks(curve: &Curve) -> Vec<Mark> {
    let mark = |index: Option<usize>, label| {
        index.map(|it| Mark { at: curve.points[it].offered_per_sec, until: None, label: say(label), sort: Sort::Plain })
    };
    mark(curve.knee, "study-knee").into_iter().chain(mark(curve.broken, "study-broken")).collect()
}

/// The same with intervals, which the charts leave out.
#[component]
fn Points(curve: Curve) -> impl IntoView {
    let row = |it: Point| {
        view! {
            <tr>
                <th scope="row">{say_arg(&Arg::PerSec(it.offered_per_sec))}</th>
                <td>{say_message(&Message::new("study-times").with("times", Arg::Number(it.factor)))}</td>
                <td>{figure_or_dash(it.throughput_per_sec, Arg::PerSec)}</td>
                <td>{it.success_ratio.map_or_else(|| "–".to_owned(), share)}</td>
                <td>{percentile(it.mean_millis, it.why_missing())}</td>
                <td class="estimated">{it.estimated().map_or_else(|| "–".to_owned(), |it| say_message(&it))}</td>
                <td>{percentile(it.p99_millis, it.why_missing())}</td>
            </tr>
        }
    };
    let heads = &[
        "study-offered",
        "study-of-today",
        "report-throughput",
        "report-succeeded",
        "report-mean",
        "study-estimate-mean",
        "report-p99",
    ];
    view! {
        <FigureTable label="study-load" heads>{curve.points.into_iter().map(row).collect_view()}</FigureTable>
    }
}
