//! What tools and actions do with an editor: change the document, the selection, the view.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    Architecture, ComponentId, Connection, ConnectionId, Edit, History, Item, Message, Point, Rect, Relation,
    Size, lean,
};

use super::Editor;
use crate::{
    actions::Action,
    announce,
    camera::Camera,
    connect_rules,
    input::Key,
    response::{Request, Response},
    tools::Tool,
};

impl Editor {
    /// Changes the document; whether that went well.
    pub(crate) fn change(&mut self, edit: &Edit, label: Message, response: &mut Response) -> bool {
        let before = self.document().clone();
        if self.history.commit(edit, label).is_err() {
            // The document is as it was, but a gesture may have moved things on the screen.
            self.index.follow(&before);
            response.geometry_changed = true;
            response.requests.push(Request::Notice(Message::new("editor-edit-refused")));
            return false;
        }
        self.follow_document(&before, response);
        true
    }

    /// Goes a step back or forward; what it was.
    pub(crate) fn travel(
        &mut self,
        step: impl Fn(&mut History) -> Option<Message>,
        response: &mut Response,
    ) -> Option<Message> {
        let before = self.document().clone();
        let label = step(&mut self.history)?;
        self.follow_document(&before, response);
        Some(label)
    }

    fn follow_document(&mut self, before: &Arc<Architecture>, response: &mut Response) {
        let document = Arc::clone(self.history.present());
        self.index.follow(&document);
        response.document_changed |= !Arc::ptr_eq(before, &document);
        response.geometry_changed = true;
        let n_selected = self.selection.len();
        self.selection.retain(|it| self.index.contains(*it));
        response.selection_changed |= self.selection.len() != n_selected;
        for place in [&mut self.hovered, &mut self.focused] {
            if place.is_some_and(|it| !self.index.contains(it)) {
                *place = None;
                response.overlay_changed = true;
            }
        }
    }

    /// Ends what is going on before something else changes the drawing: a move by keys is kept, a drag is taken back.
    pub(crate) fn settle(&mut self, response: &mut Response) {
        match std::mem::take(&mut self.tool) {
            Tool::Nudging(nudging) => nudging.commit(self, response),
            tool => tool.cancel(self, response),
        }
    }

    pub(crate) fn cancel_gesture(&mut self, response: &mut Response) {
        std::mem::take(&mut self.tool).cancel(self, response);
    }

    pub(crate) fn set_selection(&mut self, selection: BTreeSet<Item>, response: &mut Response) {
        if selection != self.selection {
            self.selection = selection;
            response.selection_changed = true;
        }
    }

    pub(crate) fn set_hovered(&mut self, hovered: Option<Item>, response: &mut Response) {
        if hovered != self.hovered {
            self.hovered = hovered;
            response.overlay_changed = true;
        }
    }

    pub(crate) fn set_focused(&mut self, focused: Option<Item>, response: &mut Response) {
        if focused != self.focused {
            self.focused = focused;
            response.overlay_changed = true;
        }
    }

    /// A pointer has turned to nothing. The keyboard's focus goes, too: pointers do not show it, and keys and menus would
    /// change unseen what has it.
    pub(crate) fn leave_all(&mut self, response: &mut Response) {
        self.set_selection(BTreeSet::new(), response);
        self.set_focused(None, response);
    }

    pub(crate) fn look(&mut self, camera: Camera, response: &mut Response) {
        if camera != self.camera {
            self.camera = camera;
            response.view_changed = true;
        }
    }

    pub(crate) fn reveal(&mut self, bounds: Rect, response: &mut Response) {
        const MARGIN: f64 = 40.0;
        self.look(self.camera.revealing(bounds, self.viewport, MARGIN), response);
    }

    /// The first size fits the drawing on the canvas; later ones keep what is in the middle in the middle.
    pub(crate) fn set_viewport(&mut self, viewport: Size) {
        let before = std::mem::replace(&mut self.viewport, viewport);
        if before.width > 0.0 {
            self.camera = self
                .camera
                .panned((viewport.width - before.width) / 2.0, (viewport.height - before.height) / 2.0);
        } else if let Some(content) = self.content_bounds() {
            self.camera = Camera::opening(content, viewport);
        }
    }

    pub(crate) fn world(&self, screen: Point) -> Point {
        self.camera.world_from_screen(screen)
    }

    pub(crate) fn bounds_of_all<'a>(&self, items: impl IntoIterator<Item = &'a Item>) -> Option<Rect> {
        items.into_iter().filter_map(|it| self.index.bounds_of(*it)).reduce(|all, it| all.union(&it))
    }

    /// What an action is about: the selection, or else what the keyboard is on.
    pub(crate) fn targets(&self) -> BTreeSet<Item> {
        if self.selection.is_empty() { lean::set(self.focused) } else { self.selection.clone() }
    }

    pub(crate) fn target_components(&self) -> Vec<ComponentId> {
        let component = |it: Item| if let Item::Component(id) = it { Some(id) } else { None };
        self.targets().into_iter().filter_map(component).collect()
    }

    pub(crate) fn connect_or_refuse(
        &mut self,
        from: ComponentId,
        to: ComponentId,
        at: Point,
        response: &mut Response,
    ) {
        let (verdict, offer_reverse) = connect_rules::verdict(self.document(), from, to);
        match verdict.relations() {
            [] => {
                let why = verdict.why().cloned().unwrap_or_else(|| Message::new("connect-impossible"));
                self.refused = offer_reverse.then_some((from, to, at));
                response.say.push(announce::refused(self, from, to, &why));
                response.requests.push(Request::Refused { from, to, why, offer_reverse, at });
            }
            [relation] => {
                self.add_connection(from, to, *relation, response);
                response.say.extend(verdict.why().cloned());
            }
            relations => response.requests.push(Request::ChooseRelation {
                from,
                to,
                relations: relations.to_vec(),
                at,
            }),
        }
    }

    pub(crate) fn add_connection(
        &mut self,
        from: ComponentId,
        to: ComponentId,
        relation: Relation,
        response: &mut Response,
    ) {
        let id = ConnectionId(self.document().next_id);
        let label = announce::connect_label(self, from, to);
        if self.change(&Edit::AddConnection(Connection::new(id, from, to, relation)), label, response) {
            response.say.push(announce::connected(self, from, to, relation));
            self.set_selection([Item::Connection(id)].into(), response);
        }
    }

    pub(crate) fn key_action(&mut self, key: &Key, response: &mut Response) {
        let Some(action) = Action::for_key(key) else { return };
        // The browser turns this key into a paste event that carries the text; the shell hands that to `paste`.
        if action == Action::Paste {
            return;
        }
        response.merge(self.run(action));
    }
}
