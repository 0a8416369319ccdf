//! All kinds of components by family, and the kinds of zones. Typing filters; a click, Enter or a drag adds.

use std::{cmp::Reverse, collections::BTreeSet};

use editor::{Input, Offer};
use leptos::{ev, html, prelude::*};
use model::{Kind, Message, ZoneKind, catalog::Family, lean};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    drag::Drag,
    search::SearchField,
};
use crate::{
    follow::late,
    browser::settings,
    frame::Toast,
    text::{has_text, say, say_message},
    typed::match_rank,
    widgets::{Step, arrow_step, icon, move_focus},
    workspace::Workspace,
};

/// An offer with its texts, which the search reads.
#[derive(Clone)]
struct Entry {
    offer: Offer,
    label: String,
    about: String,
    family: String,
}

/// Folded families are remembered under these names.
const ZONES: &str = "zones";

const ROWS: &str = ".offer";

fn icon_of(offer: Offer) -> String {
    match offer {
        Offer::Component(kind) => kind.icon.to_owned(),
        Offer::Zone(kind) => kind.label().to_owned(),
    }
}

fn id_of(offer: Offer) -> &'static str {
    match offer {
        Offer::Component(kind) => kind.id,
        Offer::Zone(kind) => kind.id(),
    }
}

/// What it is called, in the palette and while it is carried.
fn label_of(offer: Offer) -> String {
    match offer {
        Offer::Component(kind) => say_message(&kind.label()),
        Offer::Zone(kind) => say(kind.label()),
    }
}

fn entries() -> Vec<Entry> {
    let kinds = Kind::all().map(|kind| Entry {
        offer: Offer::Component(kind),
        label: label_of(Offer::Component(kind)),
        about: say_message(&kind.about()),
        family: family_label(kind.family),
    });
    let zones = ZoneKind::ALL.into_iter().map(|kind| Entry {
        offer: Offer::Zone(kind),
        label: label_of(Offer::Zone(kind)),
        about: say(&format!("{}-about", kind.label())),
        family: say("family-zones"),
    });
    kinds.chain(zones).collect()
}

/// What else people call it: words that come only after the page has begun, so they are looked up when somebody searches.
fn also(id: &str) -> String {
    let text = format!("also-{}", id);
    if has_text(&text) { say(&text) } else { String::new() }
}

fn family_label(family: Family) -> String {
    say_message(&Message::computed(format!("family-{}", family.id())))
}

/// Best matches first; ties stay in the order of the catalogue.
fn found(entries: &[Entry], typed: &str) -> Vec<usize> {
    let rank = |entry: &Entry| {
        let label = match_rank(&entry.label, typed).map(|it| it * 4 + 3);
        let id = match_rank(id_of(entry.offer), typed).filter(|it| *it > 1).map(|it| it * 4 + 2);
        let family = match_rank(&entry.family, typed).filter(|it| *it > 2).map(|it| it * 4);
        let about = match_rank(&entry.about, typed).filter(|it| (2..5).contains(it)).map(|it| it * 4 - 3);
        let also = match_rank(&also(id_of(entry.offer)), typed).filter(|it| *it > 2).map(|it| it * 4 - 2);
        label.max(id).max(also).max(family).max(about)
    };
    let mut found: Vec<_> = entries.iter().enumerate().filter_map(|(i, it)| Some((rank(it)?, i))).collect();
    // Letters scattered over a label are a guess, good only where nothing better is known.
    if found.iter().any(|(rank, _)| *rank >= 8) {
        found.retain(|(rank, _)| *rank >= 5);
    }
    lean::sort_by_key(&mut found, |(rank, i)| (Reverse(*rank), *i));
    found.into_iter().map(|(_, i)| i).collect()
}

#[component]
pub fn Kinds() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let typed = RwSignal::new(String::new());
    let carried = RwSignal::new(None);
    let drag = Drag::new(workspace, carried);
    let entries = StoredValue::new_local(entries());
    let folded = RwSignal::new(settings::load::<BTreeSet<String>>("palette.folded").unwrap_or_default());
    let list = NodeRef::<html::Div>::new();
    let results = Memo::new(move |_| {
        let typed = typed.get();
        (!typed.trim().is_empty()).then(|| entries.with_value(|it| found(it, &typed)))
    });
    let shown = late(None, move || results.get());

    let add = move |offer: Offer| {
        workspace.dispatch(Input::PaletteAdd { offer });
        // On a narrow screen the drawer hides what was added.
        if workspace.layout.is_narrow.get_untracked() {
            let label = entries.with_value(|all| {
                all.iter().find(|it| it.offer == offer).map(|it| it.label.clone()).unwrap_or_default()
            });
            workspace.toasts.show(Toast::new(say_message(&Message::new("palette-added").with("name", label))));
        }
    };
    let step_into_list = move |step: Step| {
        if let Some(list) = list.get_untracked() {
            move_focus(list.unchecked_ref::<Element>(), ROWS, step);
        }
    };
    let on_search_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            let first = results.with_untracked(|it| it.as_ref().and_then(|it| it.first().copied()));
            if let Some(first) = first {
                event.prevent_default();
                add(entries.with_value(|it| it[first].offer));
                typed.set(String::new());
            }
        }
        "ArrowDown" => {
            event.prevent_default();
            step_into_list(Step::First);
        }
        _ => {}
    };
    let on_list_key = move |event: ev::KeyboardEvent| {
        if let Some(step) = arrow_step(&event) {
            event.prevent_default();
            event.stop_propagation();
            step_into_list(step);
        }
    };
    let row = move |index: usize, detailed: bool| {
        let Entry { offer, label, about, .. } = entries.with_value(|it| it[index].clone());
        let help = if about.is_empty() { label.clone() } else { format!("{label}: {about}") };
        view! {
            <button
                type="button"
                class="offer"
                class:detailed=detailed
                tabindex=if index == 0 { "0" } else { "-1" }
                data-kind=id_of(offer)
                title=help
                on:click=move |_| {
                    if drag.is_click() {
                        add(offer);
                    }
                }
                on:pointerdown=move |event| drag.down(offer, &event)
                on:pointermove=move |event| drag.moved(&event)
                on:pointerup=move |event| drag.up(&event)
                on:pointercancel=move |_| drag.cancel()
                on:contextmenu=move |event| drag.context_menu(&event)
            >
                {icon(&icon_of(offer))}
                <span class="offer-text">
                    <span class="ellipsis">{label}</span>
                    {detailed.then(|| view! { <span class="offer-about">{about}</span> })}
                </span>
            </button>
        }
    };
    let group = move |id: &'static str, label: String, rows: Vec<usize>| {
        let is_folded = move || folded.with(|it| it.contains(id));
        let n_rows = rows.len();
        view! {
            <section class="family">
                <h3>
                    <button
                        type="button"
                        class="family-head"
                        aria-expanded=move || (!is_folded()).to_string()
                        on:click=move |_| {
                            folded.update(|it| {
                                if !it.remove(id) {
                                    it.insert(id.to_owned());
                                }
                            });
                            folded.with_untracked(|it| settings::save("palette.folded", it));
                        }
                    >
                        {icon("chevron-right")}
                        <span>{label}</span>
                        <span class="muted">{n_rows}</span>
                    </button>
                </h3>
                <Show when=move || !is_folded()>
                    {rows.iter().map(|index| row(*index, false)).collect_view()}
                </Show>
            </section>
        }
    };
    let groups = move || {
        let of = |belongs: &dyn Fn(&Entry) -> bool| -> Vec<usize> {
            entries.with_value(|all| {
                all.iter().enumerate().filter(|(_, it)| belongs(it)).map(|(i, _)| i).collect()
            })
        };
        let families = Family::ALL.into_iter().map(|family| {
            let rows = of(&|it| matches!(it.offer, Offer::Component(kind) if kind.family == family));
            group(family.id(), family_label(family), rows)
        });
        let zones = group(ZONES, say("family-zones"), of(&|it| matches!(it.offer, Offer::Zone(_))));
        (families.collect_view(), zones)
    };
    view! {
        <SearchField label=say("palette-search") typed=typed on_key=on_search_key/>
        <div
            class="panel-scroll offers"
            role="group"
            aria-label=say("palette-list")
            node_ref=list
            on:keydown=on_list_key
            // What a finger carries must not scroll the list under it.
            on:touchmove=move |event| {
                if drag.is_carrying() {
                    event.prevent_default();
                }
            }
            on:focusin=move |event| keep_tab_stop(&event)
        >
            {move || match shown.get() {
                None => groups().into_any(),
                Some(found) if found.is_empty() => {
                    view! { <p class="empty">{say("palette-nothing")}</p> }.into_any()
                }
                Some(found) => found.into_iter().map(|index| row(index, true)).collect_view().into_any(),
            }}
        </div>
        {move || carried.get().map(|(offer, x, y)| view! {
            <div
                class="carried"
                style:left=format!("{x}px")
                style:top=format!("{y}px")
                aria-hidden="true"
            >
                {icon(&icon_of(offer))}
                <span>{label_of(offer)}</span>
            </div>
        })}
    }
}

/// The row that has the focus is the list's Tab stop.
fn keep_tab_stop(event: &ev::FocusEvent) {
    let Some(target) = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
    let list = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    let Some(old) = list.and_then(|it| it.query_selector(".offer[tabindex='0']").ok().flatten()) else { return };
    if target.class_list().contains("offer") && old != *target.unchecked_ref::<Element>() {
        let _ = old.set_attribute("tabindex", "-1");
        target.set_tab_index(0);
    }
}
