//! Small windows at a point of the canvas that wait for an answer: a name, a choice, an offer.

use editor::Action;
use leptos::{ev, html, prelude::*};
use model::{ComponentId, Edit, Item, Message, Point, Relation};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::action_shortcut;
use crate::{
    text::{say, say_message},
    widgets::{MenuLine, Step, arrow_step, icon, move_focus},
    workspace::{Popover, Workspace},
};

/// Actions of the context menu; `None` is a line between groups. Those that can do nothing now are left out.
const CONTEXT_MENU: &[Option<Action>] = &[
    Some(Action::Connect),
    Some(Action::ReverseConnection),
    Some(Action::OpenInspector),
    Some(Action::Rename),
    Some(Action::ToggleDown),
    None,
    Some(Action::Cut),
    Some(Action::Copy),
    Some(Action::Paste),
    Some(Action::Duplicate),
    Some(Action::Delete),
    None,
    Some(Action::GroupIntoZone),
    Some(Action::LeaveZone),
    Some(Action::BringToFront),
    Some(Action::SelectConnected),
    None,
    Some(Action::SelectAll),
    Some(Action::ZoomFit),
];

/// CSS pixels between the pointer and a popover, and between it and the canvas's edge.
const BELOW: f64 = 8.0;

#[component]
pub fn Popovers() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || {
        workspace.popover.get().map(|popover| match popover {
            Popover::Rename(item) => view! { <Rename item/> }.into_any(),
            Popover::Menu { at } => view! {
                <Window at label=say("context-menu") class="popover menu-list"><ContextMenu/></Window>
            }
            .into_any(),
            Popover::ChooseRelation { from, to, relations, at } => view! {
                <Window at label=say("choose-relation") class="popover menu-list">
                    <Relations from to relations=relations.clone()/>
                </Window>
            }
            .into_any(),
            Popover::Refused { why, offer_reverse, at, .. } => view! {
                <Window at label=say("refused") class="popover refused">
                    <Refusal why=why.clone() offer_reverse/>
                </Window>
            }
            .into_any(),
        })
    }
}

/// The frame of a popover: inside the canvas, closed by Escape and by a press elsewhere.
#[component]
fn Window(
    /// In CSS pixels from the canvas's top left corner.
    at: Point,
    label: String,
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let node = NodeRef::<html::Div>::new();
    let close = move || {
        if workspace.popover.with_untracked(Option::is_some) {
            workspace.popover.set(None);
        }
    };
    let pressed = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target();
        let target = target.as_ref().and_then(|it| it.dyn_ref::<Node>());
        if node.get_untracked().is_some_and(|it| !it.contains(target)) {
            close();
        }
    });
    on_cleanup(move || pressed.remove());
    let viewport = workspace.with_editor(editor::Editor::viewport);
    node.on_load(move |node| {
        request_animation_frame(move || {
            keep_inside(&node, viewport);
            move_focus(node.unchecked_ref::<Element>(), "button", Step::First);
        });
    });
    let on_key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        if event.key() == "Escape" {
            close();
            workspace.layout.focus_canvas();
        } else if let (Some(step), Some(node)) = (arrow_step(&event), node.get_untracked()) {
            event.prevent_default();
            move_focus(node.unchecked_ref::<Element>(), "button", step);
        }
    };
    view! {
        <div
            class=class
            node_ref=node
            role="dialog"
            aria-label=label
            style:left=format!("{}px", at.x)
            style:top=format!("{}px", at.y + BELOW)
            on:keydown=on_key
            on:contextmenu=|event: ev::MouseEvent| event.prevent_default()
        >
            {children()}
        </div>
    }
}

/// Moves a popover that reaches over the canvas's right or lower edge, once its size is known.
fn keep_inside(node: &web_sys::HtmlDivElement, viewport: model::Size) {
    let style = web_sys::HtmlElement::style(node);
    let fit = |start: i32, size: i32, room: f64| f64::from(start).min(room - f64::from(size) - BELOW).max(BELOW);
    let left = fit(node.offset_left(), node.offset_width(), viewport.width);
    let top = fit(node.offset_top(), node.offset_height(), viewport.height);
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

#[component]
fn ContextMenu() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let row = move |action: Action| {
        view! {
            <button
                type="button"
                class="menu-item"
                tabindex="-1"
                on:click=move |_| {
                    workspace.popover.set(None);
                    workspace.layout.focus_canvas();
                    workspace.run(action);
                }
            >
                <span class="ellipsis">{say_message(&action.label())}</span>
                <span class="shortcut">{action_shortcut(action)}</span>
            </button>
        }
        .into_any()
    };
    // Without a run there is nothing to take down.
    let can_break = untrack(|| workspace.simulation.is_active());
    let is_enabled = |action: &Action| {
        untrack(|| workspace.is_enabled(*action)) && (*action != Action::ToggleDown || can_break)
    };
    CONTEXT_MENU
        .split(Option::is_none)
        .map(|group| group.iter().flatten().copied().filter(is_enabled).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .enumerate()
        .map(|(i, group)| {
            let line = (i > 0).then(|| view! { <MenuLine/> });
            (line, group.into_iter().map(row).collect_view())
        })
        .collect_view()
}

/// What a new connection means, where the rules allow several things.
#[component]
fn Relations(from: ComponentId, to: ComponentId, relations: Vec<Relation>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let rows = relations
        .into_iter()
        .map(|relation| {
            view! {
                <button
                    type="button"
                    class="menu-item tall"
                    tabindex="-1"
                    on:click=move |_| {
                        workspace.popover.set(None);
                        workspace.layout.focus_canvas();
                        workspace.change(|editor| editor.connect(from, to, relation));
                    }
                >
                    <span class="offer-text">
                        <span>{say(&format!("relation-{}", relation.id()))}</span>
                        <span class="offer-about">{say(&format!("relation-{}-about", relation.id()))}</span>
                    </span>
                </button>
            }
        })
        .collect_view();
    view! {
        <p class="menu-label">{say("choose-relation")}</p>
        {rows}
    }
}

/// Why a connection was not drawn, and the offer to draw it the other way round.
#[component]
fn Refusal(why: Message, offer_reverse: bool) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let close = move || {
        workspace.popover.set(None);
        workspace.layout.focus_canvas();
    };
    view! {
        <p class="refused-why">{icon("error")} <span>{say_message(&why)}</span></p>
        <div class="refused-buttons">
            {offer_reverse.then(|| view! {
                <button
                    type="button"
                    class="button primary small"
                    on:click=move |_| {
                        close();
                        workspace.change(editor::Editor::accept_reverse);
                    }
                >
                    {say("refused-reverse")}
                </button>
            })}
            <button type="button" class="button small" on:click=move |_| close()>{say("close")}</button>
        </div>
    }
}

/// A field over a component or zone, filled with its name.
#[component]
fn Rename(item: Item) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let input = NodeRef::<html::Input>::new();
    input.on_load(|input| {
        request_animation_frame(move || {
            let _ = input.focus();
            input.select();
        });
    });
    let found = workspace.with_editor(|editor| {
        let (name, rect) = match item {
            Item::Component(id) => (editor.component(id)?.name.clone(), editor.rect_of(id)?),
            Item::Zone(id) => (editor.zone(id)?.name.clone(), editor.zone_rect(id)?),
            Item::Connection(_) => return None,
        };
        Some((name, editor.camera().rect_on_screen(rect)))
    });
    let Some((name, rect)) = found else {
        workspace.popover.set(None);
        return ().into_any();
    };
    let before = name.clone();
    let finish = move |keep: bool| {
        if workspace.popover.with_untracked(|it| *it != Some(Popover::Rename(item))) {
            return;
        }
        let typed = input.get_untracked().map(|it| it.value().trim().to_owned()).unwrap_or_default();
        workspace.popover.set(None);
        if !keep || typed.is_empty() || typed == before {
            return;
        }
        let label = Message::new("step-rename").with("name", typed.as_str());
        match item {
            Item::Component(component) => workspace.commit(&Edit::RenameComponent { component, name: typed }, label),
            Item::Zone(zone) => workspace.commit(&Edit::RenameZone { zone, name: typed }, label),
            Item::Connection(_) => {}
        }
    };
    let leave = finish.clone();
    view! {
        <input
            node_ref=input
            class="input rename"
            type="text"
            maxlength="80"
            aria-label=say("rename-field")
            prop:value=name
            style:left=format!("{}px", rect.x.max(4.0))
            style:top=format!("{}px", rect.y.max(4.0))
            style:width=format!("{}px", rect.width.clamp(140.0, 320.0))
            on:blur=move |_| leave(true)
            on:keydown=move |event: ev::KeyboardEvent| {
                event.stop_propagation();
                if matches!(event.key().as_str(), "Enter" | "Escape") {
                    finish(event.key() == "Enter");
                    workspace.layout.focus_canvas();
                }
            }
        />
    }
    .into_any()
}
