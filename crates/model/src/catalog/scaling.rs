//! How the replicas of a program of one's own come and go.

use super::{Param, Unit, param::When, sources};

/// Time until a new process serves: an image is fetched, a program starts, caches fill.
pub(super) const BOOT: Param = Param::number("boot_secs", Unit::Secs, 0.0, 3600.0).is(30.0);

const SCALING_METRICS: &[&str] = &["off", "cpu", "memory", "queue"];
const ON: &[&str] = &["cpu", "memory", "queue"];

/// How the number of replicas follows the load, as Kubernetes' horizontal pod autoscaler has it: one that is looked at every
/// 15 seconds. The windows are usual values, not Kubernetes' own for scaling up, which is none.
pub(super) const SCALING: [Param; 17] = [
    BOOT,
    Param::choice("scaling", SCALING_METRICS, "off"),
    Param::count("scaling_min", Unit::None, 1, 1000).is(2.0).when(When::OneOf("scaling", ON)),
    Param::count("scaling_max", Unit::None, 1, 1000).is(10.0).when(When::OneOf("scaling", ON)),
    Param::count("scaling_scheduled", Unit::None, 1, 1000)
        .is(1.0)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_from_secs", Unit::Secs, 0.0, 604_800.0)
        .is(0.0)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_until_secs", Unit::Secs, 0.0, 604_800.0)
        .is(3600.0)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_target", Unit::Ratio, 0.01, 1.0)
        .is(0.7)
        .when(When::OneOf("scaling", &["cpu", "memory"])),
    Param::number("scaling_queue", Unit::None, 0.1, 1_000_000.0).is(10.0).when(When::Is("scaling", "queue")),
    Param::number("scaling_up_secs", Unit::Secs, 0.0, 3600.0)
        .is(60.0)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_down_secs", Unit::Secs, 0.0, 3600.0)
        .is(300.0)
        .published(sources::K8S_HPA)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_cooldown_secs", Unit::Secs, 0.0, 3600.0)
        .is(0.0)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::number("scaling_period_secs", Unit::Secs, 1.0, 3600.0)
        .is(15.0)
        .published(sources::K8S_HPA)
        .advanced()
        .when(When::OneOf("scaling", ON)),
    Param::count("scaling_warm", Unit::None, 0, 1000).is(0.0).advanced().when(When::OneOf("scaling", ON)),
    Param::count("max_unavailable", Unit::None, 1, 1000).unset().advanced(),
    Param::choice("readiness", &["booted", "needs_at_start", "needs_always"], "booted").advanced(),
    // Kubernetes looks every ten seconds and gives up after three failures; one is assumed.
    Param::number("probe_secs", Unit::Secs, 0.0, 3600.0)
        .is(10.0)
        .advanced()
        .when(When::Is("readiness", "needs_always")),
];
