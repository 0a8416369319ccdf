//! How a drawing is drawn: input from the shell goes in, edits of the document and requests to the shell come out.
//!
//! Pure: no DOM, no clock, no randomness. Camera, selection, hover and focus live here and never in the document.
//! The shell feeds [`Input`]s to [`Editor::handle`], draws what [`Editor::visible`] and [`Editor::overlay`] name, says
//! what a [`Response`] says and does what it requests.

// In reading order.
mod input;
mod response;

mod editor;

pub mod actions;

mod tools;

mod connect_rules;
mod hit;
mod overlay;
mod placement;

mod announce;
mod outline;
pub mod scenario;

mod camera;
pub mod geometry;

pub use actions::{Action, Category, Shortcut};
pub use camera::{Camera, FIT_PADDING, MAX_FIT_ZOOM, ZOOM_RANGE};
pub use editor::{Editor, Visible};
pub use geometry::path::{Cubic, Path};
pub use hit::{ZONE_TAB_HEIGHT, zone_tab};
pub use input::{Button, Device, Input, Key, Modifiers, Offer, Pointer};
pub use outline::OutlineRow;
pub use overlay::{
    Cursor, Ghost, Grip, Guide, Handle, Marquee, Overlay, Port, PortSide, Preview, TargetVerdict,
};
pub use response::{Question, Region, Request, Response};
