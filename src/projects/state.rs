//! What a person sees about saving: a word in the top bar, and a bar below it where something has to be decided.

use editor::Action;
use leptos::prelude::*;

use super::{Projects, Saving};
use crate::{
    browser::database::StorageError,
    text::say,
    widgets::icon,
    workspace::{Dialog, Workspace},
};

/// What to try with a drawing and what to notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub text: String,
    /// It holds for the drawing as it was opened only.
    pub goes_with_a_change: bool,
}

/// Beside the drawing's name.
#[component]
pub fn SavedState() -> impl IntoView {
    let projects = expect_context::<Projects>();
    move || {
        let (class, icon_name, text) = match projects.saving.get() {
            Saving::Starting => return None,
            Saving::Unkept => ("saved", "", "saved-not-yet"),
            Saving::Underway => ("saved", "", "saved-saving"),
            Saving::Saved => ("saved", "check", "saved-saved"),
            Saving::Failed(_) => ("saved warning", "warning", "saved-failed"),
            Saving::OpenElsewhere => ("saved warning", "lock", "saved-elsewhere"),
            Saving::Conflict => ("saved warning", "warning", "saved-conflict"),
        };
        let picture = (!icon_name.is_empty()).then(|| icon(icon_name));
        Some(view! { <span class=class>{picture} <span>{say(text)}</span></span> })
    }
}

/// Under the top bar.
#[component]
pub fn ProjectNotice() -> impl IntoView {
    let projects = expect_context::<Projects>();
    let workspace = expect_context::<Workspace>();
    let button = move |label: &'static str, action: fn(Projects)| {
        view! {
            <button type="button" class="button small" on:click=move |_| action(projects)>{say(label)}</button>
        }
    };
    let save_file = move || {
        view! {
            <button
                type="button"
                class="button small"
                on:click=move |_| {
                    workspace.run(Action::SaveFile);
                }
            >
                {say("save-as-file")}
            </button>
        }
    };
    let bar = move |class: &'static str, icon_name: &'static str, text: &'static str, buttons: AnyView| {
        view! {
            <div class=class role="alert">
                {icon(icon_name)}
                <span>{say(text)}</span>
                {buttons}
            </div>
        }
        .into_any()
    };
    move || match projects.saving.get() {
        Saving::Starting | Saving::Unkept | Saving::Underway | Saving::Saved => ().into_any(),
        Saving::Failed(error) => {
            let text = match error {
                StorageError::Denied => "storage-denied",
                StorageError::Full => "storage-full",
                StorageError::Conflict { .. } | StorageError::Other(_) => "storage-failed",
            };
            let manage = (error == StorageError::Full).then(|| {
                view! {
                    <button
                        type="button"
                        class="button small"
                        on:click=move |_| workspace.dialog.set(Some(Dialog::Projects))
                    >
                        {say("storage-make-room")}
                    </button>
                }
            });
            bar("notice warning", "warning", text, (save_file(), manage).into_any())
        }
        Saving::OpenElsewhere => bar(
            "notice warning",
            "lock",
            "elsewhere",
            (button("elsewhere-take-over", Projects::take_over), button("elsewhere-copy", Projects::keep_copy))
                .into_any(),
        ),
        Saving::Conflict => bar(
            "notice warning",
            "warning",
            "conflict",
            (
                button("conflict-theirs", Projects::use_theirs),
                button("conflict-mine", Projects::use_mine),
                button("elsewhere-copy", Projects::keep_copy),
            )
                .into_any(),
        ),
    }
}
