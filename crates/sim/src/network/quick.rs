//! What follows from the rest of a row, looked up beforehand: features cost those requests that meet them, and the
//! others one test for all of them together.

use super::{Link, NONE, Network, Node, Role};

/// Of a [`Node`].
#[derive(Clone, Copy, Debug, Default)]
pub struct QuickNode {
    /// Expected own work of a read and of a write, in nanoseconds.
    pub mean_nanos: [f64; 2],
    /// The same, whole.
    pub work: [u64; 2],
    /// Own work is drawn: it is neither constant nor nothing.
    pub is_drawn: bool,
    /// And it takes as long as its draw says.
    pub is_simply_drawn: bool,
    /// Own work may take longer than its draw, or a slot may not be given on: tracing, cold starts, trouble.
    pub has_extra_work: bool,
    /// It fails some requests by itself.
    pub may_fail: bool,
    /// Others hear of its answers: the rules of its queue, those who get copies.
    pub has_listeners: bool,
    /// A balancer that only chooses, which takes no time, and where nothing else happens.
    pub is_passage: bool,
    /// A slot that nobody waits for becomes free, and that is all.
    pub frees_simply: bool,
    /// Follows its connections when it has served, and never fails by itself.
    pub is_plain: bool,
    /// The only connection that a request follows, if there is one and it is direct; else [`NONE`].
    pub only_link: u32,
}

/// Of a [`Source`].
#[derive(Clone, Copy, Debug, Default)]
pub struct QuickSource {
    /// Its requests come one at a time at random, at a rate that never changes, from one place.
    pub is_simple: bool,
    /// Its replicas.
    pub first_instance: u32,
    pub instances: u32,
    /// Marks of a request of the first class.
    pub first_flags: u16,
    /// There are other classes, too, or some requests are hot.
    pub is_mixed: bool,
    /// The only connection that a request follows, and it is nothing but that call; else [`NONE`].
    pub whole_link: u32,
}

/// Of a [`Link`].
#[derive(Clone, Copy, Debug, Default)]
pub struct QuickLink {
    /// Nothing at the caller can keep what takes it from being sent.
    pub is_straight: bool,
    /// And every request takes it.
    pub is_direct: bool,
    /// The only replica of the callee; [`NONE`] if there are several.
    pub instance: u32,
    /// Answers change what is known: breaker, calls in flight, names, items of a cache.
    pub has_memory: bool,
    /// A request calls once over it, or not at all.
    pub is_single: bool,
    /// Nothing stands in the way of a call over it, and all ways of it are equally long.
    pub is_open: bool,
    /// Nor do they take any time, and the caller waits for as long as it takes.
    pub is_next_door: bool,
    /// A request of its source is a call over it and nothing else.
    pub is_whole: bool,
    /// A call over it may have a second try: it hedges, or another target of its balancer does.
    pub may_pair: bool,
    /// Nothing comes after it at the caller.
    pub is_last_step: bool,
    /// The caller is a source; what calls is a user's request itself, unless something else calls the source.
    pub is_from_source: bool,
}

impl QuickNode {
    fn of(node: &Node) -> Self {
        let is_function = matches!(node.role, Role::Function { .. });
        let has_extra_work = node.is_traced
            || is_function
            || !node.odd.is_empty()
            || !node.features.is_empty()
            || node.slow_mode.is_some()
            || node.blocked > 0
            || node.wait_until != [0; 2];
        let may_fail = node.error_ratios != [0.0; 2] || !node.odd.is_empty() || !node.poison.is_empty();
        let mean_nanos = [1.0, node.write_factor].map(|factor| node.service.mean_nanos() * factor);
        let takes_time = node.service.mean_nanos() > 0.0;
        let is_drawn = takes_time && node.service_lane == NONE;
        let frees_simply = !has_extra_work && node.queueing.is_none() && node.pulls.is_empty();
        Self {
            mean_nanos,
            is_passage: matches!(node.role, Role::Balancer(_))
                && !takes_time
                && frees_simply
                && !node.holds_slot
                && !may_fail,
            work: mean_nanos.map(|it| it as u64),
            is_drawn,
            is_simply_drawn: is_drawn && !has_extra_work,
            has_extra_work,
            may_fail,
            frees_simply,
            has_listeners: node.has_closing || !node.copies.is_empty(),
            is_plain: !may_fail
                && (is_function || matches!(node.role, Role::Plain | Role::Source { .. } | Role::Sink)),
            only_link: NONE,
        }
    }
}

impl QuickLink {
    fn of(link: &Link, caller: &Node, callee: &Node, caller_hedges: bool) -> Self {
        let is_open = !link.is_guarded && link.hops == NONE && link.trouble == NONE;
        let is_straight = is_open && !link.is_alternative;
        let may_pair = link.hedge.is_some() || link.is_alternative && caller_hedges;
        Self {
            is_straight,
            is_direct: link.is_unconditional && link.unless_hit == 0 && is_straight,
            is_open,
            is_next_door: is_open && link.timeout_lane == NONE && link.hop.there == NONE,
            is_whole: false,
            instance: if callee.instances == 1 { callee.first_instance } else { NONE },
            has_memory: link.is_guarded
                || may_pair
                || link.breaker_failures > 0
                || link.ttl > 0
                || link.fills != NONE,
            may_pair,
            is_single: link.calls <= 1,
            is_last_step: caller.groups.is_empty(),
            is_from_source: matches!(caller.role, Role::Source { .. }),
        }
    }
}

impl Network {
    /// Looks everything up; last, when all rows are as they will be.
    pub(super) fn look_up(&mut self) {
        for node in &mut self.nodes {
            node.quick = QuickNode::of(node);
        }
        let mut hedging = vec![false; self.nodes.len()];
        for link in &self.links {
            hedging[link.from as usize] |= link.hedge.is_some();
        }
        for link in &mut self.links {
            let (from, to) = (link.from as usize, link.to as usize);
            link.quick = QuickLink::of(link, &self.nodes[from], &self.nodes[to], hedging[from]);
        }
        for node in &mut self.nodes {
            if node.groups.is_empty() {
                continue;
            }
            let last = self.groups[node.groups.to as usize - 1];
            let mut links = self.grouped[last.iter()].to_vec();
            if node.groups.from + 1 == node.groups.to
                && let [only] = links[..]
                && self.links[only as usize].quick.is_direct
                && self.enough[node.groups.from as usize] == 0
            {
                node.quick.only_link = only;
            }
            while let Some(link) = links.pop() {
                let row = &mut self.links[link as usize];
                if !row.quick.is_last_step {
                    row.quick.is_last_step = true;
                    links.extend(&self.dependents[row.dependents.iter()]);
                }
            }
        }
        for source in &mut self.sources {
            let node = &self.nodes[source.node as usize];
            source.quick = QuickSource {
                is_simple: source.gap_nanos > 0.0
                    && !source.is_even
                    && source.batch == 1
                    && node.instances == 1,
                first_instance: node.first_instance,
                instances: node.instances,
                first_flags: self.classes[usize::from(source.first_class)].marks(),
                is_mixed: source.cumulative.len() > 1 || source.hot_share > 0.0,
                whole_link: NONE,
            };
            let only_link = node.quick.only_link;
            let Some(link) = self.links.get_mut(only_link as usize) else { continue };
            let comes_once = source.users == 0 && source.session_ratio == 0.0;
            let goes_straight = link.quick.is_single && !link.quick.has_memory && link.dependents.is_empty();
            link.quick.is_whole =
                comes_once && goes_straight && node.instances == 1 && node.copies.is_empty();
            if link.quick.is_whole {
                source.quick.whole_link = only_link;
            }
        }
    }
}
