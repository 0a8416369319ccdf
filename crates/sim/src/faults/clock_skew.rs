//! A clock is ahead. Tokens whose rest of life is shorter than that look expired; items of a cache expire that much sooner.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static CLOCK_SKEW: Definition = Definition {
    id: "clock-skew",
    sort: Sort::Fault,
    hits: hits::clock,
    settings: &[
        Setting { key: "skew", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 60.0 },
        // Of a token. Assumed: five minutes is the lowest that Keycloak and others come with.
        Setting { key: "lifetime", unit: Unit::Seconds, min: 1.0, max: 86_400.0, usual: 300.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Cloudflare: How and why the leap second affected Cloudflare DNS (2017)",
        url: "https://blog.cloudflare.com/how-and-why-the-leap-second-affected-cloudflare-dns/",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        let skew = scene.setting("skew");
        match hits::keys(scene.architecture, scene.change.place).and_then(|it| it.ttl_secs) {
            Some(ttl) => condition.ttl *= if ttl > 0.0 { (1.0 - skew / ttl).max(0.0) } else { 1.0 },
            // Tokens in use are of any age, one as likely as another.
            None => condition.fail((skew / scene.setting("lifetime")).min(1.0)),
        }
    },
    ..Definition::NOTHING
};
