//! Files of version 1 as they open today.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{load, plain_lines, save, schema::SCHEMA_2};
use crate::{
    Architecture, ComponentId,
    file::{LoadError, Older, load_with},
};

const SHOP: &str = include_str!("../../../../../tests/files/version-1-shop.json");
pub const PLATFORM: &str = include_str!("../../../../../tests/files/version-1-platform.json");

/// Loads `file`, prints what it became, and requires that it saves as version 2 and opens again without notices but
/// those about unknown kinds.
#[track_caller]
fn check(file: &str, drawing: Expect, notices: Expect) {
    let loaded = load(file).expect("it is readable");
    drawing.assert_eq(&outline(&loaded.architecture));
    notices.assert_eq(&plain_lines(&loaded.notices));
    let saved = save(&loaded.architecture);
    SCHEMA_2.check(&saved);
    let again = load(&saved).expect("what was saved is readable");
    assert_eq!(again.architecture, loaded.architecture);
    let notices: Vec<_> = again.notices.iter().filter(|it| it.id != "file-unknown-kind").collect();
    assert!(notices.is_empty(), "{notices:?}");
}

fn outline(drawing: &Architecture) -> String {
    let mut out = format!("{}: {}\n", drawing.name, drawing.note);
    let name = |id: ComponentId| drawing.component(id).map_or("?", |it| it.name.as_str());
    for zone in &drawing.zones {
        let around: Vec<_> = drawing.zones_around(zone.parent).iter().map(|it| it.name.clone()).collect();
        let _ = writeln!(out, "{} {} in {around:?} {:?}", zone.kind.id(), zone.name, zone.rect);
    }
    for it in &drawing.components {
        let kind = it.unknown_kind.as_deref().unwrap_or(it.kind.id);
        let zone = it.zone().and_then(|id| drawing.zone(id)).map_or("nowhere", |it| it.name.as_str());
        let _ = write!(out, "{} ({kind}) x{} in {zone} at {},{}", it.name, it.replicas(), it.at.x, it.at.y);
        let params: Vec<_> = it.params.iter().map(|(key, value)| format!("{key}={value:?}")).collect();
        let _ = writeln!(out, " {}", params.join(" "));
    }
    for it in &drawing.connections {
        let _ = writeln!(out, "{} -{}-> {}", name(it.from), it.relation.id(), name(it.to));
    }
    out
}

#[test]
fn without_what_reads_it_the_version_is_said() {
    assert_eq!(load_with(SHOP, None), Err(LoadError::OlderVersion));
    assert_eq!(load_with(SHOP, Some(Older::ALL)), load(SHOP));
}

#[test]
fn the_shop_keeps_its_backward_edges_and_folds_replicas() {
    check(
        SHOP,
        expect![[r#"
        Shop before the fixes: Monitoring pulls from the API and the cache asks the database, as version 1 drew it
        Shoppers (client) x1 in nowhere at 0,160 
        Entry (load_balancer) x1 in nowhere at 240,160 
        Shop API (api_server) x2 in nowhere at 480,160 
        Catalog cache (cache_redis) x1 in nowhere at 900,60 
        Orders (database_sql) x1 in nowhere at 900,260 cdc=Flag(true) instance=Text("db.m5.large") storage_gb=Number(200.0)
        Order events (queue) x1 in nowhere at 1140,260 
        Prometheus (monitoring) x1 in nowhere at 480,-60 
        Shoppers -call-> Entry
        Entry -call-> Shop API
        Shop API -call-> Catalog cache
        Catalog cache -call-> Orders
        Orders -publish-> Order events
        Prometheus -call-> Shop API
    "#]],
        expect![[r#"
        This is a file of version 1; it was converted, and saving writes version 2
        “Shop API”: one drawn copy became a replica, 2 in all
        Component “Catalog cache”: not carried over: ttl_ms 3600000, readRatio 90
        Component “Orders”: not carried over: consistency "strong"
        The edge from node-2 to node-99 has an end that is no component here; it is left out
        “Shoppers” sends 100 requests per second: version 1 kept the traffic outside the drawing
        Not carried over from the file: created_at, id, is_submitted, updated_at, user_id
        Not carried over from its edges: animated, type
    "#]],
    );
}

#[test]
fn a_platform_keeps_places_parameters_and_placeholders() {
    check(
        PLATFORM,
        expect![[r#"
            : 
            region eu-central in [] Rect { x: 1580.0, y: -160.0, width: 456.0, height: 732.0 }
            region us-east in [] Rect { x: 360.0, y: -240.0, width: 1676.0, height: 872.0 }
            network Private in ["us-east"] Rect { x: 800.0, y: -200.0, width: 700.0, height: 640.0 }
            App (mobile_app) x1 in nowhere at 0,0 
            Browser (web_browser) x1 in nowhere at 0,200 
            Names (dns) x1 in nowhere at 200,100 
            Edge (cdn) x1 in nowhere at 400,0 cdn_type=Text("akamai")
            Firewall (waf) x1 in us-east at 400,200 
            Gateway (api_gateway) x1 in us-east at 620,100 gateway_type=Text("rest") rate_limit_per_sec=Number(800.0)
            Orders (microservice) x3 in Private at 860,0 instance=Text("m5.large")
            Search API (microservice) x2 in Private at 860,200 instance=Text("c5.xlarge")
            Thumbnails (lambda_function) x1 in Private at 860,-120 memory_megabytes=Number(1024.0)
            Sessions (cache_memcached) x1 in Private at 1080,0 instance=Text("cache.m5.large")
            Orders store (database_sql) x1 in Private at 1280,0 instance=Text("db.r5.large") storage_gb=Number(500.0) volume_type=Text("io2")
            Catalog (database_nosql) x1 in Private at 1280,200 instance=Text("db.m5.xlarge")
            Catalog index (search) x1 in Private at 1080,200 instance=Text("es-medium")
            Events (message_broker) x1 in Private at 1080,360 broker_type=Text("kafka-large") max_messages=Number(250000.0)
            Mailer (k8s_pod) x1 in eu-central at 1620,360 memory_megabytes=Number(1024.0)
            Pictures (object_storage) x1 in eu-central at 1620,-120 storage_class=Text("s3-ia") storage_gb=Number(4000.0)
            Card payments (payment_gateway) x1 in us-east at 1620,0 
            Vault (secret_manager) x1 in us-east at 860,460 
            Logs (logging) x1 in us-east at 1280,460 instance=Text("m5.large")
            Traces (apm) x1 in us-east at 1080,520 
            Envoy (sidecar_proxy) x1 in us-east at 620,320 
            Mesh (service_mesh) x1 in us-east at 620,460 
            Profiles (azure_cosmos_db) x1 in eu-central at 1820,200 
            Route planner (quantum_annealer) x1 in us-east at 1820,360 qubits=Number(5000.0) vendor=Text("D-Wave")
            Metrics store (database_timeseries) x1 in us-east at 1520,520 
            E-mail (email_service) x1 in eu-central at 1820,460 
            App -call-> Edge
            Browser -call-> Edge
            App -call-> Names
            Browser -call-> Names
            Names -call-> Firewall
            Edge -call-> Gateway
            Firewall -call-> Gateway
            Gateway -call-> Orders
            Gateway -call-> Search API
            Gateway -call-> Thumbnails
            Orders -call-> Sessions
            Orders -call-> Orders store
            Orders -publish-> Events
            Search API -call-> Catalog index
            Search API -call-> Catalog
            Catalog index -call-> Catalog
            Thumbnails -call-> Pictures
            Events -consume-> Mailer
            Mailer -call-> E-mail
            Orders -call-> Card payments
            Orders -secret-> Vault
            Orders -observe-> Logs
            Orders -observe-> Traces
            Search API -observe-> Traces
            Logs -call-> Metrics store
            Search API -call-> Envoy
            Envoy -control-> Mesh
            Search API -call-> Profiles
            Orders -call-> Route planner
            Orders store -publish-> Events
            Orders store -observe-> Logs
        "#]],
        expect![[r#"
        This is a file of version 1; it was converted, and saving writes version 2
        Component “Route planner”: the kind quantum_annealer is not known here; a placeholder keeps its place and its parameters
        The outlines of regions overlap, because components of different regions were drawn side by side
        Component “Gateway”: not carried over: lbType "alb", accessType "external"
        Component “Thumbnails”: not carried over: runtime "nodejs18", timeoutSeconds 30
        Component “Sessions”: not carried over: ttl_ms 60000
        Component “Orders store”: not carried over: consistency "strong", databaseEngine "postgres"
        Component “Events”: not carried over: messageRetentionDays 7
        Component “Mailer”: not carried over: cpuLimit "1000m", memoryLimit "2Gi"
        Component “Card payments”: not carried over: instanceType "t3.medium"
        Component “Profiles”: not carried over: consistencyLevel "Session"
        Component “Metrics store”: config.instanceType is "db.t9.huge" and should be one of db.t3.micro, db.t3.small, db.t3.medium, db.m5.large, db.m5.xlarge, db.r5.large, db.r5.xlarge, db.r5.2xlarge; the default is used
        The label “orders” of an edge is not carried over
        The edge from node-7 to node-8 has an end that is no component here; it is left out
        The databases had different shares of reads (70, 95%); reads belong to the traffic now, and 80% is used
        “App” sends 100 requests per second: version 1 kept the traffic outside the drawing
        “Browser” sends 100 requests per second: version 1 kept the traffic outside the drawing
        Not carried over from the file: viewport
        Not carried over from its edges: animated, type
    "#]],
    );
}

#[test]
fn the_share_of_reads_moves_to_the_traffic() {
    let drawing = load(SHOP).expect("it is readable").architecture;
    let workload = drawing.components[0].workload.as_ref().expect("a client sends traffic");
    let classes: Vec<_> = workload.classes.iter().map(|it| (it.name.as_str(), it.weight)).collect();
    assert_eq!(classes, [("read", 80.0), ("write", 20.0)]);
}

#[test]
fn odd_shapes_of_version_1_are_read() {
    check(
        r#"{"nodes": [
            {"id": 1, "type": "api_server", "position": {"x": 1, "y": 2}, "data": {}},
            {"id": "a-replica-1", "type": "worker", "position": {"x": 1, "y": 2}},
            {"id": "b", "data": {"nodeType": "worker", "replicaGroup": "c"}},
            {"id": "c", "data": {"nodeType": "worker", "replicaGroup": "b"}},
            {"id": "d", "type": "custom", "position": "left", "data": {"config": {"replicas": "many"}}},
            {"id": "d", "type": "client", "position": {"x": 0, "y": 0}},
            {"id": "s", "type": "subnet", "position": {"x": 100, "y": 100}, "data": {"label": "Inner"}},
            {"id": "e", "type": "api_server", "parentNode": "s", "position": {"x": 10, "y": 20}},
            7],
          "edges": [{"source": 1, "target": "d"}, {"source": "d", "target": 1}, {}]}"#,
        expect![[r#"
            : 
            network Inner in [] Rect { x: 70.0, y: 80.0, width: 256.0, height: 152.0 }
            api server (api_server) x1 in nowhere at 1,2 
            worker (worker) x1 in nowhere at 1,2 
            worker (worker) x1 in nowhere at 0,0 
            worker (worker) x1 in nowhere at 0,0 
            unknown (unknown) x1 in nowhere at 0,0 
            client (client) x1 in nowhere at 0,0 
            api server (api_server) x1 in Inner at 110,120 
            api server -call-> unknown
            unknown -call-> api server
        "#]],
        expect![[r#"
            This is a file of version 1; it was converted, and saving writes version 2
            Component “worker”: the field position is missing; the default is used
            Component “worker”: the field position is missing; the default is used
            Component “unknown”: the kind unknown is not known here; a placeholder keeps its place and its parameters
            Component “unknown”: position is "left" and should be an object; the default is used
            Component “unknown”: replicas is "many" and should be a whole number from 1 to 10,000; the default is used
            The id d is used twice; “client” gets d#5
            nodes, number 9: 7 is not an object; it is left out
            The edge from ? to ? has an end that is no component here; it is left out
            “client” sends 100 requests per second: version 1 kept the traffic outside the drawing
        "#]],
    );
}

#[test]
fn zones_come_in_the_order_in_which_they_are_saved() {
    let subnet = |id: &str, size: u32, region: &str| {
        format!(
            r#"{{"id": "{id}", "position": {{"x": {}, "y": 0}}, "width": {size}, "height": {size},
                "data": {{"label": "{id}", "nodeType": "subnet", "config": {{{region}}}}}}}"#,
            size * 10
        )
    };
    let (large, small) = (subnet("large", 300, r#""region": "eu-west""#), subnet("small", 100, ""));
    let app = r#"{"id": "app", "position": {"x": 0, "y": 0}, "data": {"label": "App", "nodeType": "web_server", "config": {"region": "eu-west"}}}"#;
    let loaded = load(format!(r#"{{"nodes": [{app}, {large}, {small}], "edges": []}}"#)).expect("a drawing");
    let names: Vec<&str> = loaded.architecture.zones.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["eu-west", "small", "large"]);
    assert_eq!(load(save(&loaded.architecture)).expect("a drawing").architecture, loaded.architecture);
}

#[test]
fn outlines_end_where_drawings_do() {
    let node = |id: &str, y: f64, kind: &str| {
        format!(
            r#"{{"id": "{id}", "position": {{"x": 0, "y": {y}}}, "style": {{"width": 300, "height": 1000000}},
                "data": {{"label": "{id}", "nodeType": "{kind}", "config": {{"region": "eu-west"}}}}}}"#
        )
    };
    let (north, south) = (node("north", -1e6, "web_server"), node("south", 1e6, "subnet"));
    check(
        &format!(r#"{{"nodes": [{north}, {south}], "edges": []}}"#),
        expect![[r#"
        : 
        region eu-west in [] Rect { x: -40.0, y: -1000000.0, width: 380.0, height: 2000000.0 }
        network south in ["eu-west"] Rect { x: 0.0, y: 1000000.0, width: 300.0, height: 1000000.0 }
        north (web_server) x1 in eu-west at 0,-1000000 
    "#]],
        expect![[r#"
        This is a file of version 1; it was converted, and saving writes version 2
    "#]],
    );
}
