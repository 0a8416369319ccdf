//! What breaks, one file each: what it hits, its settings, what it does, and where it happened.

mod autoscaler_failure;
mod bad_config_push;
mod black_hole;
mod bot_flood;
mod cache_flush;
mod cache_stampede;
mod certificate_expiry;
mod clock_skew;
mod consumer_lag;
mod cpu_pressure;
mod crash;
mod dependency_outage;
mod dependency_slow;
mod disk_full;
mod dns_failure;
mod error_rate;
mod failover_stuck;
mod health_check_flapping;
mod hot_key;
mod latency;
mod lock_contention;
mod memory_leak;
mod memory_pressure;
mod noisy_neighbor;
mod packet_loss;
mod partition;
mod partition_one_way;
mod poison_message;
mod pool_exhaustion;
mod power_loss;
mod primary_loss;
mod queue_backlog;
mod random_failures;
mod rate_limit_misconfiguration;
mod region_loss;
mod replication_lag;
mod schema_migration_lock;
mod short_ttl;
mod slow;
mod split_brain;
mod spot_reclaim;
mod stale_dns;
mod stall;
mod straggler;
mod thundering_herd;
mod traffic_spike;
mod zone_loss;

use crate::changes::Definition;

/// In the order of the menu.
pub static FAULTS: &[&Definition] = &[
    &crash::CRASH,
    &random_failures::RANDOM_FAILURES,
    &slow::SLOW,
    &cpu_pressure::CPU_PRESSURE,
    &memory_pressure::MEMORY_PRESSURE,
    &memory_leak::MEMORY_LEAK,
    &error_rate::ERROR_RATE,
    &disk_full::DISK_FULL,
    &straggler::STRAGGLER,
    &black_hole::BLACK_HOLE,
    &noisy_neighbor::NOISY_NEIGHBOR,
    &pool_exhaustion::POOL_EXHAUSTION,
    &stall::STALL,
    &spot_reclaim::SPOT_RECLAIM,
    &health_check_flapping::HEALTH_CHECK_FLAPPING,
    &autoscaler_failure::AUTOSCALER_FAILURE,
    &latency::LATENCY,
    &packet_loss::PACKET_LOSS,
    &partition::PARTITION,
    &partition_one_way::PARTITION_ONE_WAY,
    &zone_loss::ZONE_LOSS,
    &region_loss::REGION_LOSS,
    &power_loss::POWER_LOSS,
    &dns_failure::DNS_FAILURE,
    &stale_dns::STALE_DNS,
    &certificate_expiry::CERTIFICATE_EXPIRY,
    &cache_flush::CACHE_FLUSH,
    &cache_stampede::CACHE_STAMPEDE,
    &short_ttl::SHORT_TTL,
    &hot_key::HOT_KEY,
    &replication_lag::REPLICATION_LAG,
    &primary_loss::PRIMARY_LOSS,
    &failover_stuck::FAILOVER_STUCK,
    &split_brain::SPLIT_BRAIN,
    &lock_contention::LOCK_CONTENTION,
    &schema_migration_lock::SCHEMA_MIGRATION_LOCK,
    &queue_backlog::QUEUE_BACKLOG,
    &consumer_lag::CONSUMER_LAG,
    &poison_message::POISON_MESSAGE,
    &dependency_outage::DEPENDENCY_OUTAGE,
    &dependency_slow::DEPENDENCY_SLOW,
    &rate_limit_misconfiguration::RATE_LIMIT_MISCONFIGURATION,
    &bad_config_push::BAD_CONFIG_PUSH,
    &clock_skew::CLOCK_SKEW,
    &traffic_spike::TRAFFIC_SPIKE,
    &thundering_herd::THUNDERING_HERD,
    &bot_flood::BOT_FLOOD,
];
