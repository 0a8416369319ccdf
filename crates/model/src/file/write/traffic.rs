//! Workloads.

use super::object::{Object, list, number, text, whole};
use crate::{
    file::json::Json,
    workload::{Access, Arrivals, Pattern, RequestClass, Workload},
};

pub fn workload(workload: &Workload) -> Json {
    let Workload { pattern, arrivals, batch, population, classes } = workload;
    pattern_fields(pattern)
        .put_unless("arrivals", *arrivals, Arrivals::default(), |it| {
            text(match it {
                Arrivals::Poisson => "poisson",
                Arrivals::Even => "even",
            })
        })
        .put_unless("batch", *batch, 1, whole)
        .put_some("population", *population, whole)
        .put("classes", list(classes, request_class))
        .into()
}

fn pattern_fields(pattern: &Pattern) -> Object {
    let object = Object::new().put("pattern", text(pattern.id()));
    match *pattern {
        Pattern::Constant { per_sec } => object.put("per_sec", number(per_sec)),
        Pattern::Ramp { from_per_sec, to_per_sec, over_secs } => object
            .put("from_per_sec", number(from_per_sec))
            .put("to_per_sec", number(to_per_sec))
            .put("over_secs", number(over_secs)),
        Pattern::Step { before_per_sec, after_per_sec, at_secs } => object
            .put("before_per_sec", number(before_per_sec))
            .put("after_per_sec", number(after_per_sec))
            .put("at_secs", number(at_secs)),
        Pattern::Spike { base_per_sec, peak_per_sec, at_secs, for_secs } => object
            .put("base_per_sec", number(base_per_sec))
            .put("peak_per_sec", number(peak_per_sec))
            .put("at_secs", number(at_secs))
            .put("for_secs", number(for_secs)),
        Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs } => object
            .put("mean_per_sec", number(mean_per_sec))
            .put("amplitude_per_sec", number(amplitude_per_sec))
            .put("period_secs", number(period_secs)),
        Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } => object
            .put("base_per_sec", number(base_per_sec))
            .put("burst_per_sec", number(burst_per_sec))
            .put("burst_secs", number(burst_secs))
            .put("every_secs", number(every_secs)),
        Pattern::TwoState { low_per_sec, high_per_sec, low_secs, high_secs } => object
            .put("low_per_sec", number(low_per_sec))
            .put("high_per_sec", number(high_per_sec))
            .put("low_secs", number(low_secs))
            .put("high_secs", number(high_secs)),
        Pattern::Replay { ref points } => {
            object.put("points", list(points, |it| Json::List(vec![number(it.at_secs), number(it.per_sec)])))
        }
        Pattern::Sessions { sessions_per_sec, requests_each, think_secs } => object
            .put("sessions_per_sec", number(sessions_per_sec))
            .put("requests_each", number(requests_each))
            .put("think_secs", number(think_secs)),
        Pattern::Users { users, think_secs } => {
            object.put("users", whole(users)).put("think_secs", number(think_secs))
        }
    }
}

fn request_class(class: &RequestClass) -> Json {
    let RequestClass { name, weight, access, priority, worth_dollars } = class;
    let access = match access {
        Access::Read => "read",
        Access::Write => "write",
    };
    Object::new()
        .put("name", text(name))
        .put("weight", number(*weight))
        .put("access", text(access))
        .put_unless("priority", u32::from(*priority), 0, whole)
        .put_unless("worth_dollars", *worth_dollars, 0.0, number)
        .into()
}
