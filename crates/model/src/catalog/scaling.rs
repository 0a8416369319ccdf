//! How the replicas of a program of one's own come and go.

use super::{Param, Unit, param::When, sources};
use crate::component::Value;

/// Time until a new process serves: an image is fetched, a program starts, caches fill.
pub(super) const BOOT: Param = Param::number("boot_secs", Unit::Secs, 0.0, 3600.0).is(30.0);

const SCALING_METRICS: &[&str] = &["off", "cpu", "memory", "cpu_memory", "queue"];
const ON: &[&str] = &["cpu", "memory", "cpu_memory", "queue"];

/// How the number of replicas follows the load, as Kubernetes' horizontal pod autoscaler has it: one that is looked at every
/// 15 seconds. The windows are usual values, not Kubernetes' own for scaling up, which is none.
pub(super) const SCALING: [Param; 18] = [
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
        .when(When::OneOf("scaling", &["cpu", "memory", "cpu_memory"])),
    // Memory is given back late, so that it may be fuller; a service's operations handbook has 75 %.
    Param::number("scaling_memory_target", Unit::Ratio, 0.01, 1.0)
        .is(0.75)
        .when(When::Is("scaling", "cpu_memory")),
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

/// Settings of an autoscaler that belong together. Its name is the text `scaling-<id>`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingPreset {
    pub id: &'static str,
    metric: &'static str,
    numbers: &'static [(&'static str, f64)],
}

impl ScalingPreset {
    /// What it sets.
    pub fn params(&self) -> Vec<(&'static str, Value)> {
        let metric = ("scaling", Value::Text(self.metric.to_owned()));
        std::iter::once(metric)
            .chain(self.numbers.iter().map(|(key, it)| (*key, Value::Number(*it))))
            .collect()
    }
}

/// Those of two services' operations handbooks: they differ in what they look at, and the first leaves the wait before adding as
/// Kubernetes has it.
pub const SCALING_PRESETS: [ScalingPreset; 2] = [
    ScalingPreset {
        id: "cpu-70",
        metric: "cpu",
        numbers: &[
            ("scaling_min", 3.0),
            ("scaling_max", 10.0),
            ("scaling_target", 0.7),
            ("scaling_up_secs", 0.0),
            ("scaling_down_secs", 300.0),
        ],
    },
    ScalingPreset {
        id: "cpu-65-memory-75",
        metric: "cpu_memory",
        numbers: &[
            ("scaling_min", 3.0),
            ("scaling_max", 10.0),
            ("scaling_target", 0.65),
            ("scaling_memory_target", 0.75),
            ("scaling_up_secs", 60.0),
            ("scaling_down_secs", 300.0),
        ],
    },
];
