//! Every action with its keys, from the table that the keys themselves use.

use editor::{Action, Category};
use leptos::prelude::*;

use crate::{
    follow::after_paint,
    frame::shortcut_text,
    text::{say, say_message},
    widgets::Dialog,
    workspace::Workspace,
};

#[component]
pub fn Help() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // The window first, then what is in it: the table takes its time.
    let is_open = RwSignal::new(false);
    after_paint(move || {
        is_open.try_set(true);
    });
    view! {
        <Dialog title=say("help-title") width="wide" is_text=true on_close=move || workspace.dialog.set(None)>
            <Show when=move || is_open.get()>
                <ActionTable is_page=false/>
            </Show>
        </Dialog>
    }
}

/// The table of actions by category: name, what it does, keys.
#[component]
pub fn ActionTable(
    /// Its headings come right under the one of the page.
    is_page: bool,
) -> impl IntoView {
    let categories = Category::ALL
        .into_iter()
        .map(|category| {
            let actions = Action::ALL.iter().copied().filter(|it| it.category() == category).map(row).collect_view();
            let label = say_message(&category.label());
            let heading = if is_page {
                view! { <h2 class="section-title">{label}</h2> }.into_any()
            } else {
                view! { <h3 class="section-title">{label}</h3> }.into_any()
            };
            view! {
                <section class="help-group">
                    {heading}
                    <dl>{actions}</dl>
                </section>
            }
        })
        .collect_view();
    view! {
        <p class="muted">{say("help-pointer")}</p>
        <div class="help-groups">{categories}</div>
    }
}

fn row(action: Action) -> impl IntoView {
    let keys = action.shortcuts().iter().map(|it| view! { <kbd>{shortcut_text(it)}</kbd> }).collect_view();
    view! {
        <div class="help-row">
            <dt title=say_message(&action.help())>{say_message(&action.label())}</dt>
            <dd>{keys}</dd>
        </div>
    }
}
