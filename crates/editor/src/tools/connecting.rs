//! A connection is pulled from a port, or one end of a connection is moved.

use std::collections::HashMap;

use model::{ComponentId, ConnectionId, Edit, Point, Rect};

use super::{Drag, Tool, drag};
use crate::{
    announce,
    connect_rules::{self, Anchor},
    editor::Editor,
    geometry::route::{route, route_to_point},
    hit,
    input::{Button, Input, Pointer},
    overlay::{Cursor, Overlay, PortSide, Preview, TargetVerdict},
    response::{Request, Response},
};

/// A component this near to the pointer is the target, in screen units: nobody has to hit a card exactly.
const PULL: f64 = 18.0;

/// A connection that is being drawn.
#[derive(Debug)]
pub struct Connecting {
    anchor: Anchor,
    pointer: Pointer,
    /// Pressing, moving, pressing again, instead of dragging.
    by_clicks: bool,
    target: Option<ComponentId>,
    /// The connection whose other end stays.
    moved: Option<ConnectionId>,
    verdicts: HashMap<ComponentId, TargetVerdict>,
}

impl Connecting {
    /// Dragging from a port.
    pub fn from_port(
        editor: &mut Editor,
        component: ComponentId,
        side: PortSide,
        pointer: Pointer,
        response: &mut Response,
    ) -> Tool {
        let reversed = side == PortSide::Input;
        Self::start(editor, Anchor { component, reversed }, None, pointer, false, response)
    }

    /// A port was clicked; the next click says where to. Every drag needs a way that is none (WCAG 2.2, 2.5.7).
    pub fn by_clicks(
        editor: &mut Editor,
        component: ComponentId,
        side: PortSide,
        pointer: Pointer,
        response: &mut Response,
    ) -> Tool {
        let reversed = side == PortSide::Input;
        Self::start(editor, Anchor { component, reversed }, None, pointer, true, response)
    }

    /// Dragging an end of a connection: its start if `at_start`.
    pub fn end_of(
        editor: &mut Editor,
        id: ConnectionId,
        at_start: bool,
        pointer: Pointer,
        response: &mut Response,
    ) -> Tool {
        let Some(connection) = editor.connection(id) else { return Tool::Idle };
        let component = if at_start { connection.to } else { connection.from };
        Self::start(editor, Anchor { component, reversed: at_start }, Some(id), pointer, false, response)
    }

    fn start(
        editor: &mut Editor,
        anchor: Anchor,
        moved: Option<ConnectionId>,
        pointer: Pointer,
        by_clicks: bool,
        response: &mut Response,
    ) -> Tool {
        let verdicts = connect_rules::verdicts(editor.document(), anchor, moved);
        editor.set_hovered(None, response);
        response.overlay_changed = true;
        Tool::Connecting(Self { anchor, pointer, by_clicks, target: None, moved, verdicts })
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        if self.by_clicks {
            // No button is down between the clicks, and each touch of a finger is another pointer.
            match input {
                Input::PointerMove(pointer) | Input::PointerDown(pointer) | Input::PointerUp(pointer) => {
                    self.pointer.id = pointer.id;
                    if pointer.button == Button::Secondary {
                        return Tool::Idle;
                    }
                }
                Input::Blur => return Tool::Connecting(self),
                _ => {}
            }
        }
        match drag(editor, input, self.pointer, response) {
            Drag::To(pointer) => self.follow(editor, pointer, response),
            Drag::Drop(pointer) => {
                self.follow(editor, pointer, response);
                self.finish(editor, response);
                return Tool::Idle;
            }
            Drag::Cancel => {
                response.overlay_changed = true;
                return Tool::Idle;
            }
            Drag::Other => {}
        }
        Tool::Connecting(self)
    }

    pub const fn is_by_clicks(&self) -> bool {
        self.by_clicks
    }

    pub fn verdict_of(&self, editor: &Editor, id: ComponentId) -> Option<TargetVerdict> {
        if self.stays(editor, id) {
            let relation = self.moved.and_then(|it| editor.connection(it))?.relation;
            return Some(TargetVerdict::Possible(vec![relation]));
        }
        self.verdicts.get(&id).cloned()
    }

    pub fn overlay(&self, editor: &Editor, overlay: &mut Overlay) {
        let Some(from) = editor.rect_of(self.anchor.component) else { return };
        let path = match self.target.and_then(|it| editor.rect_of(it)) {
            Some(to) => route(&from, &to, 0.0),
            None => route_to_point(&from, editor.world(self.pointer.at)),
        };
        let verdict = self.target.and_then(|it| self.verdict_of(editor, it));
        overlay.cursor = match &verdict {
            Some(verdict) if !verdict.is_possible() => Cursor::NotAllowed,
            _ => Cursor::Crosshair,
        };
        overlay.ports.extend(self.target.into_iter().flat_map(|it| hit::ports(editor, it)));
        overlay.preview = Some(Preview {
            path: if self.anchor.reversed { path.reversed() } else { path },
            anchor: self.anchor.component,
            reversed: self.anchor.reversed,
            target: self.target,
            verdict,
            reconnecting: self.moved,
            by_keyboard: false,
        });
    }

    fn follow(&mut self, editor: &Editor, pointer: Pointer, response: &mut Response) {
        self.pointer = pointer;
        self.target = target_at(editor, editor.world(pointer.at), self.anchor.component);
        response.overlay_changed = true;
        response.handled = true;
    }

    fn finish(self, editor: &mut Editor, response: &mut Response) {
        response.overlay_changed = true;
        let Some(target) = self.target else {
            // Over nothing: nothing is drawn, nothing is lost.
            super::hover(editor, self.pointer.at, self.pointer.device, response);
            return;
        };
        if self.stays(editor, target) {
            return;
        }
        let (from, to) = self.anchor.ends(target);
        match self.moved {
            None => editor.connect_or_refuse(from, to, self.pointer.at, response),
            Some(id) => self.reconnect(editor, id, from, to, target, response),
        }
    }

    fn reconnect(
        &self,
        editor: &mut Editor,
        id: ConnectionId,
        from: ComponentId,
        to: ComponentId,
        target: ComponentId,
        response: &mut Response,
    ) {
        let Some(verdict) = self.verdicts.get(&target) else { return };
        let Some(before) = editor.connection(id).map(|it| it.relation) else { return };
        if let TargetVerdict::Impossible(why) = verdict {
            let (why, at) = (why.clone(), self.pointer.at);
            response.say.push(announce::refused(editor, from, to, &why));
            response.requests.push(Request::Refused { from, to, why, offer_reverse: false, at });
            return;
        }
        // It keeps its meaning where it can.
        let relations = verdict.relations();
        let Some(relation) = relations.iter().find(|it| **it == before).or(relations.first()).copied() else {
            return;
        };
        let edit = Edit::Many(vec![
            Edit::Reconnect { connection: id, from, to },
            Edit::SetRelation { connection: id, relation },
        ]);
        let label = announce::named_ends("step-reconnect", editor, from, to);
        if editor.change(&edit, label, response) {
            response.say.push(announce::connected(editor, from, to, relation));
        }
    }

    // Whether that is the end which is being moved: letting go there changes nothing.
    fn stays(&self, editor: &Editor, target: ComponentId) -> bool {
        let moved = self.moved.and_then(|it| editor.connection(it));
        moved.is_some_and(|it| (it.from, it.to) == self.anchor.ends(target))
    }
}

/// The component under or next to a point of the world, except for one.
fn target_at(editor: &Editor, point: Point, except: ComponentId) -> Option<ComponentId> {
    let pull = PULL / editor.camera.zoom;
    let near = editor.index.components_in(&Rect::new(point.x, point.y, 0.0, 0.0).grown(pull));
    let distance = |id: &ComponentId| {
        editor.rect_of(*id).map_or(f64::INFINITY, |rect| {
            let dx = (rect.x - point.x).max(point.x - rect.right()).max(0.0);
            let dy = (rect.y - point.y).max(point.y - rect.bottom()).max(0.0);
            dx.hypot(dy)
        })
    };
    // Back at the anchor itself is no target, even if another card is near.
    if editor.rect_of(except).is_some_and(|it| it.contains(point)) {
        return None;
    }
    // The last one of equals lies on top.
    near.into_iter().rev().filter(|it| *it != except).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}
