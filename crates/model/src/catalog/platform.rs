//! Tools around the running system. They act at start-up, at deploys and on rotation, never on the request path; a
//! drawing shows them for their connections, their cost and what depends on them.

use super::{
    BehaviorKind, Charge, ChargeKind, Concurrency, Entry, Family, Param, Role, Unit,
    compute::{INSTANCE, INSTANCE_PRICE, on_instance},
    param::STORAGE_GB,
    sources,
};

const fn tool(id: &'static str, role: Role) -> Entry {
    Entry::new(id, Family::Platform, role, BehaviorKind::OffPath)
}

pub static KINDS: &[Entry] = &[
    tool("container_orchestration", Role::ControlPlane).charges(&[Charge::new(
        ChargeKind::Month,
        73.0,
        sources::EKS,
    )]),
    tool("service_mesh", Role::ControlPlane)
        .capacity(on_instance(Concurrency::PerVcpu(1), 1.0))
        .params(&[INSTANCE])
        .charges(INSTANCE_PRICE),
    tool("secret_manager", Role::Secrets)
        .params(&[Param::count("secrets", Unit::None, 1, 100_000).is(10.0)])
        .charges(&[Charge::new(ChargeKind::Secrets, 0.4, sources::SECRETS)]),
    tool("container_registry", Role::Registry).params(&[STORAGE_GB.is(50.0)]).charges(&[Charge::new(
        ChargeKind::Storage,
        0.1,
        sources::ECR,
    )]),
    tool("cicd_pipeline", Role::Pipeline)
        .params(&[Param::count("build_minutes", Unit::Minutes, 0, 10_000_000).is(2000.0)])
        .charges(&[Charge::new(ChargeKind::BuildMinutes, 0.005, sources::CODEBUILD)]),
];
