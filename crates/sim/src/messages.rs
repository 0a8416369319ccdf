//! What became of messages, by the journey that they belong to: what freshness and correctness are judged by. Only
//! drawings with such an objective count it.

use crate::{
    engine::Engine,
    histogram::Histogram,
    report::{Answers, Messages},
    span::{Span, State, flag},
};

/// Messages of a request class. Every subscription has a message of its own.
#[derive(Clone, Debug, Default)]
pub struct MessageStats {
    /// From publishing to the end of the handling, of those that were handled.
    pub ages: Histogram,
    pub handled: u64,
    /// Given up after the last delivery.
    pub dead_letters: u64,
    /// Refused by a full broker for good, or given up while they waited for room; they were never published.
    pub rejected: u64,
    /// One per limit of age that somebody watches.
    pub limits: Vec<AgeLimit>,
}

/// Messages against a limit of age, each counted at the moment that decides it: when it has been handled, when it is
/// given up, or when it has waited for too long.
#[derive(Clone, Copy, Debug)]
pub struct AgeLimit {
    pub limit_nanos: u64,
    pub good: u64,
    pub bad: u64,
    /// Those that were too old before this moment have been counted, whether they are done with or not.
    pub counted_to: u64,
}

impl AgeLimit {
    pub const fn new(limit_nanos: u64) -> Self {
        Self { limit_nanos, good: 0, bad: 0, counted_to: 0 }
    }

    /// A message that was published at `start` is done with.
    fn settle(&mut self, start: u64, now: u64, is_handled: bool) {
        let too_old_at = start.saturating_add(self.limit_nanos);
        if now > too_old_at {
            self.bad += u64::from(too_old_at >= self.counted_to);
        } else if is_handled {
            self.good += 1;
        } else {
            self.bad += 1;
        }
    }
}

impl MessageStats {
    /// A message has been handled, or is given up.
    pub fn settle(&mut self, start: u64, now: u64, is_handled: bool) {
        if is_handled {
            self.handled += 1;
            self.ages.record(now - start);
        } else {
            self.dead_letters += 1;
        }
        self.limits.iter_mut().for_each(|it| it.settle(start, now, is_handled));
    }

    /// The measured time begins: forgets what was counted, and does not count what became too old before.
    pub fn restart(&mut self, now: u64) {
        let mut limits = std::mem::take(&mut self.limits);
        limits.iter_mut().for_each(|it| *it = AgeLimit { counted_to: now, ..AgeLimit::new(it.limit_nanos) });
        *self = Self { limits, ..Self::default() };
    }
}

impl Engine {
    /// A message has been handled, or is given up.
    #[inline]
    pub(crate) fn message_settled(&mut self, message: &Span) {
        if let Some(messages) = &mut self.class_stats[usize::from(message.class)].messages {
            messages.settle(message.start, self.now, !message.is(flag::FAILED));
        }
    }

    /// A full broker refused a message, and nobody tries again.
    #[cold]
    pub(crate) fn message_rejected(&mut self, class: u16) {
        if let Some(messages) = &mut self.class_stats[usize::from(class)].messages {
            messages.rejected += 1;
        }
    }

    /// Messages that are neither handled nor given up: when they were published, and of which class.
    fn open_messages(&self) -> impl Iterator<Item = (u64, usize)> {
        let is_open = |it: &Span| {
            it.state != State::Free && it.is(flag::MESSAGE) && !it.is(flag::DETACHED | flag::DEAD)
        };
        let all = self.spans.indices().map(|it| self.spans[it]);
        all.filter(is_open).map(|it| (it.start, usize::from(it.class)))
    }

    /// Counts those that have become too old by now, so that a consumer that stands still is seen before it goes on.
    pub(crate) fn count_old_messages(&mut self) {
        let is_watched =
            self.class_stats.iter().any(|it| it.messages.as_ref().is_some_and(|it| !it.limits.is_empty()));
        if !is_watched {
            return;
        }
        let now = self.now;
        let mut stats = std::mem::take(&mut self.class_stats);
        for (start, class) in self.open_messages() {
            for it in stats[class].messages.iter_mut().flat_map(|it| &mut it.limits) {
                let too_old_at = start.saturating_add(it.limit_nanos);
                it.bad += u64::from((it.counted_to..now).contains(&too_old_at));
            }
        }
        for it in stats.iter_mut().filter_map(|it| it.messages.as_mut()).flat_map(|it| &mut it.limits) {
            it.counted_to = now;
        }
        self.class_stats = stats;
    }

    /// For the report: the messages of these classes; `None`: nobody counted them.
    pub(crate) fn messages_of(&self, is_of: impl Fn(usize) -> bool) -> Option<Messages> {
        let mut ages = None::<Histogram>;
        let (mut dead_letters, mut rejected) = (0, 0);
        let counted = self.class_stats.iter().enumerate().filter(|(index, _)| is_of(*index));
        for it in counted.filter_map(|(_, it)| it.messages.as_ref()) {
            ages.get_or_insert_default().merge(&it.ages);
            dead_letters += it.dead_letters;
            rejected += it.rejected;
        }
        let ages = ages?;
        let mut waiting = Histogram::default();
        let open = self.open_messages().filter(|(_, class)| is_of(*class));
        open.for_each(|(start, _)| waiting.record(self.now - start));
        let list = |it: &Histogram| {
            it.counts().map(|(nanos, count)| Answers { millis: nanos / 1e6, count }).collect()
        };
        Some(Messages { handled: list(&ages), dead_letters, rejected, waiting: list(&waiting) })
    }
}
