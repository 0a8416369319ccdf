//! Parts that know nothing about architectures: icons, dialogs, menus, tabs, splitters, fields.

mod dialog;
mod icon;
mod menu;
mod number_field;
mod option_search;
mod roving;
mod source_link;
mod splitter;
mod tabs;

pub use dialog::Dialog;
pub use icon::{icon, install_sprite};
pub use menu::{Menu, MenuItem, MenuLine};
pub use number_field::NumberField;
pub use option_search::OptionSearch;
pub use roving::{Step, arrow_step, move_focus, shown};
pub use source_link::source_link;
pub use splitter::{Grows, Splitter};
pub use tabs::{Tab, Tabs};
