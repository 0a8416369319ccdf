//! What a run cost, worked out by hand.

use model::{Architecture, cost::SECONDS, notation};
use ops::money::run_cost;
use sim::{RunOptions, report::ReplicaSecs, run_replications};

fn ran(drawing: &Architecture) -> sim::Report {
    let options = RunOptions { seed: 7, duration_secs: 30.0, warm_up_secs: 5.0, replications: 1 };
    run_replications(drawing, options).expect("it runs")
}

fn shop() -> Architecture {
    notation::parse(
        "u:client{per_sec=100, writes=0.25} -> api:api_server*2; api -{on=write}-> db:database_sql",
    )
    .expect("a drawing")
}

#[test]
fn a_thousand_requests_cost_their_part_of_the_month() {
    let shop = shop();
    let report = ran(&shop);
    let cost = run_cost(&shop, &report);
    let answered_per_month = report.total.succeeded as f64 / 30.0 * SECONDS;
    let expected = cost.total.dollars_per_month / answered_per_month * 1000.0;
    assert!((cost.total.per_thousand_dollars.expect("answers") - expected).abs() < 1e-9);
    let parts: f64 = cost.journeys.iter().map(|it| it.dollars_per_month).sum();
    assert!((parts - cost.total.dollars_per_month).abs() < 1e-6, "nothing is lost, nothing is paid twice");
}

#[test]
fn who_alone_uses_a_database_pays_for_it() {
    let shop = shop();
    let report = ran(&shop);
    let cost = run_cost(&shop, &report);
    let bill = model::cost::monthly_cost(&shop, &report.usage());
    let of = |name: &str| {
        let id = shop.components.iter().find(|it| it.name == name).expect(name).id;
        bill.components[&id].total_dollars
    };
    let writes = report.journeys.iter().position(|it| it.name == "write").expect("a journey that writes");
    // A quarter of the requests to the API, and all to the database.
    let expected = of("api") * 0.25 + of("db");
    let found = cost.journeys[writes].dollars_per_month;
    assert!((found - expected).abs() < 1e-6, "{found}, expected {expected}");
}

#[test]
fn failures_and_added_replicas_have_a_price() {
    let mut shop = shop();
    let mut report = ran(&shop);
    assert_eq!(run_cost(&shop, &report).failures_dollars, None);
    shop.planning.dollars_per_failure = Some(0.5);
    report.total.failed = 40;
    let api = report.components.iter_mut().find(|it| it.name == "api").expect("api");
    // Two are drawn: 3 more for 600 s are half an hour of one, at $0.0416 an hour.
    api.replica_secs =
        vec![ReplicaSecs { replicas: 2, secs: 3000.0 }, ReplicaSecs { replicas: 5, secs: 600.0 }];
    let cost = run_cost(&shop, &report);
    assert_eq!(cost.failures_dollars, Some(20.0));
    assert!((cost.added_dollars - 0.5 * 0.0416).abs() < 1e-9, "{}", cost.added_dollars);
}

#[test]
fn replicas_within_a_reservation_cost_nothing_more() {
    let text = "u:client -> api:api_server*2{purchase=one_year, reserved_replicas=4}";
    let shop = notation::parse(text).expect("a drawing");
    let mut report = ran(&shop);
    let api = report.components.iter_mut().find(|it| it.name == "api").expect("api");
    api.replica_secs = vec![ReplicaSecs { replicas: 4, secs: 3600.0 }];
    assert_eq!(run_cost(&shop, &report).added_dollars, 0.0);
}
