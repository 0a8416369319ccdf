//! How cost grows: with idle components, with requests in flight, with hops; and what the blueprints take.

use std::{fs, path::Path};

use model::{file, notation};

use sim::{Session, SimTime, Timeline};

use super::{
    REPETITIONS, SLICE_EVENTS,
    clock::{cpu_secs, median, resident_bytes},
    node::{Node, Took},
    page::Page,
    run, session,
};

/// Components without traffic should cost nothing per request.
pub fn idle_components(page: &mut Page) {
    page.ask("What do components without traffic cost?");
    page.say("A request through one server, beside components to which nobody sends anything. They should cost nothing once a run has begun.");
    page.heads(&["idle components", "ns for each request", "ms to begin the run"]);
    for idle in [0, 10, 100, 1000, 10_000] {
        let mut text = "u:client{per_sec=8000} -> s:api_server{slots=1, service_millis=0.1}".to_owned();
        for i in 0..idle {
            text.push_str(&format!("; i{i}:api_server"));
        }
        let drawing = notation::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let before = cpu_secs();
        let mut session = session(&drawing, 60.0);
        let began = cpu_secs() - before;
        let took = run(&mut session);
        page.row(&[
            &idle.to_string(),
            &format!("{:.0}", took.secs / took.requests * 1e9),
            &format!("{:.2}", began * 1e3),
        ]);
    }
}

/// Memory of requests that wait: nobody is ever served.
pub fn bytes_per_request(page: &mut Page) {
    page.ask("How much memory does a request under way take?");
    let text = "u:client{per_sec=1000000} -call{timeout_millis=3600000}-> s:api_server{slots=1, service_millis=3600000, \
                service_distribution=constant, queue_limit=1000000}";
    let drawing = notation::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let mut session = session(&drawing, 0.9);
    let before = resident_bytes();
    run(&mut session);
    let in_flight = session.live().in_flight as f64;
    match before.zip(resident_bytes()) {
        Some((before, after)) => page.say(&format!(
            "{:.0} bytes, measured with {in_flight} of them at once, each a user's request, its call and a timeout.",
            (after - before) / in_flight
        )),
        None => page.say("Not measured: the system does not say it."),
    }
}

/// What is refused at the first hop would cost nothing at the others.
fn assert_all_answered(session: &mut Session) {
    let live = session.live();
    assert!(live.components.iter().all(|it| it.errors_per_sec == 0.0), "some requests are refused");
}

/// 100,000 requests per second through five hops, all of them answered: a slot is held while those behind it work.
pub fn five_hops(page: &mut Page, node: &mut Result<Node, String>) {
    page.ask("Is it faster than the traffic that it simulates?");
    let pool = "api_server{slots=4000, service_millis=0.5}";
    let hops: Vec<String> = (0..5).map(|i| format!("s{i}:{pool}")).collect();
    let text = format!("u:client{{per_sec=100000}} -> {}", hops.join(" -> "));
    let drawing = notation::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let secs = 5.0;
    let mut session = session(&drawing, secs);
    let took = run(&mut session);
    assert_all_answered(&mut session);
    page.say(&format!(
        "100,000 requests per second through five hops: {:.2} times real time.",
        secs / took.secs
    ));
    let path = std::env::temp_dir().join(format!("five-hops-{}.json", std::process::id()));
    if let Ok(node) = node
        && fs::write(&path, file::save(&drawing)).is_ok()
    {
        if let Some(took) = node.file(&path, secs) {
            page.say(&format!("The same in wasm: {:.2} times real time.", secs / took.secs));
        }
        // Left over files in the temporary folder do no harm.
        let _ = fs::remove_file(&path);
    }
}

/// Taking a minute of 20,000 requests per second back to each of its seconds.
pub fn rewind(page: &mut Page) {
    page.ask("How long does going back take?");
    let text = "u:client{per_sec=20000} -> api:api_server{slots=2000, service_millis=2} -> cache:cache_redis{slots=8}; \
                api -{on={miss_of=cache}}-> db:database_sql{slots=400, service_millis=5}";
    let drawing = notation::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let straight = || {
        let mut straight = session(&drawing, 60.0);
        run(&mut straight);
        straight
    };
    let copied = || {
        let mut timeline = Timeline::new(session(&drawing, 60.0));
        while !timeline.advance(SimTime::NEVER, SLICE_EVENTS).is_done {}
        timeline
    };
    assert_all_answered(&mut straight());
    let timeline = copied();
    // The copies take so little that one run of each says nothing about it.
    let costs = (0..REPETITIONS).map(|_| {
        let began = cpu_secs();
        drop(straight());
        let half = cpu_secs();
        drop(copied());
        (cpu_secs() - half) / (half - began) - 1.0
    });
    let cost = median(costs).unwrap_or(f64::NAN);
    let mut longest = 0.0f64;
    for second in 0..60 {
        // A second's last moment is the farthest from the snapshot before it.
        let to = SimTime(SimTime::from_secs(f64::from(second + 1)).0 - 1);
        let before = cpu_secs();
        std::hint::black_box(timeline.fork(to));
        longest = longest.max(cpu_secs() - before);
    }
    let share = if cost < 0.005 {
        "less of the run's time than can be measured".to_owned()
    } else {
        format!("{:.1} % of the run's time", cost * 100.0)
    };
    page.say(&format!(
        "Back to any moment of a minute of 20,000 requests per second: at most {:.0} ms. The copies of the run that this needs take \
         {:.1} MB and {share}.",
        longest * 1e3,
        timeline.bytes() as f64 / 1e6,
    ));
}

/// A minute of a saved drawing; `None` if it is none: the index that lies beside them.
pub fn minute_of(path: &Path) -> Option<Took> {
    let loaded = file::load(fs::read(path).ok()?).ok()?;
    (!loaded.architecture.components.is_empty()).then(|| run(&mut session(&loaded.architecture, 60.0)))
}

/// One minute of every blueprint.
pub fn blueprints(page: &mut Page, node: &mut Result<Node, String>) {
    page.ask("How long does a run of a blueprint take?");
    page.say("A simulated minute of each, in milliseconds.");
    page.heads(&["blueprint", "native, ms", "wasm, ms", "events"]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/blueprints");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        let Some(first) = minute_of(&path) else { continue };
        // In turns, as the models.
        let (mut natives, mut wasms) = (Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            natives.extend(minute_of(&path));
            wasms.extend(node.as_mut().ok().and_then(|node| node.file(&path, 60.0)));
        }
        let millis = |all: &[Took]| {
            median(all.iter().map(|it| it.secs * 1e3)).map_or("-".to_owned(), |it| format!("{it:.1}"))
        };
        page.row(&[
            &path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default(),
            &millis(&natives),
            &millis(&wasms),
            &first.events.to_string(),
        ]);
    }
}
