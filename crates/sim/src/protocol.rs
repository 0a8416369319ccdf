//! What the page and the worker say to each other. Plain data; how it is encoded is the app's business.

use model::{Message, scenario::Action};
use serde::{Deserialize, Serialize};

use crate::{
    live::Live,
    report::Report,
    session::RunOptions,
    study::{Outcome, Wants},
    time::SimTime,
};

/// Goes up with every change of the two enums below.
pub const PROTOCOL_VERSION: u32 = 8;

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToSim {
    /// Ends the run that was going on, if any.
    Start {
        /// The document in its file format.
        file: String,
        options: RunOptions,
        /// A pilot run first finds the warm-up; that of `options` is not used.
        finds_warm_up: bool,
        speed: Speed,
        /// Goes on where an earlier run was, which the page has lost: with the same options it is the same run.
        resume: Option<Resume>,
    },
    Pause,
    Resume,
    /// Runs that much simulated time, then pauses.
    Step {
        secs: f64,
    },
    SetSpeed(Speed),
    /// Ends the run where it is; a report of what was simulated follows.
    Stop,
    /// Done to the running system at its present time, and logged.
    Apply(Action),
    /// Takes the run to a second after the warm-up and pauses it there: back, also when it is over, or on as fast as it
    /// can.
    GoTo {
        to_secs: f64,
    },
    /// One run from start to end that nobody watches, for a study; not beside a run that is watched.
    Work {
        /// Comes back with the result.
        ticket: u32,
        file: String,
        options: RunOptions,
        /// What comes back.
        wants: Wants,
    },
}

/// Where a run was, and what had been done to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resume {
    /// Since the start of the run, warm-up included. It pauses there.
    pub at: SimTime,
    pub by_hand: Vec<ByHand>,
}

/// Something that somebody did to the running system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByHand {
    pub at: SimTime,
    pub action: Action,
}

/// How fast simulated time goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Speed {
    /// Simulated seconds per second of the person watching.
    Times(f64),
    /// As fast as the machine can.
    #[default]
    Max,
}

/// Worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromSim {
    /// First message of a worker.
    Ready {
        protocol_version: u32,
        engine: String,
    },
    /// The run has begun, paused, or goes on; `running` is false in a pause.
    State {
        running: bool,
    },
    Live(Box<Live>),
    /// The run was taken back: seconds that end later than that are void. `left`: what it had come to.
    Rewound {
        to_secs: f64,
        left: Box<Report>,
    },
    /// The run has ended or was stopped.
    Report(Box<Report>),
    /// The run could not start or go on.
    Failed {
        message: Message,
    },
    /// A run for a study is over; without the seconds of single components, which no study needs.
    Worked {
        ticket: u32,
        outcome: Result<Outcome, Message>,
    },
}
