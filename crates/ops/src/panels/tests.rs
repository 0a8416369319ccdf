//! Panels against the report of the run that they were fed with.

use model::{
    Architecture, ComponentId,
    finding::Place,
    notation,
    objective::{Indicator, Objective},
    scenario::{Action, ScenarioEvent},
};
use sim::{Report, RunOptions, Session, SimTime, telemetry::Frame};

use super::*;
use crate::{Sight, Unseen, promql::Labels};

const SHOP: &str = "users:client{per_sec=200, writes=0.25} -> api:api_server*2{slots=20, service_millis=20} \
    -> db:database_sql; api -observe-> monitoring";

fn drawing() -> Architecture {
    notation::parse(SHOP).unwrap()
}

fn run(architecture: &Architecture) -> (Vec<Frame>, Report) {
    let options = RunOptions { seed: 5, duration_secs: 30.0, warm_up_secs: 2.0, replications: 1 };
    let mut session = Session::new(architecture, options).unwrap();
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    (session.take_frames(), session.report())
}

fn named(architecture: &Architecture, name: &str) -> ComponentId {
    architecture.components.iter().find(|it| it.name == name).unwrap().id
}

fn plotted(source: &Source, architecture: &Architecture, frames: &[Frame]) -> Plotter {
    let mut plotter = Plotter::new(source, architecture);
    frames.iter().for_each(|it| plotter.feed(it));
    plotter
}

fn of(id: &str) -> Source {
    Source::Measure { measure: measure(id).unwrap(), place: None }
}

fn last(plotter: &Plotter, line: usize) -> f64 {
    plotter.lines()[line].points.last().unwrap().1
}

#[test]
fn every_measure_has_a_text_and_an_id_of_its_own() {
    let texts = model::text::Texts::english();
    for (index, it) in MEASURES.iter().enumerate() {
        assert!(texts.has(&it.about().id), "{}", it.id);
        assert!(MEASURES[..index].iter().all(|other| other.id != it.id), "{}", it.id);
    }
}

#[test]
fn only_what_reports_to_monitoring_is_seen() {
    let shop = drawing();
    let (frames, _) = run(&shop);
    let cpu = plotted(&of("cpu"), &shop, &frames);
    let api = named(&shop, "api");
    let subjects: Vec<_> = cpu.lines().iter().map(|it| it.subject.clone()).collect();
    // Monitoring systems keep their own figures, too.
    assert_eq!(subjects, [Subject::Component(api), Subject::Component(named(&shop, "monitoring"))]);
    assert_eq!(cpu.lines()[0].points.len(), 32);
    assert!(cpu.unseen().contains(&named(&shop, "db")) && !cpu.unseen().contains(&api));

    let mut lit = shop;
    lit.operations.sees_all = true;
    let cpu = plotted(&of("cpu"), &lit, &frames);
    assert!(cpu.unseen().is_empty() && cpu.lines().len() == 3, "{:?}", cpu.lines());
}

#[test]
fn on_call_users_are_seen_only_while_somebody_watches_what_answers_them() {
    let mut shop = drawing();
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    let monitoring = named(&shop, "monitoring");
    let during = |at_secs, action| ScenarioEvent { at_secs, action };
    shop.scenario.events = vec![
        during(10.0, Action::TakeDown { component: monitoring }),
        during(20.0, Action::BringUp { component: monitoring }),
    ];
    let (frames, report) = run(&shop);
    let sources =
        [of("journey-completed-total"), of("journey-completed"), Source::Budgets, Source::CostPerThousand];
    let fed = |source: &Source, sight: Sight, shop: &Architecture| {
        let mut plotter = Plotter::new(source, shop).with_sight_of_users(sight);
        frames.iter().for_each(|it| plotter.feed(it));
        plotter
    };
    let is_out = |at: f64| at > 11.0 && at < 20.0;
    let n_out = |it: &Plotter| it.lines().iter().flat_map(|it| &it.points).filter(|it| is_out(it.0)).count();
    for source in &sources {
        let on_call = fed(source, Sight::of(&shop), &shop);
        assert!(n_out(&on_call) == 0 && !on_call.lines()[0].points.is_empty(), "{source:?}");
        assert_eq!(on_call.why_dark(), None, "it is seen again");
        assert!(n_out(&fed(source, Sight::everything(), &shop)) > 0, "{source:?}");
    }
    // What was counted meanwhile shows when somebody looks again.
    let total = fed(&sources[0], Sight::of(&shop), &shop);
    let all: f64 = (0..total.lines().len()).map(|it| last(&total, it)).sum();
    assert_eq!(all, report.total.succeeded as f64);

    // Nobody sees the users of a shop of which only the database reports.
    let mut dark =
        notation::parse(&SHOP.replace("api -observe-> monitoring", "db -observe-> monitoring")).unwrap();
    dark.objectives = shop.objectives.clone();
    for source in &sources {
        let on_call = fed(source, Sight::of(&dark), &dark);
        assert!(on_call.lines().iter().all(|it| it.points.is_empty()), "{source:?}");
        assert_eq!(on_call.why_dark(), Some(Unseen::Unconnected));
    }
}

#[test]
fn a_component_that_is_down_has_a_gap_and_its_replicas_are_known() {
    let mut shop = drawing();
    shop.operations.sees_all = true;
    let db = named(&shop, "db");
    let during = |at_secs, action| ScenarioEvent { at_secs, action };
    shop.scenario.events = vec![
        during(10.0, Action::TakeDown { component: db }),
        during(20.0, Action::BringUp { component: db }),
    ];
    let (frames, _) = run(&shop);
    let source = |id| Source::Measure { measure: measure(id).unwrap(), place: Some(Place::Component(db)) };
    let busy = plotted(&source("slots-busy"), &shop, &frames);
    let is_out = |at: f64| at > 10.0 && at < 20.0;
    assert!(busy.lines()[0].points.iter().all(|it| !is_out(it.0)));
    let up = plotted(&source("replicas-up"), &shop, &frames);
    let during: Vec<f64> = up.lines()[0].points.iter().filter(|it| is_out(it.0)).map(|it| it.1).collect();
    assert_eq!(during, [0.0; 9]);
}

#[test]
fn totals_are_those_of_the_report() {
    let mut shop = drawing();
    let worth = |shop: &mut Architecture, dollars| {
        shop.components[0].workload.as_mut().unwrap().classes[1].worth_dollars = dollars;
    };
    worth(&mut shop, 2.5);
    let (frames, report) = run(&shop);
    let done = plotted(&of("journey-completed-total"), &shop, &frames);
    let all: f64 = (0..done.lines().len()).map(|it| last(&done, it)).sum();
    assert_eq!(all, report.total.succeeded as f64);
    let revenue = plotted(&of("revenue"), &shop, &frames);
    assert_eq!(revenue.lines().len(), 1, "nobody said what reading is worth");
    let writes = report.journeys.iter().find(|it| it.name == "write").unwrap();
    assert_eq!(last(&revenue, 0), 2.5 * writes.succeeded as f64);

    shop.components[0].workload.as_mut().unwrap().classes[1].worth_dollars = 0.0;
    assert!(Plotter::new(&of("revenue-lost"), &shop).lines().is_empty());
    shop.planning.dollars_per_failure = Some(4.0);
    let lost = plotted(&of("revenue-lost"), &shop, &frames);
    let all: f64 = (0..lost.lines().len()).map(|it| last(&lost, it)).sum();
    assert_eq!(all, 4.0 * report.total.failed as f64);
    assert!(Plotter::new(&of("revenue"), &shop).lines().is_empty());

    let calls = plotted(&of("calls"), &shop, &frames);
    let measured: f64 = calls.lines()[0].points.iter().filter(|it| it.0 > 0.0).map(|it| it.1).sum();
    let Subject::Connection(id) = calls.lines()[0].subject else { panic!("no connection") };
    let whole = report.connections.iter().find(|it| it.id == id).unwrap();
    assert_eq!(measured, whole.attempts as f64);
}

#[test]
fn the_cost_of_a_thousand_is_the_bill_over_what_was_completed() {
    let shop = drawing();
    let (frames, report) = run(&shop);
    let cost = plotted(&Source::CostPerThousand, &shop, &frames[..frames.len() - 4]);
    let month = model::cost::monthly_cost(&shop, &report.usage()).total_dollars;
    let per_sec = report.total.succeeded as f64 / 30.0;
    let expected = month / (model::cost::HOURS * 3600.0) / per_sec * 1e3;
    let shown = last(&cost, 0);
    assert!((shown / expected - 1.0).abs() < 0.05, "{shown} for {expected}");
}

#[test]
fn a_budget_is_whole_until_something_fails() {
    let mut shop = drawing();
    shop.objectives = vec![
        Objective::new(Indicator::Availability, 1.0, 30.0),
        Objective::new(Indicator::Availability, 0.999, 30.0),
    ];
    shop.scenario.events =
        vec![ScenarioEvent { at_secs: 10.0, action: Action::TakeDown { component: named(&shop, "db") } }];
    let (frames, _) = run(&shop);
    let budgets = plotted(&Source::Budgets, &shop, &frames);
    // A target of everything leaves no budget.
    assert!(budgets.lines()[0].points.is_empty());
    let points = &budgets.lines()[1].points;
    assert!(points.iter().filter(|it| it.0 <= 10.0).all(|it| it.1 == 1.0));
    assert!(points.last().unwrap().1 < 1.0);
}

#[test]
fn an_expression_has_a_line_per_series_at_every_second() {
    let mut shop = drawing();
    shop.operations.sees_all = true;
    let (frames, report) = run(&shop);
    let expr = promql::parse("sum by (service) (rate(http_requests_total[10s]))").unwrap();
    let rates = plotted(&Source::Expression(expr), &shop, &frames);
    let api = Subject::Series(Labels::new([("service", "api")]));
    let line = rates.lines().iter().find(|it| it.subject == api).unwrap();
    // At first the window reaches to before the run, and Prometheus divides by all of it.
    let whole_windows: Vec<f64> = line.points.iter().filter(|it| it.0 > 11.0).map(|it| it.1).collect();
    let mean = whole_windows.iter().sum::<f64>() / whole_windows.len() as f64;
    let whole = report.components.iter().find(|it| it.name == "api").unwrap();
    assert!((mean / (whole.succeeded as f64 / 30.0) - 1.0).abs() < 0.1, "{mean}");
    assert!(line.points.len() >= 28);

    let nothing = promql::parse("sum(http_requests_total{service=\"nobody\"})").unwrap();
    assert!(plotted(&Source::Expression(nothing), &shop, &frames).lines().is_empty());
}
