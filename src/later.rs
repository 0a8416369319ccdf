//! What the page does not need to begin drawing: it comes as a file of its own, right after the start.
//!
//! Everything that is reached from [`VIEWS`] only goes into that file (`src/cut.rs`).

use leptos::{prelude::*, task::spawn_local};
use model::file::Older;

use crate::{
    cut,
    dashboard::{Chooser, Dashboard, Dashboards},
    dialogs::dialog,
    follow::{follow, turn},
    frame::BottomTab,
    incidents::{Incidents, IncidentsPanel},
    inspector::{Subject, inspect},
    operate::{OperatePanel, Operations},
    pages::{About, HelpPage, NotFound, Speed, Validation},
    projects::Projects,
    scenario::ScenarioPanel,
    studies::{Studies, StudiesPanel},
    text::{say, say_more},
    workspace::{Dialog, Workspace},
};

/// How to make what is in the second file.
#[derive(Clone, Copy)]
pub struct Views {
    /// What lives as long as the page, as contexts; in steps, between which the page answers.
    begin: &'static [fn(Later)],
    pub tab: fn(BottomTab) -> AnyView,
    pub inspect: fn(Subject) -> AnyView,
    /// The choice of dashboards, in the head of their tab.
    pub dashboards: fn() -> AnyView,
    pub dialog: fn(Dialog) -> AnyView,
    /// A page beside the workspace, by its name.
    pub page: fn(&str) -> AnyView,
}

pub const VIEWS: Views = Views {
    begin: &[expect, follow_runs],
    tab: |tab| match tab {
        // It is what the page opens with.
        BottomTab::Findings => ().into_any(),
        BottomTab::Results => view! { <Dashboard/> }.into_any(),
        BottomTab::Objectives => view! { <OperatePanel/> }.into_any(),
        BottomTab::Studies => view! { <StudiesPanel/> }.into_any(),
        BottomTab::Scenario => view! { <ScenarioPanel/> }.into_any(),
        BottomTab::Incidents => view! { <IncidentsPanel/> }.into_any(),
    },
    inspect,
    dashboards: || view! { <Chooser/> }.into_any(),
    dialog,
    page: |name| match name {
        "about" => view! { <About/> }.into_any(),
        "help" => view! { <HelpPage/> }.into_any(),
        "validation" => view! { <Validation/> }.into_any(),
        "speed" => view! { <Speed/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    },
};

fn expect(_: Later) {
    say_more();
    let workspace = expect_context::<Workspace>();
    workspace.expect();
    workspace.set_older(Older::ALL);
    workspace.simulation.follow_fog();
}

fn follow_runs(later: Later) {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let operations = Operations::new(workspace);
    provide_context(operations);
    let incidents = Incidents::new(workspace, projects, operations);
    provide_context(incidents);
    provide_context(Studies::new(workspace));
    provide_context(Dashboards::new(workspace));
    projects.recover_run();
    follow(move || later.n_firing.set(operations.n_firing()));
    follow(move || later.n_incidents.set(incidents.n_open()));
}

/// Where the second file stands, and what of it is seen outside; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Later {
    views: RwSignal<Option<Result<Views, ()>>>,
    owner: StoredValue<Owner>,
    /// Alerts that fire, and incidents that are not over.
    pub n_firing: RwSignal<usize>,
    pub n_incidents: RwSignal<usize>,
}

impl Later {
    /// Nothing has been fetched. What will be lives as long as the present owner.
    pub fn new() -> Self {
        let owner = Owner::current().unwrap_or_default();
        Self {
            views: RwSignal::new(None),
            owner: StoredValue::new(owner),
            n_firing: RwSignal::new(0),
            n_incidents: RwSignal::new(0),
        }
    }

    /// What the second file holds, once it has come.
    pub fn views(self) -> Option<Views> {
        self.views.get().and_then(Result::ok)
    }

    /// Fetches the second file; again if that has failed. What is in it begins when the first drawing is on the screen.
    pub fn fetch(self) {
        if matches!(self.views.get_untracked(), Some(Ok(_))) {
            return;
        }
        self.views.set(None);
        spawn_local(async move {
            let fetched = cut::views().await;
            let with_contexts = |act: &dyn Fn()| self.owner.get_value().with(act);
            match &fetched {
                Ok(views) => {
                    let projects = self.owner.get_value().with(expect_context::<Projects>);
                    projects.has_started(2_000).await;
                    for step in views.begin {
                        turn().await;
                        with_contexts(&|| step(self));
                    }
                    turn().await;
                }
                Err(_) => with_contexts(&|| expect_context::<Workspace>().simulation.deafen()),
            }
            self.views.set(Some(fetched.map_err(drop)));
        });
    }
}

/// A view out of the second file; says when that has not come yet, or cannot be fetched.
pub fn later(build: impl Fn(&Views) -> AnyView + Send + 'static) -> impl IntoView {
    let later = expect_context::<Later>();
    move || match later.views.get() {
        None => view! { <p class="later muted" role="status">{say("loading")}</p> }.into_any(),
        Some(Ok(views)) => build(&views),
        Some(Err(())) => view! {
            <div class="later">
                <p role="alert">{say("later-failed")}</p>
                <button type="button" class="button" on:click=move |_| later.fetch()>{say("try-again")}</button>
            </div>
        }.into_any(),
    }
}
