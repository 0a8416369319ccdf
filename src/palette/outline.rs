//! The drawing as a tree: a list to search, and the way through it for people who do not see the canvas.

use std::cmp::Reverse;

use editor::OutlineRow;
use leptos::{attr::custom::custom_attribute, ev, html, prelude::*};
use model::Item;

use super::search::SearchField;
use crate::{
    text::{say, say_message},
    typed::match_rank,
    widgets::{Step, arrow_step, icon},
    workspace::Workspace,
};

/// Rows have one height, so that only those in view need to exist.
const ROW_PIXELS: f64 = 28.0;
const MARGIN_ROWS: usize = 8;

#[component]
pub fn Outline() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    // First pixel in view and height of the view.
    let view_port = RwSignal::new((0.0, 600.0));
    let tree = NodeRef::<html::Div>::new();

    let rows = Memo::new(move |_| {
        workspace.document.track();
        let rows = workspace.with_editor(editor::Editor::outline);
        let typed = typed.get();
        let texts = rows.into_iter().map(|row| (say_message(&row.text), row));
        if typed.trim().is_empty() {
            return texts.collect::<Vec<_>>();
        }
        texts.filter(|(text, _)| match_rank(text, &typed).is_some_and(|rank| rank > 1)).collect()
    });
    let is_selected = move |item: Item| workspace.selection.with(|it| it.contains(&item));
    let choose = move |index: usize| {
        if let Some(item) = rows.with_untracked(|it| it.get(index).map(|(_, row)| row.item)) {
            active.set(index);
            workspace.reveal([item]);
        }
    };
    let show = move |index: usize| {
        active.set(index);
        let Some(tree) = tree.get_untracked() else { return };
        let (top, height) = (index as f64 * ROW_PIXELS, f64::from(tree.client_height()));
        let scrolled = f64::from(tree.scroll_top());
        if top < scrolled {
            tree.set_scroll_top(top as i32);
        } else if top + ROW_PIXELS > scrolled + height {
            tree.set_scroll_top((top + ROW_PIXELS - height) as i32);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let last = rows.with_untracked(Vec::len).saturating_sub(1);
        let now = active.get_untracked();
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            choose(now);
            return;
        }
        let Some(step) = arrow_step(&event) else { return };
        event.prevent_default();
        event.stop_propagation();
        show(match step {
            Step::Back => now.saturating_sub(1),
            Step::Forward => (now + 1).min(last),
            Step::First => 0,
            Step::Last => last,
        });
    };
    // The name that was typed before those that start with it, and these before connections to them.
    let best = move || {
        let typed = typed.get_untracked();
        rows.with_untracked(|it| {
            let name_rank = |item| short_text(workspace, item).and_then(|name| match_rank(&name, &typed));
            let ranks = it.iter().map(|(text, row)| name_rank(row.item).max(match_rank(text, &typed)));
            ranks.enumerate().max_by_key(|(index, rank)| (*rank, Reverse(*index))).map(|(index, _)| index)
        })
    };
    let on_search_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        // Whoever has found a thing wants to do something with it: its keys are those of the drawing.
        "Enter" => {
            if let Some(best) = best() {
                choose(best);
                workspace.layout.focus_canvas();
            }
        }
        "ArrowDown" => {
            event.prevent_default();
            if let Some(tree) = tree.get_untracked() {
                let _ = tree.focus();
            }
        }
        _ => {}
    };
    let measure = move || {
        if let Some(tree) = tree.get_untracked() {
            view_port.set((f64::from(tree.scroll_top()), f64::from(tree.client_height())));
        }
    };
    tree.on_load(move |_| request_animation_frame(measure));
    let in_view = Memo::new(move |_| {
        let (top, height) = view_port.get();
        let first = ((top / ROW_PIXELS) as usize).saturating_sub(MARGIN_ROWS);
        let last = ((top + height) / ROW_PIXELS) as usize + MARGIN_ROWS;
        (first, last.min(rows.with(Vec::len)))
    });
    let row = move |index: usize, text: String, row: OutlineRow| {
        let item = row.item;
        let icon_name = icon_of(workspace, item);
        let (tip, label) = (text.clone(), text);
        let short = short_text(workspace, item).unwrap_or_default();
        view! {
            <div
                class="outline-row"
                class:active=move || active.get() == index
                id=format!("outline-{index}")
                role="treeitem"
                aria-posinset=row.position
                aria-setsize=row.n_siblings
                aria-selected=move || is_selected(item).to_string()
                title=tip
                aria-label=label
                style:top=format!("{}px", index as f64 * ROW_PIXELS)
                style:padding-left=format!("{}px", 12 + 16 * (row.level.saturating_sub(1)))
                on:click=move |_| choose(index)
            >
                {icon(&icon_name)}
                <span class="ellipsis">{short}</span>
            </div>
        }
        // The view macro does not know this attribute.
        .add_any_attr(custom_attribute("aria-level", row.level.to_string()))
    };
    view! {
        <SearchField label=say("outline-search") typed=typed on_key=on_search_key/>
        <div
            class="panel-scroll outline"
            role="tree"
            tabindex="0"
            aria-label=say("outline-tree")
            aria-activedescendant=move || format!("outline-{}", active.get())
            node_ref=tree
            on:keydown=on_key
            on:scroll=move |_| measure()
        >
            <div class="outline-rows" style:height=move || format!("{}px", rows.with(Vec::len) as f64 * ROW_PIXELS)>
                {move || {
                    let (first, last) = in_view.get();
                    let shown = rows.with(|all| all.get(first..last).map(<[_]>::to_vec).unwrap_or_default());
                    shown
                        .into_iter()
                        .enumerate()
                        .map(|(i, (text, it))| row(first + i, text, it))
                        .collect_view()
                }}
            </div>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="empty">{say(if typed.with_untracked(String::is_empty) { "outline-empty" } else { "nothing-found" })}</p>
            </Show>
        </div>
    }
}

/// What fits into a row; the whole sentence is its tool tip and its name for screen readers.
fn short_text(workspace: Workspace, item: Item) -> Option<String> {
    workspace.with_editor(|editor| match item {
        Item::Component(id) => editor.component(id).map(|it| it.name.clone()),
        Item::Zone(id) => editor.zone(id).map(|it| it.name.clone()),
        Item::Connection(id) => {
            let to = editor.component(editor.connection(id)?.to)?;
            Some(format!("→ {}", to.name))
        }
    })
}

fn icon_of(workspace: Workspace, item: Item) -> String {
    workspace.with_editor(|editor| match item {
        Item::Component(id) => editor.component(id).map(|it| it.kind.icon.to_owned()),
        Item::Connection(_) => Some("link".to_owned()),
        Item::Zone(id) => editor.zone(id).map(|it| it.kind.label().to_owned()),
    })
    .unwrap_or_default()
}
