//! What is to be expected of one component, and what the run says about it: at this moment, and in the report.

use leptos::prelude::*;
use model::{Arg, ComponentId, ConnectionId, Message, catalog::BehaviorKind};

use super::{component::Fact, field::Section};
use crate::{
    dashboard::{figure, figure_or_dash, percentile},
    run::Run,
    text::{or_dash, say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// The estimate before a run, the present while it goes on, the report afterwards.
#[component]
pub fn LiveNumbers(id: ComponentId) -> impl IntoView {
    let run = expect_context::<Run>();
    let live = Memo::new(move |_| {
        run.shown.with(|it| it.as_ref().and_then(|it| it.components.iter().find(|it| it.id == id)).copied())
    });
    let is_hidden = Memo::new(move |_| !run.sees(id));
    let report = Memo::new(move |_| {
        run.report.with(|it| it.as_ref().and_then(|it| it.component(id)).cloned())
    });
    let number = move |read: fn(&sim::live::LiveComponent) -> String| {
        Signal::derive(move || live.with(|it| it.as_ref().map(read).unwrap_or_default()))
    };
    let workspace = expect_context::<Workspace>();
    let kind = workspace.document.with_untracked(|it| it.component(id).map(|it| it.kind));
    let is_broker = kind.is_some_and(|it| it.behavior == BehaviorKind::Broker);
    let queue_label = if is_broker { "live-held" } else { "live-queue" };
    let is_slow = Memo::new(move |_| live.with(|it| it.is_some_and(|it| it.slow)));
    let now = move || {
        view! {
            {move || is_slow.get().then(|| view! { <p class="field-problem">{say("live-slow")}</p> })}
            <dl>
                <Fact label="live-busy" value=number(|it| ratio(it.utilization))/>
                <Fact label="live-load" value=number(|it| ratio(it.load_ratio))/>
                <Fact label=queue_label value=number(|it| say_arg(&Arg::Count(f64::from(it.queue))))/>
                <Fact label="live-throughput" value=number(|it| say_arg(&Arg::PerSec(f64::from(it.throughput_per_sec))))/>
                <Fact label="live-errors" value=number(|it| say_arg(&Arg::PerSec(f64::from(it.errors_per_sec))))/>
            </dl>
        }
    };
    let reported = move || {
        report.get().map(|it| {
            let fact = |label: &'static str, value: String| view! { <Fact label=label value=value/> };
            // Who has no slots has nothing to be busy with and no queue.
            let slots = it.utilization.is_some().then(|| {
                (
                    fact("live-busy", figure_or_dash(it.utilization, Arg::Ratio)),
                    fact("live-load", figure_or_dash(it.load_ratio, Arg::Ratio)),
                    fact("live-wait", percentile(it.wait.mean_millis, it.wait.why_missing())),
                )
            });
            view! {
                <dl>
                    {slots}
                    {fact("live-throughput", figure(it.throughput_per_sec, Arg::PerSec))}
                    {fact("live-p50", percentile(it.sojourn.p50_millis, it.sojourn.why_missing()))}
                    {fact("live-p99", percentile(it.sojourn.p99_millis, it.sojourn.why_missing()))}
                    {fact("live-failed", say_arg(&Arg::Count(it.failed as f64)))}
                </dl>
            }
        })
    };
    let is_up = Memo::new(move |_| live.with(|it| it.is_none_or(|it| it.up)));
    let is_active = Memo::new(move |_| run.is_active());
    let is_known = Memo::new(move |_| live.with(Option::is_some));
    let toggle = move || {
        view! {
            <button type="button" class="button small" on:click=move |_| {
                run.toggle_down(&[id]);
            }>
                {move || icon(if is_up.get() { "stop" } else { "play" })}
                <span>{move || say(if is_up.get() { "live-take-down" } else { "live-bring-up" })}</span>
            </button>
        }
    };
    let expected = Memo::new(move |_| {
        workspace.forecast.with(|it| {
            it.estimate.as_ref().and_then(|it| it.components.iter().find(|it| it.id == id)).copied()
        })
    });
    let estimated = move || {
        let it = expected.get()?;
        let fact = |label: &'static str, value: String| view! { <Fact label=label value=value/> };
        if it.is_idle() {
            let idle = view! { <p class="about">{say("estimate-idle")}</p> };
            return Some(view! { <Section title=say("estimate-title")>{idle}</Section> }.into_any());
        }
        let overloaded = it.is_overloaded.then(|| view! { <p class="field-problem">{say("estimate-too-much")}</p> });
        Some(view! {
            <Section title=say("estimate-title")>
                <dl class="estimate">
                    {fact("estimate-arrivals", say_arg(&Arg::PerSec(it.arrivals_per_sec)))}
                    {fact("live-busy", or_dash(it.utilization, Arg::Ratio))}
                    {fact("live-load", or_dash(it.load_ratio, Arg::Ratio))}
                    {fact("live-wait", or_dash(it.wait_millis, Arg::Millis))}
                    {fact("estimate-latency", or_dash(it.latency_millis, Arg::Millis))}
                </dl>
                {overloaded}
            </Section>
        }
        .into_any())
    };
    move || {
        if is_active.get() && is_hidden.get() {
            Some(view! { <Section title=say("live-now")><p class="about">{say("live-fog")}</p></Section> }.into_any())
        } else if is_active.get() {
            is_known.get().then(|| view! { <Section title=say("live-now")>{now()} {toggle()}</Section> }.into_any())
        } else {
            // What was measured stays, greyed when it is of another drawing; then the estimate is the better answer.
            let measured = reported().map(|figures| {
                let stale = move || run.is_stale();
                view! { <div class="passed" class:stale=stale><Section title=say("live-last-run")>{figures}</Section></div> }
            });
            let wants_estimate = measured.is_none() || run.is_stale();
            Some((wants_estimate.then(estimated), measured).into_any())
        }
    }
}

/// What passes over one connection right now, and what became of it in the last run.
#[component]
pub fn LiveConnectionNumbers(id: ConnectionId) -> impl IntoView {
    let run = expect_context::<Run>();
    let live = Memo::new(move |_| {
        let found = run.shown.with(|it| it.as_ref().and_then(|it| it.connections.iter().find(|it| it.id == id)).copied());
        found.filter(|_| run.is_active())
    });
    let is_known = Memo::new(move |_| live.with(Option::is_some));
    let per_sec = move |read: fn(&sim::live::LiveConnection) -> f32| {
        Signal::derive(move || {
            live.with(|it| it.as_ref().map(|it| say_arg(&Arg::PerSec(f64::from(read(it))))).unwrap_or_default())
        })
    };
    let is_open = Memo::new(move |_| live.with(|it| it.is_some_and(|it| it.breaker_open)));
    let report = Memo::new(move |_| {
        run.report.with(|it| it.as_ref().and_then(|it| it.connections.iter().find(|it| it.id == id)).cloned())
    });
    let reported = move || {
        let it = report.get().filter(|_| !run.is_active())?;
        let fact = |label: &'static str, value: String| view! { <Fact label=label value=value/> };
        // What a consumer left lying: only of subscriptions.
        let consumed = it.mean_backlog.is_some().then(|| {
            let in_partition = it
                .most_in_partition
                .map(|it| fact("live-most-in-partition", figure(Some(it), Arg::Count)));
            (
                fact("live-mean-backlog", figure(it.mean_backlog, Arg::Number)),
                fact("live-most-backlog", figure(it.most_backlog, Arg::Count)),
                in_partition,
                fact("live-age", figure(it.mean_latency_millis, Arg::Millis)),
                fact("live-dead-letters", say_arg(&Arg::Count(it.dead_letters as f64))),
            )
        });
        // Where calls wait for a place in the bulkhead.
        let waited_for = it.mean_waiting.is_some().then(|| {
            (
                fact("live-place-wait", figure(it.mean_wait_millis, Arg::Millis)),
                fact("live-place-waiting", figure(it.mean_waiting, Arg::Number)),
                fact("live-place-most", figure(it.most_waiting, Arg::Count)),
            )
        });
        let causes = it.failed_by_cause.iter().map(|it| {
            let said = Message::new("live-failed-by").with("cause", it.cause.message()).with("count", Arg::Count(it.count as f64));
            view! { <p class="about">{say_message(&said)}</p> }
        });
        let causes = causes.collect_view();
        let stale = move || run.is_stale();
        Some(view! {
            <div class="passed" class:stale=stale>
                <Section title=say("live-last-run")>
                    <dl>
                        {fact("live-tries", figure(it.attempts_per_sec, Arg::PerSec))}
                        {fact("live-failed", say_arg(&Arg::Count(it.failed() as f64)))}
                        {waited_for}
                        {consumed}
                    </dl>
                    {causes}
                </Section>
            </div>
        })
    };
    view! {
        <Show when=move || is_known.get()>
            <Section title=say("live-now")>
                <dl>
                    <Fact label="live-tries" value=per_sec(|it| it.requests_per_sec)/>
                    <Fact label="live-errors" value=per_sec(|it| it.errors_per_sec)/>
                </dl>
                <Show when=move || is_open.get()>
                    <p class="field-problem">{say("live-breaker-open")}</p>
                </Show>
            </Section>
        </Show>
        {reported}
    }
}

fn ratio(ratio: Option<f32>) -> String {
    or_dash(ratio.map(f64::from), Arg::Ratio)
}
