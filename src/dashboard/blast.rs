//! Who could have been hit by what happened in a run, and who was.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::{
    Report,
    blast::{Judged, Outcome, Shift, outcomes},
};

use super::figures::{ComponentLink, FigureTable, waiting};
use crate::{
    blast::{ReachTag, why},
    run::Run,
    scenario::say_action,
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

/// A long scenario has more events than anybody reads about; the first ones began it.
const MOST_EVENTS: usize = 12;

/// A table for each event; nothing if nothing happened that could hit anybody.
#[component]
pub fn WhoWasHit(report: Arc<Report>) -> impl IntoView {
    let ran = expect_context::<Run>().subject_untracked()?;
    let found = outcomes(&ran, &report);
    let tables = found.into_iter().take(MOST_EVENTS).map(|outcome| {
        let named = |event: &usize| report.scenario.get(*event).map(|it| say_action(&ran, &it.action));
        let what = named(&outcome.event).unwrap_or_default();
        let meanwhile: Vec<_> = outcome.meanwhile.iter().filter_map(named).collect();
        view! { <Event outcome what meanwhile/> }
    });
    let tables: Vec<_> = tables.collect();
    (!tables.is_empty()).then(|| {
        view! {
            <section aria-labelledby="report-blast">
                <h3 id="report-blast">{say("report-blast")}</h3>
                <p>{say("report-blast-about")}</p>
                {tables}
            </section>
        }
    })
}

#[component]
fn Event(outcome: Outcome, what: String, meanwhile: Vec<String>) -> impl IntoView {
    let title = Message::new("report-blast-event")
        .with("what", what)
        .with("from", Arg::Moment(outcome.from_secs))
        .with("to", Arg::Moment(outcome.to_secs));
    let count = |is_it: fn(&&Judged) -> bool| outcome.rows.iter().filter(is_it).count();
    let foretold = count(|it| it.foretold.is_some());
    let came = count(|it| it.foretold.is_some() && it.is_hit());
    let surprises = count(|it| it.foretold.is_none());
    let verdict = if outcome.is_judged() {
        Message::new("report-blast-verdict").with("came", came).with("foretold", foretold)
    } else {
        Message::new("report-blast-unjudged")
    };
    let surprised = (surprises > 0).then(|| {
        let message = Message::new("report-blast-surprise").with("count", surprises);
        view! { " " {say_message(&message)} }
    });
    let confounded = (!meanwhile.is_empty()).then(|| {
        let message = Message::new("report-blast-meanwhile").with("others", meanwhile.join(", "));
        view! { " " {say_message(&message)} }
    });
    let rows: Vec<_> = outcome.rows.into_iter().map(|it| view! { <Row it/> }).collect();
    let heads = &["report-component", "report-blast-foretold", "report-blast-seen", "report-failed", "report-queue", "report-throughput"];
    view! {
        <h4>{say_message(&title)}</h4>
        <p>{say_message(&verdict)} {surprised} {confounded}</p>
        <FigureTable label="report-blast" heads>{rows}</FigureTable>
    }
}

#[component]
fn Row(it: Judged) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let (name, kind) = workspace.document.with_untracked(|document| {
        document.component(it.id).map(|it| (it.name.clone(), it.kind)).unzip()
    });
    let foretold = match &it.foretold {
        Some(hit) => view! { <ReachTag reach=hit.reach/> " " {why(workspace, hit)} }.into_any(),
        None => say("report-blast-not").into_any(),
    };
    let found = match &it.seen {
        Some(seen) => say(if seen.is_hit { "report-blast-hit" } else { "report-blast-spared" }),
        None => "–".to_owned(),
    };
    let shift = |read: fn(&sim::blast::Seen) -> Shift, unit: fn(f64) -> Arg| match &it.seen {
        Some(seen) => {
            let Shift { before, during } = read(seen);
            format!("{} → {}", say_arg(&unit(before)), say_arg(&unit(during)))
        }
        None => "–".to_owned(),
    };
    view! {
        <tr>
            <th scope="row"><ComponentLink id=it.id name=name.unwrap_or_default()/></th>
            <td class="words">{foretold}</td>
            <td class="words">{found}</td>
            <td>{shift(|it| it.errors, Arg::Ratio)}</td>
            <td>{waiting(kind, shift(|it| it.queue, Arg::Number))}</td>
            <td>{shift(|it| it.throughput_per_sec, Arg::PerSec)}</td>
        </tr>
    }
}
