//! What past incidents say together.

use leptos::prelude::*;
use model::{Arg, Message};
use ops::incidents::measures::{Spread, Trends};

use super::Incidents;
use crate::{
    dashboard::FigureTable,
    text::{say, say_arg, say_message},
};

const LABELS: [&str; 4] = ["trend-detect", "trend-acknowledge", "trend-mitigate", "trend-resolve"];
/// Services and alerts that are named.
const MOST_NAMED: usize = 3;

#[component]
pub fn TrendsView() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let trends = Memo::new(move |_| incidents.with(ops::incidents::Book::trends));
    let rows = move || trends.with(|it| (0..LABELS.len()).map(|index| row(it, index)).collect_view());
    let most = move || {
        trends.with(|it| {
            let services = it.services.iter().map(|(id, n)| (incidents.name(*id), *n));
            let alerts = it.alerts.iter().map(|(name, n)| (name.clone(), *n));
            [("trend-services", named(services)), ("trend-alerts", named(alerts))]
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(id, text)| {
                    let message = Message::computed(id.to_owned()).with("list", text);
                    view! { <p class="muted small">{say_message(&message)}</p> }
                })
                .collect_view()
        })
    };
    view! {
        <FigureTable label="trends" heads=&["trend-what", "trend-mean", "trend-median", "trend-last", "trend-before"]>
            {rows}
        </FigureTable>
        {most}
    }
}

fn row(trends: &Trends, index: usize) -> impl IntoView + use<> {
    let secs = |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |secs| say_arg(&Arg::Millis(secs * 1e3)));
    let mean = |it: &Option<Spread>| secs(it.map(|it| it.mean_secs));
    view! {
        <tr>
            <th scope="row">{say(LABELS[index])}</th>
            <td>{mean(&trends.all[index])}</td>
            <td>{secs(trends.all[index].map(|it| it.median_secs))}</td>
            <td>{mean(&trends.recent[index])}</td>
            <td>{mean(&trends.before[index])}</td>
        </tr>
    }
}

fn named(all: impl Iterator<Item = (String, usize)>) -> String {
    let words: Vec<String> = all.take(MOST_NAMED).map(|(name, n)| format!("{name} ({n})")).collect();
    words.join(", ")
}
