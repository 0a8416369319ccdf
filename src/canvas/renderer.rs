//! Draws frames. Knows what the drawing looks like; what is worth drawing again is told by [`Dirty`].

use std::collections::HashMap;

use editor::{Editor, Offer, Overlay, Path, Visible};
use model::{ComponentId, ConnectionId, Item, Message, Point, Rect, lean};
use web_sys::HtmlElement;

use super::{
    cards::{Cards, MAX_CARDS},
    faces::{face, far, kind_label},
    far::{BOXES_FROM, Far, draw_far},
    lines::{self, Detail, draw_line, draw_lines},
    looks::Looks,
    minimap::Minimap,
    overlay::{Pushes, draw_ghost, draw_label, draw_overlay},
    particles::draw_particles,
    stroke::Stroke,
    surface::Surface,
    theme::Theme,
    trips::Trips,
    zones::{ZoneState, draw_grid, draw_zones},
};
use crate::text::say_message;

/// Cards appear above the second zoom and go below the first; between them things stay as they are, so that a zoom
/// that wavers does not make cards come and go.
const CARDS: (f64, f64) = (0.42, 0.48);
/// Below this zoom lines have no patterns.
const PATTERNS_FROM: f64 = 0.3;
/// How often the minimap follows a drag.
const MINIMAP_MILLIS: f64 = 120.0;
/// Lines that are written on at once.
const MAX_LABELS: usize = 60;
/// CSS pixels of a line that has room for its traffic.
const MIN_LABELED: f64 = 76.0;
/// CSS pixels beyond the edge that are drawn too: badges and rings reach out of their component.
const MARGIN: f64 = 24.0;

/// What has changed since the last frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dirty {
    /// The camera or the size.
    pub view: bool,
    /// Positions, or what there is.
    pub geometry: bool,
    /// Names, loads, findings, selection, hover.
    pub style: bool,
    /// Previews, guides, handles.
    pub overlay: bool,
    pub particles: bool,
    /// What the minimap shows besides the view; a drag is followed less often than every frame.
    pub minimap: bool,
}

impl Dirty {
    pub const ALL: Self = Self { view: true, geometry: true, style: true, overlay: true, particles: true, minimap: true };

    pub const STYLE: Self = Self { view: false, geometry: false, style: true, overlay: false, particles: false, minimap: true };

    pub fn add(&mut self, other: Self) {
        self.view |= other.view;
        self.geometry |= other.geometry;
        self.style |= other.style;
        self.overlay |= other.overlay;
        self.particles |= other.particles;
        self.minimap |= other.minimap;
    }
}

/// The layers and what they show.
pub struct Renderer {
    pub ground: Surface,
    pub moving: Surface,
    pub overlay: Surface,
    pub cards: Cards,
    pub minimap: Minimap,
    pub theme: Theme,
    pub trips: Trips,
    /// Writes traffic on all lines, for people who do not want moving dots.
    pub writes_rates: bool,
    /// Accessible names of components; forgotten when the document changes.
    names: HashMap<ComponentId, String>,
    visible: Visible,
    shows_cards: bool,
    /// When the minimap was last drawn, on the page's clock.
    minimap_drawn: f64,
    /// The mouse pointer as last set on the root.
    cursor: &'static str,
}

impl Renderer {
    pub fn new(
        ground: Surface,
        moving: Surface,
        overlay: Surface,
        cards: Cards,
        minimap: Minimap,
        theme: Theme,
    ) -> Self {
        Self {
            ground,
            moving,
            overlay,
            cards,
            minimap,
            theme,
            trips: Trips::default(),
            writes_rates: false,
            names: HashMap::new(),
            visible: Visible::default(),
            shows_cards: true,
            minimap_drawn: 0.0,
            cursor: "",
        }
    }

    /// Fits all layers to the canvas.
    pub fn resize(&mut self, width: f64, height: f64, ratio: f64) {
        for surface in [&mut self.ground, &mut self.moving, &mut self.overlay] {
            surface.resize(width, height, ratio);
        }
    }

    /// Forgets what was derived from the document.
    pub fn document_changed(&mut self) {
        self.names.clear();
    }

    /// Draws what is dirty, at a time on the page's clock.
    pub fn draw(&mut self, dirty: Dirty, millis: f64, editor: &Editor, looks: &Looks, root: &HtmlElement) {
        if dirty.view || dirty.geometry {
            self.visible = editor.visible(MARGIN);
            self.shows_cards = shows_cards(self.shows_cards, editor.camera().zoom);
        }
        let overlay = editor.overlay();
        if dirty.view || dirty.geometry || dirty.style || dirty.overlay {
            let near = self.near(editor);
            self.draw_ground(editor, looks, &overlay, &near);
            self.draw_cards(editor, looks, &overlay, &near);
            self.draw_overlay(editor, looks, &overlay);
            if overlay.cursor.css() != self.cursor {
                self.cursor = overlay.cursor.css();
                root.style().set_property("cursor", self.cursor).ok();
            }
        }
        if dirty.minimap || editor.is_busy() && millis > self.minimap_drawn + MINIMAP_MILLIS {
            self.minimap.draw(editor, looks, &self.theme);
            self.minimap_drawn = millis;
        }
        if dirty.geometry || dirty.style || dirty.view {
            self.minimap.show_view(editor);
        }
        if dirty.particles || (dirty.view || dirty.geometry) && !self.trips.is_empty() {
            self.moving.begin();
            draw_particles(&self.moving, &self.trips, &editor.camera(), &self.theme, |id| editor.path_of(id));
        }
    }

    /// The components that get a card. The focused one always has one: assistive technology reads it.
    fn near(&self, editor: &Editor) -> Vec<ComponentId> {
        let focused = match editor.focused() {
            Some(Item::Component(id)) => Some(id),
            _ => None,
        };
        let mut near: Vec<ComponentId> = focused.into_iter().collect();
        if !self.shows_cards {
            return near;
        }
        near.extend(self.visible.components.iter().filter(|id| Some(**id) != focused));
        if near.len() > MAX_CARDS {
            let viewport = editor.viewport();
            let middle = editor
                .camera()
                .world_from_screen(Point::new(viewport.width / 2.0, viewport.height / 2.0));
            let distance = |id: &ComponentId| {
                let is_focused = Some(*id) == focused;
                let rect = editor.rect_of(*id).filter(|_| !is_focused);
                rect.map_or(0.0, |it| it.center().distance(middle))
            };
            lean::sort_by(&mut near, |a, b| distance(a).total_cmp(&distance(b)));
            near.truncate(MAX_CARDS);
        }
        near
    }

    fn draw_ground(&self, editor: &Editor, looks: &Looks, overlay: &Overlay, near: &[ComponentId]) {
        let (surface, theme, camera) = (&self.ground, &self.theme, editor.camera());
        surface.begin();
        draw_grid(surface, &camera, editor.viewport(), theme);
        draw_zones(surface, editor, &self.visible.zones, theme, |id| {
            let item = Item::Zone(id);
            ZoneState {
                is_selected: editor.selection().contains(&item),
                is_hovered: editor.hovered() == Some(item),
                is_focused: editor.focused() == Some(item),
                is_drop_target: overlay.drop_zone == Some(id),
            }
        });
        surface.in_world(camera.zoom, camera.offset.x, camera.offset.y);
        self.draw_connections(editor, looks, overlay);
        let far: Vec<Far<'_>> = self
            .visible
            .components
            .iter()
            .filter(|id| !self.shows_cards || (near.len() >= MAX_CARDS && !near.contains(id)))
            .filter_map(|id| far(editor, looks, overlay, *id))
            .collect();
        draw_far(surface, &far, camera.zoom, theme);
        surface.in_screen();
    }

    fn draw_connections(&self, editor: &Editor, looks: &Looks, overlay: &Overlay) {
        let zoom = editor.camera().zoom;
        let detail = match zoom {
            it if it >= PATTERNS_FROM => Detail::Full,
            it if it >= BOXES_FROM => Detail::Plain,
            _ => Detail::Coarse,
        };
        let moved = overlay.preview.as_ref().and_then(|it| it.reconnecting);
        let mut paths: Vec<(Stroke, &Path)> = Vec::with_capacity(self.visible.connections.len());
        for id in &self.visible.connections {
            if Some(*id) == moved {
                continue;
            }
            let Some(path) = editor.path_of(*id) else { continue };
            paths.push((looks.strokes.get(id).copied().unwrap_or_default(), path));
        }
        draw_lines(&self.ground, &mut paths, zoom, detail, &self.theme);
        for (id, color, extra) in self.marked_connections(editor) {
            let Some(path) = editor.path_of(id).filter(|_| Some(id) != moved) else { continue };
            let stroke = looks.strokes.get(&id).copied().unwrap_or_default();
            let thickness = (stroke.thickness() + extra).max(2.0 / zoom);
            draw_line(&self.ground, path, color, thickness, stroke.dash);
        }
    }

    /// Connections that are drawn in another color for a moment.
    fn marked_connections(&self, editor: &Editor) -> Vec<(ConnectionId, &str, f64)> {
        let mut marked = Vec::new();
        let mut mark = |item: &Item, extra: f64| {
            if let Item::Connection(id) = item {
                marked.push((*id, &*self.theme.selection, extra));
            }
        };
        editor.hovered().iter().for_each(|it| mark(it, 0.5));
        editor.selection().iter().for_each(|it| mark(it, 1.0));
        editor.focused().iter().for_each(|it| mark(it, 1.0));
        marked
    }

    fn draw_cards(&mut self, editor: &Editor, looks: &Looks, overlay: &Overlay, near: &[ComponentId]) {
        let camera = editor.camera();
        self.cards.place(camera.zoom, camera.offset.x, camera.offset.y);
        let names = &mut self.names;
        self.cards.show(near, |id| face(editor, looks, overlay, names, id));
    }

    fn draw_overlay(&self, editor: &Editor, looks: &Looks, overlay: &Overlay) {
        let (surface, camera) = (&self.overlay, editor.camera());
        surface.begin();
        if overlay.preview.is_none() {
            self.draw_labels(editor, looks);
        }
        draw_overlay(surface, overlay, &camera, &self.theme);
        if let Some(ghost) = overlay.ghost {
            let label = match ghost.offer {
                Offer::Component(kind) => kind_label(kind),
                Offer::Zone(kind) => Message::new(kind.label()),
            };
            draw_ghost(surface, ghost.rect, &say_message(&label), &camera, &self.theme);
        }
    }

    /// What the line under the pointer or the keyboard and the selected ones say.
    fn draw_labels(&self, editor: &Editor, looks: &Looks) {
        let (surface, camera) = (&self.overlay, editor.camera());
        let marked = [editor.hovered(), editor.focused()]
            .into_iter()
            .flatten()
            .chain(editor.selection().iter().copied())
            .filter_map(|it| if let Item::Connection(id) = it { Some(id) } else { None })
            .take(MAX_LABELS);
        let marked = lean::set(marked);
        let cards = self.visible.components.iter().filter(|_| self.shows_cards);
        let mut taken: Vec<Rect> = cards.filter_map(|id| editor.rect_of(*id)).collect();
        // What somebody points at comes first.
        for id in &marked {
            let (Some(connection), Some(path)) = (editor.connection(*id), editor.path_of(*id)) else { continue };
            let text = lines::label(connection, looks.rates.get(id).copied());
            draw_label(surface, path, &text, Pushes::Aside, &camera, &self.theme, &mut taken);
        }
        if self.writes_rates && self.shows_cards {
            for id in self.visible.connections.iter().filter(|id| !marked.contains(id)).take(MAX_LABELS) {
                let (Some(rate), Some(path)) = (looks.rates.get(id), editor.path_of(*id)) else { continue };
                // A label longer than its line would lie on the cards.
                if path.length() * camera.zoom < MIN_LABELED {
                    continue;
                }
                draw_label(surface, path, &lines::rate_text(*rate), Pushes::Out, &camera, &self.theme, &mut taken);
            }
        }
    }
}

fn shows_cards(before: bool, zoom: f64) -> bool {
    if before { zoom >= CARDS.0 } else { zoom >= CARDS.1 }
}
