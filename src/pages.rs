//! Pages beside the workspace. Their addresses are in `routes.rs`.

use leptos::prelude::*;

use crate::{browser::base_path, text::say, widgets::icon};

/// What Plimsoll is.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <Page title=say("about-title")>
            <p class="lead">{say("about-name")}</p>
            <p>{say("about-what")}</p>
            <p>{say("about-private")}</p>
            <p>{say("about-numbers")}</p>
            <p class="muted">{say("about-license")}</p>
        </Page>
    }
}

/// Every action and its keys.
#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <Page title=say("help-title")>
            <crate::dialogs::ActionTable/>
        </Page>
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=say("not-found-title")>
            <p>{say("not-found-help")}</p>
        </Page>
    }
}

#[component]
fn Page(title: String, children: Children) -> impl IntoView {
    view! {
        <div class="page">
            <header>
                <a class="page-home" href=format!("{}/", base_path())>
                    {icon("mark")}
                    <span>{say("product")}</span>
                </a>
            </header>
            <main>
                <h1>{title}</h1>
                {children()}
            </main>
        </div>
    }
}
