//! Windows over the page: commands, help, projects, sharing, what a file needed.

use leptos::prelude::*;

use crate::{
    later::later,
    projects::{BlueprintsDialog, ProjectsDialog, ShareDialog},
    workspace::{Dialog as Shown, Workspace},
};

mod commands;
mod help;
mod loaded;

pub use help::ActionTable;

/// Shows the one that is asked for.
#[component]
pub fn Dialogs() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || {
        let shown = workspace.dialog.get();
        shown.map(|shown| later(move |views| (views.dialog)(shown.clone())))
    }
}

/// The window of that name.
pub fn dialog(shown: Shown) -> AnyView {
    match shown {
        Shown::Help => view! { <help::Help/> }.into_any(),
        Shown::Commands => view! { <commands::Commands/> }.into_any(),
        Shown::Loaded { title, messages } => view! { <loaded::Loaded title messages/> }.into_any(),
        Shown::Projects => view! { <ProjectsDialog/> }.into_any(),
        Shown::Blueprints => view! { <BlueprintsDialog/> }.into_any(),
        Shown::Share => view! { <ShareDialog/> }.into_any(),
    }
}
