//! A run that has warmed up takes no more memory: counted in allocations, which no busy machine changes.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use common::{drawing, options};
use sim::{Session, SimTime};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is handed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|it| it.set(it.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        ALLOCATIONS.with(|it| it.set(it.get() + 1));
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations and events of most of a second after a minute. What is noted down once per second is left out: that
/// grows with the length of the run, not with its requests.
fn steady_state(text: &str) -> (usize, u64) {
    let mut session = Session::new(&drawing(text), options(100.0)).unwrap();
    let begun = session.advance(SimTime::from_secs(60.0) + SimTime(1), u64::MAX).events;
    let before = ALLOCATIONS.with(Cell::get);
    let events = session.advance(SimTime::from_secs(60.95), u64::MAX).events - begun;
    (ALLOCATIONS.with(Cell::get) - before, events)
}

#[test]
fn events_allocate_nothing() {
    for text in [
        "u:client{per_sec=2000} -> a:api_server{slots=40} -> b:api_server -> c:database_sql{slots=20}",
        "u:client{per_sec=1000, writes=0.2} -> lb:load_balancer{algorithm=two_choices} \
            -{timeout_millis=300, attempts=3, backoff_base_millis=20}-> api:api_server*3{slots=40}; \
            api -> cache:cache_redis; api -{on={miss_of=cache}}-> db:database_sql*2",
        "u:client{per_sec=1000} -> lb:load_balancer{algorithm=round_robin}; \
            lb -{weight=2}-> a:api_server{slots=20}; lb -> b:api_server{slots=20}",
        "u:client{per_sec=500} -> api:api_server{slots=40} -publish-> jobs:queue -> mailer:worker{slots=40}; \
            api -> f:lambda_function; api -observe{sample_ratio=0.3}-> apm",
    ] {
        let (allocations, events) = steady_state(text);
        assert!(events > 2000, "{text}: only {events} events");
        assert_eq!(allocations, 0, "{text}: {events} events");
    }
}
