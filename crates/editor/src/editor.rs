//! The open drawing as it is being worked on: document, history and view state, and the one way into them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

mod change;
mod names;

use names::Namer;

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Edit, History, Item, Message, Point,
    Rect, Relation, Size, Zone, ZoneId,
    file::Older,
    history::{Kept, Written},
    lean,
};

use crate::{
    actions::Action,
    announce,
    camera::Camera,
    geometry::{index::Index, path::Path},
    input::Input,
    overlay::{Overlay, TargetVerdict},
    response::Response,
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
    /// Reads what is pasted from files of older versions, once it has been fetched.
    pub(crate) older: Option<Older>,
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
            older: None,
        }
    }

    /// Names new components and zones through the reader's message table (`kind-<id>`, `zone-<id>`).
    pub fn set_namer(&mut self, name: impl Fn(&Message) -> String + 'static) {
        self.namer = Namer::new(name);
    }

    /// From now on files of older versions can be pasted, too.
    pub const fn set_older(&mut self, older: Older) {
        self.older = Some(older);
    }

    /// What reads files of older versions, if it is there.
    pub const fn older(&self) -> Option<Older> {
        self.older
    }

    /// Opens another document: new history, nothing selected, everything fitted on the canvas.
    pub fn open(&mut self, document: Architecture) -> Response {
        let (viewport, namer, older) = (self.viewport, self.namer.clone(), self.older);
        *self = Self { namer, older, ..Self::new(document) };
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

    /// The history as something that outlives the page.
    pub fn keep_history(&self, written: &mut Written) -> Kept {
        self.history.keep(written)
    }

    /// Takes up what was kept of this drawing's history. Whether there are more steps now.
    pub fn take_up_history(&mut self, kept: &Kept) -> bool {
        self.history.take_up(kept)
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
        let items = lean::set(items.into_iter().filter(|it| self.index.contains(*it)));
        self.focused = items.iter().next().copied().or(self.focused);
        if reveal && let Some(bounds) = self.bounds_of_all(&items) {
            self.reveal(bounds, &mut response);
        }
        self.set_selection(items, &mut response);
        if reveal {
            response.say.push(announce::selected(self));
        }
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
}
