//! What `benches/speed.rs` times, for wasm: a module without imports whose functions node calls.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]
#![allow(dead_code, reason = "the floor is for the native part")]

use std::cell::RefCell;

use model::{Architecture, file};
use sim::{RunOptions, Session, SimTime};

#[path = "../benches/speed/chance.rs"]
mod chance;
#[path = "../benches/speed/cloud.rs"]
mod cloud;
#[path = "../benches/speed/floor.rs"]
mod floor;
#[path = "../benches/speed/heap.rs"]
mod heap;
#[path = "../benches/speed/models.rs"]
mod models;

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn open(drawing: &Architecture, duration_secs: f64) {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 0.0, replications: 1 };
    SESSION.set(Some(Session::new(drawing, options).expect("runs")));
}

/// Begins a run of a model by its number.
#[unsafe(no_mangle)]
pub extern "C" fn open_model(index: u32, secs: f64) {
    open(&models::MODELS[index as usize].drawing(), secs);
}

/// Room for a file of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn buffer(bytes: u32) -> *mut u8 {
    BUFFER.with_borrow_mut(|it| {
        *it = vec![0; bytes as usize];
        it.as_mut_ptr()
    })
}

/// Begins a run of the file in the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn open_file(secs: f64) {
    let loaded = BUFFER.with_borrow(|it| file::load(it)).expect("a drawing");
    open(&loaded.architecture, secs);
}

/// One slice, as in the worker. Whether the run is over.
#[unsafe(no_mangle)]
pub extern "C" fn slice() -> bool {
    SESSION.with_borrow_mut(|it| {
        it.as_mut().is_none_or(|session| session.advance(SimTime::NEVER, models::SLICE_EVENTS).is_done)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn requests() -> f64 {
    SESSION.with_borrow_mut(|it| it.as_mut().map_or(0.0, |session| session.live().requests as f64))
}

#[unsafe(no_mangle)]
pub extern "C" fn events() -> f64 {
    SESSION.with_borrow_mut(|it| it.as_mut().map_or(0.0, |session| session.live().events as f64))
}
