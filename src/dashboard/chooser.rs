//! Which dashboard, which part of time, all series as a file; and over the charts what happened at the cursor.

use leptos::prelude::*;
use model::Message;

use super::{
    chart::say_mark,
    export,
    plot::Sort,
    shared::{Axis, Board, Dashboards},
};
use crate::{
    run::Run,
    text::{say, say_message},
    widgets::{Tab, Tabs, icon},
    workspace::Workspace,
};

/// More marks than this at one moment are not read.
const MOST_MARKS: usize = 4;

#[component]
pub fn Chooser() -> impl IntoView {
    let dashboards = expect_context::<Dashboards>();
    let workspace = expect_context::<Workspace>();
    let run = expect_context::<Run>();
    let n_own = move || workspace.document.with(|it| it.operations.panels.len());
    let tabs = Board::ALL.map(|it| {
        let tab = Tab::plain(it, say(it.label()));
        if it == Board::Own { tab.counting(move || (n_own(), "")) } else { tab }
    });
    let has_run = Memo::new(move |_| run.seconds.with(|it| !it.is_empty()));
    let range = move || {
        let (from, until) = dashboards.zoom.range.get()?;
        let axis = super::shared::across(run);
        let message = Message::new("zoom-range").with("from", axis.say(from)).with("until", axis.say(until));
        Some(say_message(&message))
    };
    let is_zoomed = Memo::new(move |_| dashboards.zoom.range.with(Option::is_some));
    let download = move |_| {
        let charts: Vec<_> = dashboards.charts.with_untracked(|all| all.iter().map(|it| it.get_untracked()).collect());
        let name = workspace.document.with_untracked(|it| it.name.clone());
        export::download(&format!("{name} {}", say(dashboards.chosen.get_untracked().label())), &charts);
    };
    view! {
        <div class="chooser">
            <Tabs label=say("dashboards") group="dashboards" tabs=tabs.into() chosen=dashboards.chosen/>
            <span class="chooser-tools">
                <Show when=move || is_zoomed.get()>
                    <span class="figures muted small">{range}</span>
                    <button type="button" class="button small" on:click=move |_| dashboards.zoom.show_all()>
                        {icon("fit")}
                        <span>{say("zoom-reset")}</span>
                    </button>
                </Show>
                <Show when=move || has_run.get() && dashboards.charts.with(|it| !it.is_empty())>
                    <button type="button" class="button small quiet" title=say("board-csv-help") on:click=download>
                        {icon("download")}
                        <span>{say("board-csv")}</span>
                    </button>
                </Show>
            </span>
        </div>
    }
}

/// What all charts show besides their lines, said once; at the cursor instead what happened there.
#[component]
pub fn Notes() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let axis = Axis::of(run, workspace);
    let warm_up = Memo::new(move |_| axis.across.get().say_warm_up());
    let left = Memo::new(move |_| run.left.with(Option::is_some).then(|| say("chart-left")));
    let sorts = Memo::new(move |_| {
        let has = |sort: &Sort| axis.marks.with(|all| all.iter().any(|it| it.sort == *sort));
        Sort::ALL.into_iter().filter(has).collect::<Vec<_>>()
    });
    let key = |class: &'static str, text: Memo<Option<String>>| {
        move || {
            text.get().map(|text| {
                view! {
                    <span class="chart-key">
                        <span class=format!("chart-sample {class}") aria-hidden="true"></span>
                        {text}
                    </span>
                }
            })
        }
    };
    let sign = |sort: Sort| view! { <span class=format!("mark-sign {}", sort.id()) aria-hidden="true"></span> };
    let legend = move || {
        let key = |sort: Sort| view! { <span class="chart-key">{sign(sort)} {say(&format!("mark-{}", sort.id()))}</span> };
        sorts.get().into_iter().map(key).collect_view()
    };
    let here = Memo::new(move |_| {
        let at = run.moment.get()?;
        let across = axis.across.get();
        let slack = across.step.max(across.length() / 80.0);
        let found: Vec<(Sort, String)> = axis.marks.with(|all| {
            all.iter().filter(|it| it.is_at(at, slack)).map(|it| (it.sort, say_mark(across, it))).collect()
        });
        (!found.is_empty()).then_some(found)
    });
    let happened = move || {
        let found = here.get()?;
        let n_more = found.len().saturating_sub(MOST_MARKS);
        let more = (n_more > 0).then(|| say_message(&Message::new("mark-more").with("count", n_more)));
        let one = |(sort, text): (Sort, String)| view! { <span class="chart-key">{sign(sort)} {text}</span> };
        Some(view! { {found.into_iter().take(MOST_MARKS).map(one).collect_view()} {more} })
    };
    let is_here = Memo::new(move |_| here.with(Option::is_some));
    let has_notes = Memo::new(move |_| {
        warm_up.with(Option::is_some) || left.with(Option::is_some) || sorts.with(|it| !it.is_empty())
    });
    view! {
        <Show when=move || has_notes.get()>
            <p class="chart-notes">
                <Show when=move || is_here.get() fallback=move || view! { {legend} {key("left", left)} {key("warm-up", warm_up)} }>
                    {happened}
                </Show>
            </p>
        </Show>
    }
}
