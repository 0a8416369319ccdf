//! Sources: requests by a changing rate (open loop, M_t or D_t arrivals) or by users who think (closed loop).

use crate::{
    engine::{Engine, SourceState},
    network::{NONE, Network, Source, TwoState},
    queue::{Kind, Queue},
    random::{Draw, Ziggurat, mix, numbered},
    span::{Span, State, flag},
    time::SECOND,
};

/// The item, and the user, that a hot share of the requests is about.
const HOT: u32 = 0x00c0_ffee;

impl Engine {
    /// The first request of an open loop, or all users of a closed one.
    pub(crate) fn start_source(&mut self, net: &Network, source: u32) {
        let row = &net.sources[source as usize];
        if row.users == 0 {
            if let Some(two) = &row.two_state {
                self.first_state(net, source, two);
            }
            return self.plan_arrival(net, source);
        }
        self.add_users(net, source, 0..row.users);
    }

    /// Users of a closed loop begin to think, but for those who have not left yet.
    pub(crate) fn add_users(&mut self, net: &Network, source: u32, users: std::ops::Range<u32>) {
        let row = &net.sources[source as usize];
        let node = &net.nodes[row.node as usize];
        let is_user = |it: &&Span| {
            it.flags & (flag::ROOT | flag::GATHERER) == flag::ROOT
                && it.parent == source
                && it.state != State::Free
        };
        let all = self.spans.indices().map(|it| &self.spans[it]);
        let there = model::lean::set(all.filter(is_user).map(|it| it.link));
        for user in users.filter(|it| !there.contains(it)) {
            if self.stopped.is_some() {
                // There is no room for more, and a file may ask for ten million, and faults for a thousand times as many.
                return;
            }
            let span = self.alloc(Span {
                // A source with several placements has its users spread over them.
                instance: node.first_instance + user % node.instances.max(1),
                user: row.user(user),
                link: user,
                parent: source,
                candidate: 0,
                flags: flag::ROOT,
                state: State::Thinking,
                ..Span::default()
            });
            self.think(net, span);
        }
    }

    /// Plans the next request of an open loop.
    #[inline(never)]
    pub(crate) fn plan_arrival(&mut self, net: &Network, source: u32) {
        let row = &net.sources[source as usize];
        let state = &mut self.sources[source as usize];
        let drawn = row.next_gap(&net.ziggurat, state);
        let gap = if row.is_even { 1.0 } else { drawn };
        let expected = gap * f64::from(row.batch);
        if row.gap_nanos > 0.0 {
            state.next_at = row.plan_next(&mut self.queue, net, source, expected, self.now);
        } else {
            self.plan_after_changes(net, source, expected);
        }
    }

    /// The same at a rate that changes.
    #[inline(never)]
    fn plan_after_changes(&mut self, net: &Network, source: u32, expected: f64) {
        // Never, if that is no number.
        let at = self.after_changes(net, source, expected).min(f64::INFINITY);
        self.sources[source as usize].next_at = plan_at(&mut self.queue, net, source, at, self.now);
    }

    /// When so many requests are expected to have come, at a rate that changes; infinite: never.
    fn after_changes(&mut self, net: &Network, source: u32, expected: f64) -> f64 {
        let row = &net.sources[source as usize];
        if let Some(two) = &row.two_state {
            return self.after_switches(net, source, two, expected).unwrap_or(f64::INFINITY);
        }
        let after = row.rate.after(net.chart_secs(self.now), expected);
        after.map_or(f64::INFINITY, |secs| secs * SECOND as f64 + net.measured_from as f64)
    }

    /// A request of an open loop.
    #[inline(always)]
    pub(crate) fn arrival(&mut self, net: &Network, source: u32) {
        let row = &net.sources[source as usize];
        let state = &mut self.sources[source as usize];
        if state.next_at != self.now {
            // Planned before the traffic changed.
            return;
        }
        if !row.quick.is_simple {
            return self.arrival_thoroughly(net, row, source);
        }
        let expected = row.next_gap(&net.ziggurat, state);
        state.next_at = row.plan_next(&mut self.queue, net, source, expected, self.now);
        if self.nodes[row.node as usize].is_up {
            state.sent += 1;
            let request = row.request(source, state.sent, self.now);
            self.send_request::<true>(net, row, request);
        }
    }

    /// The same where several come at once, from several places, or at a rate that changes.
    #[inline(never)]
    fn arrival_thoroughly(&mut self, net: &Network, row: &Source, source: u32) {
        self.plan_arrival(net, source);
        if !self.nodes[row.node as usize].is_up {
            return;
        }
        for _ in 0..row.batch {
            self.send_first(net, row, source);
        }
    }

    /// A request of an open loop, or the first one of a session, of a source that may have several placements.
    fn send_first(&mut self, net: &Network, row: &Source, source: u32) {
        let state = &mut self.sources[source as usize];
        state.sent += 1;
        let mut request = row.request(source, state.sent, self.now);
        if row.quick.instances > 1 {
            // As users of a closed loop are.
            request.instance += (request.key % u64::from(row.quick.instances)) as u32;
            if !self.instances[request.instance as usize].is_up {
                return;
            }
        }
        self.send_request::<false>(net, row, request);
    }

    #[inline(always)]
    fn send_request<const LAST: bool>(&mut self, net: &Network, row: &Source, mut request: Span) {
        self.draw_request(net, row, &mut request);
        self.count_request(row, &request);
        if row.quick.whole_link != NONE && !request.is(flag::TRACED) {
            return self.send_whole::<LAST>(net, row.quick.whole_link, &request);
        }
        let span = self.alloc(request);
        self.advance(net, span);
    }

    /// The rate that holds at the start: each as likely as the share of time for which it holds.
    fn first_state(&mut self, net: &Network, source: u32, two: &TwoState) {
        let row = &net.sources[source as usize];
        let share = two.means[1] / (two.means[0] + two.means[1]);
        let is_high = Draw::new(row.switch_stream, numbered(0)).unit() < share;
        let state = &mut self.sources[source as usize];
        (state.is_high, state.switches) = (is_high, 1);
        let mean = two.means[usize::from(is_high)];
        state.holds_until = net.ziggurat.exponential(&mut Draw::new(row.switch_stream, numbered(1))) * mean;
    }

    /// When so many requests are expected to have come, at rates that change at random.
    fn after_switches(&mut self, net: &Network, source: u32, two: &TwoState, expected: f64) -> Option<f64> {
        let row = &net.sources[source as usize];
        let switch = |it: &mut SourceState| {
            it.is_high = !it.is_high;
            it.switches += 1;
            let mut draw = Draw::new(row.switch_stream, numbered(it.switches));
            // At least a nanosecond, so that time goes on.
            let holds = net.ziggurat.exponential(&mut draw) * two.means[usize::from(it.is_high)];
            it.holds_until += holds.max(1.0);
        };
        let state = &mut self.sources[source as usize];
        let (mut at, mut left) = (self.now as f64, expected);
        while state.holds_until <= at {
            switch(state);
        }
        // Only a look ahead: traffic may change before.
        let mut state = *state;
        while at < net.end as f64 {
            let rate = two.rates[usize::from(state.is_high)];
            let come = rate * (state.holds_until - at);
            if come >= left {
                return Some(at + left / rate);
            }
            left -= come.max(0.0);
            at = state.holds_until;
            switch(&mut state);
        }
        None
    }

    /// A user has thought enough.
    pub(crate) fn thought(&mut self, net: &Network, span: u32) {
        let record = self.spans[span];
        let row = &net.sources[record.parent as usize];
        if !self.instances[record.instance as usize].is_up {
            return self.think(net, span);
        }
        let mut request = Span { start: self.now, group: 0, hits: 0, pending: 0, ..record };
        self.draw_request(net, row, &mut request);
        self.count_request(row, &request);
        self.spans[span] = request;
        self.advance(net, span);
    }

    fn think(&mut self, net: &Network, span: u32) {
        let record = &mut self.spans[span];
        let row = &net.sources[record.parent as usize];
        if row.session_ratio == 0.0 && record.link >= row.users {
            // There are fewer users now.
            return self.spans.release(span);
        }
        if record.user == HOT {
            record.user = row.user(record.link);
        }
        record.candidate += 1;
        record.state = State::Thinking;
        record.key = mix(row
            .request_stream
            .wrapping_add(mix(u64::from(record.link) << 32 | u64::from(record.candidate))));
        let time = net.ziggurat.exponential(&mut Draw::new(row.think_stream, record.key)) * row.think_nanos;
        // A user without a thought still takes a nanosecond, so that time goes on.
        self.queue.push(self.now + (time as u64).max(1), Kind::Thought, span);
    }

    /// What the request of that key is about: its class, its user, its item, and whether it is shown.
    #[inline(always)]
    fn draw_request(&self, net: &Network, row: &Source, record: &mut Span) {
        record.item = record.key as u32;
        (record.class, record.flags) = (row.first_class, row.quick.first_flags);
        if row.quick.is_mixed {
            if row.hot_share > 0.0 && Draw::new(row.hot_stream, record.key).unit() < row.hot_share {
                (record.item, record.user) = (HOT, HOT);
            }
            let share = Draw::new(row.class_stream, record.key).unit();
            let found = row.cumulative.iter().position(|it| share < *it).unwrap_or(row.cumulative.len() - 1);
            record.class += found as u16;
            record.flags = net.classes[record.class as usize].marks();
        }
        // Not by its user, of whom there may be few.
        if (record.key >> 32) as u32 & self.trace_mask == 0 && self.has_room_for_hops() {
            record.flags |= flag::TRACED;
        }
    }

    #[inline(always)]
    fn count_request(&mut self, row: &Source, record: &Span) {
        let stats = &mut self.class_stats[record.class as usize];
        stats.generated += 1;
        stats.in_flight.up(self.now);
        self.requests += 1;
        self.node_stats[row.node as usize].arrived += 1;
    }

    #[cold]
    fn note_end(&mut self, net: &Network, span: u32) {
        if let Some(tracer) = &mut self.tracer {
            tracer.completed(net, self.now, span, &self.spans[span], self.now >= net.measured_from);
        }
    }

    /// The user has an answer.
    #[inline(always)]
    pub(crate) fn complete(&mut self, net: &Network, span: u32) {
        if self.spans[span].is(flag::TRACED) {
            self.note_end(net, span);
        }
        let record = &self.spans[span];
        let key = record.key;
        let row = &net.sources[record.parent as usize];
        let stats = &mut self.class_stats[record.class as usize];
        let node_stats = &mut self.node_stats[row.node as usize];
        self.finished += 1;
        if record.is(flag::FAILED) {
            stats.in_flight.down(self.now);
            stats.failed += 1;
            node_stats.failed += 1;
            *self.errors.entry((record.cause, record.place)).or_default() += 1;
        } else {
            stats.succeed(self.now, self.now - record.start);
            node_stats.succeeded += 1;
        }
        if !net.nodes[row.node as usize].copies.is_empty() {
            self.send_copies(net, span);
        }
        let goes_on = row.users > 0
            || row.session_ratio > 0.0 && Draw::new(row.session_stream, key).unit() < row.session_ratio;
        if !goes_on {
            return self.spans.release(span);
        }
        // The same user comes again; answers to the old request must not find the new one.
        let record = &mut self.spans[span];
        record.generation = record.generation.wrapping_add(1);
        self.think(net, span);
    }
}

/// Plans the next request at a moment, if that comes before the end: gives it, or the end of time.
#[inline(always)]
fn plan_at(queue: &mut Queue, net: &Network, source: u32, at: f64, now: u64) -> u64 {
    let at = (at as i64 as u64).max(now);
    if at >= net.end {
        return u64::MAX;
    }
    queue.push_apart(at, Kind::Arrival, source);
    at
}

impl Source {
    /// Draws the gap before the next request, or batch of them, in relation to the mean.
    #[inline(always)]
    fn next_gap(&self, ziggurat: &Ziggurat, state: &mut SourceState) -> f64 {
        let mut draw = Draw::new(self.arrival_stream, numbered(state.arrivals));
        state.arrivals += 1;
        ziggurat.exponential(&mut draw)
    }

    /// Plans the next request at a rate that never changes, so many mean gaps from now; gives the moment.
    #[inline(always)]
    fn plan_next(&self, queue: &mut Queue, net: &Network, source: u32, gaps: f64, now: u64) -> u64 {
        // Signed numbers are converted in one instruction; times are far below their end.
        plan_at(queue, net, source, now as i64 as f64 + gaps * self.gap_nanos, now)
    }

    /// The `number`-th request of an open loop, or the first one of its `number`-th session.
    #[inline(always)]
    fn request(&self, source: u32, number: u64, now: u64) -> Span {
        let key = mix(self.request_stream.wrapping_add(numbered(number)));
        Span {
            key,
            start: now,
            user: self.sender(key),
            parent: source,
            // The further requests of a session have keys of their own by its number.
            link: if self.session_ratio > 0.0 { number as u32 } else { NONE },
            instance: self.quick.first_instance,
            candidate: 0,
            ..Span::default()
        }
    }

    /// Who a user of a closed loop is, or of a session, by number.
    const fn user(&self, number: u32) -> u32 {
        if self.users > 0 {
            self.person(number)
        } else {
            self.sender(mix(self.request_stream.wrapping_add(numbered(number as u64))))
        }
    }

    /// Who sends the request, or begins the session, of that key.
    #[inline(always)]
    const fn sender(&self, key: u64) -> u32 {
        if self.population == 0 {
            (key >> 32) as u32
        } else {
            self.person((((key >> 32) * self.population as u64) >> 32) as u32)
        }
    }

    const fn person(&self, number: u32) -> u32 {
        mix(number as u64 ^ self.request_stream) as u32
    }
}
