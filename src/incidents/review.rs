//! The review: drafted from the timeline, edited in place, given out as Markdown.

use leptos::{ev, html, prelude::*};
use model::Message;
use ops::incidents::{
    Refusal,
    review::{ActionItem, Reader, Section, Shown, draft, heading, markdown, section_text},
};

use super::{
    Incidents,
    to_do::{ToDo, ToDoForm},
};
use crate::{
    browser::files,
    frame::Toast,
    text::{say, say_message},
    widgets::{NumberField, icon},
};

#[component]
pub fn ReviewView(number: u32) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    incidents.measure_harm_of(number);
    let drafts = Memo::new(move |_| {
        incidents.workspace.document.track();
        drafts(incidents, number)
    });
    let to_add = ToDo::new(incidents, number, ["item-text", "item-owner", "item-due"]);
    let save = move |_| {
        // What stands in the form was meant to be in it.
        if to_add.is_written() {
            to_add.send(|text, owner, due| add_item(incidents, number, text, owner, due));
        }
        let texts = texts(incidents, number, &drafts.get_untracked());
        let document = incidents.with_untracked(|book| {
            let case = book.case(number)?;
            Some(markdown(&case.incident, &case.review, &texts, &|it| say_message(it)))
        });
        let Some(document) = document else { return };
        let name = format!("incident-{number}-review.md");
        if files::download(&name, "text/markdown", document.as_bytes()).is_err() {
            incidents.workspace.notify(Toast::new(say("review-not-saved")));
        }
    };
    view! {
        <div class="review">
            <div class="incident-line">
                <button type="button" class="button small" on:click=save>
                    {icon("download")}
                    <span>{say("review-markdown")}</span>
                </button>
                <div class="labelled inline">
                    <label for="review-price">{say("review-price")}</label>
                    <NumberField
                        id="review-price"
                        value=Signal::derive(move || incidents.case(number).and_then(|it| it.review.dollars_per_failure))
                        placeholder=Signal::derive(|| Some(say("review-price-none")))
                        unit="$"
                        min=0.0
                        max=1e9
                        on_commit=move |dollars| {
                            incidents.change(|book| {
                                if let Some(review) = book.review_mut(number) {
                                    review.dollars_per_failure = dollars;
                                }
                            });
                        }
                    />
                </div>
            </div>
            <p class="muted small">{say("review-about")}</p>
            {Section::ALL.into_iter().map(|section| view! { <SectionEditor number section drafts/> }).collect_view()}
            <Items number to_add/>
        </div>
    }
}

type Drafts = Vec<(Section, String)>;

fn drafts(incidents: Incidents, number: u32) -> Drafts {
    incidents.with(|book| {
        let Some(case) = book.case(number) else { return Vec::new() };
        let name = |id| incidents.name(id);
        let moment = |secs| incidents.say_moment(&case.incident, secs);
        let drafted = draft(book, case, Reader { name: &name, moment: &moment });
        drafted.iter().map(|(section, it)| (*section, section_text(*section, it, &|it| say_message(it)))).collect()
    })
}

fn texts(incidents: Incidents, number: u32, drafts: &Drafts) -> Vec<(Section, String)> {
    let shown = |(section, draft): &(Section, String)| {
        let text = incidents.with_untracked(|book| book.case(number).map(|it| it.review.section(*section, draft).text));
        (*section, text.unwrap_or_default())
    };
    drafts.iter().map(shown).collect()
}

#[component]
fn SectionEditor(number: u32, section: Section, drafts: Memo<Drafts>) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let draft = move || {
        drafts.with(|all| all.iter().find(|it| it.0 == section).map(|it| it.1.clone()).unwrap_or_default())
    };
    let shown = Memo::new(move |_| {
        let draft = draft();
        incidents.with(|book| book.case(number).map(|it| it.review.section(section, &draft)))
    });
    let read = move |read: fn(&Shown) -> bool| move || shown.with(|it| it.as_ref().is_some_and(read));
    let area = NodeRef::<html::Textarea>::new();
    let commit = move || {
        let Some(area) = area.try_get_untracked().flatten() else { return };
        let (text, draft) = (area.value(), untrack(draft));
        if shown.with_untracked(|it| it.as_ref().is_some_and(|it| it.text == text)) {
            return;
        }
        let outcome = incidents.change(|book| match book.review_mut(number) {
            Some(review) => review.edit(section, &text, &draft),
            None => Err(Refusal::NothingChanges),
        });
        incidents.told(outcome);
    };
    let id = format!("review-{section:?}");
    let lines = move || {
        let n = shown.with(|it| it.as_ref().map_or(1, |it| it.text.lines().count()));
        (n + 1).clamp(2, 14).to_string()
    };
    view! {
        <section class="review-section">
            <div class="incident-line">
                <label class="review-heading" for=id.clone()>{say_message(&heading(section))}</label>
                <Show when=read(|it| it.is_edited)>
                    <span class="muted small">{say("review-edited")}</span>
                    <button
                        type="button"
                        class="button small quiet"
                        on:click=move |_| {
                            incidents.change(|book| {
                                if let Some(review) = book.review_mut(number) {
                                    review.discard(section);
                                }
                            });
                        }
                    >
                        {say("review-back-to-draft")}
                    </button>
                </Show>
            </div>
            <textarea
                node_ref=area
                id=id
                class="input"
                rows=lines
                placeholder=say("review-nothing")
                prop:value=move || shown.with(|it| it.as_ref().map(|it| it.text.clone()).unwrap_or_default())
                on:change=move |_| commit()
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == "Escape"
                        && let Some(area) = area.get_untracked()
                    {
                        area.set_value(&shown.with_untracked(|it| it.as_ref().map_or_else(String::new, |it| it.text.clone())));
                    }
                }
            ></textarea>
            <Show when=read(|it| it.is_outdated)>
                <details class="review-newer">
                    <summary>{say("review-outdated")}</summary>
                    <pre>{draft}</pre>
                </details>
            </Show>
        </section>
    }
}

/// Whether it could be kept.
fn set_item(incidents: Incidents, number: u32, index: usize, item: ActionItem) -> bool {
    let outcome = incidents.change(|book| match book.review_mut(number) {
        Some(review) => review.set_item(index, item),
        None => Err(Refusal::NothingChanges),
    });
    incidents.told(outcome)
}

fn add_item(incidents: Incidents, number: u32, text: String, owner: String, due: String) -> bool {
    let n_items = incidents.with_untracked(|book| book.case(number).map_or(0, |it| it.review.items().len()));
    set_item(incidents, number, n_items, ActionItem { text, owner, due, is_done: false })
}

#[component]
fn Items(number: u32, to_add: ToDo) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let items = Memo::new(move |_| incidents.case(number).map(|it| it.review.items().to_vec()).unwrap_or_default());
    let row = move |index: usize| {
        let item = move || items.with(|all| all.get(index).cloned().unwrap_or_default());
        let id = format!("item-done-{index}");
        let of = |id: &'static str| say_message(&Message::new(id).with("text", untrack(item).text.as_str()));
        view! {
            <li class="part-row">
                <input
                    id=id.clone()
                    type="checkbox"
                    prop:checked=move || item().is_done
                    on:change=move |event| {
                        set_item(incidents, number, index, ActionItem { is_done: event_target_checked(&event), ..untrack(item) });
                    }
                />
                <label class="part-text" for=id>
                    {move || item().text}
                    <span class="muted small">
                        " "
                        {move || {
                            let ActionItem { owner, due, .. } = item();
                            [owner, due].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
                        }}
                    </span>
                </label>
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=of("review-remove-item")
                    title=of("review-remove-item")
                    on:click=move |_| {
                        incidents.change(|book| {
                            if let Some(review) = book.review_mut(number) {
                                review.remove_item(index);
                            }
                        });
                    }
                >
                    {icon("close")}
                </button>
            </li>
        }
    };
    let add = move |text, owner, due| add_item(incidents, number, text, owner, due);
    let n_items = Memo::new(move |_| items.with(Vec::len));
    view! {
        <section class="review-section" aria-labelledby="review-items">
            <h4 id="review-items">{say("review-items")}</h4>
            <ul class="part-rows">{move || (0..n_items.get()).map(row).collect_view()}</ul>
            <ToDoForm form=to_add label="review-add-item" what="review-item" add=add/>
        </section>
    }
}
