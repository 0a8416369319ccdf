//! The list of projects: open, rename, duplicate, delete.

use leptos::{ev, html, prelude::*, task::spawn_local};
use model::{Message, Severity};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Projects;
use crate::{
    browser::database::{ProjectInfo, StorageError},
    frame::Toast,
    text::{say, say_message, say_time},
    widgets::{Dialog, icon},
    workspace::{Dialog as Shown, Workspace},
};

/// What a row asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Name,
    Deletion,
}

#[component]
pub fn ProjectsDialog() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let list = RwSignal::new(None::<Result<Vec<ProjectInfo>, StorageError>>);
    let close = move || workspace.dialog.set(None);
    let reload = move || {
        spawn_local(async move {
            let found = projects.list().await;
            let _ = list.try_set(Some(found));
            // The row that had the focus is gone.
            request_animation_frame(|| {
                let is_lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
                let first = document().query_selector("dialog .project-open").ok().flatten();
                if let Some(first) = first.filter(|_| is_lost).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                    let _ = first.focus();
                }
            });
        });
    };
    reload();
    let new_buttons = view! {
        <div class="project-ways">
            <button type="button" class="button primary" on:click=move |_| {
                projects.new_drawing();
                close();
            }>{icon("plus")} {say("project-new")}</button>
            <button type="button" class="button" on:click=move |_| workspace.dialog.set(Some(Shown::Blueprints))>
                {icon("blueprint")} {say("action-show-blueprints")}
            </button>
            <button type="button" class="button" on:click=move |_| {
                close();
                projects.choose_file();
            }>{icon("file")} {say("project-from-file")}</button>
        </div>
    };
    view! {
        <Dialog title=say("projects-title") width="medium" on_close=close>
            {new_buttons}
            {move || match list.get() {
                None => view! { <div class="progress" role="progressbar" aria-label=say("loading")></div> }.into_any(),
                Some(Err(_)) => view! { <p class="empty">{say("storage-denied")}</p> }.into_any(),
                Some(Ok(found)) if found.is_empty() => view! { <p class="empty">{say("projects-none")}</p> }.into_any(),
                Some(Ok(found)) => view! {
                    <ul class="projects">
                        {found.into_iter().map(|info| view! { <ProjectRow info reload close/> }).collect_view()}
                    </ul>
                }
                .into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn ProjectRow(
    info: ProjectInfo,
    reload: impl Fn() + Copy + Send + Sync + 'static,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let asking = RwSignal::new(Asking::Nothing);
    let ProjectInfo { id, name, saved_at, n_components, .. } = info;
    let shown_name = if name.trim().is_empty() { say("untitled") } else { name.clone() };
    let details = say_message(
        &Message::new("project-details").with("time", say_time(saved_at)).with("n", model::Arg::Count(n_components)),
    );
    let is_open = {
        let id = id.clone();
        move || projects.open_id.with(|it| it.as_ref() == Some(&id))
    };
    let done = move |outcome: Result<(), StorageError>| {
        if outcome.is_err() {
            workspace.notify(Toast::new(say("storage-failed")).severity(Severity::Error));
        }
        reload();
    };
    let id = StoredValue::new(id);
    let name = StoredValue::new(name);
    let open = move |_| {
        close();
        spawn_local(async move {
            if projects.open(id.get_value()).await.is_err() {
                workspace.notify(Toast::new(say("storage-failed")).severity(Severity::Error));
            }
        });
    };
    let duplicate = move |_| {
        spawn_local(async move {
            let copy = say_message(&Message::new("copy-of").with("name", name.get_value()));
            done(projects.duplicate(&id.get_value(), &copy).await);
        });
    };
    let delete = move |_| spawn_local(async move { done(projects.delete(&id.get_value()).await) });
    let rename = move |typed: String| {
        asking.set(Asking::Nothing);
        spawn_local(async move { done(projects.rename(&id.get_value(), &typed).await) });
    };
    let small = move |label: &'static str, icon_name: &'static str| {
        let label = say(label);
        (label.clone(), label, icon(icon_name))
    };
    let (rename_label, rename_title, rename_icon) = small("project-rename", "rename");
    let (copy_label, copy_title, copy_icon) = small("project-duplicate", "copy");
    let (delete_label, delete_title, delete_icon) = small("project-delete", "trash");
    let shown = shown_name.clone();
    view! {
        <li class="project-row">
            <Show
                when=move || asking.get() != Asking::Name
                fallback=move || view! { <RenameForm name=name.get_value() on_done=rename on_cancel=move || asking.set(Asking::Nothing)/> }
            >
                <button type="button" class="project-open" on:click=open>
                    <span class="project-title ellipsis">{shown.clone()}</span>
                    <span class="muted small">{details.clone()}</span>
                </button>
            </Show>
            {move || is_open().then(|| view! { <span class="count">{say("project-open-now")}</span> })}
            <button type="button" class="icon-button" aria-label=rename_label title=rename_title on:click=move |_| asking.set(Asking::Name)>
                {rename_icon}
            </button>
            <button type="button" class="icon-button" aria-label=copy_label title=copy_title on:click=duplicate>{copy_icon}</button>
            <button
                type="button"
                class="icon-button"
                aria-label=delete_label
                title=delete_title
                aria-expanded=move || (asking.get() == Asking::Deletion).to_string()
                on:click=move |_| asking.set(Asking::Deletion)
            >
                {delete_icon}
            </button>
            <Show when=move || asking.get() == Asking::Deletion>
                <div class="project-sure" role="alertdialog" aria-label=say("project-delete")>
                    <span>{say_message(&Message::new("project-delete-sure").with("name", shown_name.as_str()))}</span>
                    <button type="button" class="button small danger" on:click=delete>{say("project-delete-do")}</button>
                    <button type="button" class="button small" autofocus on:click=move |_| asking.set(Asking::Nothing)>{say("cancel")}</button>
                </div>
            </Show>
        </li>
    }
}

#[component]
fn RenameForm(
    name: String,
    on_done: impl Fn(String) + Copy + 'static,
    on_cancel: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    input.on_load(|it| {
        let _ = it.focus();
        it.select();
    });
    let submit = move || {
        let typed = input.get_untracked().map(|it| it.value().trim().to_owned()).unwrap_or_default();
        if typed.is_empty() { on_cancel() } else { on_done(typed) }
    };
    view! {
        <input
            node_ref=input
            class="input"
            type="text"
            maxlength="120"
            aria-label=say("project-name")
            prop:value=name
            on:blur=move |_| on_cancel()
            on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                "Enter" => submit(),
                "Escape" => {
                    event.prevent_default();
                    event.stop_propagation();
                    on_cancel();
                }
                _ => {}
            }
        />
    }
}
