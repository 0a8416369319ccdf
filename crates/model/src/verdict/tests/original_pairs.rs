//! Every pair that version 1 drawings could have, against our table: each one is possible here too, or stands in the
//! list of differences with its reason.

use crate::{catalog::Kind, verdict::relations_between};

/// Start, and what it may be connected to: 359 pairs.
const PAIRS: &[(&str, &str)] = &[
    ("client", "cdn load_balancer api_gateway web_server graphql_gateway rum"),
    ("mobile_app", "cdn load_balancer api_gateway graphql_gateway rum"),
    ("web_browser", "cdn web_server api_gateway graphql_gateway rum"),
    ("cdn", "load_balancer api_gateway web_server object_storage file_storage logging wasm_runtime"),
    (
        "load_balancer",
        "load_balancer api_gateway api_server web_server microservice cache_redis logging \
         graphql_gateway grpc_server",
    ),
    (
        "api_gateway",
        "api_server microservice auth_service load_balancer cache_redis queue logging \
         graphql_gateway grpc_server lambda_function cloud_function azure_function",
    ),
    ("reverse_proxy", "api_server web_server microservice load_balancer logging"),
    (
        "api_server",
        "api_server database_sql database_nosql cache_redis cache_memcached queue search \
         message_broker event_bus object_storage microservice auth_service notification \
         email_service payment_gateway ml_model analytics_service monitoring logging secret_manager \
         apm sagemaker_endpoint vertex_ai_endpoint azure_ml_endpoint",
    ),
    (
        "microservice",
        "microservice database_sql database_nosql database_graph cache_redis cache_memcached queue \
         message_broker event_bus api_gateway auth_service search object_storage monitoring logging \
         secret_manager apm sidecar_proxy",
    ),
    ("web_server", "cdn object_storage file_storage cache_redis api_server"),
    (
        "worker",
        "worker api_server queue message_broker database_sql database_nosql cache_redis \
         notification email_service search object_storage monitoring logging secret_manager apm",
    ),
    ("cache_redis", "monitoring"),
    ("cache_memcached", "monitoring"),
    ("database_sql", "logging monitoring object_storage queue message_broker"),
    ("database_nosql", "logging monitoring object_storage search queue message_broker"),
    ("database_graph", "logging"),
    ("database_timeseries", "analytics_service"),
    ("object_storage", "logging cdn"),
    ("search", "database_sql database_nosql object_storage"),
    (
        "queue",
        "worker microservice analytics_service notification api_server lambda_function \
         cloud_function azure_function",
    ),
    (
        "message_broker",
        "worker microservice analytics_service notification queue lambda_function cloud_function \
         azure_function",
    ),
    (
        "event_bus",
        "worker microservice analytics_service message_broker lambda_function cloud_function \
         azure_function",
    ),
    ("analytics_service", "database_sql database_nosql database_timeseries object_storage"),
    ("auth_service", "database_sql cache_redis logging monitoring secret_manager"),
    ("monitoring", "database_timeseries notification logging"),
    ("logging", "object_storage search monitoring"),
    ("notification", "email_service mobile_app queue"),
    ("email_service", "logging"),
    ("payment_gateway", "database_sql queue logging secret_manager"),
    ("ml_model", "object_storage cache_redis database_sql"),
    ("container_orchestration", "api_server microservice worker load_balancer"),
    ("service_mesh", "microservice api_gateway load_balancer sidecar_proxy"),
    ("waf", "load_balancer cdn web_server api_gateway"),
    ("dns", "cdn load_balancer api_gateway web_server waf"),
    ("vpn", "subnet load_balancer api_gateway"),
    ("nat_gateway", "external_api"),
    ("secret_manager", "monitoring"),
    ("data_warehouse", "analytics_service"),
    ("data_lake", "data_warehouse analytics_service stream_processing"),
    ("stream_processing", "data_lake data_warehouse database_nosql database_sql object_storage"),
    ("container_registry", "container_orchestration worker microservice"),
    ("cicd_pipeline", "container_registry object_storage worker"),
    ("apm", "monitoring logging database_timeseries"),
    ("sidecar_proxy", "service_mesh monitoring logging apm"),
    ("rum", "monitoring analytics_service apm"),
    ("synthetic_monitoring", "monitoring notification logging"),
    (
        "graphql_gateway",
        "api_server microservice database_sql database_nosql cache_redis auth_service monitoring \
         logging",
    ),
    ("grpc_server", "database_sql database_nosql cache_redis microservice queue monitoring logging"),
    ("wasm_runtime", "api_server database_sql cache_redis object_storage cdn monitoring"),
    ("blockchain_node", "external_api queue database_sql monitoring logging"),
    (
        "lambda_function",
        "database_sql database_nosql object_storage queue message_broker external_api \
         secret_manager monitoring logging apm",
    ),
    (
        "cloud_function",
        "database_sql database_nosql object_storage queue message_broker external_api \
         secret_manager monitoring logging apm",
    ),
    (
        "azure_function",
        "database_sql database_nosql object_storage queue message_broker external_api \
         secret_manager monitoring logging apm",
    ),
    ("sagemaker_endpoint", "object_storage database_sql cache_redis monitoring logging apm"),
    ("vertex_ai_endpoint", "object_storage database_sql cache_redis monitoring logging apm"),
    ("azure_ml_endpoint", "object_storage database_sql cache_redis monitoring logging apm"),
    (
        "k8s_pod",
        "database_sql database_nosql cache_redis queue message_broker object_storage monitoring \
         logging apm k8s_service",
    ),
    ("k8s_service", "k8s_pod load_balancer monitoring"),
    ("k8s_ingress", "k8s_service load_balancer monitoring logging"),
    (
        "azure_app_service",
        "database_sql database_nosql azure_cosmos_db cache_redis queue azure_service_bus \
         object_storage monitoring logging apm",
    ),
    (
        "gcp_app_engine",
        "database_sql database_nosql gcp_firestore cache_redis queue gcp_pub_sub object_storage \
         monitoring logging apm",
    ),
    ("azure_cosmos_db", "monitoring logging apm"),
    ("gcp_firestore", "monitoring logging apm"),
    ("azure_service_bus", "worker microservice lambda_function azure_function monitoring logging"),
    ("gcp_pub_sub", "worker microservice lambda_function cloud_function monitoring logging"),
];

/// Pairs that we refuse on purpose, and why.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "load_balancer",
        "cache_redis",
        "a balancer speaks to services; a cache behind a public balancer is open to all",
    ),
    ("object_storage", "cdn", "reversed: the CDN fetches from its origin"),
    ("web_server", "cdn", "reversed: the CDN fetches from its origin"),
    ("wasm_runtime", "cdn", "reversed: the CDN fetches from its origin"),
    ("search", "database_sql", "reversed: the index is fed from the database"),
    ("search", "database_nosql", "reversed: the index is fed from the database"),
    ("database_timeseries", "analytics_service", "reversed: analytics queries the store"),
    ("data_warehouse", "analytics_service", "reversed: analytics queries the store"),
    ("data_lake", "analytics_service", "reversed: analytics queries the store"),
    ("k8s_service", "load_balancer", "reversed: outside traffic meets the balancer first"),
    ("k8s_ingress", "load_balancer", "reversed: outside traffic meets the balancer first"),
    ("azure_service_bus", "lambda_function", "one cloud's broker does not trigger another cloud's function"),
    ("gcp_pub_sub", "lambda_function", "one cloud's broker does not trigger another cloud's function"),
    ("vpn", "subnet", "a subnet is a zone, not a component"),
];

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAIRS.iter().flat_map(|(from, to)| to.split_whitespace().map(|to| (*from, to)))
}

fn allowed(from: &str, to: &str) -> bool {
    let (Some(from), Some(to)) = (Kind::find(from), Kind::find(to)) else { return false };
    !relations_between(from, to).is_empty()
}

#[test]
fn every_pair_is_allowed_or_a_difference_with_a_reason() {
    assert_eq!(pairs().count(), 359);
    let refused: Vec<_> = pairs().filter(|(from, to)| !allowed(from, to)).collect();
    let differences: Vec<_> = DIFFERENCES.iter().map(|it| (it.0, it.1)).collect();
    let unexplained: Vec<_> = refused.iter().filter(|it| !differences.contains(it)).collect();
    let stale: Vec<_> = differences.iter().filter(|it| !refused.contains(it)).collect();
    assert!(unexplained.is_empty(), "refused without a reason: {unexplained:?}");
    assert!(stale.is_empty(), "listed as refused but allowed: {stale:?}");
}

#[test]
fn reversed_differences_are_right_the_other_way() {
    for (from, to, why) in DIFFERENCES.iter().filter(|it| it.2.starts_with("reversed")) {
        assert!(allowed(to, from), "{to} -> {from}: {why}");
    }
}
