//! The screen: top bar, three regions around the canvas, and what lies over it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    canvas::Canvas, dialogs::Dialogs, follow::{painted, turn}, inspector::Inspector, palette::LeftPanel, projects::{FileInput, Projects}, text::say,
    widgets::Grows, workspace::Workspace,
};

mod bottom;
mod dock;
mod focus;
mod forecast;
mod keys;
mod layout;
mod moves;
mod notices;
mod popovers;
mod region;
mod toasts;
mod top_bar;
mod welcome;

pub use forecast::foretold;
pub use layout::{BottomTab, Layout, LeftTab, Side};
pub use toasts::{Toast, Toasts};
pub use top_bar::{action_shortcut, shortcut_text};

pub use region::{FoldButton, TabHead};

use region::Region;

/// The workspace page.
#[component]
pub fn Frame() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    keys::listen(workspace, layout);
    focus::keep(layout);
    let projects = expect_context::<Projects>();
    spawn_local(async move {
        painted().await;
        layout.build_region();
        // One can draw: for whoever measures how long starting takes.
        window().performance().map(|it| it.mark("interactive"));
        projects.has_started(2_000).await;
        for _ in Side::IN_TURN {
            turn().await;
            layout.build_region();
        }
    });
    view! {
        <a class="skip-link" href="#stage" on:click=move |event| {
            event.prevent_default();
            layout.focus_canvas();
        }>{say("skip-to-drawing")}</a>
        <div
            class="frame"
            class:carrying=move || layout.is_carrying.get()
            class:deriving=move || workspace.is_deriving.get()
            style=("--left-size", move || format!("{}px", layout.left.size.get()))
            style=("--right-size", move || format!("{}px", layout.right.size.get()))
            style=("--bottom-size", move || format!("{}px", layout.bottom.size.get()))
        >
            <div class="top">
                <top_bar::TopBar/>
                <notices::Notices/>
            </div>
            <Region side=Side::Left label=say("region-palette") grows=Grows::Right>
                <LeftPanel/>
            </Region>
            <main class="stage" id="stage" tabindex="-1" aria-label=say("region-drawing")>
                <Canvas/>
                <welcome::Welcome/>
                <welcome::Hint/>
                <popovers::Popovers/>
                <toasts::ToastList/>
                <FileInput/>
            </main>
            <Region side=Side::Right label=say("region-inspector") grows=Grows::Left>
                <Inspector/>
            </Region>
            <Region side=Side::Bottom label=say("region-results") grows=Grows::Up>
                <bottom::BottomPanel/>
            </Region>
            <dock::Dock/>
        </div>
        <Dialogs/>
        // The one place that screen readers listen to; everything to be said goes through it.
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || workspace.announcement.get()}
        </div>
    }
}
