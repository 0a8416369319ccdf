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
    pages::{About, HelpPage, NotFound},
    projects::Projects,
    widgets,
    workspace::Workspace,
};

/// Mounts the app.
pub fn start() {
    browser::panic::install();
    widgets::install_sprite();
    mount_to_body(App);
}

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
    provide_context(Projects::new(workspace));
    dashboard::follow(workspace);
    view! {
        <Router base=browser::base_path()>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Frame/>
                <Route path=path!("/about") view=About/>
                <Route path=path!("/help") view=HelpPage/>
            </Routes>
        </Router>
    }
}
