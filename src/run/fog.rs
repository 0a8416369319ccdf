//! What the person may see of a run: on call, only what the drawing's monitoring shows.

use std::sync::Arc;

use leptos::prelude::*;
use model::ComponentId;
use sim::{Live, report::Second};

use super::Run;
use crate::follow::follow;

impl Run {
    /// Keeps what is shown in step with the run.
    pub(super) fn follow_fog(self, set_shown: WriteSignal<Option<Arc<Live>>>) {
        follow(move || {
            let live = self.live.get();
            let is_foggy = self.is_foggy();
            set_shown.set(live.map(|live| match is_foggy {
                true => self.document.with(|it| Arc::new(ops::fog::fogged(it, &live))),
                false => live,
            }));
        });
    }

    /// Somebody is on call and has not asked to see everything.
    pub fn is_foggy(self) -> bool {
        self.is_blind.get() && self.document.with(|it| !it.operations.sees_all)
    }

    /// Notes down the seconds of which nobody told how the users fared.
    pub(super) fn note_unseen(self, live: &Live) {
        let is_unseen = untrack(|| self.is_blind.get())
            && !self.document.with_untracked(|it| ops::fog::sees_users(it, live));
        if is_unseen {
            self.unseen.update(|all| all.extend(live.seconds.iter().map(|it| it.at_secs)));
        }
    }

    /// Whether somebody may see how the users fared in that second.
    pub fn sees_second(self, second: &Second) -> bool {
        let is_known = |all: &Vec<f64>| all.binary_search_by(|it| it.total_cmp(&second.at_secs)).is_err();
        !self.is_foggy() || self.unseen.with(is_known)
    }

    /// Whether a component's state may be seen at this moment.
    pub fn sees(self, id: ComponentId) -> bool {
        let is_shown = |live: &Arc<Live>| live.components.iter().any(|it| it.id == id);
        !self.is_foggy() || self.shown.with(|it| it.as_ref().is_some_and(is_shown))
    }
}
