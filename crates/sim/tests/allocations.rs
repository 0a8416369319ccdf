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
        // A token bucket for each of some people.
        "u:client{per_sec=2000, population=300} -> g:api_gateway{user_limits=tiers, tier_window_secs=1, free_limit=5, \
            rate_limit_per_sec=1500, rate_limit_burst=10} -> s:api_server{slots=100}",
        // Items that come, go and expire, and those who wait for one fetch.
        "u:client{per_sec=2000, writes=0.1} -> api:api_server{slots=100}; \
            api -> cache:cache_redis{cache_model=keys, cached_keys=5000, capacity_items=500, entry_ttl_secs=0.5, coalescing=true}; \
            api -{on={miss_of=cache}}-> db:database_sql{slots=60}",
        "u:client{per_sec=1000, writes=0.1} -> edge:cdn{cache_model=keys, cached_keys=5000, capacity_items=500} -> s:api_server{slots=100}",
        // Who waits in other orders, is interrupted, shares, is dropped or leaves.
        "u:client{per_sec=1000, writes=0.3} -> a:api_server{slots=12, service_millis=10, discipline=preemptive, max_wait_millis=300} \
            -{timeout_millis=40, cancel_on_timeout=true, propagate_deadline=true}-> \
            b:microservice{slots=12, service_millis=10, discipline=sharing, queue_limit=40} -> \
            c:grpc_server{slots=11, service_millis=10, discipline=lifo, when_full=shed_oldest, queue_limit=30, adaptive_limit_millis=50}",
        // Policies.
        "u:client{per_sec=1000} -{hedge={after_millis=20}, timeout_millis=100, attempts=3, backoff_base_millis=5, retry_budget=0.2}-> \
            a:api_server{slots=40, error_ratio=0.05}; \
            a -{bulkhead={calls=8, queue_limit=20, max_wait_millis=50, adaptive_limit_millis=40}}-> e:grpc_server{slots=10}; \
            a -{bulkhead=12, breaker={ratio=0.5, open_secs=0.2}}-> b:microservice{slots=14, error_ratio=0.3}; \
            a -{enough=1}-> c:grpc_server{slots=40}; a -{hedge=p95, enough=1}-> d:grpc_server{slots=40}",
        // Stores with quorums, partitions, and names.
        "u:client{per_sec=500, writes=0.3} -> n:dns{ttl_secs=0.1}; \
            u -> api:api_server{slots=100}; api -> db:database_nosql*3{slots=40, write_quorum=2, read_quorum=2, cdc=true}; \
            db -publish-> log:message_broker{partitions=8} -consume-> w:worker*3{error_ratio=0.1, slots=20}",
        "u:client{users=200, think_secs=0.1} -> api:api_server*3{slots=10, mttf_secs=20, mttr_secs=1}",
        "u:client{per_sec=1000} -> api:api_server{slots=2000} -> pay:payment_gateway{slow_share=1, slow_spell_secs=100, rate_limit_per_sec=2000}",
    ] {
        let (allocations, events) = steady_state(text);
        assert!(events > 2000, "{text}: only {events} events");
        assert_eq!(allocations, 0, "{text}: {events} events");
    }
}
