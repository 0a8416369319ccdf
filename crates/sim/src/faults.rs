//! What breaks, one file each: what it hits, its settings, what it does, and where it happened.

mod crash;
mod packet_loss;
mod slow;
mod zone_loss;

use crate::changes::Definition;

/// In the order of the menu.
pub static FAULTS: &[&Definition] =
    &[&crash::CRASH, &slow::SLOW, &packet_loss::PACKET_LOSS, &zone_loss::ZONE_LOSS];
