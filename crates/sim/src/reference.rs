//! A run that stands for all: the same numbers on every machine and in every browser, or the engine is broken.

use model::{
    Architecture, lean, notation,
    notation::NotationError,
    scenario::{Action, ScenarioEvent},
};

use crate::{
    session::{CompileError, RunOptions, Session},
    time::SimTime,
};

/// A bit of everything that the engine can do.
pub const REFERENCE: &str = "\
users:client{per_sec=300, writes=0.2} -> edge:cdn -> lb:load_balancer{algorithm=two_choices}
lb -{timeout_millis=300, attempts=3, backoff_base_millis=20, retry_budget=0.2, breaker={failures=5, open_secs=2}}-> api:api_server*3
api -> cache:cache_redis
api -{on={miss_of=cache}, timeout_millis=200, attempts=2, bulkhead=60}-> db:database_sql*2
api -publish{on=write}-> jobs:queue -> mailer:worker{service_distribution=lognormal, service_cv=1.5}
mailer -{timeout_millis=500}-> db
mailer -> function:lambda_function
db -replicate-> archive:database_nosql
api -observe{sample_ratio=0.3}-> apm
api -observe{collection=scrape}-> metrics:monitoring
phones:mobile_app{users=40, think_secs=1} -> names:dns
phones -> side:sidecar_proxy -> api";

/// Digest of [`digest_of_reference_run`]. It changes with every change of what the engine does, and with nothing else.
pub const REFERENCE_DIGEST: &str = "8488fff19df5b311";

/// Why the reference run failed: a bug.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReferenceError {
    #[error(transparent)]
    Notation(#[from] NotationError),
    #[error(transparent)]
    Compile(#[from] CompileError),
}

/// The reference drawing, with an outage of its cache and one of its database.
///
/// # Errors
/// If the notation does not know something of it any more.
pub fn reference() -> Result<Architecture, NotationError> {
    let mut architecture = notation::parse(REFERENCE)?;
    let find = |name: &str| architecture.components.iter().find(|it| it.name == name).map(|it| it.id);
    let mut events = Vec::new();
    for (name, from_secs, to_secs) in [("cache", 3.0, 6.0), ("db", 5.0, 5.5)] {
        let Some(component) = find(name) else { continue };
        events.push(ScenarioEvent { at_secs: from_secs, action: Action::TakeDown { component } });
        events.push(ScenarioEvent { at_secs: to_secs, action: Action::BringUp { component } });
    }
    lean::sort_by(&mut events, |a, b| a.at_secs.total_cmp(&b.at_secs));
    architecture.scenario.events = events;
    Ok(architecture)
}

/// Runs the reference drawing for ten seconds and says the digest of its report.
///
/// # Errors
/// [`ReferenceError`] if it cannot be run.
pub fn digest_of_reference_run() -> Result<String, ReferenceError> {
    let options = RunOptions { seed: 7, duration_secs: 10.0, warm_up_secs: 2.0, replications: 1 };
    let mut session = Session::new(&reference()?, options)?;
    session.advance(SimTime::NEVER, u64::MAX);
    Ok(session.report().digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails after a change of the engine that is meant, write the new digest into [`REFERENCE_DIGEST`].
    #[test]
    fn the_reference_run_is_as_recorded() {
        assert_eq!(digest_of_reference_run().unwrap(), REFERENCE_DIGEST);
    }
}
