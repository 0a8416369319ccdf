//! Several workers that make the runs of a study side by side: one per processor core but one, which stays with the page.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use model::{Message, file};
use sim::{
    FromSim, ToSim,
    study::{Job, Outcome, Study},
};

use super::sim_worker::{Heard, SimWorker};

/// More would only fight for memory.
const MOST_WORKERS: usize = 8;

/// What a study has come to.
pub enum News<A> {
    /// Runs that are over, and how many there will be as far as is known; and what is known so far.
    Progress { done: usize, planned: usize, answer: Option<A> },
    /// All runs are over.
    Done { answer: Option<A> },
    /// A run could not be made.
    Failed(Message),
}

/// A study under way. Dropping it ends it at once.
pub struct Crew {
    inner: Rc<Inner>,
}

struct Inner {
    workers: RefCell<Vec<SimWorker>>,
    study: RefCell<Box<dyn Conducted>>,
    /// Which worker has which run, and how to make it again should the worker die.
    busy: RefCell<BTreeMap<usize, Job>>,
    is_over: Cell<bool>,
}

/// A study whose answers go to a listener.
trait Conducted {
    fn next_job(&mut self) -> Option<Job>;
    fn take(&mut self, number: usize, outcome: Outcome);
    fn tell_progress(&self);
    fn tell_done(&self);
    fn tell_failed(&self, message: Message);
}

struct Told<S: Study> {
    study: S,
    listener: Box<dyn Fn(News<S::Answer>)>,
}

impl<S: Study> Conducted for Told<S> {
    fn next_job(&mut self) -> Option<Job> {
        self.study.next_job()
    }

    fn take(&mut self, number: usize, outcome: Outcome) {
        self.study.take(number, outcome);
    }

    fn tell_progress(&self) {
        let (done, planned) = self.study.progress();
        (self.listener)(News::Progress { done, planned, answer: self.study.answer() });
    }

    fn tell_done(&self) {
        (self.listener)(News::Done { answer: self.study.answer() });
    }

    fn tell_failed(&self, message: Message) {
        (self.listener)(News::Failed(message));
    }
}

impl Crew {
    /// Begins a study; `listener` hears of every run that is over.
    pub fn start<S: Study + 'static>(study: S, listener: impl Fn(News<S::Answer>) + 'static) -> Self {
        let study: Box<dyn Conducted> = Box::new(Told { study, listener: Box::new(listener) });
        let inner = Rc::new(Inner {
            workers: RefCell::default(),
            study: RefCell::new(study),
            busy: RefCell::default(),
            is_over: Cell::new(false),
        });
        let workers = (0..n_workers()).map(|index| {
            let inner: Weak<Inner> = Rc::downgrade(&inner);
            SimWorker::new(move |heard| {
                if let Some(inner) = inner.upgrade() {
                    inner.hear(index, heard);
                }
            })
        });
        inner.workers.replace(workers.collect());
        inner.hand_out();
        Self { inner }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.inner.end();
    }
}

impl Inner {
    /// Gives every idle worker a run, if there is one.
    fn hand_out(&self) {
        let workers = self.workers.borrow();
        for (index, worker) in workers.iter().enumerate() {
            if self.busy.borrow().contains_key(&index) {
                continue;
            }
            let Some(job) = self.study.borrow_mut().next_job() else { break };
            worker.send(&ToSim::Work {
                ticket: job.number as u32,
                file: file::save(&job.architecture),
                options: job.options,
                wants: job.wants,
            });
            self.busy.borrow_mut().insert(index, job);
        }
    }

    fn hear(&self, index: usize, heard: Heard) {
        if self.is_over.get() {
            return;
        }
        match heard.read() {
            Ok(FromSim::Worked { outcome: Ok(outcome), .. }) => {
                let Some(job) = self.busy.borrow_mut().remove(&index) else { return };
                self.study.borrow_mut().take(job.number, outcome);
                self.hand_out();
                if self.busy.borrow().is_empty() {
                    self.end();
                    self.study.borrow().tell_done();
                } else {
                    self.study.borrow().tell_progress();
                }
            }
            Ok(FromSim::Worked { outcome: Err(message), .. }) => self.fail(message),
            Ok(_) => {}
            // The same run would end the next worker too.
            Err(message) => self.fail(message),
        }
    }

    fn fail(&self, message: Message) {
        self.end();
        self.study.borrow().tell_failed(message);
    }

    fn end(&self) {
        self.is_over.set(true);
        self.workers.borrow().iter().for_each(SimWorker::end);
    }
}

fn n_workers() -> usize {
    let cores = web_sys::window().map_or(1.0, |it| it.navigator().hardware_concurrency());
    (cores as usize).saturating_sub(1).clamp(1, MOST_WORKERS)
}
