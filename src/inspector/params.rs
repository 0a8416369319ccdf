//! The parameters of a component.

use leptos::prelude::*;
use model::{
    Component, ComponentId, Edit, Message, Value,
    catalog::{Param, ParamDefault, ParamShape, Provenance, Unit},
};

use super::{
    checked::CheckedField,
    explain::Explained,
    field::{Field, SelectField, SwitchField},
};
use crate::{
    text::{say, say_arg, say_message, with_texts},
    widgets::NumberField,
    workspace::Workspace,
};

/// One parameter: its value in force, set or not.
#[component]
pub fn ParamField(component: Memo<Option<Component>>, id: ComponentId, param: &'static Param) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let field = format!("param-{}", param.key);
    let set_to = move |value: Option<Value>| {
        let name = component.with_untracked(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
        let label = Message::new("step-set-param").with("param", param.label()).with("name", name);
        workspace.commit(&Edit::SetParam { component: id, key: param.key.to_owned(), value }, label);
    };
    let own = Memo::new(move |_| component.with(|it| it.as_ref().and_then(|it| it.params.get(param.key).cloned())));
    let effective = Memo::new(move |_| component.with(|it| it.as_ref().and_then(|it| it.effective(param.key))));
    let is_active = Memo::new(move |_| component.with(|it| it.as_ref().is_some_and(|it| it.is_active(param))));
    let is_set = Signal::derive(move || own.with(Option::is_some));
    let control = match param.shape {
        ParamShape::Number { min, max } => number(field.clone(), param, min, max, false, own, effective, set_to).into_any(),
        ParamShape::Count { min, max } => {
            number(field.clone(), param, min.into(), max.into(), true, own, effective, set_to).into_any()
        }
        ParamShape::Flag => view! {
            <SwitchField
                id=field.clone()
                value=Signal::derive(move || effective.with(|it| it.as_ref().and_then(Value::flag).unwrap_or_default()))
                on_commit=move |on| set_to(Some(Value::Flag(on)))
            />
        }
        .into_any(),
        ParamShape::Histogram => view! {
            <CheckedField
                id=field.clone()
                value=Signal::derive(move || {
                    effective.with(|it| it.as_ref().and_then(Value::text).unwrap_or_default().to_owned())
                })
                check=move |typed: &str| param.check(&Value::Text(typed.to_owned()))
                on_commit=move |typed| set_to(Some(Value::Text(typed)))
            />
        }
        .into_any(),
        ParamShape::Choice(choices) => {
            let options = with_texts(|texts| {
                choices
                    .iter()
                    .map(|it| ((*it).to_owned(), Param::say_choice(texts, it)))
                    .collect::<Vec<_>>()
            });
            view! {
                <SelectField
                    id=field.clone()
                    options=options
                    value=Signal::derive(move || {
                        effective.with(|it| it.as_ref().and_then(Value::text).unwrap_or_default().to_owned())
                    })
                    on_commit=move |choice| set_to(Some(Value::Text(choice)))
                />
            }
            .into_any()
        }
    };
    view! {
        <div hidden=move || !is_active.get()>
            <Field
                id=field
                explained=explained(param)
                is_set=is_set
                on_reset=Callback::new(move |()| set_to(None))
            >
                {control}
            </Field>
        </div>
    }
}

#[expect(clippy::too_many_arguments, reason = "one caller, which has all of it at hand")]
fn number(
    id: String,
    param: &'static Param,
    min: f64,
    max: f64,
    whole: bool,
    own: Memo<Option<Value>>,
    effective: Memo<Option<Value>>,
    set_to: impl Fn(Option<Value>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    // Shares are kept from 0 to 1 and shown in percent.
    let scale = if param.unit == Unit::Ratio { 100.0 } else { 1.0 };
    let in_force = move || effective.with(|it| it.as_ref().and_then(Value::number));
    let placeholder = move || {
        Some(match (in_force(), param.default) {
            (Some(number), _) => say_arg(&model::Arg::Number(number * scale)),
            (None, ParamDefault::Unset) => say(&format!("param-{}-unset", param.key)),
            (None, _) => say("field-derived"),
        })
    };
    view! {
        <NumberField
            described_by=format!("{id}-help")
            id=id
            value=Signal::derive(move || own.with(|it| it.as_ref().and_then(Value::number).map(|it| it * scale)))
            placeholder=Signal::derive(placeholder)
            unit=unit_name(param.unit)
            counted=counted(param.unit)
            min=min * scale
            max=max * scale
            whole=whole
            on_commit=move |number| set_to(number.map(|it| Value::Number(it / scale)))
        />
    }
}

/// What stands beside a field whatever its number is: `ms`. What is counted agrees with its number and comes from [`counted`].
pub fn unit_name(unit: Unit) -> String {
    if unit.id().is_empty() || unit.is_noun() { String::new() } else { say(&format!("unit-name-{}", unit.id())) }
}

/// The id of the name of what is counted.
fn counted(unit: Unit) -> String {
    if unit.is_noun() { format!("unit-name-{}", unit.id()) } else { String::new() }
}

fn explained(param: &'static Param) -> Explained {
    let range = match param.shape {
        ParamShape::Number { min, max } => Some((param.arg(min), param.arg(max))),
        ParamShape::Count { min, max } => Some((param.arg(min.into()), param.arg(max.into()))),
        ParamShape::Flag | ParamShape::Choice(_) | ParamShape::Histogram => None,
    };
    let range = range.map(|(min, max)| say_message(&Message::new("field-range").with("min", min).with("max", max)));
    let source = if let Provenance::Published(source) = param.provenance { Some(source) } else { None };
    let origin = say_message(&param.provenance.message());
    let default = match param.default {
        ParamDefault::Number(number) => Some(say_arg(&param.arg(number))),
        ParamDefault::Flag(on) => Some(say(if on { "flag-on" } else { "flag-off" })),
        ParamDefault::Text(choice) => Some(with_texts(|texts| Param::say_choice(texts, choice))),
        ParamDefault::Unset => Some(say(&format!("param-{}-unset", param.key))),
        ParamDefault::Derived => None,
    };
    let default = match default {
        Some(value) => say_message(&Message::new("field-default").with("value", value).with("origin", origin)),
        None => say_message(&Message::new("field-default-derived").with("origin", origin)),
    };
    Explained {
        title: say_message(&param.label()),
        help: say_message(&param.help()),
        note: range.into_iter().chain([default]).collect::<Vec<_>>().join(" · "),
        source,
    }
}
