//! Numbers of replicas that change: by hand, during deploys, by autoscalers; and mixtures of everything.

use std::collections::BTreeMap;

use sim::report::What;

use super::compare::{check, seeds, warmed_up};

#[test]
fn random_scaling() {
    let (mut more, mut fewer) = (0, 0);
    // The last ones here and below: found by looking further, somebody looks for two reasons in the same moment.
    for seed in seeds(180).chain([2123]) {
        let architecture = super::random_scaling::random_scaling(seed);
        let report = check(&architecture, warmed_up(seed, 9.4));
        for it in &report.happenings {
            let What::Scaled { from, to } = it.what else { continue };
            more += u32::from(to > from);
            fewer += u32::from(to < from);
        }
    }
    assert!(more > 100 && fewer > 100, "{more} {fewer}");
}

#[test]
fn random_surges() {
    let mut done = 0;
    for seed in seeds(150).chain([817]) {
        let architecture = super::random_surges::random_surges(seed);
        let report = check(&architecture, warmed_up(seed, 12.4));
        done += report.happenings.iter().filter(|it| it.what == What::DeployDone).count();
    }
    assert!(done > 80, "{done}");
}

#[test]
fn random_budgets() {
    let mut refused = 0;
    for seed in seeds(150).chain([620]) {
        let architecture = super::random_budgets::random_budgets(seed);
        let report = check(&architecture, warmed_up(seed, 10.4));
        refused += report.components.iter().map(|it| it.failed).sum::<u64>();
    }
    assert!(refused > 5000, "{refused}");
}

#[test]
fn random_autoscalers() {
    let (mut more, mut fewer) = (0, 0);
    for seed in seeds(150).chain([582, 607, 767]) {
        let architecture = super::random_autoscalers::random_autoscalers(seed);
        let report = check(&architecture, warmed_up(seed, 8.47));
        for it in &report.happenings {
            let What::Scaled { from, to } = it.what else { continue };
            more += u32::from(to > from);
            fewer += u32::from(to < from);
        }
    }
    assert!(more > 100 && fewer > 50, "{more} {fewer}");
}

#[test]
fn random_needs() {
    let (mut unready, mut ready) = (0, 0);
    // The last ones were found by looking further: they wait while they fail by chance, what they miss grows, or others go; of a
    // message that was taken the acknowledgement is lost.
    for seed in seeds(150).chain([693, 938, 2554, 2698, 2970, 7439]) {
        let architecture = super::random_needs::random_needs(seed);
        let report = check(&architecture, warmed_up(seed, 10.43));
        let count = |what| report.happenings.iter().filter(|it| it.what == what).count();
        unready += count(What::Unready);
        ready += count(What::Ready);
    }
    assert!(unready > 15 && ready > 10, "{unready} {ready}");
}

#[test]
fn random_mixtures() {
    let (mut again, mut handled) = (0, 0);
    // The last ones were found by looking further: calls that go round in circles, a broker of two replicas with a limit, who leaves
    // a slot to a request that only it wanted; a broker goes down while publishers wait for room; messages on
    // their way to slots that calls share.
    for seed in seeds(200).chain([136, 662, 1018, 1214, 2416]) {
        let architecture = super::random_mixtures::random_mixtures(seed);
        let report = check(&architecture, warmed_up(seed, 8.43));
        for it in &report.connections {
            again += it.retries;
            handled += if it.mean_backlog.is_some() { it.succeeded } else { 0 };
        }
    }
    assert!(again > 20_000 && handled > 5000, "{again} {handled}");
}

#[test]
fn random_loads() {
    let (mut more, mut fewer, mut done) = (0, 0, 0);
    // The last one was found by looking further: one of a batch interrupts another one of it, and takes as long.
    for seed in seeds(150).chain([2047]) {
        let architecture = super::random_traffic::random_loads(seed);
        let report = check(&architecture, warmed_up(seed, 9.43));
        for it in &report.happenings {
            done += u32::from(it.what == What::DeployDone);
            let What::Scaled { from, to } = it.what else { continue };
            more += u32::from(to > from);
            fewer += u32::from(to < from);
        }
    }
    assert!(more > 100 && fewer > 50 && done > 30, "{more} {fewer} {done}");
}

#[test]
fn random_migrations() {
    let mut ended = BTreeMap::new();
    for seed in seeds(120) {
        let architecture = super::random_migrations::random_migrations(seed);
        let report = check(&architecture, warmed_up(seed, 10.43));
        for it in &report.happenings {
            let what = match it.what {
                What::MigrationDone => "done",
                What::MigrationAborted { automatic: true } => "lost",
                What::MigrationAborted { automatic: false } => "rolled back",
                _ => continue,
            };
            *ended.entry(what).or_insert(0) += 1;
        }
    }
    assert!(ended.len() == 3 && ended.values().all(|it| *it > 10), "{ended:?}");
}
