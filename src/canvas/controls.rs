//! Buttons and the minimap in the corner of the canvas.

use editor::Action;
use leptos::{ev, html, prelude::*};
use model::{Arg, Message, Point};

use crate::{
    text::{say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// Zoom, fit, minimap.
#[component]
pub fn Controls(
    /// In percent.
    zoom: RwSignal<f64>,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let button = move |action: Action, name: &'static str| {
        let label = say_message(&action.label());
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=label.clone()
                title=label
                on:click=move |_| {
                    workspace.run(action);
                }
            >
                {icon(name)}
            </button>
        }
    };
    let percent = move || say_arg(&Arg::Ratio(zoom.get() / 100.0));
    let minimap_label = say_message(&Action::ToggleMinimap.label());
    view! {
        <div class="canvas-controls canvas-control" role="group" aria-label=say("canvas-controls")>
            {button(Action::ZoomOut, "minus")}
            <button
                type="button"
                class="canvas-zoom"
                title=say_message(&Action::ZoomActual.label())
                aria-label=move || say_message(&Message::new("canvas-zoom").with("percent", percent()))
                on:click=move |_| {
                    workspace.run(Action::ZoomActual);
                }
            >
                {percent}
            </button>
            {button(Action::ZoomIn, "plus")}
            {button(Action::ZoomFit, "fit")}
            <button
                type="button"
                class="icon-button minimap-toggle"
                aria-label=minimap_label.clone()
                title=minimap_label
                aria-pressed=move || workspace.layout.shows_minimap.get().to_string()
                on:click=move |_| {
                    workspace.run(Action::ToggleMinimap);
                }
            >
                {icon("minimap")}
            </button>
        </div>
    }
}

/// The minimap's picture and the frame that can be dragged. Keys pan and zoom the canvas itself, so it is hidden from
/// the keyboard.
#[component]
pub fn MinimapView(
    /// Drawn by the renderer, which also says where in the world a point of it is.
    root: NodeRef<html::Div>,
    /// Moves the camera to a point of the picture, in CSS pixels from its corner.
    #[prop(into)]
    on_look: Callback<Point>,
) -> impl IntoView {
    let look = move |event: ev::PointerEvent| {
        let Some(element) = root.get_untracked() else { return };
        let rect = element.get_bounding_client_rect();
        // The picture begins inside the border of one pixel.
        let at = Point::new(
            f64::from(event.client_x()) - rect.left() - 1.0,
            f64::from(event.client_y()) - rect.top() - 1.0,
        );
        on_look.run(at);
    };
    view! {
        <div
            class="canvas-minimap canvas-control"
            aria-hidden="true"
            node_ref=root
            on:pointerdown=move |event| {
                if let Some(element) = root.get_untracked() {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
                event.prevent_default();
                look(event);
            }
            on:pointermove=move |event| {
                if event.buttons() & 1 != 0 {
                    look(event);
                }
            }
        >
            <canvas></canvas>
            <div class="canvas-minimap-frame"></div>
        </div>
    }
}
