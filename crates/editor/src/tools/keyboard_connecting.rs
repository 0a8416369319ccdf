//! A connection is drawn by keys: arrows go through the components that can take it, typing finds any by name.

use std::collections::HashMap;

use model::{Component, ComponentId, Message, Point, lean};

use super::{Tool, idle};
use crate::{
    announce,
    connect_rules::{self, Anchor},
    editor::Editor,
    geometry::route::route,
    input::{Input, Key},
    overlay::{Overlay, Preview, TargetVerdict},
    response::Response,
};

/// Choosing the other end. Arrows stop at possible targets only, if there are any; Shift with an arrow, and typing, also
/// reach the others, which then say why not.
#[derive(Debug)]
pub struct KeyboardConnecting {
    anchor: Anchor,
    /// All other components, the nearest first.
    targets: Vec<ComponentId>,
    verdicts: HashMap<ComponentId, TargetVerdict>,
    chosen: Option<ComponentId>,
    typed: String,
}

impl KeyboardConnecting {
    pub fn start(editor: &mut Editor, anchor: Anchor, response: &mut Response) -> Tool {
        let verdicts = connect_rules::verdicts(editor.document(), anchor, None);
        let Some(center) = editor.rect_of(anchor.component).map(|it| it.center()) else { return Tool::Idle };
        let distance = |it: &Component| it.rect().center().distance(center);
        let mut others: Vec<&Component> =
            editor.document().components.iter().filter(|it| it.id != anchor.component).collect();
        lean::sort_by(&mut others, |a, b| distance(a).total_cmp(&distance(b)));
        let targets: Vec<_> = others.iter().map(|it| it.id).collect();
        let n_possible = verdicts.values().filter(|it| it.is_possible()).count();
        let name = announce::component_name(editor, anchor.component);
        response.say.push(
            Message::new(if anchor.reversed { "say-connect-mode-into" } else { "say-connect-mode" })
                .with("name", name)
                .with("possible", n_possible)
                .with("count", targets.len()),
        );
        let mut mode = Self { anchor, targets, verdicts, chosen: None, typed: String::new() };
        mode.step(editor, true, false, response);
        response.overlay_changed = true;
        Tool::KeyboardConnecting(mode)
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match input {
            Input::KeyDown(key) => {
                response.handled = true;
                response.overlay_changed = true;
                match key.key.as_str() {
                    "ArrowRight" | "ArrowDown" => self.step(editor, true, key.modifiers.shift, response),
                    "ArrowLeft" | "ArrowUp" => self.step(editor, false, key.modifiers.shift, response),
                    "Enter" => return self.finish(editor, response),
                    "Tab" => {
                        // The way out of the canvas stays open.
                        response.handled = false;
                        return Tool::Idle;
                    }
                    "Backspace" => {
                        self.typed.pop();
                        self.find(editor, response);
                    }
                    _ => self.type_in(editor, key, response),
                }
                Tool::KeyboardConnecting(self)
            }
            Input::PointerDown(_) | Input::DoubleClick { .. } | Input::PaletteDrag { .. } => {
                response.overlay_changed = true;
                idle::input(editor, input, response)
            }
            Input::Blur => {
                response.overlay_changed = true;
                Tool::Idle
            }
            _ => Tool::KeyboardConnecting(self),
        }
    }

    pub fn verdict_of(&self, id: ComponentId) -> Option<TargetVerdict> {
        self.verdicts.get(&id).cloned()
    }

    pub fn overlay(&self, editor: &Editor, overlay: &mut Overlay) {
        let ends = (editor.rect_of(self.anchor.component), self.chosen.and_then(|it| editor.rect_of(it)));
        let (Some(from), Some(to)) = ends else { return };
        let path = route(&from, &to, 0.0);
        overlay.preview = Some(Preview {
            path: if self.anchor.reversed { path.reversed() } else { path },
            anchor: self.anchor.component,
            reversed: self.anchor.reversed,
            target: self.chosen,
            verdict: self.chosen.and_then(|it| self.verdict_of(it)),
            reconnecting: None,
            by_keyboard: true,
        });
    }

    // To the next or previous target, around the end; only to possible ones unless `all`.
    fn step(&mut self, editor: &mut Editor, forward: bool, all: bool, response: &mut Response) {
        self.typed.clear();
        let is_possible = |id: &ComponentId| self.verdicts.get(id).is_some_and(TargetVerdict::is_possible);
        let all = all || !self.targets.iter().any(is_possible);
        let is_wanted = |id: &ComponentId| all || is_possible(id);
        let n = self.targets.len();
        let at = self.chosen.and_then(|chosen| self.targets.iter().position(|it| *it == chosen));
        let order = (1..=n).map(|distance| match (at, forward) {
            (Some(at), true) => (at + distance) % n,
            (Some(at), false) => (at + n - distance % n) % n,
            (None, true) => distance - 1,
            (None, false) => n - distance,
        });
        let next = order.map(|place| self.targets[place]).find(is_wanted);
        if let Some(id) = next {
            self.choose(editor, id, response);
        }
    }

    fn type_in(&mut self, editor: &mut Editor, key: &Key, response: &mut Response) {
        let mut characters = key.key.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else { return };
        if key.modifiers.ctrl || key.modifiers.alt {
            return;
        }
        self.typed.extend(character.to_lowercase());
        self.find(editor, response);
    }

    // The first whose name begins with what was typed, else the first that holds it.
    fn find(&mut self, editor: &mut Editor, response: &mut Response) {
        if self.typed.is_empty() {
            return;
        }
        let name = |id: &ComponentId| announce::component_name(editor, *id).to_lowercase();
        let begins = self.targets.iter().find(|it| name(it).starts_with(&self.typed));
        let found = begins.or_else(|| self.targets.iter().find(|it| name(it).contains(&self.typed))).copied();
        match found {
            Some(id) => self.choose(editor, id, response),
            None => {
                response.say.push(Message::new("say-no-name").with("typed", self.typed.as_str()));
            }
        }
    }

    fn choose(&mut self, editor: &mut Editor, id: ComponentId, response: &mut Response) {
        self.chosen = Some(id);
        if let Some(rect) = editor.rect_of(id) {
            editor.reveal(rect, response);
        }
        if let Some(verdict) = self.verdicts.get(&id) {
            let possible = |it: &&ComponentId| self.verdicts.get(it).is_some_and(TargetVerdict::is_possible);
            let n_possible = self.targets.iter().filter(possible).count();
            let position = self.targets.iter().filter(possible).position(|it| *it == id).map(|it| it + 1);
            response.say.push(announce::target(editor, id, verdict, position, n_possible));
        }
    }

    fn finish(self, editor: &mut Editor, response: &mut Response) -> Tool {
        let Some(target) = self.chosen else { return Tool::Idle };
        let (from, to) = self.anchor.ends(target);
        let rect = editor.rect_of(target).unwrap_or_default();
        let at = editor.camera.screen_from_world(Point::new(rect.center().x, rect.bottom()));
        editor.connect_or_refuse(from, to, at, response);
        Tool::Idle
    }
}
