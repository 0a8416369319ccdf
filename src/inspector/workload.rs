//! The traffic that a source sends.

mod classes;

use leptos::prelude::*;
use model::{
    Component, ComponentId, Edit, Message, Workload,
    workload::{
        Arrivals, MAX_BATCH, MAX_POPULATION, Pattern,
        replay::{RatePoint, parse_csv, to_csv},
    },
};

use classes::Classes;

use super::{
    checked::CheckedField,
    component::Plain,
    field::{Section, SelectField},
};
use crate::{
    text::say,
    widgets::NumberField,
    workspace::Workspace,
};

const MOST_PER_SEC: f64 = 1_000_000.0;
const MOST_SECS: f64 = 86_400.0;

/// A number of a pattern: text id, unit, bounds, and how to read and write it.
#[derive(Clone, Copy)]
struct Figure {
    id: &'static str,
    unit: &'static str,
    min: f64,
    max: f64,
    is_whole: bool,
    read: fn(&Pattern) -> Option<f64>,
    write: fn(&mut Pattern, f64),
}

macro_rules! figure {
    ($id:literal, $unit:literal, $min:expr, $max:expr, $pattern:ident . $field:ident) => {
        Figure {
            id: $id,
            unit: $unit,
            min: $min,
            max: $max,
            is_whole: false,
            read: |it| if let Pattern::$pattern { $field, .. } = it { Some(*$field) } else { None },
            write: |it, number| {
                if let Pattern::$pattern { $field, .. } = it {
                    *$field = number;
                }
            },
        }
    };
}

/// Patterns by the names used in files, each with its figures.
const PATTERNS: &[(&str, &[Figure])] = &[
    ("constant", &[figure!("pattern-rate", "unit-name-per-second", 0.0, MOST_PER_SEC, Constant.per_sec)]),
    (
        "ramp",
        &[
            figure!("pattern-from", "unit-name-per-second", 0.0, MOST_PER_SEC, Ramp.from_per_sec),
            figure!("pattern-to", "unit-name-per-second", 0.0, MOST_PER_SEC, Ramp.to_per_sec),
            figure!("pattern-over", "unit-name-seconds", 0.0, MOST_SECS, Ramp.over_secs),
        ],
    ),
    (
        "step",
        &[
            figure!("pattern-before", "unit-name-per-second", 0.0, MOST_PER_SEC, Step.before_per_sec),
            figure!("pattern-after", "unit-name-per-second", 0.0, MOST_PER_SEC, Step.after_per_sec),
            figure!("pattern-at", "unit-name-seconds", 0.0, MOST_SECS, Step.at_secs),
        ],
    ),
    (
        "spike",
        &[
            figure!("pattern-base", "unit-name-per-second", 0.0, MOST_PER_SEC, Spike.base_per_sec),
            figure!("pattern-peak", "unit-name-per-second", 0.0, MOST_PER_SEC, Spike.peak_per_sec),
            figure!("pattern-at", "unit-name-seconds", 0.0, MOST_SECS, Spike.at_secs),
            figure!("pattern-for", "unit-name-seconds", 0.0, MOST_SECS, Spike.for_secs),
        ],
    ),
    (
        "wave",
        &[
            figure!("pattern-mean", "unit-name-per-second", 0.0, MOST_PER_SEC, Wave.mean_per_sec),
            figure!("pattern-amplitude", "unit-name-per-second", 0.0, MOST_PER_SEC, Wave.amplitude_per_sec),
            figure!("pattern-period", "unit-name-seconds", 0.1, MOST_SECS, Wave.period_secs),
        ],
    ),
    (
        "burst",
        &[
            figure!("pattern-base", "unit-name-per-second", 0.0, MOST_PER_SEC, Burst.base_per_sec),
            figure!("pattern-burst", "unit-name-per-second", 0.0, MOST_PER_SEC, Burst.burst_per_sec),
            figure!("pattern-burst-for", "unit-name-seconds", 0.0, MOST_SECS, Burst.burst_secs),
            figure!("pattern-every", "unit-name-seconds", 0.1, MOST_SECS, Burst.every_secs),
        ],
    ),
    (
        "two_state",
        &[
            figure!("pattern-low", "unit-name-per-second", 0.0, MOST_PER_SEC, TwoState.low_per_sec),
            figure!("pattern-low-for", "unit-name-seconds", 0.1, MOST_SECS, TwoState.low_secs),
            figure!("pattern-high", "unit-name-per-second", 0.0, MOST_PER_SEC, TwoState.high_per_sec),
            figure!("pattern-high-for", "unit-name-seconds", 0.1, MOST_SECS, TwoState.high_secs),
        ],
    ),
    ("replay", &[]),
    (
        "sessions",
        &[
            figure!("pattern-sessions-rate", "unit-name-per-second", 0.0, MOST_PER_SEC, Sessions.sessions_per_sec),
            figure!("pattern-requests-each", "", 1.0, 100_000.0, Sessions.requests_each),
            figure!("pattern-think", "unit-name-seconds", 0.0, MOST_SECS, Sessions.think_secs),
        ],
    ),
    (
        "users",
        &[
            Figure {
                id: "pattern-users",
                unit: "",
                min: 1.0,
                max: 1_000_000.0,
                is_whole: true,
                read: |it| if let Pattern::Users { users, .. } = it { Some(f64::from(*users)) } else { None },
                write: |it, number| {
                    if let Pattern::Users { users, .. } = it {
                        *users = number as u32;
                    }
                },
            },
            figure!("pattern-think", "unit-name-seconds", 0.0, MOST_SECS, Users.think_secs),
        ],
    ),
];

/// The rate that a person would name when asked how much traffic this is.
fn typical_per_sec(pattern: &Pattern) -> f64 {
    match *pattern {
        Pattern::Constant { per_sec } => per_sec,
        Pattern::Ramp { to_per_sec, .. } => to_per_sec,
        Pattern::Step { before_per_sec, .. } => before_per_sec,
        Pattern::Spike { base_per_sec, .. } | Pattern::Burst { base_per_sec, .. } => base_per_sec,
        Pattern::Wave { mean_per_sec, .. } => mean_per_sec,
        Pattern::TwoState { .. } | Pattern::Sessions { .. } | Pattern::Replay { .. } => {
            Workload { pattern: pattern.clone(), ..Workload::default() }.mean_per_sec()
        }
        Pattern::Users { users, think_secs } => users as f64 / if think_secs > 1.0 { think_secs } else { 1.0 },
    }
}

/// Another pattern of about the same traffic, shaped to be seen within the run.
fn pattern_like(id: &str, now: &Pattern, duration_secs: f64) -> Option<Pattern> {
    let rate = typical_per_sec(now);
    let part = |share: f64| (duration_secs * share).round().max(1.0);
    Some(match id {
        "constant" => Pattern::Constant { per_sec: rate },
        "ramp" => Pattern::Ramp { from_per_sec: 0.0, to_per_sec: rate, over_secs: part(0.5) },
        "step" => Pattern::Step { before_per_sec: rate, after_per_sec: rate * 2.0, at_secs: part(0.33) },
        "spike" => {
            Pattern::Spike { base_per_sec: rate, peak_per_sec: rate * 5.0, at_secs: part(0.33), for_secs: part(0.15) }
        }
        "wave" => Pattern::Wave { mean_per_sec: rate, amplitude_per_sec: rate / 2.0, period_secs: part(0.5) },
        "burst" => Pattern::Burst {
            base_per_sec: rate,
            burst_per_sec: rate * 3.0,
            burst_secs: part(0.05),
            every_secs: part(0.25),
        },
        "two_state" => Pattern::TwoState {
            low_per_sec: rate / 2.0,
            high_per_sec: rate * 3.0,
            low_secs: part(0.2),
            high_secs: part(0.05),
        },
        "replay" => {
            let point = |share: f64, rate| RatePoint { at_secs: part(share), per_sec: rate };
            Pattern::Replay { points: vec![point(0.0, rate), point(0.5, rate * 2.0), point(1.0, rate)] }
        }
        "sessions" => {
            Pattern::Sessions { sessions_per_sec: rate / 5.0, requests_each: 5.0, think_secs: part(0.05) }
        }
        "users" => Pattern::Users { users: rate.max(1.0) as u32, think_secs: 1.0 },
        _ => return None,
    })
}

#[component]
pub fn WorkloadEditor(id: ComponentId, component: Memo<Option<Component>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let workload = Memo::new(move |_| {
        component.with(|it| it.as_ref().and_then(|it| it.workload.clone())).unwrap_or_default()
    });
    let change = move |change: &dyn Fn(&mut Workload)| {
        let mut next = workload.get_untracked();
        change(&mut next);
        let name = component.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
        let label = Message::new("step-set-traffic").with("name", name);
        workspace.commit(&Edit::SetWorkload { component: id, workload: next }, label);
    };
    let pattern = Memo::new(move |_| workload.with(|it| it.pattern.id()));
    let patterns: Vec<_> =
        PATTERNS.iter().map(|(id, _)| ((*id).to_owned(), say(&format!("pattern-{id}")))).collect();
    let arrivals = Signal::stored(vec![
        ("poisson".to_owned(), say("arrivals-poisson")),
        ("even".to_owned(), say("arrivals-even")),
    ]);
    let figure = move |figure: Figure| {
        view! {
            <Plain id=figure.id>
                <NumberField
                    id=figure.id
                    described_by=format!("{}-help", figure.id)
                    value=Signal::derive(move || workload.with(|it| (figure.read)(&it.pattern)))
                    unit=if figure.unit.is_empty() { String::new() } else { say(figure.unit) }
                    min=figure.min
                    max=figure.max
                    whole=figure.is_whole
                    on_commit=move |number| {
                        if let Some(number) = number {
                            change(&|it| (figure.write)(&mut it.pattern, number));
                        }
                    }
                />
            </Plain>
        }
    };
    view! {
        <Section title=say("inspect-traffic") roomy=true>
            <Plain id="traffic-pattern">
                <SelectField
                    id="traffic-pattern"
                    options=patterns
                    value=Signal::derive(move || pattern.get().to_owned())
                    on_commit=move |wanted| {
                        let duration = workspace.document.with_untracked(|it| it.settings.duration_secs);
                        change(&|it| {
                            if let Some(next) = pattern_like(&wanted, &it.pattern, duration) {
                                it.pattern = next;
                            }
                        });
                    }
                />
            </Plain>
            {move || {
                let figures = PATTERNS.iter().find(|(id, _)| *id == pattern.get()).map_or(&[][..], |(_, it)| it);
                figures.iter().copied().map(figure).collect_view()
            }}
            <Show when=move || pattern.get() == "replay">
                <Plain id="pattern-table">
                    <CheckedField
                        id="pattern-table"
                        lines=6
                        value=Signal::derive(move || workload.with(|it| match &it.pattern {
                            Pattern::Replay { points } => to_csv(points),
                            _ => String::new(),
                        }))
                        check=|typed: &str| parse_csv(typed).map(drop)
                        on_commit=move |typed| {
                            if let Ok(points) = parse_csv(&typed) {
                                change(&|it| it.pattern = Pattern::Replay { points: points.clone() });
                            }
                        }
                    />
                </Plain>
            </Show>
            <Show when=move || pattern.get() != "users">
                <Plain id="traffic-batch">
                    <NumberField
                        id="traffic-batch"
                        described_by="traffic-batch-help"
                        value=Signal::derive(move || workload.with(|it| Some(f64::from(it.batch))))
                        min=1.0
                        max=f64::from(MAX_BATCH)
                        whole=true
                        on_commit=move |number| {
                            if let Some(number) = number {
                                change(&|it| it.batch = number as u32);
                            }
                        }
                    />
                </Plain>
                <Plain id="traffic-population">
                    <NumberField
                        id="traffic-population"
                        described_by="traffic-population-help"
                        value=Signal::derive(move || workload.with(|it| it.population.map(f64::from)))
                        placeholder=Signal::derive(|| Some(say("traffic-population-unset")))
                        min=1.0
                        max=f64::from(MAX_POPULATION)
                        whole=true
                        on_commit=move |number| change(&|it| it.population = number.map(|it| it as u32))
                    />
                </Plain>
                <Plain id="traffic-arrivals">
                    <SelectField
                        id="traffic-arrivals"
                        options=arrivals
                        value=Signal::derive(move || {
                            workload.with(|it| match it.arrivals {
                                Arrivals::Poisson => "poisson",
                                Arrivals::Even => "even",
                            })
                            .to_owned()
                        })
                        on_commit=move |wanted| change(&|it| {
                            it.arrivals = if wanted == "even" { Arrivals::Even } else { Arrivals::Poisson };
                        })
                    />
                </Plain>
            </Show>
        </Section>
        <Section title=say("inspect-classes")>
            <Classes workload change/>
        </Section>
    }
}
