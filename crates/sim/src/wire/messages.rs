//! What the messages are made of, one list per type.

use model::{
    Arg, ComponentId, ConnectionId, Message,
    scenario::{Action, ScenarioEvent},
};

use super::{Wire, choice, record};
use crate::{
    explain::{Cause, Trigger},
    live::{Hop, Live, LiveComponent, LiveConnection},
    protocol::{FromSim, Speed, ToSim},
    report::{
        Answers, CauseCount, ComponentReport, ComponentSeries, ConnectionReport, ErrorCount, ErrorPlace,
        FailureCause, Journey, Latency, Measured, Report, Resources, Second, Series, Settings,
    },
    session::RunOptions,
};

choice!(ToSim {
    0 Start { file, options, finds_warm_up, speed },
    1 Pause,
    2 Resume,
    3 Step { secs },
    4 SetSpeed(speed),
    5 Stop,
    6 Apply(action),
    7 Work { ticket, file, options },
});
choice!(Speed { 0 Times(factor), 1 Max });
record!(RunOptions { seed, duration_secs, warm_up_secs, replications });
choice!(Action {
    0 TakeDown { component },
    1 BringUp { component },
    2 FailPrimary { component },
    3 Flush { component },
});

choice!(FromSim {
    0 Ready { protocol_version, engine },
    1 State { running },
    2 Live(live),
    4 Report(report),
    5 Failed { message },
    6 Worked { ticket, outcome },
});

record!(Live {
    now_secs,
    duration_secs,
    in_flight,
    events,
    requests,
    components,
    connections,
    hops,
    seconds
});
record!(LiveComponent {
    id,
    up,
    utilization,
    load_ratio,
    queue,
    throughput_per_sec,
    errors_per_sec,
    saturated
});
record!(LiveConnection { id, requests_per_sec, errors_per_sec, breaker_open });
record!(Hop { connection, request, start_secs, end_secs, is_answer, failed });
record!(Second { at_secs, generated, succeeded, failed, in_flight, p50_millis, p95_millis, p99_millis });

record!(Report {
    engine,
    digest,
    settings,
    measured_secs,
    stopped,
    events,
    requests,
    total,
    journeys,
    components,
    connections,
    errors,
    series,
    explanation,
    scenario,
    assumptions
});
record!(Settings { seed, duration_secs, warm_up_secs, replications });
record!(Journey {
    name,
    source,
    generated,
    succeeded,
    failed,
    in_flight_at_start,
    in_flight_at_end,
    success_ratio,
    throughput_per_sec,
    latency,
    answers,
    mean_in_flight
});
record!(Answers { millis, count });
record!(Latency {
    samples,
    mean_millis,
    standard_deviation_millis,
    p50_millis,
    p90_millis,
    p95_millis,
    p99_millis,
    p999_millis
});
record!(Measured { value, half_width });
record!(ComponentReport {
    id,
    name,
    kind,
    arrived,
    succeeded,
    failed,
    failed_by_cause,
    hits,
    misses,
    cold_starts,
    throughput_per_sec,
    sojourn,
    wait,
    mean_service_millis,
    mean_in_system,
    mean_in_queue,
    slots,
    mean_slots_busy,
    utilization,
    own_work_utilization,
    load_ratio,
    probability_of_waiting,
    probability_of_rejection,
    resources,
    up_ratio
});
record!(Resources { cpu_percent, memory_percent, disk_percent, network_percent });
record!(ConnectionReport {
    id,
    from,
    to,
    attempts,
    retries,
    succeeded,
    failed_by_cause,
    dead_letters,
    dropped,
    attempts_per_sec,
    mean_latency_millis,
    mean_backlog
});
record!(CauseCount { cause, count });
record!(ErrorCount { cause, place, count });
choice!(ErrorPlace { 0 Component(id), 1 Connection(id) });
record!(Series { seconds, components });
record!(ComponentSeries { id, utilization, load_ratio, queue, throughput_per_sec, errors_per_sec, up });
record!(ScenarioEvent { at_secs, action });

record!(Cause { component, at_secs, load_before, load_after, trigger, chain, message });
choice!(Trigger {
    0 AlwaysOverloaded,
    1 TrafficRose { source },
    2 TakenDown { component },
    3 Retries { caller },
    4 SlowCallee { callee },
    5 Unknown,
});

record!(Message { id, args });
choice!(Arg {
    0 Text(text),
    1 Count(count),
    2 Number(number),
    3 Ratio(ratio),
    4 Millis(millis),
    5 PerSec(per_sec),
    6 Dollars(dollars),
    7 Message(message),
});

impl Wire for ComponentId {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        u32::read(from).map(Self)
    }
}

impl Wire for ConnectionId {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        u32::read(from).map(Self)
    }
}

impl Wire for FailureCause {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self as u8);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let number = u8::read(from)?;
        Self::ALL.into_iter().find(|it| *it as u8 == number)
    }
}
