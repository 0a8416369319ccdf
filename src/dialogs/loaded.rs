//! What had to be put right to read a file, or why nothing could be made of it.

use leptos::prelude::*;
use model::Message;

use crate::{
    text::{say, say_message},
    widgets::Dialog,
    workspace::Workspace,
};

#[component]
pub fn Loaded(title: Message, messages: Vec<Message>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let close = move || workspace.dialog.set(None);
    view! {
        <Dialog
            title=say_message(&title)
            width="medium"
            on_close=close
            has_foot=true
            foot=move || view! {
                <button type="button" class="button primary" on:click=move |_| close()>{say("understood")}</button>
            }
        >
            <ul class="loaded-list">
                {messages.iter().map(|it| view! { <li>{say_message(it)}</li> }).collect_view()}
            </ul>
        </Dialog>
    }
}
