//! Normal designs, drawn as people draw them: free of errors and with few warnings. A false alarm is worse than a miss.

use expect_test::expect;

use super::check_design;

#[test]
fn online_shop() {
    check_design(
        "shopper:client{per_sec=500} -> cdn -> lb -> api*3; cdn -> objects; api -> cache; \
         api -{on={miss_of=cache}}-> orders:db*2; api -> search; api -> auth:auth_service*2; \
         api -> jobs:queue -> mailer:worker -> email_service; \
         api -{timeout_millis=3000}-> payments:payment_gateway; \
         lb -> monitoring; api -> monitoring; orders -> monitoring; api -> tracing; api -> secrets",
        expect![[r#"
            warning single-point-of-failure at search: search is a single point of failure: when it is down, requests of shopper fail
              fix: Run 2 replicas of search
        "#]],
    );
}

#[test]
fn url_shortener() {
    check_design(
        "reader:client{per_sec=2000, writes=0.01} -> lb -> api*4 -> cache; api -{on={miss_of=cache}}-> links:nosql*3; \
         api -> clicks:message_broker*3 -> counter:worker*2 -> stats:database_timeseries; api -> monitoring",
        expect![""],
    );
}

#[test]
fn chat() {
    check_design(
        "app:mobile{per_sec=1000} -> lb -> sockets:microservice*4 -> presence:cache; \
         sockets -> messages:message_broker*3 -> fanout:worker*4 -> history:nosql*3; fanout -> notification -> app; \
         sockets -> history; sockets -> auth:auth_service*2 -> users:db*2; sockets -> monitoring",
        expect![""],
    );
}

#[test]
fn video_streaming() {
    check_design(
        "viewer:browser{per_sec=3000} -> cdn -> videos:objects; viewer -> gateway -> catalog:microservice*4 -> cache; \
         catalog -{on={miss_of=cache}}-> meta:nosql*3; uploader:client{per_sec=2} -> gateway -> uploads:microservice*2 -> videos; \
         uploads -> transcode:queue -> transcoder:worker*8 -> videos; transcoder -> meta; \
         catalog -> ml_model*2; catalog -> monitoring; transcoder -> monitoring",
        expect![[r#"
            advice gateway-calls-all at gateway: gateway calls catalog and uploads for every request
        "#]],
    );
}

#[test]
fn ride_hailing() {
    check_design(
        "rider:mobile{per_sec=300} -> gateway -> rides:microservice*3 -> trips:db*2; driver:client{per_sec=900} -> gateway; \
         gateway -> positions:microservice*3 -> geo:cache; rides -> matching:microservice*3 -> geo; \
         rides -> events:event_bus -> billing:worker*2 -> trips; billing -{timeout_millis=5000}-> bank:external_api; \
         rides -> notification -> driver; rides -> maps:external_api; rides -> monitoring",
        expect![[r#"
            warning external-without-timeout at rides -> maps: rides waits for maps for ever
              fix: Set a timeout of 1 s
            warning single-point-of-failure at notification: notification is a single point of failure: when it is down, requests of rider and driver fail
              fix: Run 2 replicas of notification
            advice gateway-calls-all at gateway: gateway calls rides and positions for every request
        "#]],
    );
}

#[test]
fn payment_with_queue_and_workers() {
    check_design(
        "shop:client{per_sec=200} -{timeout_millis=5000}-> gateway -> payments:microservice*3 -> ledger:db*3; \
         payments -> secrets; payments -> charges:queue -> charger:worker*4; charges -> dead:queue; \
         charger -{timeout_millis=2000, attempts=3, breaker={failures=5, open_secs=30}}-> bank:external_api; \
         charger -> ledger; ledger -> audit:objects; payments -> monitoring; charger -> monitoring; payments -> logging",
        expect![],
    );
}

#[test]
fn web_application_in_several_zones() {
    check_design(
        "user:client{per_sec=400} -> dns; user -{step=2}-> lb -> web -> app:api -> db; app -> cache; app -{on=read}-> search; \
         web -> monitoring; app -> monitoring; db -> monitoring; \
         [eu-west: [a: web*2, app*2, db, cache, search]; [b: web*2, app*2, db, cache, search]; lb]",
        expect![[r#"
            advice cache-beside-the-way at app -> db: app asks db for every request, whether cache knows the answer or not
              fix: Ask only after a miss in cache
        "#]],
    );
}

#[test]
fn event_pipeline() {
    check_design(
        "devices:client{per_sec=5000, writes=1} -> gateway -> ingest:microservice*6 -> events:message_broker*3 -> \
         stream:stream_processing*4 -> lake:data_lake; stream -> live:database_timeseries*2; lake -> warehouse; \
         analysts:client{per_sec=1} -> dashboards:web_server -> live; events -> archive:objects; \
         ingest -> monitoring; stream -> monitoring; report:analytics_service -> warehouse",
        expect![[r#"
            advice single-point-of-failure at dashboards: dashboards is a single point of failure: when it is down, requests of analysts fail
              fix: Run 2 replicas of dashboards
        "#]],
    );
}

#[test]
fn kubernetes() {
    check_design(
        "client -> dns; client -{step=2}-> lb -> ingress:k8s_ingress*2 -> svc:k8s_service -> pod:k8s_pod*3 -> sidecar -> orders:grpc_server*2 -> db*2; \
         mesh:service_mesh -> sidecar; k8s:container_orchestration*3 -> pod; cicd_pipeline -> registry -> k8s; \
         pod -> monitoring; monitoring -> notification; logging -> monitoring; pod -> logging -> objects",
        expect![""],
    );
}

#[test]
fn serverless() {
    check_design(
        "app:mobile{per_sec=40} -> gateway -> lambda -> nosql; app -> rum -> monitoring; \
         uploads:objects{cdc=true} -> thumbs:lambda -> uploads; lambda -> uploads; nosql{cdc=true} -> stream:queue -> lambda; \
         lambda -> logging",
        expect![[r#"
            advice single-point-of-failure at nosql: nosql is a single point of failure: when it is down, requests of app fail, and nothing reaches stream
              fix: Run 2 replicas of nosql
        "#]],
    );
}

#[test]
fn a_queueing_model_of_two_boxes() {
    check_design(
        "client{per_sec=80} -> api{slots=1, service_millis=10}",
        expect![[r#"
            advice single-point-of-failure at api: api is a single point of failure: when it is down, requests of client fail
              fix: Run 2 replicas of api
            advice single-public-origin at api: api is reached by client at its own address
              fix: Put a load balancer in front of api
        "#]],
    );
}

#[test]
fn the_first_three_minutes_of_drawing() {
    check_design(
        "client -> api -> db",
        expect![[r#"
            warning single-point-of-failure at api: api is a single point of failure: when it is down, requests of client fail, and nothing reaches db
              fix: Run 2 replicas of api
            warning single-point-of-failure at db: db is a single point of failure: when it is down, requests of client fail
              fix: Run 2 replicas of db
            advice single-public-origin at api: api is reached by client at its own address
              fix: Put a load balancer in front of api
        "#]],
    );
}
