//! The fields for what an entry of the list can be given.

use leptos::prelude::*;
use model::scenario::Action;
use sim::changes::{Setting, Unit};

use crate::{
    scenario::ScenarioEditing,
    text::{say, say_message},
    typed::plain_number,
    widgets::NumberField,
};

/// A number, or a switch.
#[component]
pub fn SettingField(setting: &'static Setting) -> impl IntoView {
    if setting.unit == Unit::Switch {
        return view! { <SettingSwitch setting/> }.into_any();
    }
    let editing = expect_context::<ScenarioEditing>();
    let (times, unit) = match setting.unit {
        Unit::Ratio => (100.0, say("unit-name-percent")),
        Unit::Factor => (1.0, "×".to_owned()),
        Unit::Millis => (1.0, say("unit-name-milliseconds")),
        Unit::Seconds => (1.0, say("unit-name-seconds")),
        Unit::PerSecond => (1.0, say("unit-name-per-second")),
        Unit::Count | Unit::Switch => (1.0, String::new()),
    };
    let value = Memo::new(move |_| match editing.event()?.action {
        Action::Change(change) => change.settings.get(setting.key).map(|it| it * times),
        _ => None,
    });
    let id = format!("event-setting-{}", setting.key);
    let label = say_message(&setting.label());
    view! {
        <label for=id.clone()>{label}</label>
        <NumberField
            id=id
            value=value
            placeholder=Signal::derive(move || Some(plain_number(setting.usual * times)))
            unit=unit
            min=setting.min * times
            max=setting.max * times
            whole=setting.unit == Unit::Count
            on_commit=move |number| editing.change(|it| {
                let Action::Change(change) = &mut it.action else { return };
                match number {
                    Some(number) => drop(change.settings.insert(setting.key.to_owned(), number / times)),
                    None => drop(change.settings.remove(setting.key)),
                }
            })
        />
    }
    .into_any()
}

/// Of a setting that is on or off.
#[component]
fn SettingSwitch(setting: &'static Setting) -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let is_on = Memo::new(move |_| {
        let settings = match editing.event().map(|it| it.action) {
            Some(Action::Change(change)) => change.settings,
            _ => return false,
        };
        settings.get(setting.key).copied().unwrap_or(setting.usual) >= 0.5
    });
    let id = format!("event-setting-{}", setting.key);
    view! {
        <label for=id.clone()>{say_message(&setting.label())}</label>
        <input
            class="switch"
            type="checkbox"
            role="switch"
            id=id
            prop:checked=is_on
            on:change=move |event| {
                let number = f64::from(u8::from(event_target_checked(&event)));
                editing.change(|it| {
                    if let Action::Change(change) = &mut it.action {
                        change.settings.insert(setting.key.to_owned(), number);
                    }
                });
            }
        />
    }
}
