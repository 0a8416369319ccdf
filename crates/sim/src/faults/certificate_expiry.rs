//! No new secure connection can be made. Those that are open go on until their clients renew them.

use model::finding::Source;

use crate::{
    changes::{Definition, Setting, Sort, Unit, hits},
    report::FailureCause,
};

pub static CERTIFICATE_EXPIRY: Definition = Definition {
    id: "certificate-expiry",
    sort: Sort::Fault,
    hits: hits::called,
    settings: &[
        // Until every open connection has been made anew. Assumed; pools keep connections for seconds to minutes.
        Setting { key: "renewal", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 20.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Microsoft Azure: Details of the February 22nd 2013 Windows Azure Storage Disruption",
        url: "https://azure.microsoft.com/en-us/blog/details-of-the-february-22nd-2013-windows-azure-storage-disruption/",
    }),
    holds: |scene, conditions| {
        let share = scene.share_of(scene.setting("renewal"));
        scene.refuse(conditions, share, FailureCause::TlsFailed);
    },
    moves: true,
    ..Definition::NOTHING
};
