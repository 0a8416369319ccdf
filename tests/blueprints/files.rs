//! The blueprints as they lie in the repository, and runs of them.

use std::{fs, path::PathBuf};

use model::{Architecture, file};
use sim::{Report, RunOptions, Session, SimTime};

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/blueprints")
}

pub fn read(id: &str) -> String {
    fs::read_to_string(folder().join(format!("{id}.json"))).expect("the blueprint exists")
}

pub fn load(id: &str) -> Architecture {
    file::load(read(id)).expect("the blueprint is readable").architecture
}

/// A run with the drawing's own settings, but that long.
pub fn run_for(drawing: &Architecture, duration_secs: f64) -> Report {
    let options = RunOptions { duration_secs, ..RunOptions::from(drawing.settings) };
    let mut session = Session::new(drawing, options).expect("it can be run");
    session.advance(SimTime::NEVER, u64::MAX);
    session.report()
}
