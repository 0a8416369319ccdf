//! Changes of a schema: under a lock, and row by row.

use sim::report::What;

use crate::{
    common::{component, drawing, options, run},
    story::{AFTER, BEFORE, FAST, POOL, Story, happen, story, trouble},
};

/// Ten reads and ten writes a second, at a store that hardly notices.
const QUIET: &str = "u:client{per_sec=20, writes=0.5} -call{latency_millis=0}-> db:database_sql*2";

fn quiet(settings: &[(&'static str, f64)]) -> Story {
    story(&format!("{QUIET}{{{FAST}, write_factor=1}}"), "db", trouble("migration", settings))
}

fn noted(story: &Story) -> Vec<(f64, What)> {
    story.report.happenings.iter().map(|it| (it.at_secs, it.what)).collect()
}

/// Requests under way at the end of a second.
fn waiting(story: &Story, second: usize) -> u32 {
    story.report.series.seconds[second - 1].in_flight
}

#[test]
fn a_lock_lets_nobody_in_until_the_table_is_written_anew() {
    let story = quiet(&[("work_secs", 6.0)]);
    assert_eq!(noted(&story), [(10.0, What::MigrationBegan), (16.0, What::MigrationDone)]);
    assert!(story.p50(BEFORE) < 2.0);
    assert_eq!(story.answered(10..16), 0.0);
    // 120 on average came; Poisson, four standard deviations.
    assert!((76..=164).contains(&waiting(&story, 16)), "{}", waiting(&story, 16));
    assert!(story.answered(16..17) > 76.0);
    assert!(story.p50(AFTER) < 2.0);
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn reads_go_on_where_the_lock_is_for_writes() {
    let story = quiet(&[("work_secs", 6.0), ("reads_wait", 0.0)]);
    // Sixty reads.
    assert!((30.0..=90.0).contains(&story.answered(10..16)), "{}", story.answered(10..16));
    assert!((30..=90).contains(&waiting(&story, 16)), "{}", waiting(&story, 16));
}

#[test]
fn a_lock_that_is_not_given_stops_everybody_behind_it_as_well() {
    let behind = [("work_secs", 2.0), ("behind_secs", 5.0)];
    assert_eq!(noted(&quiet(&behind))[1], (17.0, What::MigrationDone));
    assert_eq!(quiet(&behind).answered(10..17), 0.0);
    // Whoever gives up before it has the lock has nothing to take back, and those behind go on.
    let impatient = quiet(&[("work_secs", 2.0), ("behind_secs", 5.0), ("give_up_secs", 1.5), ("undo", 3.0)]);
    let noted = noted(&impatient);
    assert_eq!(noted[1], (11.5, What::MigrationAborted { automatic: true }));
    assert_eq!(noted[2], (11.5, What::MigrationUndone));
    assert!(impatient.answered(11..12) > 15.0, "{}", impatient.answered(11..12));
    assert_eq!(waiting(&impatient, 14), 0);
}

#[test]
fn taking_back_what_was_done_may_take_longer_than_doing_it() {
    let story = quiet(&[("work_secs", 20.0), ("give_up_secs", 4.0), ("undo", 1.5)]);
    let aborted = What::MigrationAborted { automatic: true };
    assert_eq!(noted(&story), [(10.0, What::MigrationBegan), (14.0, aborted), (20.0, What::MigrationUndone)]);
    assert_eq!(story.answered(10..20), 0.0);
    // Twenty a second and those of ten seconds.
    assert!(story.answered(20..21) > 150.0, "{}", story.answered(20..21));
}

/// A migration of 20 s that is rolled back, or whose store is restarted, at 15 s.
fn ended_by(change: &'static str) -> Story {
    let mut shop = drawing(&format!("{QUIET}{{{FAST}, write_factor=1}}"));
    happen(&mut shop, 10.0, "db", &trouble("migration", &[]));
    happen(&mut shop, 15.0, "db", &trouble(change, &[]));
    Story { report: run(&shop, options(40.0)) }
}

#[test]
fn rolling_back_lets_those_who_wait_go_on_at_once() {
    let story = ended_by("roll-back");
    let given_up = What::MigrationAborted { automatic: false };
    assert_eq!(
        noted(&story),
        [(10.0, What::MigrationBegan), (15.0, given_up), (15.0, What::MigrationUndone)]
    );
    assert!(story.answered(15..16) > 76.0, "{}", story.answered(15..16));
    assert_eq!(story.failed(0..40), 0.0);
}

#[test]
fn a_primary_that_is_lost_takes_its_lock_with_it() {
    let story = ended_by("primary-loss");
    assert_eq!(noted(&story)[1], (15.0, What::MigrationAborted { automatic: true }));
    // Who waited at the primary is interrupted; who reads elsewhere goes on.
    assert!(story.failed(15..16) > 30.0, "{}", story.failed(15..16));
    assert!(story.answered(15..16) > 10.0, "{}", story.answered(15..16));
}

#[test]
fn a_primary_that_hands_the_writes_over_takes_its_lock_with_it() {
    let story = ended_by("fail-over");
    assert_eq!(noted(&story)[1], (15.0, What::MigrationAborted { automatic: true }));
    // All who waited go on.
    assert!(story.answered(15..16) > 76.0, "{}", story.answered(15..16));
    assert_eq!(story.failed(0..40), 0.0);
}

/// A thousand requests per second fit.
fn online(per_sec: u32, secs: f64, settings: &[(&'static str, f64)]) -> Story {
    let mut shop = drawing(&format!(
        "u:client{{per_sec={per_sec}, writes=0.5}} -> db:database_sql{{{POOL}, write_factor=1, queue_limit=100}}"
    ));
    happen(&mut shop, 10.0, "db", &trouble("online-migration", settings));
    Story { report: run(&shop, options(secs)) }
}

#[test]
fn row_by_row_takes_capacity_and_no_lock_until_the_end() {
    let story = online(300, 40.0, &[("work_secs", 12.0), ("batch_share", 0.4)]);
    let noted = noted(&story);
    let percents =
        |it: &(f64, What)| if let What::Migrated { percent } = it.1 { Some(percent) } else { None };
    assert_eq!(noted.iter().filter_map(percents).collect::<Vec<_>>(), [25, 50, 75]);
    assert_eq!(noted.last(), Some(&(22.2, What::MigrationDone)));
    assert_eq!(story.failed(0..40), 0.0);
    // Six slots of ten carry 300 a second well; two tenths of a second nobody is let in.
    assert!(story.answered(11..21) / 10.0 > 270.0, "{}", story.answered(11..21));
    let p95 = story.report.series.seconds[22..27].iter().filter_map(|it| it.p95_millis).next();
    assert!(p95.expect("many") > 50.0, "{p95:?}");
    assert!(story.p95(AFTER) < 1.2 * story.p95(BEFORE));
}

#[test]
fn a_busy_store_makes_it_slower_and_not_itself() {
    // Three quarters busy, and a fifth for the batches: it pauses at nearly every other look.
    let done = |pause_above: f64| {
        let story = online(700, 90.0, &[("work_secs", 12.0), ("pause_above", pause_above)]);
        noted(&story).last().filter(|it| it.1 == What::MigrationDone).map(|it| it.0)
    };
    assert_eq!(done(1.0), Some(22.2));
    let paused = done(0.85).expect("it comes to an end");
    assert!((28.0..70.0).contains(&paused), "{paused}");
    // Never less busy than that: it never gets done.
    assert_eq!(done(0.5), None);
}

#[test]
fn batches_that_break_the_store_are_given_up() {
    let greedy = [("work_secs", 60.0), ("batch_share", 0.5), ("pause_above", 1.0)];
    let story = online(800, 40.0, &greedy);
    let noted = noted(&story);
    // Five slots for 800 a second fail three eighths, once the queue is full.
    let (at, what) = noted[1];
    assert_eq!(what, What::MigrationAborted { automatic: true });
    assert!((11.0..=15.0).contains(&at), "{at}");
    assert!(story.failed(10..17) > 100.0);
    assert_eq!(story.failed(AFTER), 0.0);
    let lost = component(&story.report, "db").failed;
    assert!(lost > 100, "{lost}");
}

#[test]
fn one_at_a_time() {
    let mut shop = drawing(&format!("{QUIET}{{{FAST}, write_factor=1}}"));
    happen(&mut shop, 10.0, "db", &trouble("migration", &[("work_secs", 5.0)]));
    happen(&mut shop, 12.0, "db", &trouble("online-migration", &[]));
    let story = Story { report: run(&shop, options(40.0)) };
    assert_eq!(noted(&story), [(10.0, What::MigrationBegan), (15.0, What::MigrationDone)]);
}

#[test]
fn a_migration_in_batches_is_not_done_while_its_primary_is_down() {
    let mut shop = drawing(&format!("{QUIET}{{{FAST}, write_factor=1, failover_secs=1000}}"));
    happen(&mut shop, 10.0, "db", &trouble("online-migration", &[("work_secs", 4.9), ("cutover", 0.0)]));
    // For ten seconds, within its last second.
    happen(&mut shop, 14.5, "db", &trouble("primary-loss", &[]));
    let story = Story { report: run(&shop, options(40.0)) };
    let done = noted(&story).iter().find(|it| it.1 == What::MigrationDone).map(|it| it.0);
    assert!(done.is_none_or(|at| at >= 24.5), "{:?}", noted(&story));
}
