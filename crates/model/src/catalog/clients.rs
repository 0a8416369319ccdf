//! People's devices: where requests come from. What they send is their workload, so they have no parameters.

use super::{BehaviorKind, Entry, Family, Role};

const fn client(id: &'static str) -> Entry {
    Entry::new(id, Family::Clients, Role::User, BehaviorKind::Source)
}

pub static KINDS: &[Entry] = &[client("client"), client("web_browser"), client("mobile_app")];
