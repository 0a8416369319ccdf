//! What only the page can do for the editor.

use editor::{Region, Request};
use leptos::prelude::*;
use model::{ComponentId, Item, Message, Point, Relation, Severity};

use super::{Dialog, Workspace};
use crate::{
    browser::clipboard,
    dashboard::Board,
    frame::{BottomTab, LeftTab, Side, Toast},
    projects::Projects,
    studies::QUESTIONS,
    text::{say, say_message},
};

/// A small window over the canvas. Points are CSS pixels from the canvas's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Popover {
    /// A field for the item's name.
    Rename(Item),
    /// Actions for the selection.
    Menu { at: Point },
    /// What a new connection means.
    ChooseRelation { from: ComponentId, to: ComponentId, relations: Vec<Relation>, at: Point },
    /// Why a connection was not drawn, and perhaps the offer to draw it the other way round.
    Refused { from: ComponentId, to: ComponentId, why: Message, offer_reverse: bool, at: Point },
}

impl Workspace {
    pub(super) fn answer(self, request: Request) {
        match request {
            Request::WriteClipboard(text) => self.write_clipboard(text),
            Request::ReadClipboard => self.read_clipboard(),
            Request::OpenInspector => self.layout.focus(Side::Right),
            Request::Rename(item) => self.popover.set(Some(Popover::Rename(item))),
            Request::ContextMenu { at } => self.popover.set(Some(Popover::Menu { at })),
            Request::ChooseRelation { from, to, relations, at } => {
                self.popover.set(Some(Popover::ChooseRelation { from, to, relations, at }));
            }
            Request::Refused { from, to, why, offer_reverse, at } => {
                self.popover.set(Some(Popover::Refused { from, to, why, offer_reverse, at }));
            }
            Request::Notice(message) => self.notify(Toast::new(say_message(&message))),
            Request::Focus(region) => self.focus(region),
            Request::FocusNext { forward } => self.layout.cycle_focus(forward),
            Request::Toggle(region) => self.toggle(region),
            Request::ShowHelp => self.dialog.set(Some(Dialog::Help)),
            Request::ShowCommandPalette => self.dialog.set(Some(Dialog::Commands)),
            Request::ShowSearch => self.focus(Region::Outline),
            Request::NewProject => self.with_projects(Projects::new_drawing),
            Request::OpenFile => self.with_projects(Projects::choose_file),
            Request::SaveFile => self.with_projects(Projects::save_file),
            Request::Share => self.dialog.set(Some(Dialog::Share)),
            Request::ShowProjects => self.dialog.set(Some(Dialog::Projects)),
            Request::ShowBlueprints => self.dialog.set(Some(Dialog::Blueprints)),
            Request::ToggleTheme => self.theme.toggle(),
            Request::ToggleMinimap => self.layout.shows_minimap.update(|it| *it = !*it),
            Request::ToggleRun => self.simulation.toggle(),
            Request::StepRun => self.simulation.step(),
            Request::StepBack => {
                if let Err(why) = self.simulation.step_back() {
                    self.notify(Toast::new(say(why)));
                }
            }
            Request::StopRun => self.simulation.stop(),
            Request::ToggleDown(components) => self.toggle_down(&components),
        }
    }

    /// In the run that is going on; whoever presses the key without one is told what it is for.
    fn toggle_down(self, components: &[ComponentId]) {
        if !untrack(|| self.simulation.is_active()) {
            self.notify(Toast::new(say("toggle-down-no-run")));
            return;
        }
        for (component, is_down) in self.simulation.toggle_down(components) {
            let name = self.document.with_untracked(|it| it.component(component).map(|it| it.name.clone()));
            let message = Message::new(if is_down { "mark-down" } else { "mark-up" });
            self.announce(say_message(&message.with("name", name.unwrap_or_default())));
        }
    }

    fn with_projects(self, act: impl FnOnce(Projects)) {
        if let Some(projects) = self.projects.get_value() {
            act(projects);
        }
    }

    fn focus(self, region: Region) {
        let layout = self.layout;
        match region {
            Region::Canvas => layout.focus_canvas(),
            Region::Palette | Region::Outline => {
                let tab = if region == Region::Palette { LeftTab::Palette } else { LeftTab::Outline };
                layout.left_tab.set(tab);
                layout.focus(Side::Left);
            }
            Region::Inspector => layout.focus(Side::Right),
            Region::Findings => layout.focus_tab(BottomTab::Findings),
            Region::Timeline => layout.focus_tab(BottomTab::Results),
            Region::Objectives => layout.focus_tab(BottomTab::Objectives),
            Region::Studies => layout.focus_tab(BottomTab::Studies),
            Region::Scenario => layout.focus_tab(BottomTab::Scenario),
            Region::Incidents => layout.focus_tab(BottomTab::Incidents),
            Region::Question(question) => {
                layout.question.set(question);
                let place = QUESTIONS.iter().position(|it| *it == question).unwrap_or_default();
                layout.focus_in_tab(BottomTab::Studies, format!("tab-studies-{place}"));
            }
            Region::AlertRules => layout.focus_in_tab(BottomTab::Objectives, "rule-preset"),
            Region::NewObjective => {
                // Objectives belong to the whole drawing, which the inspector shows while nothing is selected.
                self.change(|it| it.select([], false));
                layout.focus_on(Side::Right, "add-objective");
            }
            Region::ModelCheck => {
                if self.simulation.report.with_untracked(Option::is_none) {
                    return self.notify(Toast::new(say("laws-no-run")));
                }
                layout.board.set(Board::Overview);
                layout.focus_in_tab(BottomTab::Results, "check-model");
            }
        }
    }

    fn toggle(self, region: Region) {
        match region {
            Region::Canvas => {}
            Region::Palette | Region::Outline => self.layout.toggle(Side::Left),
            Region::Inspector | Region::NewObjective => self.layout.toggle(Side::Right),
            Region::Findings
            | Region::Timeline
            | Region::Objectives
            | Region::Studies
            | Region::Scenario
            | Region::Incidents
            | Region::Question(_)
            | Region::AlertRules
            | Region::ModelCheck => self.layout.toggle(Side::Bottom),
        }
    }

    fn write_clipboard(self, text: String) {
        leptos::task::spawn_local(async move {
            if clipboard::write(&text).await.is_err() {
                self.notify(Toast::new(say("clipboard-only-here")));
            }
        });
    }

    fn read_clipboard(self) {
        leptos::task::spawn_local(async move {
            match clipboard::read().await {
                Some(text) => self.paste(&text),
                None => self.notify(Toast::new(say("clipboard-unreadable")).severity(Severity::Warning)),
            }
        });
    }
}
