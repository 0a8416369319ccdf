//! A look at a run through the drawing's monitoring: what is not connected to it cannot be seen.
//!
//! Who is on call knows what is drawn, and of its state what somebody measures. The rest is fog.

use std::collections::BTreeSet;

use model::{Architecture, ComponentId, lean};
use sim::Live;

use crate::sight::{Sight, Unseen, senders};

fn up_now(live: &Live) -> BTreeSet<ComponentId> {
    lean::set(live.components.iter().filter(|it| it.up).map(|it| it.id))
}

/// Why nobody sees at this moment how all users fare; `None`: somebody does.
pub fn users_unseen(drawing: &Architecture, sight: &Sight, live: &Live) -> Option<Unseen> {
    let up = up_now(live);
    sight.look_at_all(&senders(drawing, ""), |it| up.contains(&it)).err()
}

/// The look without what cannot be seen. What happens on a connection is seen by who calls over it.
pub fn fogged(drawing: &Architecture, sight: &Sight, live: &Live) -> Live {
    let up = up_now(live);
    let sees = |id| sight.look(id, |it| up.contains(&it)).is_ok();
    let is_seen = |id| drawing.connection(id).is_some_and(|it| sees(it.from));
    let mut fogged = live.clone();
    fogged.components.retain(|it| sees(it.id));
    fogged.connections.retain(|it| is_seen(it.id));
    fogged.hops.retain(|it| is_seen(it.connection));
    fogged
}

#[cfg(test)]
mod tests {
    use model::notation;
    use sim::{RunOptions, Session, SimTime};

    use super::*;

    fn look(text: &str, down: &[&str]) -> (Architecture, Live) {
        let drawing = notation::parse(text).unwrap();
        let mut session = Session::new(&drawing, RunOptions::from(drawing.settings)).unwrap();
        session.advance(SimTime::from_secs(2.0), u64::MAX);
        let mut live = session.live();
        for it in &mut live.components {
            it.up &= !down.contains(&drawing.component(it.id).unwrap().name.as_str());
        }
        (drawing, live)
    }

    fn names(text: &str, down: &[&str]) -> Vec<String> {
        let (drawing, live) = look(text, down);
        let fogged = fogged(&drawing, &Sight::of(&drawing), &live);
        fogged.components.iter().map(|it| drawing.component(it.id).unwrap().name.clone()).collect()
    }

    const SHOP: &str = "users:client -> api:api_server -> db:database_sql; users -observe-> rum; api -observe-> watch:monitoring";

    #[test]
    fn only_what_reports_is_seen_and_only_while_somebody_listens() {
        assert_eq!(names(SHOP, &[]), ["users", "api", "rum", "watch"]);
        assert_eq!(names(SHOP, &["watch"]), ["users", "rum"]);
    }

    #[test]
    fn users_are_seen_while_somebody_listens() {
        let unseen = |down: &[&str]| {
            let (drawing, live) = look(SHOP, down);
            users_unseen(&drawing, &Sight::of(&drawing), &live)
        };
        assert_eq!([unseen(&["rum"]), unseen(&["watch"])], [None, None]);
        assert_eq!(unseen(&["rum", "watch"]), Some(Unseen::CollectorsDown));
    }

    #[test]
    fn a_call_is_seen_by_its_caller() {
        let (drawing, live) =
            look("users:client -> api:api_server -> db:database_sql; db -observe-> watch:monitoring", &[]);
        assert!(!live.hops.is_empty() && live.connections.len() >= 2);
        let fogged = fogged(&drawing, &Sight::of(&drawing), &live);
        let from = |id| drawing.component(drawing.connection(id).unwrap().from).unwrap().name.clone();
        assert!(fogged.connections.iter().all(|it| from(it.id) == "db"));
        assert!(fogged.hops.iter().all(|it| from(it.connection) == "db"));
    }
}
