//! How a connection behaves: one field for each setting that has an effect.

use leptos::prelude::*;
use model::{
    ConnectionId, Edit, Message, Policy, Relation,
    connection::{Collection, Jitter, POLICY_PRESETS, PolicyPreset},
};

use super::{
    breaker::breaker_fields,
    bulkhead::bulkhead_fields,
    condition::{condition_of, condition_options, condition_value},
    hedge::hedge_fields,
    timeout::timeout_fields,
};
use crate::{
    inspector::{
        component::explained,
        field::{Field, Section, SelectField, SwitchField},
        presets::{Preset, Presets},
    },
    text::{say, say_message},
    widgets::NumberField,
    workspace::Workspace,
};

/// The policy of the connection as fields read and change it.
#[derive(Clone, Copy)]
pub struct Fields {
    pub policy: Memo<Policy>,
    pub workspace: Workspace,
    pub id: ConnectionId,
}

/// A number of the policy. `None` is "no such limit" where `empty` says what that means.
pub struct Figure {
    pub id: &'static str,
    pub unit: &'static str,
    pub min: f64,
    pub max: f64,
    pub is_whole: bool,
    /// Text for the empty field; empty if a number is needed.
    pub empty: &'static str,
    pub read: fn(&Policy) -> Option<f64>,
    pub write: fn(&mut Policy, Option<f64>),
    /// Back to the default of a new connection.
    pub reset: fn(&mut Policy),
}

impl Fields {
    fn change(self, change: &dyn Fn(&mut Policy)) {
        let mut next = self.policy.get_untracked();
        change(&mut next);
        let label = Message::new("step-set-policy");
        self.workspace.commit(&Edit::SetPolicy { connection: self.id, policy: next }, label);
    }

    pub fn figure(self, figure: Figure) -> impl IntoView {
        let Figure { id, unit, min, max, is_whole, empty, read, write, reset } = figure;
        let default = Policy::default();
        let is_set = Signal::derive(move || self.policy.with(|it| read(it) != read(&default)));
        let placeholder = (!empty.is_empty()).then(|| say(empty));
        let range = Message::new("field-range").with("min", model::Arg::Number(min)).with("max", model::Arg::Number(max));
        view! {
            <Field
                id=id
                explained=explained(id, say_message(&range))
                is_set=is_set
                on_reset=Callback::new(move |()| self.change(&|it| reset(it)))
            >
                <NumberField
                    id=id
                    described_by=format!("{id}-help")
                    value=Signal::derive(move || self.policy.with(read))
                    placeholder=Signal::derive(move || placeholder.clone())
                    unit=if unit.is_empty() { String::new() } else { say(unit) }
                    min=min
                    max=max
                    whole=is_whole
                    on_commit=move |number| self.change(&|it| write(it, number))
                />
            </Field>
        }
    }

    pub fn switch(self, id: &'static str, read: fn(&Policy) -> bool, write: fn(&mut Policy, bool)) -> impl IntoView {
        view! {
            <Field id=id explained=explained(id, String::new())>
                <SwitchField
                    id=id
                    value=Signal::derive(move || self.policy.with(read))
                    on_commit=move |on| self.change(&|it| write(it, on))
                />
            </Field>
        }
    }

    pub fn select(
        self,
        id: &'static str,
        options: Signal<Vec<(String, String)>>,
        read: fn(&Policy) -> String,
        write: fn(&mut Policy, &str),
    ) -> impl IntoView {
        view! {
            <Field id=id explained=explained(id, String::new())>
                <SelectField
                    id=id
                    options=options
                    value=Signal::derive(move || self.policy.with(read))
                    on_commit=move |choice: String| self.change(&|it| write(it, &choice))
                />
            </Field>
        }
    }
}

macro_rules! figure {
    ($id:literal, $unit:literal, $min:expr, $max:expr, $field:ident) => {
        Figure {
            id: $id, unit: $unit, min: $min, max: $max, is_whole: false, empty: "",
            read: |it| Some(it.$field),
            write: |it, number| it.$field = number.unwrap_or(it.$field),
            reset: |it| it.$field = Policy::default().$field,
        }
    };
    (whole $id:literal, $unit:literal, $min:expr, $max:expr, $field:ident) => {
        Figure {
            id: $id, unit: $unit, min: $min, max: $max, is_whole: true, empty: "",
            read: |it| Some(f64::from(it.$field)),
            write: |it, number| it.$field = number.map_or(it.$field, |it| it as u32),
            reset: |it| it.$field = Policy::default().$field,
        }
    };
    (optional $id:literal, $unit:literal, $min:expr, $max:expr, $empty:literal, $field:ident) => {
        Figure {
            id: $id, unit: $unit, min: $min, max: $max, is_whole: false, empty: $empty,
            read: |it| it.$field,
            write: |it, number| it.$field = number,
            reset: |it| it.$field = None,
        }
    };
    (percent $id:literal, $field:ident) => {
        Figure {
            id: $id, unit: "unit-name-percent", min: 0.0, max: 100.0, is_whole: false, empty: "",
            read: |it| Some(it.$field * 100.0),
            write: |it, number| it.$field = number.map_or(it.$field, |it| it / 100.0),
            reset: |it| it.$field = Policy::default().$field,
        }
    };
}

/// Only what has an effect for that relation.
pub fn policy_fields(fields: Fields, relation: Relation, from_balancer: bool) -> AnyView {
    let latency = fields.figure(
        figure!(optional "policy-latency", "unit-name-milliseconds", 0.0, 600_000.0, "policy-latency-empty", latency_millis),
    );
    match relation {
        Relation::Call | Relation::Publish => {
            let weight = from_balancer.then(|| fields.figure(figure!("policy-weight", "", 0.0, 1000.0, weight)));
            let order = (!from_balancer).then(|| order_fields(fields));
            view! {
                <Section title=say("policy-group-when")>{order} {weight}</Section>
                {failure_fields(fields)}
                <Section title=say("policy-group-network")>{latency}</Section>
            }
            .into_any()
        }
        Relation::Consume => view! {
            <Section title=say("policy-group-failure")>
                {fields.figure(figure!(
                    optional "policy-redeliver", "unit-name-milliseconds", 1.0, 86_400_000.0, "policy-timeout-empty", timeout_millis
                ))}
                {fields.figure(figure!("policy-backoff", "unit-name-milliseconds", 0.0, 3_600_000.0, backoff_base_millis))}
                {fields.figure(figure!("policy-backoff-cap", "unit-name-milliseconds", 0.0, 3_600_000.0, backoff_cap_millis))}
            </Section>
            <Section title=say("policy-group-network")>{latency}</Section>
        }
        .into_any(),
        Relation::Replicate => view! {
            <Section title=say("policy-group-replication")>
                {fields.switch("policy-synchronous", |it| it.synchronous, |it, on| it.synchronous = on)}
                {latency}
            </Section>
        }
        .into_any(),
        Relation::Observe => {
            let options = Signal::stored(vec![
                ("push".to_owned(), say("collection-push")),
                ("scrape".to_owned(), say("collection-scrape")),
            ]);
            view! {
                <Section title=say("policy-group-telemetry")>
                    {fields.select(
                        "policy-collection",
                        options,
                        |it| if it.collection == Collection::Push { "push" } else { "scrape" }.to_owned(),
                        |it, choice| {
                            it.collection = if choice == "push" { Collection::Push } else { Collection::Scrape };
                        },
                    )}
                    {fields.figure(figure!(percent "policy-sample", sample_ratio))}
                </Section>
            }
            .into_any()
        }
        Relation::Secret | Relation::Deploy | Relation::Control => {
            view! { <p class="muted small">{say("policy-none")}</p> }.into_any()
        }
    }
}

/// When a request takes the connection, and how often.
fn order_fields(fields: Fields) -> impl IntoView {
    let conditions = Signal::derive(move || condition_options(fields));
    view! {
        {fields.select("policy-condition", conditions, |it| condition_value(&it.on), |it, choice| {
            it.on = condition_of(choice);
        })}
        {fields.figure(figure!(whole "policy-step", "", 1.0, 100.0, step))}
        {fields.figure(figure!(percent "policy-probability", probability))}
        {fields.figure(figure!(whole "policy-calls", "", 1.0, 1000.0, calls_per_request))}
        {fields.figure(Figure {
            id: "policy-enough",
            unit: "",
            min: 1.0,
            max: 1000.0,
            is_whole: true,
            empty: "policy-enough-empty",
            read: |it| it.enough.map(f64::from),
            write: |it, number| it.enough = number.map(|it| it as u32),
            reset: |it| it.enough = None,
        })}
    }
}

/// Timeout, retries, breaker, bulkhead.
fn failure_fields(fields: Fields) -> impl IntoView {
    let optional = Signal::stored(vec![
        ("usual".to_owned(), say("policy-optional-usual")),
        ("no".to_owned(), say("policy-optional-no")),
        ("yes".to_owned(), say("policy-optional-yes")),
    ]);
    let jitters = Signal::stored(vec![
        ("none".to_owned(), say("jitter-none")),
        ("equal".to_owned(), say("jitter-equal")),
        ("full".to_owned(), say("jitter-full")),
    ]);
    let retries = Memo::new(move |_| fields.policy.with(|it| it.attempts > 1));
    let times_out = Memo::new(move |_| fields.policy.with(|it| it.timeout_millis.is_some()));
    let preset = move |preset: PolicyPreset| Preset {
        label: say(&format!("policy-preset-{}", preset.id)),
        is_chosen: Signal::derive(move || fields.policy.with(|it| preset.is_on(it))),
        set: Callback::new(move |()| fields.change(&|it| *it = preset.on(it))),
    };
    view! {
        <Section title=say("policy-group-failure")>
            <Presets label="policy-presets" presets=POLICY_PRESETS.map(preset).into()/>
            {fields.select(
                "policy-optional",
                optional,
                |it| match it.optional {
                    None => "usual",
                    Some(false) => "no",
                    Some(true) => "yes",
                }
                .to_owned(),
                |it, choice| it.optional = match choice {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                },
            )}
            {fields.figure(figure!(
                optional "policy-timeout", "unit-name-milliseconds", 1.0, 3_600_000.0, "policy-timeout-empty", timeout_millis
            ))}
            <Show when=move || times_out.get()>
                {timeout_fields(fields)}
                {fields.switch("policy-cancel", |it| it.cancel_on_timeout, |it, on| it.cancel_on_timeout = on)}
            </Show>
            {fields.figure(figure!(whole "policy-attempts", "", 1.0, 100.0, attempts))}
            <Show when=move || retries.get()>
                {fields.figure(figure!("policy-backoff", "unit-name-milliseconds", 0.0, 3_600_000.0, backoff_base_millis))}
                {fields.figure(figure!("policy-backoff-cap", "unit-name-milliseconds", 0.0, 3_600_000.0, backoff_cap_millis))}
                {fields.select(
                    "policy-jitter",
                    jitters,
                    |it| match it.jitter {
                        Jitter::None => "none",
                        Jitter::Equal => "equal",
                        Jitter::Full => "full",
                    }
                    .to_owned(),
                    |it, choice| it.jitter = match choice {
                        "none" => Jitter::None,
                        "equal" => Jitter::Equal,
                        _ => Jitter::Full,
                    },
                )}
                {fields.figure(Figure {
                    id: "policy-budget",
                    unit: "unit-name-percent",
                    min: 0.0,
                    max: 100.0,
                    is_whole: false,
                    empty: "policy-budget-empty",
                    read: |it| it.retry_budget.map(|it| it * 100.0),
                    write: |it, number| it.retry_budget = number.map(|it| it / 100.0),
                    reset: |it| it.retry_budget = None,
                })}
            </Show>
            {breaker_fields(fields)}
            {bulkhead_fields(fields)}
            {hedge_fields(fields)}
            {fields.switch("policy-deadline", |it| it.propagate_deadline, |it, on| it.propagate_deadline = on)}
        </Section>
    }
}
