//! What lies over the drawing for the moment: previews, guides, handles. Small; made anew for each frame.

use model::{ComponentId, ConnectionId, Message, Point, Rect, Relation, ZoneId};

use crate::{geometry::path::Path, input::Offer};

/// Everything the canvas draws above components and connections. World coordinates unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The rectangle that selects.
    pub marquee: Option<Marquee>,
    /// Lines along which the dragged things are aligned with their neighbors.
    pub guides: Vec<Guide>,
    /// The zone that would take what is being dragged.
    pub drop_zone: Option<ZoneId>,
    /// What the palette would put here.
    pub ghost: Option<Ghost>,
    /// The connection being drawn, moved or (by keyboard) chosen.
    pub preview: Option<Preview>,
    /// Places from which a connection can be pulled.
    pub ports: Vec<Port>,
    /// Squares that resize the selected zone, and round ends of the selected connection.
    pub handles: Vec<Handle>,
    pub cursor: Cursor,
}

/// A selecting rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marquee {
    pub rect: Rect,
    /// Alt is held: selects only what lies wholly inside, instead of every component that it touches.
    pub enclosing: bool,
}

/// A straight line from one point to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    pub from: Point,
    pub to: Point,
}

/// A component or zone that does not exist yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ghost {
    pub offer: Offer,
    pub rect: Rect,
}

/// A connection that does not exist yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// From caller to callee, also when it is pulled from the callee.
    pub path: Path,
    /// The end that stays.
    pub anchor: ComponentId,
    /// The anchor is the callee: the pointer looks for a caller.
    pub reversed: bool,
    /// The component under the pointer, or chosen by key.
    pub target: Option<ComponentId>,
    /// What would come of letting go here.
    pub verdict: Option<TargetVerdict>,
    /// The connection whose end is being moved.
    pub reconnecting: Option<ConnectionId>,
    /// Chosen by key: the target wants a focus ring.
    pub by_keyboard: bool,
}

/// Whether a component can take the connection that is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetVerdict {
    /// With the most likely relation first; never empty.
    Possible(Vec<Relation>),
    /// It can, but a rule will object.
    Warning(Vec<Relation>, Message),
    Impossible(Message),
}

impl TargetVerdict {
    pub const fn is_possible(&self) -> bool {
        !matches!(self, Self::Impossible(_))
    }

    /// What it would mean; empty if impossible.
    pub fn relations(&self) -> &[Relation] {
        match self {
            Self::Possible(relations) | Self::Warning(relations, _) => relations,
            Self::Impossible(_) => &[],
        }
    }

    /// Why it is impossible or what is wrong with it.
    pub const fn why(&self) -> Option<&Message> {
        match self {
            Self::Possible(_) => None,
            Self::Warning(_, why) | Self::Impossible(why) => Some(why),
        }
    }
}

/// Which way a port's connections go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortSide {
    /// Right edge: pulls a connection that starts here.
    Output,
    /// Left edge: pulls a connection that ends here.
    Input,
    /// Top and bottom edge: pull one that starts here, for drawings that flow downwards.
    Top,
    Bottom,
}

/// A spot on a component's edge from which to pull a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Port {
    pub component: ComponentId,
    pub side: PortSide,
    pub at: Point,
    pub hovered: bool,
}

/// What a handle changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// Moves edges of a zone: -1 left or top, 1 right or bottom, 0 neither.
    Zone { zone: ZoneId, x: i8, y: i8 },
    /// Moves the end at the caller.
    From(ConnectionId),
    /// Moves the end at the callee.
    To(ConnectionId),
}

/// A spot that can be dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    pub grip: Grip,
    pub at: Point,
}

/// The shape of the mouse pointer, by its CSS name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    #[default]
    Default,
    Grab,
    Grabbing,
    Move,
    Pointer,
    Crosshair,
    NotAllowed,
    Copy,
    ResizeEw,
    ResizeNs,
    ResizeNwse,
    ResizeNesw,
}

impl Cursor {
    /// For `cursor:` in CSS.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Grab => "grab",
            Self::Grabbing => "grabbing",
            Self::Move => "move",
            Self::Pointer => "pointer",
            Self::Crosshair => "crosshair",
            Self::NotAllowed => "not-allowed",
            Self::Copy => "copy",
            Self::ResizeEw => "ew-resize",
            Self::ResizeNs => "ns-resize",
            Self::ResizeNwse => "nwse-resize",
            Self::ResizeNesw => "nesw-resize",
        }
    }
}
