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
            {[("validation", "validation-link"), ("speed", "speed-link")].map(|(page, text)| {
                view! { <p><a href=format!("{}/{page}/", base_path())>{say(text)}</a></p> }
            })}
            <p class="muted">{say("about-license")}</p>
        </Page>
    }
}

/// Every action and its keys.
#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <Page title=say("help-title")>
            <crate::dialogs::ActionTable is_page=true/>
        </Page>
    }
}

/// The simulator beside theory, and the estimate beside the simulator: the documents that their tests write.
#[component]
pub fn Validation() -> impl IntoView {
    view! {
        <Page title=say("validation-title")>
            <details>
                <summary>{say("validation-estimate")}</summary>
                <Document name="estimate"/>
            </details>
            <Document name="validation"/>
        </Page>
    }
}

/// How fast the simulator is: the document that its benchmark writes.
#[component]
pub fn Speed() -> impl IntoView {
    view! {
        <Page title=say("speed-title")>
            <Document name="speed"/>
        </Page>
    }
}

/// A document of the project; the build has made HTML of it.
#[component]
fn Document(name: &'static str) -> impl IntoView {
    let document = RwSignal::new(None::<Result<String, ()>>);
    let fetch = move || {
        document.set(None);
        leptos::task::spawn_local(async move {
            let fetched = async {
                let address = format!("{}/documents/{name}.html", base_path());
                let response = gloo_net::http::Request::get(&address).send().await.ok().filter(|it| it.ok())?;
                response.text().await.ok()
            };
            document.set(Some(fetched.await.ok_or(())));
        });
    };
    fetch();
    move || match document.get() {
        None => view! { <p>{say("validation-loading")}</p> }.into_any(),
        Some(Ok(html)) => view! { <div class="document" inner_html=html></div> }.into_any(),
        Some(Err(())) => view! {
            <p role="alert">{say("validation-failed")}</p>
            <button type="button" class="button" on:click=move |_| fetch()>{say("try-again")}</button>
        }
        .into_any(),
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
