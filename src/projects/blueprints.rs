//! Example drawings, fetched from the site's own folder when they are asked for.

use gloo_net::http::Request;
use leptos::{prelude::*, task::spawn_local};
use model::{Architecture, file};
use serde::Deserialize;

use super::Projects;
use crate::{
    text::say,
    widgets::{Dialog, icon},
    workspace::Workspace,
};

/// Opened on the first visit.
pub const FIRST: &str = "online-shop";

/// A heading of the list, in the order in which they are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Systems that work.
    #[default]
    Architectures,
    /// Systems that fail in a way worth knowing.
    Stories,
}

impl Group {
    const ALL: [Self; 2] = [Self::Architectures, Self::Stories];

    fn label(self) -> String {
        match self {
            Self::Architectures => say("blueprints-architectures"),
            Self::Stories => say("blueprints-stories"),
        }
    }

    fn about(self) -> String {
        match self {
            Self::Architectures => say("blueprints-architectures-about"),
            Self::Stories => say("blueprints-stories-about"),
        }
    }

    /// The element that names the group.
    const fn heading_id(self) -> &'static str {
        match self {
            Self::Architectures => "blueprints-architectures",
            Self::Stories => "blueprints-stories",
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Blueprint {
    pub id: String,
    #[serde(default)]
    pub group: Group,
    pub name: String,
    pub about: String,
    /// What to try with it and what to notice, shown once it is open.
    pub hint: String,
}

async fn fetch_text(path: &str) -> Result<String, gloo_net::Error> {
    let answer = Request::get(path).send().await?;
    if !answer.ok() {
        return Err(gloo_net::Error::GlooError(format!("{path}: {}", answer.status())));
    }
    answer.text().await
}

/// All of them, in the order of the list.
pub async fn fetch_list() -> Result<Vec<Blueprint>, gloo_net::Error> {
    Ok(serde_json::from_str(&fetch_text("blueprints/index.json").await?)?)
}

/// The blueprint of that id.
pub async fn fetch(id: &str) -> Result<Architecture, gloo_net::Error> {
    let text = fetch_text(&format!("blueprints/{id}.json")).await?;
    // They are all of this version.
    let loaded = file::load_with(&text, None).map_err(|error| gloo_net::Error::GlooError(error.to_string()))?;
    Ok(loaded.architecture)
}

impl Projects {
    /// Fetches the chosen one and opens it as a project of its own.
    pub async fn open_chosen(self, chosen: Blueprint) -> Result<(), gloo_net::Error> {
        let blueprint = fetch(&chosen.id).await?;
        self.workspace.dialog.set(None);
        self.open_blueprint(blueprint, chosen.hint).await;
        Ok(())
    }
}

/// The state of something that comes over the network.
#[derive(Clone, Debug, PartialEq)]
enum Fetched<T> {
    Waiting,
    Here(T),
    Failed(String),
}

/// The list to choose from.
#[component]
pub fn BlueprintsDialog() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let list = RwSignal::new(Fetched::Waiting);
    let opening = RwSignal::new(None::<String>);
    let close = move || workspace.dialog.set(None);
    let load = move || {
        list.set(Fetched::Waiting);
        spawn_local(async move {
            let fetched = match fetch_list().await {
                Ok(found) => Fetched::Here(found),
                Err(error) => Fetched::Failed(error.to_string()),
            };
            let _ = list.try_set(fetched);
        });
    };
    load();
    let open = move |chosen: Blueprint| {
        opening.set(Some(chosen.id.clone()));
        spawn_local(async move {
            if let Err(error) = projects.open_chosen(chosen).await {
                let _ = list.try_set(Fetched::Failed(error.to_string()));
                let _ = opening.try_set(None);
            }
        });
    };
    view! {
        <Dialog title=say("blueprints-title") width="wide" on_close=close>
            {move || match list.get() {
                Fetched::Waiting => view! { <div class="progress" role="progressbar" aria-label=say("loading")></div> }.into_any(),
                Fetched::Failed(details) => view! {
                    <div class="empty" role="alert">
                        {icon("warning")}
                        <p>{say("blueprints-failed")}</p>
                        <p class="muted small">{details}</p>
                        <button type="button" class="button" on:click=move |_| load()>{icon("refresh")} {say("try-again")}</button>
                    </div>
                }
                .into_any(),
                Fetched::Here(found) => Group::ALL.map(|group| view! {
                    <section aria-labelledby=group.heading_id()>
                        <h3 id=group.heading_id()>{group.label()}</h3>
                        <p class="muted small">{group.about()}</p>
                        <ul class="blueprints">
                            {found.iter().filter(|it| it.group == group).cloned().map(|blueprint| view! {
                                <BlueprintButton blueprint opening open=Callback::new(open) />
                            }).collect_view()}
                        </ul>
                    </section>
                })
                .into_any(),
            }}
        </Dialog>
    }
}

/// One blueprint to choose.
#[component]
fn BlueprintButton(
    blueprint: Blueprint,
    /// The one that is on its way, by its id: until it is here, no other can be chosen.
    opening: RwSignal<Option<String>>,
    open: Callback<Blueprint>,
) -> impl IntoView {
    let Blueprint { name, about, .. } = blueprint.clone();
    view! {
        <li>
            <button
                type="button"
                class="blueprint"
                disabled=move || opening.with(Option::is_some)
                on:click=move |_| open.run(blueprint.clone())
            >
                <span class="blueprint-name">{icon("blueprint")} {name}</span>
                <span class="blueprint-about">{about}</span>
            </button>
        </li>
    }
}
