//! What happened, the last on top, and a line to add to it.

use leptos::{ev, prelude::*};
use model::lean;
use ops::incidents::{Author, Command, EntryKind, words};

use super::{
    Incidents,
    detail::Now,
    unsent::{Unsent, UnsentField},
};
use crate::{
    inspector::SelectField,
    text::{say, say_message},
};

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    at_secs: f64,
    moment: String,
    kind: EntryKind,
    text: String,
    author: String,
    is_truth: bool,
}

#[component]
pub fn Timeline(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let wanted = RwSignal::new(None::<EntryKind>);
    let lines = Memo::new(move |_| {
        // Names of components are those of now.
        incidents.workspace.document.track();
        let mut lines = lines(incidents, incident);
        lines.retain(|it| wanted.get().is_none_or(|kind| it.kind == kind));
        lines
    });
    let kinds = || {
        let kinds = EntryKind::ALL.map(|it| (format!("{it:?}"), say_message(&words::entry_kind(it))));
        [(String::new(), say("timeline-all"))].into_iter().chain(kinds).collect::<Vec<_>>()
    };
    view! {
        <div class="incident-timeline">
            <AddLine number/>
            <div class="labelled inline">
                <label for="timeline-kind">{say("timeline-show")}</label>
                <SelectField
                    id="timeline-kind"
                    options=kinds()
                    value=Signal::derive(move || wanted.get().map(|it| format!("{it:?}")).unwrap_or_default())
                    on_commit=move |it: String| {
                        wanted.set(EntryKind::ALL.into_iter().find(|kind| format!("{kind:?}") == it));
                    }
                />
            </div>
            <ol class="entries" aria-label=say("part-timeline")>
                {move || lines.get().into_iter().map(row).collect_view()}
            </ol>
        </div>
    }
}

fn lines(incidents: Incidents, incident: Now) -> Vec<Line> {
    let mut lines = Vec::new();
    incident.with(|it| {
        let Some(it) = it else { return };
        for entry in &it.timeline {
            lines.push(Line {
                at_secs: entry.at_secs,
                moment: incidents.say_moment(it, entry.at_secs),
                kind: entry.command.kind(),
                text: say_message(&words::entry(&entry.command, &|id| incidents.name(id))),
                author: match entry.author {
                    Author::System => String::new(),
                    Author::Person(_) => say_message(&words::author(&entry.author)),
                },
                is_truth: false,
            });
        }
        incidents.with(|book| {
            let truth = it.run.and_then(|run| book.run(run)).map_or(&[][..], |run| run.known_truth());
            for change in truth {
                let said = model::Message::new("entry-observe")
                    .with("text", change.text.as_str())
                    .with("kind", words::change_kind(change.kind));
                lines.push(Line {
                    at_secs: change.at_secs,
                    moment: incidents.say_moment(it, change.at_secs),
                    kind: EntryKind::Change,
                    text: say_message(&said),
                    author: say("author-truth"),
                    is_truth: true,
                });
            }
        });
    });
    // Of the same time, what was written later stands higher.
    lean::sort_by(&mut lines, |a, b| a.at_secs.total_cmp(&b.at_secs));
    lines.reverse();
    lines
}

fn row(line: Line) -> impl IntoView {
    let class = match line.kind {
        EntryKind::Status => "entry status",
        EntryKind::Alert => "entry alert",
        EntryKind::Page
        | EntryKind::Action
        | EntryKind::Change
        | EntryKind::Person
        | EntryKind::Investigation => "entry",
    };
    view! {
        <li class=class class:truth=line.is_truth>
            <span class="entry-time">{line.moment}</span>
            <span class="entry-kind">{say_message(&words::entry_kind(line.kind))}</span>
            <span class="entry-text">{line.text}</span>
            <span class="entry-author">{line.author}</span>
        </li>
    }
}

#[component]
fn AddLine(number: u32) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let field = Unsent::new(incidents, number, "timeline-note");
    let add = move |command: fn(String) -> Command| {
        if incidents.apply(number, command(field.text())) {
            field.clear();
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        add(|text| Command::Note { text });
    };
    view! {
        <form class="add-line" aria-label=say("timeline-add") on:submit=submit>
            <label for=field.id()>{say("timeline-note")}</label>
            <UnsentField field/>
            <button type="submit" class="button small">{say("timeline-add-note")}</button>
            <button type="button" class="button small" on:click=move |_| add(|text| Command::Tell { text })>
                {say("timeline-tell")}
            </button>
        </form>
    }
}
