//! What happens on purpose during every run of the drawing: a list; the tab under the canvas has the rest.

use leptos::prelude::*;

use super::field::Section;
use crate::{
    scenario::{AddButton, EventList},
    text::say,
};

#[component]
pub fn ScenarioEditor() -> impl IntoView {
    view! {
        <Section title=say("inspect-scenario")>
            <EventList/>
            <AddButton/>
        </Section>
    }
}
