//! A link that holds the drawing.

use leptos::{html, prelude::*, task::spawn_local};
use model::{Message, link};

use super::{Projects, opening::FRAGMENT};
use crate::{
    browser::clipboard,
    text::{say, say_message},
    widgets::{Dialog, icon},
    workspace::Workspace,
};

#[component]
pub fn ShareDialog() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let close = move || workspace.dialog.set(None);
    let input = NodeRef::<html::Input>::new();
    let is_copied = RwSignal::new(false);
    let made = workspace.document.with_untracked(|it| link::encode(it, sim::ENGINE_VERSION));
    let save = move |_| {
        projects.save_file();
        close();
    };
    let content = match made {
        Ok(fragment) => {
            let base = document().base_uri().ok().flatten().unwrap_or_default();
            let address = format!("{base}{FRAGMENT}{fragment}");
            let n_chars = address.chars().count();
            let copied = address.clone();
            let copy = move |_| {
                let address = copied.clone();
                spawn_local(async move {
                    if clipboard::write(&address).await.is_ok() {
                        is_copied.set(true);
                        workspace.announce(say("share-copied"));
                    } else if let Some(input) = input.get_untracked() {
                        // The person can copy what is selected.
                        let _ = input.focus();
                        input.select();
                    }
                });
            };
            view! {
                <p>{say("share-help")}</p>
                <div class="share-row">
                    <input
                        node_ref=input
                        class="input"
                        type="text"
                        readonly
                        autofocus
                        aria-label=say("share-link")
                        prop:value=address
                        on:focus=move |_| {
                            if let Some(input) = input.get_untracked() {
                                input.select();
                            }
                        }
                    />
                    <button type="button" class="button primary" on:click=copy>
                        {move || icon(if is_copied.get() { "check" } else { "copy" })}
                        <span>{move || say(if is_copied.get() { "share-copied" } else { "share-copy" })}</span>
                    </button>
                </div>
                <p class="muted small">{say_message(&Message::new("share-size").with("n", n_chars))}</p>
            }
            .into_any()
        }
        Err(error) => view! {
            <p role="alert">{say_message(&error.message())}</p>
        }
        .into_any(),
    };
    view! {
        <Dialog
            title=say("share-title")
            width="medium"
            on_close=close
            has_foot=true
            foot=move || view! {
                <button type="button" class="button" on:click=save>{icon("download")} {say("share-file")}</button>
            }
        >
            {content}
        </Dialog>
    }
}
