//! Which replica has which version while a new one is rolled out. One that has not been changed keeps the version that it had.

use std::{collections::BTreeMap, ops::Range};

use super::{Rollout, Stage, System};
use crate::{changes::Strategy, conditions::Conditions};

/// What a version does to requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Version {
    slower: f64,
    error_ratio: f64,
}

impl Version {
    const DRAWN: Self = Self { slower: 1.0, error_ratio: 0.0 };
}

/// Versions besides the new one.
#[derive(Clone, Debug)]
pub struct Older {
    /// What comes back when the deploy is rolled back.
    before: Version,
    /// Replicas that do not have that one either: the deploy before was not done.
    pub others: BTreeMap<u32, Version>,
}

impl Default for Older {
    fn default() -> Self {
        Self { before: Version::DRAWN, others: BTreeMap::new() }
    }
}

impl Rollout {
    /// Replicas with these numbers come: while a rolling update or a recreation goes on they have the new version, else the one before.
    pub fn comes(&mut self, numbers: Range<u32>) {
        let brings = matches!(self.deploy.strategy, Strategy::Rolling { .. } | Strategy::Recreate);
        for number in numbers {
            if self.stage == Stage::Changing && brings {
                self.new.insert(number);
            } else if !self.is_done() {
                self.new.remove(&number);
            }
            self.older.others.remove(&number);
        }
    }

    const fn version(&self) -> Version {
        Version { slower: self.deploy.slower, error_ratio: self.deploy.error_ratio }
    }

    fn version_of(&self, number: u32) -> Version {
        if self.new.contains(&number) {
            return self.version();
        }
        self.older.others.get(&number).copied().unwrap_or(self.older.before)
    }

    /// What another deploy that takes the place of this one finds, where so many replicas have numbers.
    pub(super) fn handed_on(&self, known: u32) -> Older {
        let is_back = self.stage == Stage::GoingBack || self.is_done() && self.new.is_empty();
        let before = if is_back { self.older.before } else { self.version() };
        let mut others = self.older.others.clone();
        if self.is_done() {
            return Older { before, others: BTreeMap::new() };
        }
        if is_back {
            others.extend(self.new.iter().map(|it| (*it, self.version())));
        } else {
            let old = (0..self.base.max(known)).filter(|it| !self.new.contains(it));
            others = old.map(|it| (it, self.version_of(it))).collect();
        }
        // Those that boot do so to the end; a second set goes.
        let changing = self.changing.iter().filter(|_| !self.deploy.strategy.is_switch());
        for (number, _, is_new) in changing {
            if *is_new == is_back {
                others.insert(*number, self.version());
            } else {
                others.remove(number);
            }
        }
        Older { before, others }
    }

    /// What is different about the replicas.
    pub fn hold(&self, system: &System<'_>, conditions: &mut Conditions) {
        if self.is_done() {
            // Replicas that come later have it, too.
            let version = if self.new.is_empty() { self.older.before } else { self.version() };
            if version != Version::DRAWN {
                let component = conditions.component(self.component);
                component.slower *= version.slower;
                component.fail(version.error_ratio);
            }
            return;
        }
        // Also those that go and still finish what they have.
        let known = system.network.nodes[self.index as usize].instances.max(self.base);
        let most = conditions.capacity.get(&self.component).map_or(known, |it| known.max(*it));
        for number in 0..most {
            let version = self.version_of(number);
            if self.new.contains(&number) || version != Version::DRAWN {
                let replica = conditions.component(self.component).replica(number);
                replica.slower *= version.slower;
                replica.fail(version.error_ratio);
            }
        }
    }
}
