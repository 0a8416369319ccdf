//! The cards on the screen: a fixed set of elements, handed from component to component as the view moves.
//!
//! Making and removing elements in the middle of a gesture is what makes diagrams stutter, so it is not done.

use std::collections::{HashMap, HashSet};

use model::ComponentId;
use web_sys::{Document, HtmlElement};

use super::card::{Face, Slot, Words};

/// Most cards at once; what is beyond is drawn on the canvas.
pub const MAX_CARDS: usize = 256;

/// Below these zooms cards show less, in larger letters.
const COMPACT: f64 = 0.78;
const DENSE: f64 = 0.56;

/// The cards and whose they are.
pub struct Cards {
    document: Document,
    parent: HtmlElement,
    words: Words,
    slots: Vec<Slot>,
    by_component: HashMap<ComponentId, usize>,
    transform: String,
    class: &'static str,
}

impl Cards {
    /// Cards inside `parent`, which is moved and scaled as a whole.
    pub fn new(document: Document, parent: HtmlElement, words: Words) -> Self {
        Self {
            document,
            parent,
            words,
            slots: Vec::new(),
            by_component: HashMap::new(),
            transform: String::new(),
            class: "",
        }
    }

    /// Moves and scales all cards at once.
    pub fn place(&mut self, zoom: f64, x: f64, y: f64) {
        let transform = format!("translate({x}px,{y}px) scale({zoom})");
        if transform != self.transform {
            self.parent.style().set_property("transform", &transform).ok();
            self.transform = transform;
        }
        // Zoomed out, cards drop what is small so that the rest can be larger.
        let class = match zoom {
            it if it >= COMPACT => "canvas-cards",
            it if it >= DENSE => "canvas-cards compact",
            _ => "canvas-cards dense",
        };
        if class != self.class {
            self.parent.set_class_name(class);
            self.class = class;
        }
    }

    /// Shows exactly the components in `wanted`, at most [`MAX_CARDS`]. `face` is asked for each of them.
    pub fn show(&mut self, wanted: &[ComponentId], mut face: impl FnMut(ComponentId) -> Option<Face>) {
        let wanted = &wanted[..wanted.len().min(MAX_CARDS)];
        let keep: HashSet<ComponentId> = wanted.iter().copied().collect();
        let mut free = Vec::new();
        for (i, slot) in self.slots.iter().enumerate().rev() {
            match slot.component() {
                Some(id) if keep.contains(&id) => {}
                Some(id) => {
                    self.by_component.remove(&id);
                    free.push(i);
                }
                None => free.push(i),
            }
        }
        for &id in wanted {
            let Some(face) = face(id) else { continue };
            let slot = match self.by_component.get(&id) {
                Some(slot) => *slot,
                None => match free.pop().or_else(|| self.grow()) {
                    Some(slot) => slot,
                    None => continue,
                },
            };
            self.by_component.insert(id, slot);
            self.slots[slot].show(face, &self.words);
        }
        for slot in free {
            self.slots[slot].clear();
        }
    }

    /// Adds a card; its place.
    fn grow(&mut self) -> Option<usize> {
        self.slots.push(Slot::new(&self.document, &self.parent, &self.words)?);
        Some(self.slots.len() - 1)
    }
}
