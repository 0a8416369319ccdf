//! The command palette: every action by name, and every blueprint.

use std::cmp::Reverse;

use editor::Action;
use leptos::{prelude::*, task::spawn_local};
use model::{Severity, lean};

use crate::{
    follow::{after_paint, late},
    frame::{Toast, action_shortcut},
    projects::{Blueprint, Projects, fetch_list},
    text::{say, say_message},
    typed::match_rank,
    widgets::{Dialog, OptionSearch},
    workspace::Workspace,
};

#[derive(Clone)]
enum Task {
    Act(Action),
    Open(Blueprint),
}

#[derive(Clone)]
struct Command {
    task: Task,
    label: String,
    category: String,
    help: String,
    is_enabled: bool,
}

/// Places in the list, best match first: what can be done now before what cannot, names before categories. What
/// only help says, or all texts of a command together, or letters in order, are guesses for when nothing better is found.
fn search(all: &[Command], typed: &str) -> Vec<usize> {
    let rank = |it: &Command| {
        let in_category = || match_rank(&it.category, typed).filter(|rank| *rank > 2).map(|_| 1);
        match_rank(&it.label, typed).filter(|rank| *rank > 1).or_else(in_category)
    };
    let mut found: Vec<(u8, usize)> =
        all.iter().enumerate().filter_map(|(i, it)| Some((rank(it)?, i))).collect();
    if found.is_empty() {
        let in_help = |it: &Command| match_rank(&it.help, typed).filter(|rank| *rank > 2);
        found = all.iter().enumerate().filter_map(|(i, it)| Some((in_help(it)?, i))).collect();
    }
    if found.is_empty() {
        let in_all = |it: &Command| {
            let all = format!("{} {} {}", it.label, it.category, it.help);
            match_rank(&all, typed).filter(|rank| *rank > 1).or_else(|| match_rank(&it.label, typed))
        };
        found = all.iter().enumerate().filter_map(|(i, it)| Some((in_all(it)?, i))).collect();
    }
    lean::sort_by_key(&mut found, |(rank, i)| (Reverse(all[*i].is_enabled), Reverse(*rank), *i));
    found.into_iter().map(|(_, i)| i).collect()
}

/// Every action but the one that shows this window.
fn commands(workspace: Workspace) -> Vec<Command> {
    let offered = Action::ALL.iter().copied().filter(|it| *it != Action::ShowCommandPalette);
    offered
        .map(|action| Command {
            task: Task::Act(action),
            label: say_message(&action.label()),
            category: say_message(&action.category().label()),
            help: say_message(&action.help()),
            is_enabled: untrack(|| workspace.is_enabled(action)),
        })
        .collect()
}

/// Every blueprint, to be found by its name and by what it is about.
fn blueprints(list: Vec<Blueprint>) -> impl Iterator<Item = Command> {
    list.into_iter().map(|it| Command {
        label: it.name.clone(),
        category: say("command-blueprint"),
        help: it.about.clone(),
        is_enabled: true,
        task: Task::Open(it),
    })
}

#[component]
pub fn Commands() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let close = move || workspace.dialog.set(None);
    // The window first, then what is in it: the list takes its time.
    let all = RwSignal::new(Vec::new());
    after_paint(move || {
        all.try_set(commands(workspace));
        spawn_local(async move {
            // Without them there are the actions, one of which shows what is wrong.
            if let Ok(list) = fetch_list().await {
                all.try_update(|all| all.extend(blueprints(list)));
            }
        });
    });
    let found = Memo::new(move |_| {
        let typed = typed.get();
        all.with(|all| search(all, &typed))
    });
    let is_ready = Signal::derive(move || !all.with(Vec::is_empty));
    let shown = late(None, move || is_ready.get().then(|| found.get()));
    let perform = move |index: usize| {
        let Some(command) = all.with_untracked(|all| all.get(index).cloned()) else { return };
        if !command.is_enabled {
            return;
        }
        close();
        match command.task {
            // After the window has given the focus back, or what the action focuses would lose it again.
            Task::Act(action) => workspace.layout.move_focus(move || {
                workspace.run(action);
            }),
            Task::Open(blueprint) => spawn_local(async move {
                if projects.open_chosen(blueprint).await.is_err() {
                    workspace.notify(Toast::new(say("blueprints-failed")).severity(Severity::Error));
                }
            }),
        }
    };
    view! {
        <Dialog title=say("commands-title") width="medium" on_close=close>
            <div class="commands">
                <OptionSearch
                    label=say("commands-search")
                    id="command"
                    typed=typed
                    marked=chosen
                    n_found=Signal::derive(move || found.with(Vec::len))
                    is_ready
                    on_choose=move |row: usize| {
                        if let Some(index) = found.with_untracked(|it| it.get(row).copied()) {
                            perform(index);
                        }
                    }
                />
                <ul id="command-list" role="listbox" aria-label=say("commands-title")>
                    {move || {
                        let Some(rows) = shown.get() else { return ().into_any() };
                        if rows.is_empty() {
                            return view! { <li class="empty">{say("nothing-found")}</li> }.into_any();
                        }
                        rows.into_iter()
                            .enumerate()
                            .map(|(row, index)| {
                                let command = all.with_untracked(|all| all[index].clone());
                                let shortcut = match command.task {
                                    Task::Act(action) => action_shortcut(action),
                                    Task::Open(_) => String::new(),
                                };
                                view! {
                                    <li
                                        id=format!("command-{row}")
                                        role="option"
                                        aria-selected=move || (chosen.get() == row).to_string()
                                        aria-disabled=(!command.is_enabled).then_some("true")
                                        title=command.help
                                        on:click=move |_| perform(index)
                                        on:pointermove=move |_| {
                                            if chosen.get_untracked() != row {
                                                chosen.set(row);
                                            }
                                        }
                                    >
                                        <span class="muted command-category">{command.category}</span>
                                        <span class="ellipsis">{command.label}</span>
                                        <span class="shortcut">{shortcut}</span>
                                    </li>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </ul>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<&'static str> {
        let command = |(label, help): (&str, &str)| Command {
            task: Task::Act(Action::ShowCommandPalette),
            label: label.into(),
            category: "File".into(),
            help: help.into(),
            is_enabled: true,
        };
        let texts = [
            ("New project", "Start with an empty drawing or a blueprint"),
            ("Open file…", "Open a drawing saved as a file on this computer"),
            ("Add an empty host", "A machine whose components fail with it"),
        ];
        search(&texts.map(command), typed).into_iter().map(|i| texts[i].0).collect()
    }

    #[test]
    fn commands_are_found_by_name_or_else_by_what_they_do() {
        assert_eq!(found("project"), ["New project"]);
        assert_eq!(found("file open"), ["Open file…"]);
        assert_eq!(found("saved as"), ["Open file…"]);
        assert_eq!(found("new drawing"), ["New project"]);
        assert!(found("drawing board").is_empty());
    }
}
