//! Where rules come from: references that a reader can look up.

use crate::finding::Source;

const fn source(title: &'static str, url: &'static str) -> Source {
    Source { title, url }
}

pub const PROMETHEUS_OVERVIEW: Source =
    source("Prometheus documentation: Overview", "https://prometheus.io/docs/introduction/overview/");
pub const CACHE_ASIDE: Source = source(
    "Azure Architecture Center: Cache-Aside pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside",
);
pub const OWASP_SECRETS: Source = source(
    "OWASP: Secrets Management Cheat Sheet",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
);
pub const OWASP_DATABASE: Source = source(
    "OWASP: Database Security Cheat Sheet",
    "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
);
pub const DEBEZIUM: Source = source(
    "Debezium documentation: Architecture",
    "https://debezium.io/documentation/reference/stable/architecture.html",
);
pub const ISTIO_ARCHITECTURE: Source =
    source("Istio documentation: Architecture", "https://istio.io/latest/docs/ops/deployment/architecture/");
pub const COMPETING_CONSUMERS: Source = source(
    "Azure Architecture Center: Competing Consumers pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/competing-consumers",
);
pub const LOAD_LEVELING: Source = source(
    "Azure Architecture Center: Queue-Based Load Leveling pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/queue-based-load-leveling",
);
pub const CDN_GUIDANCE: Source = source(
    "Azure Architecture Center: Best practices for using content delivery networks",
    "https://learn.microsoft.com/en-us/azure/architecture/best-practices/cdn",
);
pub const API_GATEWAYS: Source = source(
    "Azure Architecture Center: API gateways in microservices",
    "https://learn.microsoft.com/en-us/azure/architecture/microservices/design/gateway",
);
pub const NAT_GATEWAYS: Source = source(
    "Amazon VPC User Guide: NAT gateways",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
);
pub const KUBERNETES_INGRESS: Source = source(
    "Kubernetes documentation: Ingress",
    "https://kubernetes.io/docs/concepts/services-networking/ingress/",
);
pub const PRESIGNED_URLS: Source = source(
    "Azure Architecture Center: Valet Key pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/valet-key",
);
pub const CONNECTION_POOLS: Source = source(
    "PostgreSQL documentation: Connections and Authentication",
    "https://www.postgresql.org/docs/current/runtime-config-connection.html",
);
pub const CASCADING_FAILURES: Source = source(
    "Site Reliability Engineering (Google), chapter 22: Addressing Cascading Failures",
    "https://sre.google/sre-book/addressing-cascading-failures/",
);
pub const FRONTEND_BALANCING: Source = source(
    "Site Reliability Engineering (Google), chapter 19: Load Balancing at the Frontend",
    "https://sre.google/sre-book/load-balancing-frontend/",
);
pub const ELIMINATE_SINGLE_POINTS: Source = source(
    "AWS Well-Architected Framework, Reliability Pillar",
    "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/welcome.html",
);
pub const STATIC_STABILITY: Source = source(
    "Amazon Builders' Library: Static stability using Availability Zones",
    "https://aws.amazon.com/builders-library/static-stability-using-availability-zones/",
);
pub const RETRY_BACKOFF: Source = source(
    "Amazon Builders' Library: Timeouts, retries, and backoff with jitter",
    "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
);
pub const CIRCUIT_BREAKER: Source = source(
    "Azure Architecture Center: Circuit Breaker pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/circuit-breaker",
);
pub const MONITORING: Source = source(
    "Site Reliability Engineering (Google), chapter 6: Monitoring Distributed Systems",
    "https://sre.google/sre-book/monitoring-distributed-systems/",
);
pub const CHATTY_IO: Source = source(
    "Azure Architecture Center: Chatty I/O antipattern",
    "https://learn.microsoft.com/en-us/azure/architecture/antipatterns/chatty-io/",
);
pub const ETCD_FAQ: Source =
    source("etcd documentation: Frequently Asked Questions", "https://etcd.io/docs/latest/faq/");
pub const NEO4J_CLUSTERING: Source = source(
    "Neo4j Operations Manual: Clustering",
    "https://neo4j.com/docs/operations-manual/current/clustering/",
);
pub const RAFT: Source = source(
    "Ongaro, Ousterhout: In Search of an Understandable Consensus Algorithm (USENIX ATC 2014)",
    "https://www.usenix.org/conference/atc14/technical-sessions/presentation/ongaro",
);
pub const GATEWAY_ROUTING: Source = source(
    "Azure Architecture Center: Gateway Routing pattern",
    "https://learn.microsoft.com/en-us/azure/architecture/patterns/gateway-routing",
);
pub const RFC_1034: Source =
    source("RFC 1034: Domain Names, Concepts and Facilities", "https://www.rfc-editor.org/rfc/rfc1034");
