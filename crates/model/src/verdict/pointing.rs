//! One end of a connection is fixed, the other follows the pointer.

use std::collections::HashMap;

use super::{Level, Verdict, caution, named, refusal, relations_of};
use crate::{
    architecture::{Architecture, ComponentId},
    catalog::Role,
    component::Component,
    connection::Relation,
    lean,
    text::Message,
};

/// What all verdicts of one drag have in common.
pub(super) struct Pointing<'a> {
    architecture: &'a Architecture,
    fixed: &'a Component,
    /// Whether the fixed end is the start.
    outward: bool,
    /// What is drawn already, by the other end: from it, and to it, as seen from the fixed end.
    drawn: HashMap<ComponentId, (Vec<Relation>, Vec<Relation>)>,
    /// Components between which and the fixed one a further call would close a circle.
    circle: Vec<ComponentId>,
}

impl<'a> Pointing<'a> {
    pub(super) fn from(architecture: &'a Architecture, start: &'a Component) -> Self {
        Self::new(architecture, start, true)
    }

    pub(super) fn to(architecture: &'a Architecture, end: &'a Component) -> Self {
        Self::new(architecture, end, false)
    }

    fn new(architecture: &'a Architecture, fixed: &'a Component, outward: bool) -> Self {
        let mut drawn: HashMap<_, (Vec<_>, Vec<_>)> = HashMap::new();
        for connection in &architecture.connections {
            if connection.from == fixed.id {
                drawn.entry(connection.to).or_default().0.push(connection.relation);
            } else if connection.to == fixed.id {
                drawn.entry(connection.from).or_default().1.push(connection.relation);
            }
        }
        let circle = waiting_chain(architecture, fixed.id, outward);
        Self { architecture, fixed, outward, drawn, circle }
    }

    pub(super) fn all(&self) -> Vec<(ComponentId, Verdict)> {
        self.architecture.components.iter().map(|it| (it.id, self.verdict(it))).collect()
    }

    pub(super) fn verdict(&self, other: &Component) -> Verdict {
        if other.id == self.fixed.id {
            return Verdict::impossible(Message::new("verdict-self"));
        }
        let (from, to) = if self.outward { (self.fixed, other) } else { (other, self.fixed) };
        let (drawn, drawn_back) = self.drawn(other.id);
        let fresh = |possible: &[Relation], drawn: &[Relation]| -> Vec<Relation> {
            possible.iter().copied().filter(|it| !drawn.contains(it)).collect()
        };
        if let Some(refusal) = refusal(from, to) {
            let mut verdict = Verdict::impossible(refusal.why);
            (verdict.source, verdict.fix) = (refusal.source, refusal.fix);
            if refusal.reversible {
                verdict.reversed = fresh(relations_of(to, from), drawn_back);
            }
            return verdict;
        }
        let relations = fresh(relations_of(from, to), drawn);
        let Some(&usual) = relations.first() else {
            return Verdict::impossible(named("verdict-already-connected", from, to));
        };
        let reversed = fresh(relations_of(to, from), drawn_back);
        if let Some(caution) = caution(from, to, usual) {
            let (why, source, fix) = (Some(caution.why), caution.source, caution.fix);
            return Verdict { level: Level::Warning, relations, why, source, reversed, fix };
        }
        let (level, why, source) = if usual == Relation::Call && self.circle.binary_search(&other.id).is_ok()
        {
            let why = named("verdict-closes-a-circle", from, to);
            (Level::Warning, Some(why), Some(crate::sources::CASCADING_FAILURES))
        } else {
            (Level::Possible, None, None)
        };
        Verdict { level, relations, why, source, reversed, fix: None }
    }

    /// What is drawn from start to end, and back.
    fn drawn(&self, other: ComponentId) -> (&[Relation], &[Relation]) {
        match self.drawn.get(&other) {
            None => (&[], &[]),
            Some((out, into)) if self.outward => (out, into),
            Some((out, into)) => (into, out),
        }
    }
}

/// Components that wait for `fixed` through any number of calls (`callers`), or for which it waits.
fn waiting_chain(architecture: &Architecture, fixed: ComponentId, callers: bool) -> Vec<ComponentId> {
    let mut ids: Vec<_> = architecture.components.iter().map(|it| (it.id, it.kind.role)).collect();
    lean::sort_by_key(&mut ids, |it| it.0);
    let at = |id: ComponentId| ids.binary_search_by_key(&id, |it| it.0).ok();
    let mut lines: Vec<(usize, usize)> = architecture
        .connections
        .iter()
        .filter(|it| it.relation == Relation::Call)
        .filter_map(|it| Some((at(it.from)?, at(it.to)?)))
        // A message that reaches a person's device is the end of the chain.
        .filter(|it| ids[it.1].1 != Role::User)
        .map(|(from, to)| if callers { (to, from) } else { (from, to) })
        .collect();
    lean::sort(&mut lines);
    let mut seen = vec![false; ids.len()];
    let mut next: Vec<_> = at(fixed).into_iter().collect();
    let mut found = Vec::new();
    while let Some(here) = next.pop() {
        let first = lines.partition_point(|it| it.0 < here);
        for &(_, there) in lines[first..].iter().take_while(|it| it.0 == here) {
            if !std::mem::replace(&mut seen[there], true) {
                found.push(ids[there].0);
                next.push(there);
            }
        }
    }
    lean::sort(&mut found);
    found
}
