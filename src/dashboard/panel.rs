//! Panels that are made from the seconds of a run: their lines, kept up while it goes on, and their charts.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Arg, ComponentId, lean};
use ops::{
    Sight, Unseen,
    metrics::objective_names,
    panels::{Plotted, Plotter, Source, Subject},
};

use super::{
    chart::{Chart, ChartData},
    objectives::promise,
    plot::{Line, STYLES},
    shared::{Axis, Dashboards},
};
use crate::{follow::follow, operate::Operations, run::Run, text::say, workspace::Workspace};

/// As many as can be told apart, and as the legend has room for.
const MAX_LINES: usize = 6;

/// What is known of a panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Those that came highest, in the order of the drawing.
    pub lines: Vec<Plotted>,
    /// How many there are besides.
    pub n_more: usize,
    /// Components that nobody sees.
    pub unseen: Vec<ComponentId>,
    /// Why nothing is said of users, if so.
    pub dark: Option<Unseen>,
}

/// Sources that plot nothing keep their place.
pub type Sources = Arc<Vec<Option<Source>>>;

struct Feeding {
    sources: Sources,
    epoch: u32,
    /// Somebody on call looks at it.
    is_foggy: bool,
    n_known: usize,
    plotters: Vec<Option<Plotter>>,
}

/// What there is to show of each source, as long as the caller's owner lives. Every second is looked at once.
pub fn feed(sources: Signal<Sources>) -> ReadSignal<Arc<Vec<Found>>> {
    let operations = expect_context::<Operations>();
    let run = expect_context::<Run>();
    let (found, set_found) = signal(Arc::new(Vec::new()));
    let feeding = StoredValue::new_local(None::<Feeding>);
    follow(move || {
        let (epoch, n_heard) = operations.heard.get();
        let (sources, is_foggy) = (sources.get(), run.is_foggy());
        feeding.update_value(|feeding| {
            let is_same = |it: &Feeding| it.epoch == epoch && it.is_foggy == is_foggy && Arc::ptr_eq(&it.sources, &sources);
            if !feeding.as_ref().is_some_and(is_same) {
                *feeding = None;
            }
            let n_known = feeding.as_ref().map_or(0, |it| it.n_known);
            operations.with_seconds(n_known, |architecture, frames| {
                let plotter = |source: &Source| {
                    let of_users = if is_foggy { Sight::of(architecture) } else { Sight::everything() };
                    Plotter::new(source, architecture).with_sight_of_users(of_users)
                };
                let feeding = feeding.get_or_insert_with(|| Feeding {
                    plotters: sources.iter().map(|it| it.as_ref().map(plotter)).collect(),
                    sources: Arc::clone(&sources),
                    epoch,
                    is_foggy,
                    n_known: 0,
                });
                for frame in frames {
                    feeding.plotters.iter_mut().flatten().for_each(|it| it.feed(frame));
                }
                feeding.n_known = n_heard;
            });
            let now: Vec<Found> = match feeding {
                Some(it) => it.plotters.iter().map(|it| it.as_ref().map(pick).unwrap_or_default()).collect(),
                None => vec![Found::default(); sources.len()],
            };
            set_found.set(Arc::new(now));
        });
    });
    found
}

/// The lines that came highest, in the order of the drawing, so that a color keeps its meaning from second to second.
fn pick(plotter: &Plotter) -> Found {
    let lines = plotter.lines();
    let mut ranked: Vec<usize> = (0..lines.len()).filter(|it| lines[*it].highest.is_some()).collect();
    lean::sort_by(&mut ranked, |a, b| {
        let highest = |it: usize| lines[it].highest.unwrap_or(f64::NEG_INFINITY);
        highest(*b).total_cmp(&highest(*a))
    });
    let n_more = ranked.len().saturating_sub(MAX_LINES);
    ranked.truncate(MAX_LINES);
    lean::sort_by_key(&mut ranked, |it| *it);
    let lines = ranked.into_iter().map(|it| lines[it].clone()).collect();
    Found { lines, n_more, unseen: plotter.unseen().to_vec(), dark: plotter.why_dark() }
}

/// What a line is called.
fn label(document: &Architecture, subject: &Subject) -> String {
    let gone = || say("panel-gone");
    match subject {
        Subject::Component(id) => document.component(*id).map_or_else(gone, |it| it.name.clone()),
        Subject::Connection(id) => document.connection_name(*id).unwrap_or_else(gone),
        Subject::Journey(name) => name.clone(),
        // A single label needs no name beside its value.
        Subject::Series(labels) => match labels.iter().collect::<Vec<_>>()[..] {
            [(_, value)] => value.to_owned(),
            _ => labels.to_string(),
        },
        Subject::Objective(name) => {
            let index = objective_names(&document.objectives).iter().position(|it| it == name);
            index.and_then(|it| document.objectives.get(it)).map_or_else(|| name.clone(), promise)
        }
        Subject::Whole => say("panel-value"),
    }
}

/// The upper end of an empty axis.
fn at_least(unit: fn(f64) -> Arg) -> f64 {
    match unit(1.0) {
        Arg::Dollars(_) => 0.01,
        // Whole numbers stand beside its lines.
        Arg::Count(_) => 4.0,
        _ => 1.0,
    }
}

/// The chart's data of the panel at `index`.
pub fn chart_data(
    title: Signal<String>,
    found: ReadSignal<Arc<Vec<Found>>>,
    index: usize,
    unit: Signal<fn(f64) -> Arg>,
    axis: Axis,
) -> Signal<ChartData> {
    let workspace = expect_context::<Workspace>();
    Signal::derive(move || {
        let unit = unit.get();
        let line = |(it, (token, stroke)): (&Plotted, _)| Line {
            label: workspace.document.with(|document| label(document, &it.subject)),
            token,
            stroke,
            points: it.points.clone(),
        };
        ChartData {
            title: title.get(),
            lines: found.with(|all| {
                all.get(index).map(|it| it.lines.iter().zip(STYLES).map(line).collect()).unwrap_or_default()
            }),
            left: Vec::new(),
            marks: axis.marks.get(),
            across: axis.across.get(),
            now: axis.now.get(),
            at_least: at_least(unit),
            unit,
            missing: None,
        }
    })
}

/// A chart, or why there is none under the same title.
#[component]
pub fn PanelCard(
    #[prop(into)] data: Signal<ChartData>,
    /// Says why there is nothing to see.
    #[prop(into)]
    empty: Signal<String>,
    #[prop(optional, into)] more: Option<ViewFn>,
) -> impl IntoView {
    let run = expect_context::<Run>();
    let dashboards = expect_context::<Dashboards>();
    let has_lines = Memo::new(move |_| data.with(|it| !it.lines.is_empty()));
    let (cursor, zoom) = (run.moment, dashboards.zoom);
    let title = move || data.with(|it| it.title.clone());
    move || {
        let more = more.clone();
        if has_lines.get() {
            return match more {
                Some(more) => view! { <Chart data cursor zoom more/> }.into_any(),
                None => view! { <Chart data cursor zoom/> }.into_any(),
            };
        }
        view! {
            <div class="chart" role="group" aria-label=title>
                <div class="chart-head">
                    <span class="chart-title">{title}</span>
                    <span></span>
                    <span class="chart-buttons">{more.map(|it| it.run())}</span>
                </div>
                <p class="card-body muted">{move || empty.get()}</p>
            </div>
        }
        .into_any()
    }
}
