//! Starts the page: what lives as long as it does, and its routes.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_params_map,
    path,
};

use crate::{
    dashboard,
    browser::{self, theme::Theme, updates::Updates},
    frame::{Frame, Layout},
    later::{Later, later},
    pages::NotFound,
    projects::Projects,
    scenario::ScenarioEditing,
    widgets,
    workspace::Workspace,
};

/// Mounts the app.
pub fn start() {
    browser::panic::install();
    widgets::install_sprite();
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    mount_to_body(App);
}

const WARM_UP_DELAY: std::time::Duration = std::time::Duration::from_secs(2);

#[component]
fn App() -> impl IntoView {
    let layout = Layout::new();
    let parts = Later::new();
    provide_context(parts);
    let theme = Theme::new();
    let workspace = Workspace::new(layout, theme);
    provide_context(layout);
    provide_context(theme);
    provide_context(workspace);
    provide_context(Updates::watch());
    provide_context(workspace.simulation);
    let projects = Projects::new(workspace);
    provide_context(projects);
    provide_context(ScenarioEditing::new(workspace));
    dashboard::follow(workspace);
    // Not before the page can be used: the first run then starts at once.
    set_timeout(move || workspace.simulation.warm_up(), WARM_UP_DELAY);
    set_timeout(move || parts.fetch(), std::time::Duration::ZERO);
    view! {
        <Router base=browser::base_path()>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Frame/>
                // One route for all of them: each takes room in what a first visit loads.
                <Route path=path!("/:page") view=Aside/>
            </Routes>
        </Router>
    }
}

/// A page beside the workspace, by its name (`routes.rs`).
#[component]
fn Aside() -> impl IntoView {
    let params = use_params_map();
    later(move |views| (views.page)(&params.with(|it| it.get("page")).unwrap_or_default()))
}
