//! Starts the page: what lives as long as it does, and its routes.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    dashboard,
    browser::{self, theme::Theme, updates::Updates},
    frame::{Frame, Layout},
    incidents::Incidents,
    operate::Operations,
    pages::{About, HelpPage, NotFound, Validation},
    projects::Projects,
    scenario::ScenarioEditing,
    studies::Studies,
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
    let theme = Theme::new();
    let workspace = Workspace::new(layout, theme);
    provide_context(layout);
    provide_context(theme);
    provide_context(workspace);
    provide_context(Updates::watch());
    provide_context(workspace.simulation);
    let projects = Projects::new(workspace);
    provide_context(projects);
    let operations = Operations::new(workspace);
    provide_context(operations);
    provide_context(Incidents::new(workspace, projects, operations));
    provide_context(Studies::new(workspace));
    provide_context(ScenarioEditing::new(workspace));
    provide_context(dashboard::Dashboards::new(workspace));
    dashboard::follow(workspace);
    // Not before the page can be used: the first run then starts at once.
    set_timeout(move || workspace.simulation.warm_up(), WARM_UP_DELAY);
    // A timer's turn comes when a click's would: for whoever measures how long starting takes.
    set_timeout(
        || {
            let performance = window().performance();
            performance.map(|it| it.mark("interactive"));
        },
        std::time::Duration::ZERO,
    );
    view! {
        <Router base=browser::base_path()>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Frame/>
                <Route path=path!("/about") view=About/>
                <Route path=path!("/help") view=HelpPage/>
                <Route path=path!("/validation") view=Validation/>
            </Routes>
        </Router>
    }
}
