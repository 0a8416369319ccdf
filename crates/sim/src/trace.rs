//! Single requests from sending to answer: what they called, where they waited, what was tried again, which way decided
//! how long they took.
//!
//! A run is traced by repeating it: the same drawing, settings and seed give the same requests, so a run that people
//! watch pays nothing for it. Every request is followed; kept are the slowest, some of those that failed, some of the
//! others taken at random, and, so that any request can be found, those that were sent from a moment on that people may
//! name.

use std::collections::{BTreeMap, BTreeSet};

use model::{ComponentId, ConnectionId, lean};
use serde::{Deserialize, Serialize};

use crate::{
    engine::hedge::SECOND,
    network::Network,
    random::mix,
    report::FailureCause,
    span::{Span, flag},
};

/// Requests kept: of each sort at most so many.
const KEPT: usize = 20;
/// Requests kept from the moment on that was asked for.
pub const KEPT_FROM: usize = 100;
/// Calls shown of one request; further ones are counted only.
const MOST_CALLS: usize = 200;

/// A user's request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The same in every run of the drawing with this seed.
    pub request: u64,
    /// Name of its class.
    pub journey: String,
    pub source: ComponentId,
    pub why: Why,
    /// When it was sent; zero is the end of the warm-up.
    pub start_secs: f64,
    pub duration_millis: f64,
    /// Why it failed; `None`: it succeeded.
    pub failed: Option<FailureCause>,
    /// In the order in which they were sent.
    pub calls: Vec<Call>,
    /// Calls that were left out: a request may make very many.
    pub more_calls: usize,
}

/// Why a request was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Failed,
    Slow,
    Sample,
    /// Sent at the moment that was asked for, or soon after.
    Asked,
}

/// One try of one call. Times are milliseconds since the request was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Place of the call that made it among [`Trace::calls`]; `None`: the user's own.
    pub caller: Option<u32>,
    pub connection: ConnectionId,
    pub component: ComponentId,
    /// From 1; more than 1 is a retry.
    pub attempt: u8,
    /// Sent while this try was still awaited.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hedge: bool,
    pub sent_millis: f64,
    /// How long it had waited for a place among the calls in flight before that.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub waited_millis: f64,
    /// When it reached the callee; `None`: it had not by the end of the request.
    pub arrived_millis: Option<f64>,
    /// When the callee had done its own work and began to call others or to answer.
    pub worked_millis: Option<f64>,
    /// Own work; what is between arrival and the end of own work besides it was wait.
    pub work_millis: f64,
    /// How long the callee kept its answer back, without a slot: its fixed delay.
    pub kept_millis: f64,
    /// When the callee sent its answer. `None`: after the end of the request.
    pub answered_millis: Option<f64>,
    /// When the caller had the answer, or gave up waiting for it.
    pub ended_millis: Option<f64>,
    pub failed: Option<FailureCause>,
    /// The caller gave up: what the callee did from then on was for nobody.
    pub gave_up: bool,
    /// On the way that decided how long the request took.
    pub is_critical: bool,
}

impl Call {
    /// When its caller wanted to send it.
    pub fn begun_millis(&self) -> f64 {
        self.sent_millis - self.waited_millis
    }

    /// Wait for a place in flight and for a slot.
    pub fn wait_millis(&self) -> Option<f64> {
        let queued = self.worked_millis? - self.arrived_millis? - self.work_millis;
        Some(queued.max(0.0) + self.waited_millis)
    }

    /// From the end of its own work until the callee had all answers it asked for, pauses before retries included.
    pub fn calls_millis(&self) -> Option<f64> {
        Some((self.answered_millis? - self.kept_millis - self.worked_millis?).max(0.0))
    }

    /// On the way there and back. `None`: the caller did not wait for the way back.
    pub fn network_millis(&self) -> Option<f64> {
        let back = self.ended_millis? - self.answered_millis?;
        (!self.gave_up).then_some(self.arrived_millis? - self.sent_millis + back)
    }
}

/// Follows all requests of a run.
#[derive(Clone, Debug, Default)]
pub struct Tracer {
    /// Requests under way by their record.
    open: BTreeMap<(u32, u32), Open>,
    /// Calls under way: the request's record, and the call's place in it.
    calls: BTreeMap<(u32, u32), ((u32, u32), u32)>,
    failed: Vec<(u64, Trace)>,
    slow: Vec<(u64, Trace)>,
    samples: Vec<(u64, Trace)>,
    /// From when on all are kept, up to [`KEPT_FROM`].
    from: Option<u64>,
    asked: Vec<(u64, Trace)>,
}

#[derive(Clone, Debug, Default)]
struct Open {
    start: u64,
    calls: Vec<Call>,
    more_calls: usize,
}

impl Tracer {
    pub(crate) fn new(from: Option<u64>) -> Self {
        Self { from, ..Self::default() }
    }

    /// A call is sent over a hop that takes `delay`.
    pub(crate) fn sent(
        &mut self,
        net: &Network,
        now: u64,
        delay: u64,
        index: u32,
        call: &Span,
        parent: &Span,
    ) {
        let parent_id = (call.parent, call.parent_generation);
        let (root, caller) = if parent.is(flag::ROOT) {
            self.open.entry(parent_id).or_insert_with(|| Open { start: parent.start, ..Open::default() });
            (parent_id, None)
        } else {
            let Some(&(root, place)) = self.calls.get(&parent_id) else { return };
            (root, Some(place))
        };
        let Some(open) = self.open.get_mut(&root) else { return };
        let since = |at: u64| at.saturating_sub(open.start) as f64 / 1e6;
        let sent_millis = since(now);
        if let Some(caller) = caller.and_then(|it| open.calls.get_mut(it as usize)) {
            // The first call ends own work.
            caller.worked_millis.get_or_insert(sent_millis);
        }
        if open.calls.len() >= MOST_CALLS {
            open.more_calls += 1;
            return;
        }
        let link = &net.links[call.link as usize];
        self.calls.insert((index, call.generation), (root, open.calls.len() as u32));
        open.calls.push(Call {
            caller,
            connection: link.id,
            component: net.nodes[link.to as usize].id,
            attempt: call.attempt & !SECOND,
            is_hedge: call.attempt & SECOND != 0,
            sent_millis,
            waited_millis: 0.0,
            arrived_millis: Some(since(now + delay)),
            worked_millis: None,
            work_millis: 0.0,
            kept_millis: 0.0,
            answered_millis: None,
            ended_millis: None,
            failed: None,
            gave_up: false,
            is_critical: false,
        });
    }

    /// A call waits before it is sent: the own work of its caller is done.
    pub(crate) fn works_no_more(&mut self, now: u64, caller: (u32, u32)) {
        let Some((start, row)) = self.call(caller) else { return };
        row.worked_millis.get_or_insert(now.saturating_sub(start) as f64 / 1e6);
    }

    /// A call that has just been sent had waited before.
    pub(crate) fn has_waited(&mut self, waited: u64, call: (u32, u32)) {
        if let Some((_, row)) = self.call(call) {
            row.waited_millis = waited as f64 / 1e6;
        }
    }

    /// A call under way, and when its request was sent.
    fn call(&mut self, call: (u32, u32)) -> Option<(u64, &mut Call)> {
        let &(root, place) = self.calls.get(&call)?;
        let open = self.open.get_mut(&root)?;
        Some((open.start, open.calls.get_mut(place as usize)?))
    }

    /// A callee has an answer, keeps it back for `kept`, and sends it over a hop that takes `delay`; its own work, if it
    /// got that far, took `work`.
    pub(crate) fn answered(&mut self, now: u64, kept: u64, delay: u64, index: u32, call: &Span, work: u64) {
        let Some((root, place)) = self.calls.remove(&(index, call.generation)) else { return };
        let Some(open) = self.open.get_mut(&root) else { return };
        let Some(row) = open.calls.get_mut(place as usize) else { return };
        let since = |at: u64| at.saturating_sub(open.start) as f64 / 1e6;
        row.arrived_millis = Some(since(call.arrive));
        row.kept_millis = kept as f64 / 1e6;
        row.answered_millis = Some(since(now + kept));
        let was_served = call.is(flag::HOLDS) || row.worked_millis.is_some() || !fails_before_work(call);
        let worked_millis = *row.worked_millis.get_or_insert(since(now));
        if was_served {
            row.work_millis = (work as f64 / 1e6).min(worked_millis - since(call.arrive)).max(0.0);
        }
        if row.ended_millis.is_none() {
            row.ended_millis = Some(since(now + kept + delay));
            row.failed = cause_of(call);
        }
    }

    /// A caller gives up.
    pub(crate) fn gave_up(&mut self, now: u64, index: u32, call: &Span) {
        let Some((start, row)) = self.call((index, call.generation)) else { return };
        row.ended_millis = Some(now.saturating_sub(start) as f64 / 1e6);
        row.failed = Some(FailureCause::Timeout);
        row.gave_up = true;
    }

    /// The user has an answer.
    pub(crate) fn completed(
        &mut self,
        net: &Network,
        now: u64,
        index: u32,
        request: &Span,
        is_measured: bool,
    ) {
        let Some(open) = self.open.remove(&(index, request.generation)) else { return };
        let nanos = now - request.start;
        let failed = cause_of(request);
        // A hash of the request is as good as chance, and the same in every run.
        let luck = mix(request.key);
        let is_asked = self.from.is_some_and(|from| request.start >= from)
            && is_kept(&self.asked, request.start, KEPT_FROM);
        let (list, rank, why) = if failed.is_some() {
            (&mut self.failed, luck, Why::Failed)
        } else {
            (&mut self.slow, u64::MAX - nanos, Why::Slow)
        };
        let is_listed = is_measured && is_kept(list, rank, KEPT);
        // Where most fail, those that succeeded are what there is to compare with.
        let is_sampled = is_measured && failed.is_none() && is_kept(&self.samples, luck, KEPT);
        if !is_asked && !is_listed && !is_sampled {
            return;
        }
        let class = &net.classes[usize::from(request.class)];
        let end_millis = nanos as f64 / 1e6;
        let mut trace = Trace {
            request: request.key,
            journey: class.name.clone(),
            source: net.nodes[net.sources[class.source as usize].node as usize].id,
            why,
            start_secs: net.chart_secs(request.start),
            duration_millis: end_millis,
            failed,
            calls: open.calls,
            more_calls: open.more_calls,
        };
        for call in &mut trace.calls {
            // What comes after the request's end is not known here.
            call.arrived_millis = call.arrived_millis.filter(|it| *it <= end_millis);
        }
        mark_critical(&mut trace.calls, end_millis);
        if is_asked {
            keep(&mut self.asked, request.start, KEPT_FROM, &Trace { why: Why::Asked, ..trace.clone() });
        }
        if is_listed {
            keep(list, rank, KEPT, &trace);
        }
        if is_sampled {
            keep(&mut self.samples, luck, KEPT, &Trace { why: Why::Sample, ..trace });
        }
    }

    /// What was kept: first all of the moment that was asked for, then the slowest, then failures and samples in the order
    /// of time; of these three no request twice.
    pub fn traces(&self) -> Vec<Trace> {
        let by_time = |list: &[(u64, Trace)]| {
            let mut list: Vec<Trace> = list.iter().map(|it| it.1.clone()).collect();
            lean::sort_by(&mut list, |a, b| a.start_secs.total_cmp(&b.start_secs));
            list
        };
        let mut worth: Vec<Trace> = self.slow.iter().map(|it| it.1.clone()).collect();
        worth.extend(by_time(&self.failed));
        let known: BTreeSet<u64> = worth.iter().map(|it| it.request).collect();
        worth.extend(by_time(&self.samples).into_iter().filter(|it| !known.contains(&it.request)));
        // Kept by when they were sent.
        let mut all: Vec<Trace> = self.asked.iter().map(|it| it.1.clone()).collect();
        all.append(&mut worth);
        all
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with references; depends on the target")]
fn is_nothing(millis: &f64) -> bool {
    *millis == 0.0
}

/// Kept are the requests of the smallest ranks.
fn is_kept(list: &[(u64, Trace)], rank: u64, most: usize) -> bool {
    list.len() < most || list.last().is_some_and(|it| rank < it.0)
}

fn keep(list: &mut Vec<(u64, Trace)>, rank: u64, most: usize, trace: &Trace) {
    if is_kept(list, rank, most) {
        let at = list.partition_point(|it| it.0 <= rank);
        list.insert(at, (rank, trace.clone()));
        list.truncate(most);
    }
}

fn cause_of(span: &Span) -> Option<FailureCause> {
    span.is(flag::FAILED).then(|| FailureCause::ALL[usize::from(span.cause)])
}

/// Turned away, or lost, before its own work was done; what called nobody may also have failed of it, or after it.
fn fails_before_work(span: &Span) -> bool {
    use FailureCause as Cause;
    match cause_of(span) {
        None
        | Some(
            Cause::Error
            | Cause::BreakerOpen
            | Cause::BulkheadFull
            | Cause::BulkheadWait
            | Cause::NoHealthyTarget
            | Cause::BrokerFull
            | Cause::CallLoop
            | Cause::NoQuorum,
        ) => false,
        Some(
            Cause::Timeout
            | Cause::Refused
            | Cause::Interrupted
            | Cause::QueueFull
            | Cause::RateLimited
            | Cause::UserLimited
            | Cause::Throttled
            | Cause::Shed
            | Cause::ConcurrencyLimited
            | Cause::DeadlineExceeded
            | Cause::Unreachable
            | Cause::TlsFailed
            | Cause::NameNotResolved,
        ) => true,
    }
}

/// Marks the way that decided how long the request took: from its end back, always the call whose answer came last
/// before the caller could go on.
fn mark_critical(calls: &mut [Call], end_millis: f64) {
    let mut due = vec![(None::<u32>, end_millis)];
    while let Some((caller, mut until)) = due.pop() {
        loop {
            let ended = |it: &Call| it.ended_millis.filter(|at| *at <= until + 1e-9);
            let last = (0..calls.len())
                .filter(|&it| calls[it].caller == caller && !calls[it].is_critical)
                .filter_map(|it| Some((it, ended(&calls[it])?)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((place, at)) = last else { break };
            calls[place].is_critical = true;
            due.push((Some(place as u32), at));
            until = calls[place].begun_millis();
        }
    }
}
