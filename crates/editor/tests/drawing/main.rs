//! Drawing with the real editor, without a browser. What may never break is checked after every input.

mod actions;
mod clipboard;
mod connecting;
mod driver;
mod inputs;
mod invariants;
mod keyboard;
mod moving;
mod placing;
mod selecting;
mod story;
mod texts;
mod viewing;
mod zones;

pub use driver::TestEditor;
