//! The bar at the top: project, undo, run, the headline figures, share, looks.

use editor::{Action, Shortcut};
use leptos::{html, prelude::*};
use model::{Edit, Message};

use super::{Layout, Side, forecast::ForecastHeadline};
use crate::{
    dashboard::{Headline, RunControls},
    inspector::Dollars,
    later::Later,
    projects::SavedState,
    browser::{is_apple, theme::{Choice, Theme}},
    text::{say, say_message},
    widgets::{Menu, MenuItem, MenuLine, icon},
    workspace::Workspace,
};

#[component]
pub fn TopBar() -> impl IntoView {
    let layout = expect_context::<Layout>();
    let workspace = expect_context::<Workspace>();
    let is_narrow = layout.is_narrow;
    view! {
        <header class="topbar" id="top-bar" tabindex="-1">
            <MainMenu/>
            <ProjectName/>
            <div class="group">
                <ActionButton action=Action::Undo icon_name="undo"/>
                <ActionButton action=Action::Redo icon_name="redo"/>
            </div>
            <RunControls/>
            <Show when=move || is_narrow.get()>
                <div class="topbar-figures">
                    <Headline/>
                    <ForecastHeadline/>
                    <div class="spacer"></div>
                    <MonthlyCost/>
                </div>
            </Show>
            <Show when=move || !is_narrow.get()>
                <div class="spacer"></div>
                <Headline/>
                <ForecastHeadline/>
                <MonthlyCost/>
                <button
                    type="button"
                    class="button"
                    title=action_title(Action::Share)
                    on:click=move |_| {
                        workspace.run(Action::Share);
                    }
                >
                    {icon("share")}
                    <span>{say("share")}</span>
                </button>
                <div class="group">
                    <PanelButton side=Side::Left icon_name="panel-left" label="toggle-left"/>
                    <PanelButton side=Side::Bottom icon_name="panel-bottom" label="toggle-bottom"/>
                    <PanelButton side=Side::Right icon_name="panel-right" label="toggle-right"/>
                </div>
                <LooksMenu/>
                <ActionButton action=Action::ShowHelp icon_name="help"/>
            </Show>
        </header>
    }
}

#[component]
fn MonthlyCost() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let parts = expect_context::<Later>();
    // What reckons it comes with the panels; until then it is not known, which is not nothing.
    move || {
        parts.views().map(|_| {
            view! { <Dollars dollars=Signal::derive(move || workspace.bill.with(|it| it.cost.total_dollars))/> }
        })
    }
}

/// Everything about projects and files, and on a narrow screen what has no room in the bar.
#[component]
fn MainMenu() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let item = move |action: Action, icon_name: &'static str| {
        view! {
            <MenuItem
                label=say_message(&action.label())
                icon_name=icon_name
                shortcut=action_shortcut(action)
                on_choose=move || {
                    workspace.run(action);
                }
            />
        }
    };
    view! {
        <Menu
            label=say("main-menu")
            class="product"
            button=|| view! {
                {icon("mark")}
                <span class="product-name">{say("product")}</span>
                {icon("chevron-down")}
            }
        >
            {item(Action::NewProject, "plus")}
            {item(Action::ShowProjects, "folder")}
            {item(Action::ShowBlueprints, "blueprint")}
            {item(Action::OpenFile, "file")}
            {item(Action::SaveFile, "download")}
            {item(Action::Share, "share")}
            <MenuLine/>
            {item(Action::ShowCommandPalette, "command")}
            {item(Action::ToggleTheme, "contrast")}
            {item(Action::ShowHelp, "help")}
            <MenuLine/>
            <a class="menu-item" role="menuitem" tabindex="-1" href=format!("{}/about/", crate::browser::base_path())>
                {icon("mark")}
                <span>{say("about-title")}</span>
            </a>
        </Menu>
    }
}

/// The drawing's name, to be changed in place, and whether it is saved.
#[component]
fn ProjectName() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let input = NodeRef::<html::Input>::new();
    let name = Memo::new(move |_| workspace.document.with(|it| it.name.clone()));
    let commit = move || {
        let Some(input) = input.get_untracked() else { return };
        let typed = input.value().trim().to_owned();
        if typed.is_empty() || typed == name.get_untracked() {
            input.set_value(&name.get_untracked());
        } else {
            workspace.commit(&Edit::SetName(typed), Message::new("step-rename-drawing"));
        }
    };
    view! {
        <div class="project">
            <input
                node_ref=input
                class="project-name"
                aria-label=say("project-name")
                title=move || if name.with(|it| it.is_empty()) { say("project-name") } else { name.get() }
                maxlength="120"
                autocomplete="off"
                spellcheck="false"
                placeholder=say("untitled")
                prop:value=move || name.get()
                size=move || name.get().chars().count().clamp(8, 32)
                on:blur=move |_| commit()
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" => {
                        commit();
                        workspace.layout.focus_canvas();
                    }
                    "Escape" => {
                        if let Some(input) = input.get_untracked() {
                            input.set_value(&name.get_untracked());
                        }
                        workspace.layout.focus_canvas();
                    }
                    _ => {}
                }
            />
            <SavedState/>
        </div>
    }
}

/// A button for an action of the table: its name, help and keys come from there.
#[component]
fn ActionButton(action: Action, icon_name: &'static str) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // Undo and redo say what they would change.
    let title = move || {
        let step = workspace.history.with(|(undo, redo)| match action {
            Action::Undo => undo.as_ref().map(say_message),
            Action::Redo => redo.as_ref().map(say_message),
            _ => None,
        });
        step.map_or_else(|| action_title(action), |step| format!("{}: {step}", action_title(action)))
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=say_message(&action.label())
            title=title
            aria-disabled=move || (!workspace.is_enabled(action)).then_some("true")
            on:click=move |_| {
                workspace.run(action);
            }
        >
            {icon(icon_name)}
        </button>
    }
}

#[component]
fn PanelButton(side: Side, icon_name: &'static str, label: &'static str) -> impl IntoView {
    let layout = expect_context::<Layout>();
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=say(label)
            title=say(label)
            aria-pressed=move || layout.is_shown(side).to_string()
            on:click=move |_| layout.toggle(side)
        >
            {icon(icon_name)}
        </button>
    }
}

#[component]
fn LooksMenu() -> impl IntoView {
    let theme = expect_context::<Theme>();
    let choice = move |value: Choice, label: &'static str, icon_name: &'static str| {
        view! {
            <MenuItem
                label=say(label)
                icon_name=icon_name
                checked=Signal::derive(move || theme.choice.get() == value)
                on_choose=move || theme.choice.set(value)
            />
        }
    };
    view! {
        <Menu
            label=say("looks")
            right=true
            button=move || view! {
                {move || icon(if theme.is_dark.get() { "moon" } else { "sun" })}
            }
        >
            {choice(Choice::System, "looks-system", "tune")}
            {choice(Choice::Light, "looks-light", "sun")}
            {choice(Choice::Dark, "looks-dark", "moon")}
            <MenuLine/>
            <MenuItem
                label=say("looks-contrast")
                icon_name="contrast"
                checked=Signal::derive(move || theme.wants_contrast.get())
                on_choose=move || theme.wants_contrast.update(|it| *it = !*it)
            />
        </Menu>
    }
}

/// Name and keys of an action, for tool tips.
pub fn action_title(action: Action) -> String {
    let label = say_message(&action.label());
    let keys = action_shortcut(action);
    if keys.is_empty() { label } else { format!("{label} ({keys})") }
}

/// The keys of an action as people know them, or nothing.
pub fn action_shortcut(action: Action) -> String {
    action.shortcuts().first().map(shortcut_text).unwrap_or_default()
}

/// A key with modifiers: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac.
pub fn shortcut_text(shortcut: &Shortcut) -> String {
    let key = match shortcut.key {
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "Escape" => say("key-escape"),
        "Delete" => say("key-delete"),
        "Backspace" => say("key-backspace"),
        "Enter" => say("key-enter"),
        "Home" => say("key-home"),
        "End" => say("key-end"),
        " " => say("key-space"),
        other => other.to_ascii_uppercase(),
    };
    let modifiers = shortcut.modifiers;
    let mut text = String::new();
    if is_apple() {
        for (held, sign) in [(modifiers.alt, '⌥'), (modifiers.shift, '⇧'), (modifiers.ctrl, '⌘')] {
            if held {
                text.push(sign);
            }
        }
    } else {
        for (held, id) in [(modifiers.ctrl, "key-ctrl"), (modifiers.alt, "key-alt"), (modifiers.shift, "key-shift")] {
            if held {
                text += &say(id);
                text.push('+');
            }
        }
    }
    text + &key
}
