//! Short names of kinds.

use crate::catalog::Kind;

/// Short name and the kind that it stands for; ids of kinds work as well.
pub const ALIASES: &[(&str, &str)] = &[
    ("api", "api_server"),
    ("browser", "web_browser"),
    ("broker", "message_broker"),
    ("bus", "event_bus"),
    ("cache", "cache_redis"),
    ("database", "database_sql"),
    ("db", "database_sql"),
    ("gateway", "api_gateway"),
    ("lambda", "lambda_function"),
    ("lb", "load_balancer"),
    ("logs", "logging"),
    ("memcached", "cache_memcached"),
    ("mobile", "mobile_app"),
    ("nosql", "database_nosql"),
    ("objects", "object_storage"),
    ("payment", "payment_gateway"),
    ("probe", "synthetic_monitoring"),
    ("redis", "cache_redis"),
    ("registry", "container_registry"),
    ("secrets", "secret_manager"),
    ("service", "api_server"),
    ("sidecar", "sidecar_proxy"),
    ("stream", "stream_processing"),
    ("timeseries", "database_timeseries"),
    ("tracing", "apm"),
    ("warehouse", "data_warehouse"),
    ("web", "web_server"),
];

/// The kind of that id or short name.
pub fn kind_named(name: &str) -> Option<Kind> {
    let id = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, id)| id);
    Kind::find(id)
}
