//! Settings of components: what may be set, within which bounds, and where the default comes from.

use crate::{
    component::Value,
    finding::Source,
    text::{Arg, Message, Texts},
};

/// A setting of a component. Its words are under `param-<key>` and `param-<key>-help`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// As in files: `service_millis`.
    pub key: &'static str,
    pub shape: ParamShape,
    pub unit: Unit,
    pub default: ParamDefault,
    pub provenance: Provenance,
    /// Shown only when asked for.
    pub advanced: bool,
    /// Has an effect only then; hidden otherwise.
    pub when: When,
}

/// Which values are allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamShape {
    Number {
        min: f64,
        max: f64,
    },
    Count {
        min: u32,
        max: u32,
    },
    Flag,
    /// Labels are under `choice-<value>` where they are words, or the value itself where it is a product name.
    Choice(&'static [&'static str]),
    /// Durations in milliseconds with their weights, as [`crate::spec::Bins`] reads them.
    Histogram,
}

/// The value when a person set none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamDefault {
    Number(f64),
    Flag(bool),
    Text(&'static str),
    /// Follows from other parameters, such as slots from the instance size: [`crate::Component::effective`] says it.
    Derived,
    /// Nothing, such as no rate limit; what that means is under `param-<key>-unset`.
    Unset,
}

/// On what the effect of a parameter depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    /// That parameter has a value.
    Set(&'static str),
    /// That parameter has that choice.
    Is(&'static str, &'static str),
    /// That parameter has one of these choices.
    OneOf(&'static str, &'static [&'static str]),
}

/// What a number counts. The name beside the field is under `unit-name-<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    None,
    Millis,
    Secs,
    Minutes,
    /// 0.0 to 1.0, shown in percent.
    Ratio,
    PerSec,
    Gigabytes,
    Megabytes,
    Kilobytes,
    Messages,
    Slots,
    Millicores,
    /// Cosmos DB's measure of throughput.
    RequestUnits,
}

/// How a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// By us, with the method in the docs.
    Measured,
    Published(Source),
    /// A plausible value to be replaced by the user's own.
    Assumed,
    /// The user's own.
    Own,
}

impl Unit {
    /// Whether its name is a noun that follows the number: "1 slot", "2 slots".
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Messages | Self::Slots | Self::Millicores)
    }
    /// Last part of the text id `unit-name-<id>`; empty for a bare number.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Millis => "milliseconds",
            Self::Secs => "seconds",
            Self::Minutes => "minutes",
            Self::Ratio => "percent",
            Self::PerSec => "per-second",
            Self::Gigabytes => "gigabytes",
            Self::Megabytes => "megabytes",
            Self::Kilobytes => "kilobytes",
            Self::Messages => "messages",
            Self::Slots => "slots",
            Self::Millicores => "millicores",
            Self::RequestUnits => "request-units",
        }
    }
}

impl Provenance {
    /// The text that names it, such as "assumed".
    pub fn message(self) -> Message {
        match self {
            Self::Measured => Message::new("provenance-measured"),
            Self::Published(source) => Message::new("provenance-published").with("title", source.title),
            Self::Assumed => Message::new("provenance-assumed"),
            Self::Own => Message::new("provenance-own"),
        }
    }
}

impl Param {
    /// Its label.
    pub fn label(&self) -> Message {
        Message::computed(format!("param-{}", self.key))
    }

    /// What it does, in a sentence or two.
    pub fn help(&self) -> Message {
        Message::computed(format!("param-{}-help", self.key))
    }

    /// A value of this parameter as people read it: "5 ms", "round robin", "db.t3.medium".
    pub fn say(&self, texts: &Texts, value: &Value) -> String {
        match value {
            Value::Number(number) => texts.say_arg(&self.arg(*number)),
            Value::Flag(true) => texts.get("flag-on"),
            Value::Flag(false) => texts.get("flag-off"),
            Value::Text(text) => Self::say_choice(texts, text),
        }
    }

    /// A choice as people read it. Names of products have no text of their own and stay as they are.
    pub fn say_choice(texts: &Texts, choice: &str) -> String {
        let id = format!("choice-{choice}");
        if texts.has(&id) { texts.get(&id) } else { choice.to_owned() }
    }

    /// A number of this parameter as it is written in a text.
    pub fn arg(&self, number: f64) -> Arg {
        match self.unit {
            Unit::Ratio => Arg::Ratio(number),
            Unit::Millis => Arg::Millis(number),
            Unit::Secs => Arg::Millis(number * 1000.0),
            Unit::PerSec => Arg::PerSec(number),
            Unit::None => Arg::Number(number),
            Unit::Minutes
            | Unit::Gigabytes
            | Unit::Megabytes
            | Unit::Kilobytes
            | Unit::Messages
            | Unit::Slots
            | Unit::Millicores
            | Unit::RequestUnits => {
                let unit = Message::computed(format!("unit-name-{}", self.unit.id()));
                let unit = unit.with("n", Arg::Count(number));
                Message::new("number-with-unit").with("number", Arg::Number(number)).with("unit", unit).into()
            }
        }
    }

    const fn new(key: &'static str, shape: ParamShape, unit: Unit, default: ParamDefault) -> Self {
        Self {
            key,
            shape,
            unit,
            default,
            provenance: Provenance::Assumed,
            advanced: false,
            when: When::Always,
        }
    }

    pub(super) const fn number(key: &'static str, unit: Unit, min: f64, max: f64) -> Self {
        Self::new(key, ParamShape::Number { min, max }, unit, ParamDefault::Derived)
    }

    pub(super) const fn count(key: &'static str, unit: Unit, min: u32, max: u32) -> Self {
        Self::new(key, ParamShape::Count { min, max }, unit, ParamDefault::Derived)
    }

    pub(super) const fn flag(key: &'static str, default: bool) -> Self {
        Self::new(key, ParamShape::Flag, Unit::None, ParamDefault::Flag(default))
    }

    pub(super) const fn choice(
        key: &'static str,
        choices: &'static [&'static str],
        default: &'static str,
    ) -> Self {
        Self::new(key, ParamShape::Choice(choices), Unit::None, ParamDefault::Text(default))
    }

    pub(super) const fn histogram(key: &'static str, default: &'static str) -> Self {
        Self::new(key, ParamShape::Histogram, Unit::None, ParamDefault::Text(default))
    }

    /// The default number.
    pub(super) const fn is(mut self, default: f64) -> Self {
        self.default = ParamDefault::Number(default);
        self
    }

    pub(super) const fn unset(mut self) -> Self {
        self.default = ParamDefault::Unset;
        self
    }

    pub(super) const fn published(mut self, source: Source) -> Self {
        self.provenance = Provenance::Published(source);
        self
    }

    pub(super) const fn advanced(mut self) -> Self {
        self.advanced = true;
        self
    }

    pub(super) const fn when(mut self, when: When) -> Self {
        self.when = when;
        self
    }
}

/// How many parameters the groups hold together.
pub(super) const fn total(groups: &[&[Param]]) -> usize {
    let (mut total, mut group) = (0, 0);
    while group < groups.len() {
        total += groups[group].len();
        group += 1;
    }
    total
}

/// The groups one after the other.
pub(super) const fn join<const N: usize>(groups: &[&[Param]]) -> [Param; N] {
    let mut all = [Param::flag("", false); N];
    let (mut next, mut group) = (0, 0);
    while group < groups.len() {
        let mut i = 0;
        while i < groups[group].len() {
            all[next] = groups[group][i];
            next += 1;
            i += 1;
        }
        group += 1;
    }
    all
}

/// The parameters of a kind from groups of them: `params![POOL, &[CDC]]`.
macro_rules! params {
    ($($group:expr),+ $(,)?) => {{
        const GROUPS: &[&[$crate::catalog::Param]] = &[$($group),+];
        const ALL: [$crate::catalog::Param; $crate::catalog::param::total(GROUPS)] =
            $crate::catalog::param::join(GROUPS);
        &ALL
    }};
}

// What several families share. What only one kind or family has stands with it.

const DISTRIBUTIONS: &[&str] = &[
    "exponential",
    "constant",
    "lognormal",
    "erlang",
    "hyperexponential",
    "pareto",
    "uniform",
    "triangular",
    "histogram",
];

pub(super) const SLOTS: Param = Param::count("slots", Unit::Slots, 1, 100_000);
pub(super) const SERVICE_MILLIS: Param = service_millis(0.001);
pub(super) const QUEUE_LIMIT: Param = Param::count("queue_limit", Unit::None, 0, 1_000_000).is(1000.0);
pub(super) const ERROR_RATIO: Param = Param::number("error_ratio", Unit::Ratio, 0.0, 1.0).is(0.0);
pub(super) const FIXED_DELAY: Param =
    Param::number("fixed_delay_millis", Unit::Millis, 0.0, 86_400_000.0).advanced();

const DISCIPLINES: &[&str] = &["fifo", "lifo", "priority", "preemptive", "sharing"];

/// Who waits, in which order, and who is turned away.
pub(super) const QUEUEING: &[Param] = &[
    Param::choice("discipline", DISCIPLINES, "fifo").advanced(),
    Param::choice("when_full", &["reject", "shed_oldest"], "reject").advanced(),
    Param::number("max_wait_millis", Unit::Millis, 0.001, 3_600_000.0).unset().advanced(),
    Param::number("adaptive_limit_millis", Unit::Millis, 0.001, 3_600_000.0).unset().advanced(),
];

/// Mean of own work, at least so much.
pub(super) const fn service_millis(min: f64) -> Param {
    Param::number("service_millis", Unit::Millis, min, 3_600_000.0)
}

/// Spread of the service time around its mean.
pub(super) const fn distribution(default: &'static str) -> [Param; 7] {
    [
        Param::choice("service_distribution", DISTRIBUTIONS, default).advanced(),
        Param::number("service_cv", Unit::None, 0.05, 5.0)
            .is(1.0)
            .advanced()
            .when(When::Is("service_distribution", "lognormal")),
        Param::count("service_stages", Unit::None, 1, 50)
            .is(4.0)
            .advanced()
            .when(When::Is("service_distribution", "erlang")),
        Param::number("service_hyper_cv", Unit::None, 1.0, 20.0)
            .is(2.0)
            .advanced()
            .when(When::Is("service_distribution", "hyperexponential")),
        Param::number("service_tail", Unit::None, 0.1, 20.0)
            .is(1.5)
            .advanced()
            .when(When::Is("service_distribution", "pareto")),
        Param::number("service_spread", Unit::None, 1.0, 1_000_000.0)
            .is(1000.0)
            .advanced()
            .when(When::Is("service_distribution", "pareto")),
        Param::histogram("service_histogram", "5:70 20:25 100:5")
            .advanced()
            .when(When::Is("service_distribution", "histogram")),
    ]
}

/// Everything about a pool of slots with a queue before it.
pub(super) const POOL: &[Param] = params![&[SLOTS], POOL_BUT_SLOTS];

/// For kinds whose number of slots has a source of its own.
pub(super) const POOL_BUT_SLOTS: &[Param] = params![&[SERVICE_MILLIS], POOL_BUT_WORK];

pub(super) const POOL_BUT_WORK: &[Param] = params![
    &[QUEUE_LIMIT, ERROR_RATIO],
    &distribution("exponential"),
    &[FIXED_DELAY],
    QUEUEING,
    RELIABILITY,
];

/// How often a replica fails by chance, and how long it then takes until it is back. Machines last years; a run of minutes
/// sees something only with times of minutes.
const RELIABILITY: &[Param] = &[
    Param::number("mttf_secs", Unit::Secs, 1.0, 1e9).unset().advanced(),
    Param::number("mttr_secs", Unit::Secs, 1.0, 1e9).is(60.0).advanced().when(When::Set("mttf_secs")),
];

/// Something that serves as many requests at once as come: only its latency and its failures matter.
pub(super) const UNBOUNDED: &[Param] = params![&distribution("lognormal"), &[ERROR_RATIO]];

/// Takes telemetry: what does not fit in its queue is lost.
pub(super) const INGEST: &[Param] =
    params![&[SLOTS, SERVICE_MILLIS, QUEUE_LIMIT], &distribution("exponential")];

/// Whether a slot stays taken while the request waits for other components.
pub(super) const fn holds_slot(default: bool) -> Param {
    Param::flag("holds_slot", default)
}

/// Hits by a given share, or item by item.
pub(super) const fn caching(hit_ratio: f64) -> [Param; 7] {
    const KEYS: When = When::Is("cache_model", "keys");
    [
        Param::choice("cache_model", &["hit_ratio", "keys"], "hit_ratio"),
        Param::number("hit_ratio", Unit::Ratio, 0.0, 1.0)
            .is(hit_ratio)
            .when(When::Is("cache_model", "hit_ratio")),
        Param::count("cached_keys", Unit::None, 1, 10_000_000).is(100_000.0).when(KEYS),
        Param::number("popularity", Unit::None, 0.0, 3.0).is(0.9).when(KEYS),
        Param::count("capacity_items", Unit::None, 1, 10_000_000).is(20_000.0).when(KEYS),
        Param::number("entry_ttl_secs", Unit::Secs, 0.001, 604_800.0).unset().when(KEYS),
        Param::flag("coalescing", false).when(KEYS),
    ]
}

pub(super) const STORAGE_GB: Param = Param::number("storage_gb", Unit::Gigabytes, 1.0, 10_000_000.0);
pub(super) const PAYLOAD: Param = Param::number("payload_kilobytes", Unit::Kilobytes, 0.1, 1_000_000.0);
