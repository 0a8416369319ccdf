//! Everything that can happen, to search and to choose from.

use leptos::prelude::*;
use model::{Message, lean};
use sim::changes::{self, Definition, Sort};

use super::{form::About, words::{sort_class, sort_label}};
use crate::{
    text::{has_text, say, say_message},
    typed::match_rank,
    widgets::{Dialog, OptionSearch},
    workspace::Workspace,
};

const SORTS: [Sort; 4] = [Sort::Fault, Sort::Traffic, Sort::Deploy, Sort::Operator];

/// An entry of the simulator's list with the texts that the search reads.
#[derive(Clone)]
struct Kind {
    definition: &'static Definition,
    label: String,
    /// What it breaks or does.
    breaks: String,
    /// The rest of what there is to say about it.
    story: String,
    /// The drawing has a place for it.
    is_possible: bool,
}

/// In the order of the list: by sort, what can happen to the drawing first.
fn kinds(workspace: Workspace) -> Vec<Kind> {
    let known = |it: &Message| if has_text(&it.id) { say_message(it) } else { String::new() };
    workspace.document.with_untracked(|document| {
        let kind = |definition: &'static Definition| {
            let [does, breaks, rest @ ..] = definition.story().map(|it| known(&it));
            let breaks = if breaks.is_empty() { does } else { breaks };
            Kind {
                definition,
                label: say_message(&definition.label()),
                breaks,
                story: rest.join(" "),
                is_possible: !changes::places(document, definition).is_empty(),
            }
        };
        let mut all: Vec<Kind> = changes::all().map(kind).collect();
        let sort = |it: &Kind| SORTS.iter().position(|sort| *sort == it.definition.sort);
        lean::sort_by_key(&mut all, |it| (sort(it), !it.is_possible));
        all
    })
}

/// Places in the list of what fits: names before what breaks, that before the rest.
fn search(all: &[Kind], typed: &str) -> Vec<usize> {
    if typed.trim().is_empty() {
        return (0..all.len()).collect();
    }
    let rank = |it: &Kind| {
        let label = match_rank(&it.label, typed).filter(|it| *it > 1).map(|it| it * 3);
        let breaks = match_rank(&it.breaks, typed).filter(|it| *it > 1).map(|it| it + 2);
        let story = match_rank(&it.story, typed).filter(|it| *it > 2);
        label.max(breaks).max(story)
    };
    let mut found: Vec<(u8, usize)> =
        all.iter().enumerate().filter_map(|(i, it)| Some((rank(it)?, i))).collect();
    lean::sort_by_key(&mut found, |(rank, i)| (!all[*i].is_possible, u8::MAX - *rank, *i));
    found.into_iter().map(|(_, i)| i).collect()
}

/// The window: a list, and what there is to say about the entry that is marked.
#[component]
pub fn ChangeKinds(
    /// The entry to begin at.
    now: String,
    on_choose: impl Fn(&'static str) + Copy + Send + Sync + 'static,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let all = StoredValue::new(kinds(expect_context::<Workspace>()));
    let typed = RwSignal::new(String::new());
    let start = all.with_value(|all| all.iter().position(|it| it.definition.id == now));
    let marked = RwSignal::new(start.unwrap_or(0));
    let found = Memo::new(move |_| all.with_value(|all| search(all, &typed.get())));
    let kind_at = move |row: usize| {
        let index = found.with(|it| it.get(row).copied())?;
        all.with_value(|all| all.get(index).cloned())
    };
    let choose = move |row: usize| {
        if let Some(kind) = untrack(|| kind_at(row)).filter(|it| it.is_possible) {
            on_choose(kind.definition.id);
        }
    };
    // Whole groups are seen only while nothing is looked for: best matches first has an order of its own.
    let rows = move || {
        let is_search = !typed.with(|it| it.trim().is_empty());
        let found = found.get();
        if found.is_empty() {
            return view! { <li class="empty" role="presentation">{say("nothing-found")}</li> }.into_any();
        }
        let mut last = None;
        let mut rows = Vec::new();
        for (row, index) in found.into_iter().enumerate() {
            let kind = all.with_value(|all| all[index].clone());
            let sort = kind.definition.sort;
            if !is_search && last != Some(sort) {
                last = Some(sort);
                rows.push(view! { <li class="section-title" role="presentation">{say(sort_label(sort))}</li> }.into_any());
            }
            rows.push(view! { <Row kind row marked on_choose=choose/> }.into_any());
        }
        rows.into_any()
    };
    let detail = move || {
        let kind = kind_at(marked.get())?;
        let why_not = (!kind.is_possible).then(|| {
            let needs = kind.definition.needs();
            let takes = has_text(&needs.id)
                .then(|| say_message(&Message::new("event-needs").with("needs", say_message(&needs))));
            view! { <p class="field-problem">{say("event-no-place")} ". " {takes}</p> }
        });
        Some(view! {
            <h3>{kind.label}</h3>
            {why_not}
            <About definition=kind.definition/>
        })
    };
    // The list opens at the present entry.
    request_animation_frame(move || {
        let row = marked.try_get_untracked().and_then(|it| document().get_element_by_id(&format!("change-kind-{it}")));
        if let Some(row) = row {
            row.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <Dialog title=say("event-what") width="wide" on_close=on_close>
            <div class="commands change-kinds">
                <OptionSearch
                    label=say("event-search")
                    id="change-kind"
                    typed
                    marked
                    n_found=Signal::derive(move || found.with(Vec::len))
                    on_choose=choose
                />
                <ul id="change-kind-list" role="listbox" aria-label=say("event-what")>{rows}</ul>
                <div class="change-detail" aria-live="polite">{detail}</div>
            </div>
        </Dialog>
    }
}

#[component]
fn Row(
    kind: Kind,
    row: usize,
    marked: RwSignal<usize>,
    on_choose: impl Fn(usize) + Copy + 'static,
) -> impl IntoView {
    view! {
        <li
            id=format!("change-kind-{row}")
            role="option"
            aria-selected=move || (marked.get() == row).to_string()
            aria-disabled=(!kind.is_possible).then_some("true")
            on:click=move |_| on_choose(row)
            on:pointermove=move |_| {
                if marked.get_untracked() != row {
                    marked.set(row);
                }
            }
        >
            <span class=format!("event-dot {}", sort_class(kind.definition.sort)) aria-hidden="true"></span>
            <span class="change-text">
                <span class="ellipsis">{kind.label}</span>
                <span class="ellipsis muted">{kind.breaks}</span>
            </span>
        </li>
    }
}
