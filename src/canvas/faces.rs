//! What each component shows at this moment, put together from the editor and from what is known about its load.

use std::collections::HashMap;

use editor::{Editor, Overlay, TargetVerdict};
use model::{Arg, Component, ComponentId, Item, Kind, Message, Place, Point, Severity, component::CARD};

use sim::blast::Reach;

use super::{
    card::{Face, Target},
    far::Far,
    load::{Basis, Load, Number, Tone},
    looks::{Badge, Looks},
};
use crate::text::{say_arg, say_message};

/// The name of a kind.
pub fn kind_label(kind: Kind) -> Message {
    Message::computed(format!("kind-{}", kind.id))
}

/// A component as a box.
pub fn far<'a>(editor: &'a Editor, looks: &Looks, overlay: &Overlay, id: ComponentId) -> Option<Far<'a>> {
    let load = looks.loads.get(&id).copied().unwrap_or_default();
    Some(Far {
        rect: editor.rect_of(id)?,
        name: &editor.component(id)?.name,
        tone: load.tone(),
        fill: load.fill(),
        safe: load.safe,
        found: looks.badges.get(&Place::Component(id)).map(|it| it.severity),
        hit: looks.hits.get(&id).copied(),
        is_selected: editor.selection().contains(&Item::Component(id)),
        is_dimmed: overlay.preview.is_some() && target(editor, id) == Target::Impossible,
    })
}

/// A component as a card. `names` keeps accessible names, which take long to put together.
pub fn face(
    editor: &Editor,
    looks: &Looks,
    overlay: &Overlay,
    names: &mut HashMap<ComponentId, String>,
    id: ComponentId,
) -> Option<Face> {
    let component = editor.component(id)?;
    let rect = editor.rect_of(id)?;
    let load = looks.loads.get(&id).copied().unwrap_or_default();
    let item = Item::Component(id);
    let is_focused = editor.focused() == Some(item);
    let number = number_text(&load);
    let badge = looks.badges.get(&Place::Component(id)).copied();
    let name = names.entry(id).or_insert_with(|| say_message(&editor.describe(item)));
    Some(Face {
        id,
        at: Point::new(rect.x, rect.y),
        order: looks.order.get(&id).copied().unwrap_or_default(),
        name: component.name.clone(),
        kind: subtitle(component),
        icon: component.kind.icon,
        is_idle: load.is_idle,
        basis: load.basis,
        tone: load.tone(),
        // Half units are as fine as a screen shows; finer steps would only cost writes.
        water: (load.fill() * CARD.height * 2.0).round() / 2.0,
        load_line: load.safe.map(|it| (it * CARD.height * 2.0).round() / 2.0),
        badge,
        hit: looks.hits.get(&id).copied(),
        target: if overlay.preview.is_some() { target(editor, id) } else { Target::None },
        is_selected: editor.selection().contains(&item),
        is_hovered: editor.hovered() == Some(item),
        is_focused,
        label: label(name, &load, &number, (badge, looks.hits.get(&id).copied()), is_focused),
        number,
    })
}

/// Kind and number of replicas.
fn subtitle(component: &Component) -> String {
    let kind = match &component.unknown_kind {
        Some(unknown) => unknown.clone(),
        None => say_message(&kind_label(component.kind)),
    };
    match component.replicas() {
        1 => kind,
        replicas => say_message(
            &Message::new("canvas-replicas").with("kind", kind).with("replicas", replicas),
        ),
    }
}

/// What the card's number says.
fn number_text(load: &Load) -> String {
    if load.is_down {
        return say_message(&Message::new("canvas-down"));
    }
    let number = match load.number {
        None => String::new(),
        // Whole per cents: the digits after would change ten times a second and nobody reads them.
        Some(Number::Load(share) | Number::Held(share)) => say_arg(&Arg::Ratio((share * 100.0).round() / 100.0)),
        Some(Number::PerSec(rate)) => say_arg(&Arg::PerSec(rate)),
        Some(Number::Messages(messages)) => {
            say_message(&Message::new("messages-held").with("messages", Arg::Count(messages)))
        }
    };
    if load.is_slow { say_message(&Message::new("canvas-slow").with("number", number)) } else { number }
}

/// The accessible name: what it is, what was found, how loaded it is. Load is part of it only where the keyboard is, so
/// that screen readers are not flooded.
fn label(
    name: &str,
    load: &Load,
    number: &str,
    (badge, hit): (Option<Badge>, Option<Reach>),
    is_focused: bool,
) -> String {
    let mut label = name.to_owned();
    if let Some(reach) = hit {
        let id = match reach {
            Reach::Whole => "canvas-name-hit-all",
            Reach::Part => "canvas-name-hit-some",
        };
        label = say_message(&Message::new(id).with("name", label));
    }
    if let Some(badge) = badge {
        let id = match badge.severity {
            Severity::Error => "canvas-name-errors",
            Severity::Warning => "canvas-name-warnings",
            Severity::Advice => "canvas-name-advice",
        };
        label = say_message(&Message::new(id).with("name", label).with("count", badge.count));
    }
    if number.is_empty() || !(is_focused || load.is_down) {
        return label;
    }
    let id = match load.tone() {
        Tone::Down => "canvas-name-down",
        Tone::Sinking => "canvas-name-sinking",
        Tone::Strained => "canvas-name-strained",
        Tone::Calm | Tone::Unknown => "canvas-name-load",
    };
    // The card has no room to say what its number is; a name has.
    let what = match load.number {
        Some(Number::Load(_)) => "canvas-number-load",
        Some(Number::Held(_)) => "canvas-number-held",
        Some(Number::PerSec(_)) => "canvas-number-rate",
        Some(Number::Messages(_)) | None => "canvas-number-messages",
    };
    let number = Message::new(what).with("number", number);
    let number = match load.basis {
        Basis::Simulated => number,
        Basis::Estimated => Message::new("canvas-number-estimated").with("number", number),
        Basis::Stale => Message::new("canvas-number-stale").with("number", number),
    };
    say_message(&Message::new(id).with("name", label).with("number", number))
}

/// What a component is to the connection that is being drawn.
fn target(editor: &Editor, id: ComponentId) -> Target {
    match editor.verdict_of(id) {
        None => Target::Anchor,
        Some(TargetVerdict::Possible(_)) => Target::Possible,
        Some(TargetVerdict::Warning(..)) => Target::Doubtful,
        Some(TargetVerdict::Impossible(_)) => Target::Impossible,
    }
}
