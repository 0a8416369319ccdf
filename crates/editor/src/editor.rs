//! The open drawing as it is being worked on: document, history and view state, and the one way into them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    rc::Rc,
    sync::Arc,
};

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Edit, History, Item, Message, Point,
    Rect, Relation, Size, Zone, ZoneId,
};

use crate::{
    actions::Action,
    announce,
    camera::Camera,
    connect_rules,
    geometry::{index::Index, path::Path},
    input::{Input, Key},
    overlay::{Overlay, TargetVerdict},
    response::{Request, Response},
    tools::Tool,
};

/// A drawing that somebody works on.
#[derive(Debug)]
pub struct Editor {
    history: History,
    pub(crate) index: Index,
    pub(crate) camera: Camera,
    pub(crate) viewport: Size,
    pub(crate) selection: BTreeSet<Item>,
    pub(crate) hovered: Option<Item>,
    pub(crate) focused: Option<Item>,
    pub(crate) tool: Tool,
    /// Fingers on the canvas, by pointer id, in screen units.
    pub(crate) fingers: BTreeMap<i32, Point>,
    /// Where the pointer was last seen over the canvas, in screen units.
    pub(crate) pointer: Option<Point>,
    /// The space bar is down; `true` once it was used to pan.
    pub(crate) space: Option<bool>,
    /// The connection that was last refused, in the direction in which it was tried.
    pub(crate) refused: Option<(ComponentId, ComponentId, Point)>,
    /// The text that was last pasted and how often, so that copies do not lie on each other.
    pub(crate) pasted: (String, u32),
    /// Where the next component picked in the palette goes, in world units.
    pub(crate) add_at: Option<Point>,
    namer: Namer,
}

/// Writes the names of new things in the reader's language.
#[derive(Clone)]
struct Namer(Rc<dyn Fn(&Message) -> String>);

impl Default for Namer {
    // Without a message table: `kind-api_server` becomes "Api server".
    fn default() -> Self {
        Self(Rc::new(|message| {
            let words = message.id.split_once('-').map_or(&*message.id, |it| it.1).replace(['_', '-'], " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }))
    }
}

impl fmt::Debug for Namer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namer")
    }
}

/// What a part of the world shows, in drawing order: the last lies on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    pub zones: Vec<ZoneId>,
    pub connections: Vec<ConnectionId>,
    pub components: Vec<ComponentId>,
}

impl Editor {
    /// Opens a document with the camera at its start; fit follows with the first [`Input::Resize`].
    pub fn new(document: Architecture) -> Self {
        Self {
            index: Index::new(&document),
            history: History::new(document),
            camera: Camera::default(),
            viewport: Size::default(),
            selection: BTreeSet::new(),
            hovered: None,
            focused: None,
            tool: Tool::default(),
            fingers: BTreeMap::new(),
            pointer: None,
            space: None,
            refused: None,
            pasted: (String::new(), 0),
            add_at: None,
            namer: Namer::default(),
        }
    }

    /// Names new components and zones through the reader's message table (`kind-<id>`, `zone-<id>`).
    pub fn set_namer(&mut self, name: impl Fn(&Message) -> String + 'static) {
        self.namer = Namer(Rc::new(name));
    }

    /// Opens another document: new history, nothing selected, everything fitted on the canvas.
    pub fn open(&mut self, document: Architecture) -> Response {
        let (viewport, namer) = (self.viewport, self.namer.clone());
        *self = Self { namer, ..Self::new(document) };
        self.set_viewport(viewport);
        Response {
            document_changed: true,
            geometry_changed: true,
            view_changed: true,
            selection_changed: true,
            overlay_changed: true,
            ..Response::default()
        }
    }

    /// Takes an event from the shell.
    pub fn handle(&mut self, input: Input) -> Response {
        let mut response = Response::default();
        crate::tools::handle(self, &input, &mut response);
        response
    }

    /// Performs an action of the table; one that is not enabled does nothing.
    pub fn run(&mut self, action: Action) -> Response {
        let mut response = Response::default();
        self.settle(&mut response);
        if action.is_enabled(self) {
            response.handled = true;
            action.perform(self, &mut response);
        }
        response
    }

    /// Whether the action can do anything now.
    pub fn is_enabled(&self, action: Action) -> bool {
        action.is_enabled(self)
    }

    /// Changes the document as one undo step called `label`: the inspector's fields, the fixes of findings.
    pub fn commit(&mut self, edit: &Edit, label: Message) -> Response {
        let mut response = Response::default();
        self.settle(&mut response);
        self.change(edit, label, &mut response);
        response
    }

    /// Draws a connection if the rules allow it: at once if it can mean one thing only, else by asking which. A
    /// refusal says why. `at` is where the shell shows the answer, in screen units.
    pub fn try_connect(&mut self, from: ComponentId, to: ComponentId, at: Point) -> Response {
        let mut response = Response::default();
        self.settle(&mut response);
        self.connect_or_refuse(from, to, at, &mut response);
        response
    }

    /// Draws a connection of that relation: the answer to [`Request::ChooseRelation`].
    pub fn connect(&mut self, from: ComponentId, to: ComponentId, relation: Relation) -> Response {
        let mut response = Response::default();
        self.settle(&mut response);
        self.add_connection(from, to, relation, &mut response);
        response
    }

    /// Draws the connection that was last refused the other way round: the answer to [`Request::Refused`].
    pub fn accept_reverse(&mut self) -> Response {
        match self.refused.take() {
            Some((from, to, at)) => self.try_connect(to, from, at),
            None => Response::default(),
        }
    }

    /// Puts what was copied here or elsewhere into the drawing: under the pointer, else a little beside the original.
    /// The answer to [`Request::ReadClipboard`] and to the browser's paste event.
    pub fn paste(&mut self, text: &str) -> Response {
        let mut response = Response::handled();
        self.settle(&mut response);
        crate::actions::paste(self, text, &mut response);
        response
    }

    /// The document as it is now. Does not move during a drag; see [`Editor::rect_of`].
    pub const fn document(&self) -> &Arc<Architecture> {
        self.history.present()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&Message> {
        self.history.undo_label()
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&Message> {
        self.history.redo_label()
    }

    pub const fn camera(&self) -> Camera {
        self.camera
    }

    /// Puts the camera somewhere else: the minimap, a remembered view.
    pub fn set_camera(&mut self, camera: Camera) -> Response {
        let mut response = Response::default();
        self.look(camera, &mut response);
        response
    }

    /// Size of the canvas in CSS pixels.
    pub const fn viewport(&self) -> Size {
        self.viewport
    }

    pub const fn selection(&self) -> &BTreeSet<Item> {
        &self.selection
    }

    /// Selects these things: a click in the outline, on a finding, in a report. `reveal` moves the camera to them.
    pub fn select(&mut self, items: impl IntoIterator<Item = Item>, reveal: bool) -> Response {
        let mut response = Response::default();
        self.settle(&mut response);
        let items: BTreeSet<_> = items.into_iter().filter(|it| self.index.contains(*it)).collect();
        self.focused = items.iter().next().copied().or(self.focused);
        if reveal && let Some(bounds) = self.bounds_of_all(&items) {
            self.reveal(bounds, &mut response);
        }
        self.set_selection(items, &mut response);
        response
    }

    /// What is under the mouse pointer.
    pub const fn hovered(&self) -> Option<Item> {
        self.hovered
    }

    /// Where the keyboard is: gets the focus ring, and is kept in the DOM at every zoom.
    pub const fn focused(&self) -> Option<Item> {
        self.focused
    }

    /// A gesture near the canvas's edge wants [`Input::Frame`]s.
    pub fn wants_frames(&self) -> bool {
        self.tool.wants_frames(self)
    }

    /// A drag or another gesture is going on.
    pub fn is_busy(&self) -> bool {
        !matches!(self.tool, Tool::Idle)
    }

    /// Where a component is drawn now, also in the middle of a drag. World units.
    pub fn rect_of(&self, id: ComponentId) -> Option<Rect> {
        self.index.rect_of(id)
    }

    /// Where a zone is drawn now, also in the middle of a drag. World units.
    pub fn zone_rect(&self, id: ZoneId) -> Option<Rect> {
        self.index.zone_rect(id)
    }

    /// How a connection is drawn now, also in the middle of a drag. World units.
    pub fn path_of(&self, id: ConnectionId) -> Option<&Path> {
        self.index.path_of(id)
    }

    /// In constant time, unlike [`Architecture::component`].
    pub fn component(&self, id: ComponentId) -> Option<&Component> {
        self.index.component(self.document(), id)
    }

    /// In constant time, unlike [`Architecture::connection`].
    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.index.connection(self.document(), id)
    }

    /// In constant time, unlike [`Architecture::zone`].
    pub fn zone(&self, id: ZoneId) -> Option<&Zone> {
        self.index.zone(self.document(), id)
    }

    /// What the canvas shows, plus a margin in screen units.
    pub fn visible(&self, margin: f64) -> Visible {
        let area = self.camera.visible(self.viewport).grown(margin / self.camera.zoom);
        let sees = |id: ZoneId| self.zone_rect(id).is_some_and(|it| it.overlaps(&area));
        Visible {
            zones: self.document().zones.iter().map(|it| it.id).filter(|id| sees(*id)).collect(),
            connections: self.index.connections_in(&area),
            components: self.index.components_in(&area),
        }
    }

    /// The rectangle around everything, for the minimap. World units; `None` for an empty drawing.
    pub fn content_bounds(&self) -> Option<Rect> {
        self.index.content_bounds()
    }

    /// What lies over the drawing now.
    pub fn overlay(&self) -> Overlay {
        self.tool.overlay(self)
    }

    /// While a connection is drawn: whether this component can take it, and why not. `None` for the component it is
    /// pulled from, and while no connection is drawn.
    pub fn verdict_of(&self, id: ComponentId) -> Option<TargetVerdict> {
        self.tool.verdict_of(self, id)
    }

    // What follows is for tools and actions.

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
            self.camera = Camera::fitting(content, viewport);
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
        if self.selection.is_empty() { self.focused.into_iter().collect() } else { self.selection.clone() }
    }

    /// The label as a name that nothing has yet: "Cache", "Cache 2".
    pub(crate) fn fresh_name(&self, label: &Message) -> String {
        let document = self.document();
        let taken: BTreeSet<&str> = document
            .components
            .iter()
            .map(|it| it.name.as_str())
            .chain(document.zones.iter().map(|it| it.name.as_str()))
            .collect();
        let name = (self.namer.0)(label);
        let numbered = (2..).map(|number| format!("{name} {number}"));
        std::iter::once(name.clone()).chain(numbered).find(|it| !taken.contains(it.as_str())).unwrap_or(name)
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
            [relation] => self.add_connection(from, to, *relation, response),
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
