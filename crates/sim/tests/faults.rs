//! Each fault breaks what it says, and only as long as it lasts: its signature appears and disappears.
//!
//! Unless a test says otherwise, ten calm seconds are followed by ten bad ones and twenty to recover. Phases leave out the
//! seconds in which one turns into the other.

mod common;

#[path = "faults/story.rs"]
mod story;

#[path = "faults/caches.rs"]
mod caches;
#[path = "faults/data.rs"]
mod data;
#[path = "faults/list.rs"]
mod list;
#[path = "faults/machines.rs"]
mod machines;
#[path = "faults/messages.rs"]
mod messages;
#[path = "faults/migrations.rs"]
mod migrations;
#[path = "faults/network.rs"]
mod network;
#[path = "faults/others.rs"]
mod others;
#[path = "faults/traffic.rs"]
mod traffic;
