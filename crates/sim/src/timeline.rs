//! A run that can be taken back: snapshots on its way, and replay from the latest one before the wanted moment.
//!
//! Replay gives the same run to the bit, so nothing has to be kept but now and then a copy of the state.

use std::rc::Rc;

use model::scenario::Action;

use crate::{
    protocol::ByHand,
    session::{Progress, Session},
    time::{SECOND, SimTime},
};

/// Events between two snapshots, at least. So many are simulated again within some 20 ms; a small snapshot costs a
/// hundredth of that.
const EVENTS_BETWEEN: u64 = 200_000;
/// Memory for all snapshots together. Those that are missed least go first when it is used up: then taking the run back
/// takes longer.
const MAX_BYTES: usize = 64 << 20;

/// A session with its past. Cloning it shares the snapshots.
#[derive(Clone)]
pub struct Timeline {
    session: Session,
    /// By time; the first is the start of the run.
    snapshots: Vec<Snapshot>,
    /// What was done by hand, and when.
    by_hand: Vec<ByHand>,
    max_bytes: usize,
}

#[derive(Clone)]
struct Snapshot {
    session: Rc<Session>,
    bytes: usize,
    events: u64,
    /// How many actions by hand came before it.
    actions: usize,
}

impl Timeline {
    /// A run at its beginning.
    pub fn new(session: Session) -> Self {
        Self::with_memory(session, MAX_BYTES)
    }

    /// With another bound than usual on the memory for snapshots, in bytes.
    pub fn with_memory(session: Session, max_bytes: usize) -> Self {
        let mut timeline = Self { session, snapshots: Vec::new(), by_hand: Vec::new(), max_bytes };
        timeline.remember();
        timeline
    }

    /// The run at its present moment.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// For looking at the run; what changes it goes through the timeline.
    pub fn live(&mut self) -> crate::Live {
        self.session.live()
    }

    /// Like [`Session::advance`], with snapshots at the ends of simulated seconds.
    pub fn advance(&mut self, until: SimTime, max_events: u64) -> Progress {
        let last_event = self.session.events().saturating_add(max_events);
        loop {
            let before = self.session.now();
            let second_ends = SimTime((before.0 / SECOND + 1).saturating_mul(SECOND));
            let left = last_event - self.session.events();
            let progress = self.session.advance(until.min(second_ends), left);
            let is_settled = progress.now == second_ends;
            // Copying a byte takes no longer than some hundredths of an event: large snapshots are made less often.
            let last = self.last_snapshot();
            if is_settled && progress.events - last.events >= EVENTS_BETWEEN + last.bytes as u64 {
                self.remember();
            }
            if progress.is_done || progress.now >= until || progress.events >= last_event {
                return progress;
            }
        }
    }

    /// Like [`Session::apply`].
    pub fn apply(&mut self, action: &Action) {
        self.session.apply(action);
        self.by_hand.push(ByHand { at: self.session.now(), action: action.clone() });
    }

    /// What was done by hand so far.
    pub fn by_hand(&self) -> &[ByHand] {
        &self.by_hand
    }

    /// Takes the run back to an earlier moment. What was done by hand up to then stays done; what came later is
    /// forgotten, as the run now goes another way. A moment still to come is not waited for.
    pub fn rewind(&mut self, to: SimTime) {
        if to >= self.session.now() {
            return;
        }
        let at = self.snapshots.partition_point(|it| it.session.now() <= to).max(1) - 1;
        self.snapshots.truncate(at + 1);
        let mut session = Session::clone(&self.last_snapshot().session);
        let done = self.by_hand.partition_point(|it| it.at <= to);
        self.by_hand.truncate(done);
        for ByHand { at, action } in &self.by_hand[self.last_snapshot().actions..] {
            session.advance(*at, u64::MAX);
            session.apply(action);
        }
        session.advance(to, u64::MAX);
        session.skip_shown();
        self.session = session;
    }

    /// Another run that is the same up to a moment and goes on by itself from there. A moment still to come is not waited
    /// for: the fork begins at the present.
    #[must_use]
    pub fn fork(&self, at: SimTime) -> Self {
        let mut fork = self.clone();
        fork.rewind(at);
        fork
    }

    /// Events that [`Self::rewind`] would simulate again: what it costs.
    pub fn replayed_events(&self, to: SimTime) -> u64 {
        let at = self.snapshots.partition_point(|it| it.session.now() <= to).max(1) - 1;
        let next = self.snapshots.get(at + 1).map_or(self.session.events(), |it| it.events);
        next - self.snapshots[at].events
    }

    /// Memory that the snapshots take, in bytes.
    pub fn bytes(&self) -> usize {
        self.snapshots.iter().map(|it| it.bytes).sum()
    }

    fn last_snapshot(&self) -> &Snapshot {
        // The first one is never dropped.
        &self.snapshots[self.snapshots.len() - 1]
    }

    fn remember(&mut self) {
        self.snapshots.push(Snapshot {
            session: Rc::new(self.session.clone()),
            bytes: self.session.bytes(),
            events: self.session.events(),
            actions: self.by_hand.len(),
        });
        while self.bytes() > self.max_bytes && self.snapshots.len() > 2 {
            // The one whose neighbors lie closest together.
            let gap = |i: usize| self.snapshots[i + 1].events - self.snapshots[i - 1].events;
            let missed_least = (1..self.snapshots.len() - 1).min_by_key(|i| gap(*i)).unwrap_or(1);
            self.snapshots.remove(missed_least);
        }
    }
}
