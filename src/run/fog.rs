//! What the person may see of a run: on call, only what the drawing's monitoring shows.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, ComponentId};
use ops::{Sight, Unseen};
use sim::{Live, report::Second};

use super::Run;
use crate::follow::follow;

/// The drawing that runs, and who sees what of it.
pub type Monitoring = Memo<Option<(Arc<Architecture>, Sight)>>;

impl Run {
    /// Keeps what is shown in step with the run; comes with the panels, as what the run says does.
    pub fn follow_fog(self) {
        // What is drawn while it runs shows nothing of it: the monitoring is that of the drawing that runs.
        let monitoring = Memo::new(move |_| {
            let of = |it: &Arc<Architecture>| (Arc::clone(it), Sight::of_monitoring(it));
            self.subject.with(|it| it.as_ref().map(of))
        });
        self.monitoring.set_value(Some(monitoring));
        follow(move || {
            let live = self.live.get();
            let is_foggy = self.is_foggy();
            let fogged = |live: &Live| {
                monitoring.with(|it| it.as_ref().map(|(it, sight)| Arc::new(ops::fog::fogged(it, sight, live))))
            };
            self.set_shown.set(live.and_then(|live| if is_foggy { fogged(&live) } else { Some(live) }));
        });
    }

    /// Somebody is on call and has not asked to see everything.
    pub fn is_foggy(self) -> bool {
        self.is_blind.get() && self.document.with(|it| !it.operations.sees_all)
    }

    /// Notes down the seconds of which nobody told how the users fared, and why not.
    pub(super) fn note_unseen(self, live: &Live) {
        if !untrack(|| self.is_blind.get()) {
            return;
        }
        let Some(monitoring) = self.monitoring.get_value() else { return };
        let why = monitoring.with_untracked(|it| {
            it.as_ref().and_then(|(it, sight)| ops::fog::users_unseen(it, sight, live))
        });
        if let Some(why) = why {
            self.unseen.update(|all| all.extend(live.seconds.iter().map(|it| (it.at_secs, why))));
        }
    }

    /// Why nobody may see how the users fared in that second, if so.
    pub fn why_unseen(self, second: &Second) -> Option<Unseen> {
        if !self.is_foggy() {
            return None;
        }
        self.unseen.with(|all| {
            let index = all.binary_search_by(|it| it.0.total_cmp(&second.at_secs)).ok()?;
            all.get(index).map(|it| it.1)
        })
    }

    /// The seconds of which it may be seen how the users fared.
    pub fn seen_seconds(self) -> Arc<Vec<Second>> {
        let all = self.seconds.get();
        if !self.is_foggy() {
            return all;
        }
        Arc::new(all.iter().copied().filter(|it| self.why_unseen(it).is_none()).collect())
    }

    /// Why nothing of the users may be seen, if none of the seconds may.
    pub fn hides_users(self) -> Option<Unseen> {
        self.seconds.with(|all| {
            let is_dark = all.iter().all(|it| self.why_unseen(it).is_some());
            all.last().filter(|_| is_dark).and_then(|it| self.why_unseen(it))
        })
    }

    /// Whether a component's state may be seen at this moment.
    pub fn sees(self, id: ComponentId) -> bool {
        let is_shown = |live: &Arc<Live>| live.components.iter().any(|it| it.id == id);
        !self.is_foggy() || self.shown.with(|it| it.as_ref().is_some_and(is_shown))
    }
}

/// Says why nobody sees how the users fare.
pub const fn users_unseen(why: Unseen) -> &'static str {
    match why {
        Unseen::Unconnected => "panel-users-unseen",
        Unseen::CollectorsDown => "panel-users-down",
    }
}
