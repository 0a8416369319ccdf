//! Replicas that fail at random.

use model::{
    ComponentId, Place,
    scenario::{Action, Change},
};
use sim::random::{Draw, Purpose, mix, numbered, stream};

use super::{Event, World, nanos, scale::LATER};

/// Why the replicas of a component fail by chance, or by the clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck {
    component: ComponentId,
    /// Who holds down those that failed: an entry of the scenario, or one of those beyond them.
    holder: usize,
    seed: u64,
    times: Times,
    began: u64,
}

/// When they are down, in seconds.
#[derive(Clone, Copy, Debug)]
enum Times {
    /// Mean times up and down.
    Drawn([f64; 2]),
    /// Killed when the memory is full, and started again after a while.
    Leak { fills: f64, restart: f64, replicas: u32 },
    /// These are taken back when the notice is over, by the bits of their numbers.
    TakenBack { notice: f64, replicas: u64, are_spot: bool },
}

impl World<'_> {
    /// "A component with a mean time to failure fails so from the start of a run on."
    pub(super) fn plan_failures(&mut self) {
        for it in &self.architecture.components {
            if let Some(failures) = it.failures() {
                self.luck.push(Luck {
                    component: it.id,
                    holder: self.architecture.scenario.events.len() + it.id.0 as usize,
                    seed: self.seed,
                    times: Times::Drawn([failures.mttf_secs, failures.mttr_secs]),
                    began: 0,
                });
            }
        }
        self.plan_look();
    }

    /// "What goes by the clock is looked at every second", as long as there is anything.
    pub(super) fn plan_look(&mut self) {
        if !self.luck.is_empty()
            || self.something_moves()
            || self.is_deploying()
            || self.is_migrating()
            || self.is_disrupting()
            || self.someone_probes()
        {
            self.look_in_a_second();
        }
    }

    pub(super) fn look_in_a_second(&mut self) {
        if !self.is_looking {
            self.is_looking = true;
            self.schedule(nanos(1000.0), Event::Look);
        }
    }

    /// "Keyed by seed, component and replica, and by the moment if they are an event."
    pub(super) fn fail_by_chance(&mut self, number: usize, change: &Change) {
        let Place::Component(component) = change.place else { return };
        let luck = Luck {
            component,
            holder: number,
            seed: mix(mix(self.seed ^ mix(self.now)).wrapping_add(numbered(1))),
            times: match change.change.as_str() {
                "memory-leak" => Times::Leak {
                    fills: change.settings["fills"],
                    restart: change.settings["restart"],
                    replicas: self.component(component).replicas(),
                },
                "spot-reclaim" => self.taken_back(number, change),
                _ => Times::Drawn([change.settings["mttf"], change.settings["mttr"]]),
            },
            began: self.now,
        };
        self.luck.push(luck);
        self.plan_look();
    }

    /// "The replicas that are bought as spot, or any where nothing is reserved or spot." "Drained, they get nothing new from the notice
    /// on."
    fn taken_back(&mut self, number: usize, change: &Change) -> Times {
        let Place::Component(id) = change.place else { panic!("a component") };
        let spot = self.component(id).spot_replicas(LATER);
        let are_spot = !spot.is_empty();
        let mut taken = Vec::new();
        for (seen, replica) in (1..).zip(spot) {
            // An even share of those that are there, however many.
            let due = (f64::from(seen) * change.settings["share"] + 0.5) as usize;
            if due.max(1) > taken.len() {
                taken.push(replica);
            }
        }
        if !are_spot {
            taken = self.share_of(id, change, number);
        }
        if change.settings.get("drained").is_some_and(|it| *it > 0.0) {
            let most = if are_spot { self.most(id) } else { LATER };
            self.drain(id, taken.iter().copied().filter(|it| *it < most).collect(), number);
        }
        let replicas = taken.iter().fold(0, |all, it| all | 1 << it);
        Times::TakenBack { notice: change.settings["notice"], replicas, are_spot }
    }

    /// A drain is over; what was taken back comes as after a failure.
    pub(super) fn was_only_drained(&self, number: usize) -> bool {
        let is_drained = |it: &Change| it.settings.get("drained").is_some_and(|it| *it > 0.0);
        matches!(&self.drawing.scenario.events[number].action, Action::Change(it) if is_drained(it))
            && !self.was_down.iter().any(|it| it.0 == number)
    }

    pub(super) fn end_of_luck(&mut self, number: usize) {
        self.luck.retain(|it| it.holder != number);
    }

    /// "Replicas that come later fail like the others."
    fn most(&self, id: ComponentId) -> u32 {
        let numbers = self.all_numbers(id).len() as u32;
        let auto = self.component(id).spec().scaling.auto.map_or(0, |it| it.max);
        self.drawn(id).max(auto).max(self.replicas[&id].len() as u32).max(self.have_booted(id)).min(numbers)
    }

    /// "One look, for however many reasons": first what has ended, then what goes by the clock, what has booted, and whatever goes on.
    pub(super) fn look_at_all(&mut self, first: Event) {
        let is_due =
            |it: &Event| matches!(it, Event::Ends(_) | Event::Look | Event::Booted(..) | Event::Again);
        let now = self.now;
        let (also, left) = std::mem::take(&mut self.events)
            .into_iter()
            .partition::<Vec<_>, _>(|it| it.0 == now && is_due(&it.2));
        self.events = left;
        let due: Vec<Event> = std::iter::once(first).chain(also.into_iter().rev().map(|it| it.2)).collect();
        for it in &due {
            if let Event::Ends(number) = it {
                self.ends(*number);
            }
        }
        self.gather_refusals();
        if due.iter().any(|it| matches!(it, Event::Look)) {
            self.look();
        }
        for it in &due {
            if let Event::Booted(number, id) = it {
                self.booted(*number, *id);
            }
        }
        self.look_for_needs();
        self.go_on_deploying();
    }

    fn look(&mut self) {
        self.is_looking = false;
        let mut back = Vec::new();
        for luck in self.luck.clone() {
            let numbers = self.all_numbers(luck.component);
            let are_any = matches!(luck.times, Times::TakenBack { are_spot: false, .. });
            let most = if are_any { numbers.end } else { self.most(luck.component) };
            let is_held = |it: &u32| {
                let holds = self.holds.get(&(luck.component, *it));
                holds.is_some_and(|it| it.contains(&luck.holder))
            };
            // What somebody brought up by hand stays up for this time.
            let is_over =
                |it: &u32| luck.is_down(*it, self.now) && !self.was_down.contains(&(luck.holder, *it));
            let down: Vec<u32> = (0..most).filter(is_over).collect();
            // What is drained before it is taken back stays so.
            let is_drained = matches!(luck.times, Times::TakenBack { .. });
            let is_up = |it: &u32| !is_drained && !luck.is_down(*it, self.now) && is_held(it);
            let up: Vec<u32> = numbers.clone().filter(is_up).collect();
            for number in numbers {
                if luck.is_down(number, self.now) {
                    self.was_down.insert((luck.holder, number));
                } else {
                    self.was_down.remove(&(luck.holder, number));
                }
            }
            self.take_down(luck.component, down, luck.holder);
            back.push((luck, up));
        }
        // Who is let go by one and held by another at the same moment is not up in between.
        for (luck, up) in back {
            self.let_go(luck.component, up, luck.holder);
        }
    }
}

impl Luck {
    /// "Random failures have exponential times": up, down, up and so on.
    fn is_down(&self, replica: u32, now: u64) -> bool {
        let elapsed = (now - self.began) as f64 / 1e9;
        let means = match self.times {
            Times::Drawn(means) => means,
            Times::TakenBack { notice, replicas, .. } => {
                return replicas >> replica & 1 == 1 && elapsed >= notice;
            }
            Times::Leak { fills, restart, replicas } => {
                return leaked(elapsed, replica % replicas, replicas, fills, restart) >= fills;
            }
        };
        let stream = mix(stream(self.seed, self.component.0, Purpose::Outage) ^ u64::from(replica));
        let mut left = elapsed;
        for turn in 0.. {
            let share = Draw::new(stream, mix(turn)).unit();
            left -= -libm::log(1.0 - share) * means[(turn % 2) as usize];
            if left < 0.0 {
                return turn % 2 == 1;
            }
        }
        false
    }
}

/// Whether an entry of the scenario makes replicas fail by chance.
pub(super) fn by_chance(action: &Action) -> Option<&Change> {
    match action {
        Action::Change(it)
            if ["random-failures", "memory-leak", "spot-reclaim"].contains(&it.change.as_str()) =>
        {
            Some(it)
        }
        _ => None,
    }
}

/// Seconds since a replica was started, or that and more if it has been killed since. "The replicas were started one after
/// the other."
pub(super) fn leaked(elapsed: f64, replica: u32, replicas: u32, fills: f64, restart: f64) -> f64 {
    let life = elapsed + f64::from(replica) / f64::from(replicas) * fills;
    life % (fills + restart)
}
