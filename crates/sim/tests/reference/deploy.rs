//! New versions, replica by replica, and back.

use std::collections::BTreeSet;

use model::{
    ComponentId, Place,
    scenario::{Action, Change},
};

use super::{Event, World, scale::LATER};

/// What a version does to requests: a factor on own work, and the share that it fails by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Version {
    slower: f64,
    error_ratio: f64,
}

/// As drawn.
const DRAWN: Version = Version { slower: 1.0, error_ratio: 0.0 };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Changing,
    Watching(u64),
    GoingBack,
    Done,
}

/// The last deploy of a component.
#[derive(Clone, Debug)]
pub(super) struct Deploy {
    /// Its entry in the scenario.
    pub(super) number: usize,
    pub(super) base: u32,
    /// So many are there besides for it, or come.
    pub(super) surge: u32,
    version: Version,
    /// What comes back if somebody rolls back, and what each replica has.
    before: Version,
    versions: Vec<Version>,
    pub(super) has_new: Vec<bool>,
    /// Whose version is to change, and whether to the new one; so many at a time.
    pub(super) pending: Vec<(u32, bool)>,
    pub(super) at_a_time: usize,
    /// Those that change, and when they have booted.
    pub(super) changing: Vec<(u32, bool, u64)>,
    pub(super) stage: Stage,
    /// Until when the first set is there.
    kept_until: Option<u64>,
    /// Replicas with neither the new version nor the one before.
    pub(super) others: BTreeSet<u32>,
}

/// Whether an entry of the scenario is about versions.
pub(super) fn is_about_versions(action: &Action) -> bool {
    let ids = ["rolling-update", "blue-green", "canary", "recreate", "roll-back"];
    matches!(action, Action::Change(it) if ids.contains(&it.change.as_str()))
}

impl World<'_> {
    pub(super) fn change_of(&self, number: usize) -> &Change {
        match &self.drawing.scenario.events[number].action {
            Action::Change(it) => it,
            other => panic!("{other:?} deploys nothing"),
        }
    }

    pub(super) fn is_a(&self, id: ComponentId, change: &str) -> bool {
        self.change_of(self.deploys[&id].number).change == change
    }

    pub(super) fn change_version(&mut self, number: usize) {
        let Place::Component(id) = self.change_of(number).place else { return };
        if self.change_of(number).change != "roll-back" {
            self.deploy(id, number);
        } else if !self.roll_back(id) {
            return self.undo_migration(id);
        }
        self.look_in_a_second();
    }

    /// "A deploy that begins before another one is done takes its place: what boots does so to the end, and second set go."
    fn deploy(&mut self, id: ComponentId, number: usize) {
        if let Some(last) = self.deploys.get(&id).filter(|it| it.surge > 0 && it.stage != Stage::Done) {
            let base = last.base;
            self.scale_to(id, base, 0);
        }
        // Those that boot already are meant to be there.
        let (there, base) = (self.count(id), self.count(id) + self.coming(id));
        let setting = |key: &str| self.change_of(number).settings[key];
        let version = Version { slower: setting("slower"), error_ratio: setting("error_ratio") };
        let mut it = Deploy {
            number,
            base,
            surge: 0,
            version,
            before: DRAWN,
            versions: vec![DRAWN; LATER as usize],
            has_new: vec![false; LATER as usize],
            pending: (0..base).map(|it| (it, true)).collect(),
            at_a_time: base as usize,
            changing: Vec::new(),
            stage: Stage::Changing,
            kept_until: None,
            others: BTreeSet::new(),
        };
        match self.change_of(number).change.as_str() {
            "rolling-update" => {
                it.surge = setting("max_surge") as u32;
                it.at_a_time =
                    ((setting("max_unavailable") as u32 + it.surge) as usize).clamp(1, base as usize);
                it.pending.truncate(there as usize);
            }
            "recreate" => it.pending.truncate(there as usize),
            "canary" => {
                let share = (f64::from(base) * setting("share") + 0.5) as usize;
                it.pending.truncate(share.clamp(1, base as usize));
            }
            _ => {}
        }
        if let Some(last) = self.deploys.remove(&id) {
            let is_back = last.stage == Stage::Done && !last.has_new.contains(&true);
            let is_back = is_back || last.stage == Stage::GoingBack;
            it.before = if is_back { last.before } else { last.version };
            it.versions = last.versions;
            let is_switch = self.change_of(last.number).change == "blue-green";
            it.others = last.others.clone();
            let last_base = last.base;
            for replica in 0..last_base {
                if last.has_new[replica as usize] == is_back {
                    it.others.insert(replica);
                }
            }
            it.others.retain(|replica| last.has_new[*replica as usize] == is_back || is_back);
            for (replica, is_new, at) in last.changing.into_iter().filter(|_| !is_switch) {
                // What it still finishes is not looked at.
                it.versions[replica as usize] = if is_new { last.version } else { last.before };
                if is_new == is_back {
                    it.others.insert(replica);
                } else {
                    it.others.remove(&replica);
                }
                self.late.push((at, id, replica, last.number));
                if at <= self.now {
                    // It waits for what it needs.
                    self.schedule(0, Event::Again);
                }
            }
            it.others.retain(|number| *number < there);
        }
        let with_surge = it.base + it.surge;
        self.deploys.insert(id, it);
        if with_surge > base {
            self.scale_to(id, with_surge, 0);
        }
    }

    /// Replicas that a deploy had begun to change before another one took its place have booted.
    fn finish_late(&mut self) {
        let (now, late) = (self.now, std::mem::take(&mut self.late));
        let (booted, left) = late.into_iter().partition::<Vec<_>, _>(|it| it.0 <= now);
        self.late = left;
        for (_, id, replica, number) in booted {
            let back = self.released(id, vec![replica], number);
            let is_planned = self.change_of(number).change != "recreate";
            self.come_back(id, back, is_planned);
        }
    }

    /// "Changes a quarter of the replicas at a time; a second set that still boots is thrown away." Whether there is anything to roll back.
    fn roll_back(&mut self, id: ComponentId) -> bool {
        let Some(it) = self.deploys.get(&id) else { return false };
        let is_switch = self.is_a(id, "blue-green");
        let is_done = it.stage == Stage::Done && !it.has_new.contains(&true);
        if it.stage == Stage::GoingBack || is_done {
            return false;
        }
        let (there, coming) = (self.count(id), self.coming(id));
        let it = self.deploys.get_mut(&id).expect("a deploy");
        if it.kept_until.take().is_some() {
            it.has_new.fill(false);
            it.versions.fill(it.before);
            it.others.clear();
            it.stage = Stage::Done;
            return true;
        }
        if it.stage == Stage::Done {
            it.base = there + coming;
        }
        // Those that still boot come with the version before.
        it.has_new[there as usize..].fill(false);
        if is_switch {
            it.changing.clear();
        }
        let back = (0..it.base).filter(|number| it.has_new[*number as usize]);
        let coming = it.changing.iter().filter(|it| it.1).map(|it| it.0);
        it.pending = back.chain(coming).map(|it| (it, false)).collect();
        let others = it.others.iter().map(|it| (*it, false));
        let others: Vec<(u32, bool)> = others.filter(|one| !it.pending.contains(one)).collect();
        it.pending.extend(others);
        it.at_a_time = if is_switch { it.base } else { (it.base / 4).max(1) } as usize;
        it.stage = Stage::GoingBack;
        true
    }

    pub(super) fn is_deploying_now(&self, id: ComponentId) -> bool {
        self.deploys.get(&id).is_some_and(|it| it.stage != Stage::Done)
    }

    pub(super) fn is_deploying(&self) -> bool {
        self.deploys.values().any(|it| it.stage != Stage::Done)
    }

    /// At every look.
    pub(super) fn go_on_deploying(&mut self) {
        self.finish_late();
        self.arrive();
        self.go_on_disrupting();
        let mut ids: Vec<(usize, ComponentId)> = self.deploys.iter().map(|it| (it.1.number, *it.0)).collect();
        ids.sort();
        for (_, id) in ids {
            self.finish_replicas(id);
            self.begin_replicas(id);
            if self.is_stage_over(id) {
                self.end_stage(id);
            }
            let now = self.now;
            let it = self.deploys.get_mut(&id).expect("a deploy");
            it.kept_until = it.kept_until.filter(|at| *at > now);
        }
        self.go_on_migrating();
        self.probe();
        self.autoscale();
    }

    fn finish_replicas(&mut self, id: ComponentId) {
        let (now, is_switch) = (self.now, self.is_a(id, "blue-green"));
        let keep = self.change_of(self.deploys[&id].number).settings.get("keep_secs").copied();
        let mut booted = self.deploys[&id].changing.clone();
        booted.retain(|it| it.2 <= now);
        let waiting = self.must_wait(id, booted.iter().map(|it| it.0));
        // All of a second set take the place of the old ones, or none.
        booted.retain(|it| if is_switch { waiting.is_empty() } else { !waiting.contains(&it.0) });
        let it = self.deploys.get_mut(&id).expect("a deploy");
        it.changing.retain(|it| !booted.contains(it));
        for &(replica, is_new, _) in &booted {
            it.has_new[replica as usize] = is_new;
            it.versions[replica as usize] = if is_new { it.version } else { it.before };
            it.others.remove(&replica);
        }
        if booted.is_empty() {
            return;
        }
        if is_switch {
            let is_kept = it.stage == Stage::Changing;
            it.kept_until = keep.filter(|secs| *secs > 0.0 && is_kept).map(|secs| now + (secs * 1e9) as u64);
            if let Some(at) = it.kept_until {
                self.schedule(at - now, Event::Again);
            }
            return;
        }
        let number = it.number;
        let back = self.released(id, booted.iter().map(|it| it.0).collect(), number);
        self.come_back(id, back, !self.is_a(id, "recreate"));
    }

    /// "At least `replicas - max_unavailable` serve at any time." "Those that are down are the first."
    fn begin_replicas(&mut self, id: ComponentId) {
        let boot = self.boot_of(id);
        let there = self.count(id);
        let is_down: Vec<bool> = (0..LATER).map(|it| it >= there || self.is_down(id, it)).collect();
        let serving = is_down.iter().filter(|it| !**it).count() as u32;
        let (rolls, now) = (self.is_a(id, "rolling-update"), self.now);
        let change = self.change_of(self.deploys[&id].number);
        let missing = change.settings.get("max_unavailable").map_or(0, |it| *it as u32);
        let asks = !["blue-green", "recreate"].contains(&change.change.as_str());
        let budget = if asks { self.may_be_taken(id, self.deploys[&id].base) } else { u32::MAX };
        let spared = self.spared(id);
        let it = self.deploys.get_mut(&id).expect("a deploy");
        let mut may_go = budget;
        if rolls && it.stage == Stage::Changing {
            // Nothing would move if none were missing nor too many.
            let missing = if it.surge == 0 { missing.max(1) } else { missing };
            may_go = may_go.min(serving.saturating_sub(it.base.saturating_sub(missing)));
        }
        let mut begun = Vec::new();
        while it.changing.len() < it.at_a_time && it.pending.len() > spared {
            // Who is changing finishes first.
            let changes = |number| it.changing.iter().any(|it: &(u32, bool, u64)| it.0 == number);
            let can_go = |next: &(u32, bool)| (is_down[next.0 as usize] || may_go > 0) && !changes(next.0);
            let Some(place) = it.pending.iter().position(can_go) else { break };
            let (replica, is_new) = it.pending.remove(place);
            may_go = may_go.saturating_sub(u32::from(!is_down[replica as usize]));
            it.changing.push((replica, is_new, now + boot));
            begun.push(replica);
        }
        if begun.is_empty() {
            return;
        }
        let number = it.number;
        match self.change_of(number).change.as_str() {
            "blue-green" => {}
            "recreate" => self.take_down(id, begun, number),
            _ => self.drain(id, begun, number),
        }
        self.schedule(boot, Event::Again);
    }

    fn end_stage(&mut self, id: ComponentId) {
        let now = self.now;
        let change = self.change_of(self.deploys[&id].number).clone();
        let is_worse = self.is_worse(id, &change);
        self.drop_surge(id);
        let it = self.deploys.get_mut(&id).expect("a deploy");
        let done = it.has_new[..it.base as usize].iter().filter(|it| **it).count() as u32;
        match it.stage {
            Stage::Done => {}
            Stage::GoingBack => {
                it.stage = Stage::Done;
                it.versions.fill(it.before);
                it.has_new.fill(false);
                it.others.clear();
            }
            Stage::Changing if change.change == "canary" => {
                it.stage = Stage::Watching(now + (change.settings["step_secs"] * 1e9) as u64);
                self.watched.retain(|it, _| it.0 != id);
            }
            Stage::Watching(until) if now < until => {}
            Stage::Watching(_) => match is_worse {
                None => {}
                Some(true) => {
                    self.roll_back(id);
                }
                Some(false) if done < it.base => {
                    let half = it.base.div_ceil(2);
                    let until = if done < half { half } else { it.base };
                    let left = (0..it.base).filter(|number| !it.has_new[*number as usize]);
                    it.pending = left.take((until - done) as usize).map(|it| (it, true)).collect();
                    it.at_a_time = (it.base / 4).max(1) as usize;
                    it.stage = Stage::Changing;
                }
                Some(false) => it.finish(),
            },
            Stage::Changing => it.finish(),
        }
    }

    /// Own work of a request with the version of its replica.
    pub(super) fn with_version(&self, job: usize, work: u64) -> u64 {
        match self.version_of(job) {
            Some(it) => (work as f64 * it.slower) as u64,
            None => work,
        }
    }

    /// When all replicas have the same version, own work has another mean.
    pub(super) fn mean_factor(&self, id: ComponentId) -> f64 {
        let done = self.deploys.get(&id).filter(|it| it.stage == Stage::Done);
        done.map_or(1.0, |it| it.versions[0].slower)
    }

    fn version_of(&self, job: usize) -> Option<Version> {
        let it = &self.jobs[job];
        let deploy = self.deploys.get(&it.at).filter(|it| it.stage != Stage::Done)?;
        deploy.versions.get(it.replica as usize).copied()
    }

    /// "Chances of failing combine as if they were independent."
    pub(super) fn error_ratio(&self, job: usize) -> f64 {
        let at = self.jobs[job].at;
        let of_all = self.specs[&at].server.error_ratio;
        let Some(deploy) = self.deploys.get(&at) else { return of_all };
        let version = self.version_of(job).unwrap_or(deploy.versions[0]);
        1.0 - (1.0 - of_all) * (1.0 - version.error_ratio)
    }
}

impl Deploy {
    /// A replica that has come has the new version, or the one before.
    pub(super) fn comes(&mut self, number: u32, is_new: bool) {
        self.has_new[number as usize] = is_new;
        self.versions[number as usize] = if is_new { self.version } else { self.before };
    }

    fn finish(&mut self) {
        self.stage = Stage::Done;
        // In the place of some there are others.
        self.pending.clear();
        self.has_new.fill(true);
        self.versions.fill(self.version);
        self.others.clear();
    }
}
