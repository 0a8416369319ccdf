//! Requests under way: one record per attempt of a call and the job that it started at the callee.
//!
//! The two are different things: when a caller gives up, its attempt ends and the job goes on, detached. They share a
//! record because nearly always they live and die together. A record is 80 bytes and is used in one cache line or two,
//! so records lie in one array instead of one array per field.

use std::hint::select_unpredictable;

use crate::{network::NONE, random::child_key};

/// What happens to a record at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Free,
    /// A user who thinks before the next request.
    Thinking,
    /// Waits before it is sent (again).
    Backoff,
    /// Waits for a place among the calls in flight.
    Waiting,
    /// On its way to the callee.
    Sent,
    Queued,
    /// Own work is being done.
    Serving,
    /// Waits for callees.
    Calling,
    /// The answer is on its way.
    Returning,
    /// A message that waits for a consumer.
    Stored,
    /// Own work is being done in a share of the slots.
    Shared,
}

impl State {
    /// Whether a call has left its caller.
    pub const fn is_sent(self) -> bool {
        !matches!(self, Self::Free | Self::Thinking | Self::Backoff | Self::Waiting)
    }
}

/// This try to publish a message, or an earlier one, has been taken, though nobody heard of it in time.
pub const TAKEN: u16 = 1 << 15;
/// A full broker refused this try to publish a message, and the refusal is lost on its way.
pub const REFUSED: u16 = 1 << 14;

/// Marks of a record.
pub mod flag {
    /// Nobody waits for the answer any more.
    pub const DETACHED: u16 = 1;
    /// Dead; kept only because an event or a queue still names it.
    pub const DEAD: u16 = 2;
    /// A message on its way from a broker to a consumer.
    pub const MESSAGE: u16 = 4;
    /// A copy that nobody waits for: telemetry, asynchronous replication.
    pub const COPY: u16 = 8;
    /// A copy between the replicas of one store: work, but no request.
    pub const INTERNAL: u16 = 16;
    /// Its hops are shown.
    pub const TRACED: u16 = 32;
    pub const FAILED: u16 = 64;
    /// Holds a slot of its instance.
    pub const HOLDS: u16 = 128;
    /// A lookup that found nothing.
    pub const MISS: u16 = 256;
    /// Needs a new instance of a function.
    pub const COLD: u16 = 512;
    pub const WRITE: u16 = 1024;
    /// A user's request itself, not a call.
    pub const ROOT: u16 = 2048;
    /// Was sent, so that it counts as in flight on its link.
    pub const IN_FLIGHT: u16 = 4096;
    /// Stands for a step of which some answers are enough.
    pub const GATHERER: u16 = 8192;
    /// Was interrupted: an end of its service is planned that does not take place.
    pub const NAMED: u16 = 16384;
    /// A call that stands for its user's request as well.
    pub const WHOLE: u16 = 32768;
}

/// A request, a call, a message or a copy. What is copied together, and what begins as nothing, lies together: so it is
/// written together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// Of its random draws.
    pub key: u64,
    /// When it was sent (requests: by the user; messages: published).
    pub start: u64,
    /// When it reached its instance.
    pub arrive: u64,
    /// Who waits for the answer. Of calls that stand for a request as well, both are its key, which nobody else has.
    pub parent: u32,
    pub parent_generation: u32,
    pub link: u32,
    pub instance: u32,
    /// Next in a queue, or next free record.
    pub next: u32,
    /// Changes when the record is given to another request.
    pub generation: u32,
    /// Same for all spans of a user's request; hash of the user.
    pub user: u32,
    /// Same for all spans of a user's request: which item of a cache it asks for.
    pub item: u32,
    /// Where a failure began. Of who waits in a queue: see [`Self::wait`].
    pub place: u32,
    /// The target that a balancer picked. For users of a closed loop the count of requests.
    pub candidate: u32,
    pub class: u16,
    pub flags: u16,
    /// Links whose answers it waits for.
    pub pending: u16,
    /// Next step.
    pub group: u16,
    /// Lookups that found something. Of a message's way to its broker, which looks up nothing: [`TAKEN`] and
    /// [`REFUSED`].
    pub hits: u16,
    /// Which of the calls over one link.
    pub call: u16,
    pub attempt: u8,
    pub cause: u8,
    pub state: State,
    pub depth: u8,
}

impl Span {
    #[inline(always)]
    pub const fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

impl Span {
    /// The `call`-th call of the request `parent` over a link, whose keys are `salt` apart; not sent yet.
    #[inline(always)]
    pub const fn call(&self, parent: u32, link: u32, salt: u64, call: u16) -> Self {
        Self {
            key: child_key(self.key, salt, call, 1),
            start: 0,
            arrive: 0,
            parent,
            parent_generation: self.generation,
            link,
            instance: NONE,
            next: NONE,
            generation: 0,
            user: self.user,
            place: NONE,
            item: self.item,
            candidate: NONE,
            class: self.class,
            flags: self.flags & (flag::WRITE | flag::TRACED),
            pending: 0,
            group: 0,
            hits: 0,
            call,
            attempt: 1,
            depth: self.depth + 1,
            cause: 0,
            state: State::Free,
        }
    }

    /// It waits for its turn, and its own work is drawn already: so many nanoseconds. Nobody has to wait for the draw when
    /// its turn comes, least of all a processor that guesses what happens next. What is too long for a word, and zero, is
    /// drawn then.
    #[inline(always)]
    pub const fn wait(&mut self, work: u64) {
        self.state = State::Queued;
        self.place = if work <= u32::MAX as u64 { work as u32 } else { 0 };
    }

    /// What [`Self::wait`] was told, or zero.
    #[inline(always)]
    pub const fn expected(&self) -> u64 {
        self.place as u64
    }

    /// Own work begins.
    #[inline(always)]
    pub const fn begin(&mut self) {
        self.state = State::Serving;
        self.flags |= flag::HOLDS;
    }

    /// Before `next` in the list of free records; gives its own number `index`, with which the list begins now.
    #[inline(always)]
    const fn set_free(&mut self, index: u32, next: u32) -> u32 {
        self.generation = self.generation.wrapping_add(1);
        self.state = State::Free;
        self.next = next;
        index
    }
}

/// All records, with a list of free ones.
#[derive(Clone, Debug)]
pub struct Spans {
    list: Vec<Span>,
    free: u32,
}

impl Default for Spans {
    fn default() -> Self {
        Self { list: Vec::new(), free: NONE }
    }
}

impl Spans {
    /// Whether [`Self::grow`] must come before the next [`Self::alloc`].
    #[inline(always)]
    pub const fn is_full(&self) -> bool {
        self.free == NONE
    }

    /// A record of its own, with `span` in it and a generation of its own: its number, and the record, so that whoever
    /// goes on with it need not look it up.
    #[inline(always)]
    pub fn alloc(&mut self, span: Span) -> (u32, &mut Span) {
        let index = self.free;
        let record = &mut self.list[index as usize];
        self.free = record.next;
        // One assignment, so that no second copy is made on the way.
        *record = Span { generation: record.generation, ..span };
        (index, record)
    }

    /// One more record; how many there are now. There are as many as were ever needed at once.
    #[cold]
    #[inline(never)]
    pub fn grow(&mut self) -> u32 {
        self.free = self.list.len() as u32;
        self.list.push(Span { next: NONE, ..Span::default() });
        self.free + 1
    }

    #[inline(always)]
    pub fn release(&mut self, index: u32) {
        self.free = self.list[index as usize].set_free(index, self.free);
    }

    /// Releases a record of which `take` takes something, all in one go; else it stays.
    #[inline(always)]
    pub fn release_if<T>(&mut self, index: u32, take: impl FnOnce(&Span) -> Option<T>) -> Option<T> {
        let record = &mut self.list[index as usize];
        let taken = take(record)?;
        self.free = record.set_free(index, self.free);
        Some(taken)
    }

    /// Like [`Self::release`]; but a record that an end of service still names stays behind, dead, until then.
    #[inline]
    pub fn retire(&mut self, index: u32) {
        let record = &mut self.list[index as usize];
        if record.is(flag::NAMED) {
            record.flags |= flag::DEAD;
        } else {
            self.release(index);
        }
    }

    /// In a queue, `span` comes next after `last`; after itself comes nobody. Without a branch, as nobody can guess which.
    #[inline(always)]
    pub fn put_behind(&mut self, last: u32, span: u32) {
        self[last].next = select_unpredictable(last == span, NONE, span);
    }

    /// Whoever waits may have other work to do when its turn comes.
    pub fn expect_nothing(&mut self) {
        let waiting = self.list.iter_mut().filter(|it| it.state == State::Queued);
        waiting.for_each(|it| it.wait(0));
    }

    pub fn indices(&self) -> std::ops::Range<u32> {
        0..self.list.len() as u32
    }
}

impl std::ops::Index<u32> for Spans {
    type Output = Span;

    #[inline(always)]
    fn index(&self, index: u32) -> &Span {
        &self.list[index as usize]
    }
}

impl std::ops::IndexMut<u32> for Spans {
    #[inline(always)]
    fn index_mut(&mut self, index: u32) -> &mut Span {
        &mut self.list[index as usize]
    }
}
