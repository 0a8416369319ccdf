//! The numbers of a chart in rows.

use leptos::prelude::*;
use model::lean;

use super::{Across, ChartData, Line};
use crate::text::{or_dash, say};

/// Rows of the table at most: a long run is shown in equal steps.
const MAX_ROWS: usize = 300;

/// What is shown of the axis, with what happened in each row's time.
#[component]
pub fn Table(data: Signal<ChartData>, across: Memo<Across>) -> impl IntoView {
    move || {
        let across = across.get();
        data.with(|data| {
            let columns = || data.lines.iter().chain(&data.left);
            let points = columns().flat_map(|it| &it.points).map(|it| it.0);
            let mut moments: Vec<f64> = points.filter(|it| across.contains(*it)).collect();
            lean::sort_by(&mut moments, f64::total_cmp);
            moments.dedup();
            let every = moments.len().div_ceil(MAX_ROWS).max(1);
            let rows: Vec<f64> = moments.into_iter().step_by(every).collect();
            let row = |(index, &at): (usize, &f64)| {
                let cell = |line: &Line| {
                    let value = line.points.iter().find(|it| it.0 == at);
                    view! { <td>{or_dash(value.map(|it| it.1), data.unit)}</td> }
                };
                // What happened since the row before belongs to this one.
                let after = index.checked_sub(1).and_then(|it| rows.get(it)).copied().unwrap_or(f64::NEG_INFINITY);
                let until = if index + 1 == rows.len() { f64::INFINITY } else { at };
                let notes = data.notes();
                let happened = notes.iter().filter(|it| it.0 > after && it.0 <= until);
                let happened: Vec<&str> = happened.map(|it| it.1.as_str()).collect();
                view! {
                    <tr>
                        <th scope="row">{data.across.say_fully(at)}</th>
                        {columns().map(cell).collect_view()}
                        {(!data.marks.is_empty()).then(|| view! { <td class="words">{happened.join("; ")}</td> })}
                    </tr>
                }
            };
            let head = columns().map(|it| view! { <th scope="col">{it.label.clone()}</th> });
            let happened = (!data.marks.is_empty()).then(|| view! { <th scope="col" class="words">{say(data.across.marks_label())}</th> });
            view! {
                <div class="chart-table" role="group" tabindex="0" aria-label=data.title.clone()>
                    <table class="figures">
                        <caption class="visually-hidden">
                            {data.title.clone()} " " {data.across.say_warm_up()}
                        </caption>
                        <thead>
                            <tr>
                                <th scope="col">{say(data.across.title)}</th>
                                {head.collect_view()}
                                {happened}
                            </tr>
                        </thead>
                        <tbody>{rows.iter().enumerate().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    }
}
