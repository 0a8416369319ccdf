//! Growth plans and the search for the cheapest configuration.

use model::{
    Architecture, notation,
    objective::{Budgeting, BurnScheme, Indicator, Objective},
    planning::Planning,
};
use ops::plan::{
    Search, growth,
    growth::{Projection, Trigger},
    search::{Cheapest, State},
    sizes::What,
};
use sim::{RunOptions, study::conduct};

fn drawing(text: &str) -> Architecture {
    notation::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn promising(text: &str) -> Architecture {
    let mut drawing = drawing(text);
    let availability = Objective {
        journey: String::new(),
        indicator: Indicator::Availability,
        target: 0.999,
        window_days: 30.0,
        budgeting: Budgeting::default(),
        burn: BurnScheme::default(),
    };
    let latency = Objective {
        indicator: Indicator::LatencyBelow { millis: 200.0 },
        target: 0.95,
        ..availability.clone()
    };
    drawing.objectives = vec![availability, latency];
    drawing
}

fn cheapest(drawing: &Architecture) -> Cheapest {
    let options = RunOptions { seed: 7, duration_secs: 20.0, warm_up_secs: 5.0, replications: 1 };
    conduct(&mut Search::new(drawing, options)).expect("it runs").expect("an answer")
}

fn replicas(drawing: &Architecture, name: &str) -> u32 {
    drawing.components.iter().find(|it| it.name == name).expect(name).replicas()
}

/// 50 messages a second, each 300 ms at the provider: 15 slots that are held and hardly work. Nothing is promised about
/// messages, so that only the queue would tell.
#[test]
fn workers_that_wait_for_others_are_kept_as_long_as_their_queue_would_grow() {
    let shop = promising(
        "u:client{per_sec=50} -> api:api_server -publish-> jobs:queue -consume-> w:worker*6{slots=5, service_millis=10}; \
         w -> pay:payment_gateway{service_millis=300}",
    );
    assert_eq!(replicas(&cheapest(&shop).architecture, "w"), 4);
}

/// t3.medium: 500 requests a second each.
#[test]
fn what_is_too_much_is_taken_away_until_it_would_hurt() {
    let shop = promising("u:client{per_sec=800} -> lb:load_balancer -> api:api_server*9");
    let found = cheapest(&shop);
    assert_eq!(found.state, State::Done);
    assert!(found.start_is_good);
    assert!(found.dollars < found.start_dollars);
    // At least 800 / 500, and not at the limit.
    let size =
        |it: &Architecture| it.components.iter().find(|it| it.name == "api").expect("api").choice("instance");
    let dollars: f64 = found.steps.iter().map(|it| it.1).sum();
    assert!((found.start_dollars - dollars - found.dollars).abs() < 1e-6, "the steps add up");
    assert!(!found.refused.is_empty(), "every step that saves more is refused, with a reason");
    assert!(replicas(&found.architecture, "api") < 9, "{:?} {:?}", found.steps, size(&found.architecture));
}

#[test]
fn what_is_too_little_gets_more_first() {
    let shop = promising("u:client{per_sec=1400} -> lb:load_balancer -> api:api_server*1");
    let found = cheapest(&shop);
    assert!(!found.start_is_good);
    assert_eq!(found.state, State::Done);
    assert!(replicas(&found.architecture, "api") >= 3, "{:?}", found.steps);
    assert!(found.failed_ratio < 0.001);
}

#[test]
fn a_zone_that_may_be_lost_needs_room_in_the_others() {
    let text = |place: &str| format!("u:client{{per_sec=800}} -> lb:load_balancer -> api:api_server{place}");
    let alone = cheapest(&promising(&text("*4")));
    let mut zoned = promising(&text("*4"));
    zone(&mut zoned, "a", 1);
    zone(&mut zoned, "b", 2);
    let api = zoned.components.iter_mut().find(|it| it.name == "api").expect("api");
    api.placements = [901, 902]
        .map(|zone| model::component::Placement { zone: Some(model::ZoneId(zone)), replicas: 2 })
        .to_vec();
    let both = cheapest(&zoned);
    assert_eq!((alone.zones, both.zones), (0, 2));
    // Each zone must carry everything: two t3.medium more at least. Most of the bill is traffic, which stays.
    assert!(both.dollars - alone.dollars > 2.0 * 0.0416 * 730.0 * 0.95, "{} {}", both.dollars, alone.dollars);
    assert!(both.state == State::Done, "{:?}", both.state);
}

fn zone(drawing: &mut Architecture, name: &str, number: u32) {
    drawing.zones.push(model::Zone {
        id: model::ZoneId(900 + number),
        kind: model::ZoneKind::AvailabilityZone,
        name: name.to_owned(),
        rect: model::Rect::default(),
        parent: None,
        region: None,
    });
    drawing.next_id = 1000;
}

#[test]
fn promises_that_nothing_can_keep_are_called_hopeless() {
    let mut shop = promising("u:client{per_sec=50} -> api:api_server{error_ratio=0.2, slots=4}");
    shop.objectives.truncate(1);
    let found = cheapest(&shop);
    assert_eq!(found.state, State::Hopeless);
}

#[test]
fn a_plan_says_what_is_full_when_and_what_to_buy() {
    // 100 requests a second now, 1,000 in a year; one t3.medium carries 500.
    let shop = drawing("u:client{per_sec=100} -> lb:load_balancer -> api:api_server");
    let plan = growth(&shop, &Planning::default().growth);
    let api = shop.components.iter().find(|it| it.name == "api").expect("api").id;
    let crossing = plan.crossings.iter().find(|it| it.component == api).expect("it fills");
    // 70 % of 500 are 3.5 times today's: between 2.5 in the third month and 5 in the sixth.
    assert!((crossing.at.factor - 3.5).abs() < 0.15, "{crossing:?}");
    let month = 3.0 + 3.0 * (crossing.at.factor / 2.5).ln() / 2f64.ln();
    assert!((crossing.at.month - month).abs() < 0.11, "{crossing:?}, expected {month}");
    assert!(plan.months[0].steps.is_empty());
    // 1,000 a second at 70 % of 500 each are three.
    let bought: Vec<_> =
        plan.months.iter().flat_map(|it| &it.steps).filter(|it| it.component == api).collect();
    assert!(!bought.is_empty(), "{:?}", plan.months);
    assert!(plan.months[3].dollars > plan.months[0].dollars);
    assert_eq!(crossing.trigger, Trigger::Processors);
}

#[test]
fn a_projection_takes_few_estimates_and_says_how_far_it_is() {
    let shop = drawing("u:client{per_sec=100} -> lb:load_balancer -> api:api_server -> db:database_sql");
    let mut projection = Projection::new(&shop, &Planning::default().growth);
    let (mut estimates, mut last) = (0, 0.0);
    while projection.go_on() {
        estimates += 1;
        assert!(projection.progress() >= last && projection.progress() <= 1.0);
        last = projection.progress();
    }
    assert!((last - 1.0).abs() < 1e-9);
    // A look at each tenth of a month alone would be 120.
    assert!(estimates < 50, "{estimates}");
}

#[test]
fn a_database_crosses_by_its_connections_or_processors_and_gets_a_larger_machine() {
    let shop = drawing("u:client{per_sec=100} -> api:api_server*20 -> db:database_sql");
    let plan = growth(&shop, &Planning::default().growth);
    let db = shop.components.iter().find(|it| it.name == "db").expect("db").id;
    assert!(plan.crossings.iter().any(|it| it.component == db), "{:?}", plan.crossings);
    let steps: Vec<_> = plan.months.iter().flat_map(|it| &it.steps).filter(|it| it.component == db).collect();
    assert!(!steps.is_empty() && steps.iter().all(|it| matches!(it.what, What::Size { .. })), "{steps:?}");
}

#[test]
fn reserved_machines_are_projected_at_their_own_price() {
    let mut shop = drawing("u:client{per_sec=100} -> api:api_server*2");
    let dollars = |shop: &Architecture| growth(shop, &Planning::default().growth).months[0].dollars;
    let on_demand = dollars(&shop);
    let api = shop.components.iter_mut().find(|it| it.name == "api").expect("api");
    api.params.insert("purchase".to_owned(), model::Value::Text("three_years".to_owned()));
    // 2 × 730 h × $0.0416 × (1 − 0.43)
    assert!((on_demand - dollars(&shop) - 2.0 * 730.0 * 0.0416 * 0.57).abs() < 1e-6);
}

#[test]
fn what_is_stored_grows_by_its_own_table_and_is_on_the_bill() {
    let shop = drawing(
        "u:client{per_sec=1} -> api:api_server -> db:database_sql{storage_gb=20}; api -> o:object_storage{storage_gb=50}",
    );
    let plan = |id| growth(&shop, &model::planning::preset(id)).months;
    let (year, requests) = (plan("year"), plan("requests"));
    // 50 GB of files become 100, 200 and 500, and 20 GB of rows 50, 100 and 250.
    let stored: Vec<f64> = year.iter().map(|it| it.stored_gigabytes).collect();
    assert_eq!(stored, [70.0, 150.0, 300.0, 750.0]);
    assert!(requests.iter().all(|it| it.stored_gigabytes == 70.0));
    // After a year 450 GB more at $0.023 and 230 GB more at $0.08 a month, and the same traffic.
    let more = year[3].dollars - requests[3].dollars;
    assert!((more - (450.0 * 0.023 + 230.0 * 0.08)).abs() < 1e-6, "{more}");
}

#[test]
fn a_function_at_its_limit_is_stuck_and_nothing_is_bought_for_it() {
    // 3,000 a second times ten for 50 ms each are 1,500 at a time; it is allowed 1,000.
    let shop = drawing("u:client{per_sec=3000} -> f:lambda_function");
    let plan = growth(&shop, &Planning::default().growth);
    let function = shop.components[1].id;
    assert_eq!(plan.months.last().expect("a year").stuck, [function]);
    assert!(plan.months.iter().all(|it| it.steps.is_empty()), "{:?}", plan.months);
}

/// At five times the traffic the queue is full, and no larger one can be had: who publishes waits for it.
#[test]
fn nothing_is_bought_for_whoever_only_waits_for_something_that_is_full() {
    let text = include_str!("../../../assets/blueprints/payment.json");
    let payment = model::file::load(text).expect("a blueprint").architecture;
    let plan = growth(&payment, &Planning::default().growth);
    let id = |name: &str| payment.components.iter().find(|it| it.name == name).expect(name).id;
    assert!(plan.months[2].stuck.contains(&id("Settlement queue")), "{:?}", plan.months[2]);
    let api = plan.months.iter().flat_map(|it| &it.steps).filter(|it| it.component == id("Payment API"));
    let most = api.map(|it| if let What::Replicas { to, .. } = it.what { to } else { 0 }).max();
    // Three carry 3.6 times today's traffic: eleven would carry ten times.
    assert!(most.is_none_or(|it| it <= 11), "{:?}", plan.months);
}

#[test]
fn what_one_zone_holds_alone_is_hopeless_after_the_first_look() {
    let mut shop =
        promising("u:client{per_sec=100} -> lb:load_balancer -> api:api_server*2 -> db:database_sql");
    zone(&mut shop, "a", 1);
    zone(&mut shop, "b", 2);
    let placed =
        |zone: u32| model::component::Placement { zone: Some(model::ZoneId(900 + zone)), replicas: 1 };
    for component in &mut shop.components {
        match component.name.as_str() {
            "api" => component.placements = vec![placed(1), placed(2)],
            "db" => component.placements = vec![placed(1)],
            _ => {}
        }
    }
    let found = cheapest(&shop);
    assert_eq!(found.state, State::Hopeless);
    // As drawn, and with each zone lost: no room was tried.
    assert_eq!((found.runs, found.steps.len()), (3, 0));
    let said = model::text::Texts::english().say(found.stuck.as_ref().expect("a reason"));
    assert!(said.contains("“a” holds all of db"), "{said}");
    // With the database in both zones it is only a matter of room.
    let db = shop.components.iter_mut().find(|it| it.name == "db").expect("db");
    db.placements = vec![placed(1), placed(2)];
    assert!(cheapest(&shop).stuck.is_none());
}

#[test]
fn what_is_held_by_a_zone_is_named_and_not_what_others_stand_in_for() {
    let mut shop = promising(
        "u:client{per_sec=100} -> lb:load_balancer; lb -> left:api_server; lb -> right:api_server; \
         left -> db:database_sql; right -> db",
    );
    zone(&mut shop, "a", 1);
    zone(&mut shop, "b", 2);
    for component in &mut shop.components {
        let zone = match component.name.as_str() {
            "left" | "db" => 901,
            "right" => 902,
            _ => continue,
        };
        component.placements =
            vec![model::component::Placement { zone: Some(model::ZoneId(zone)), replicas: 1 }];
    }
    let found = cheapest(&shop);
    let said = model::text::Texts::english().say(found.stuck.as_ref().expect("a reason"));
    assert!(said.contains("“a” holds all of db"), "{said}");
}
