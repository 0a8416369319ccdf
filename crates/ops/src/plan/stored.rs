//! What a drawing stores when its files and rows have grown.

use model::{
    Architecture, Component, Value,
    catalog::{ParamShape, Role},
    planning::GrowthPoint,
};

const KEY: &str = "storage_gb";

/// The same drawing with what it holds at that point of a plan.
pub fn holding(architecture: &Architecture, point: GrowthPoint) -> Architecture {
    let mut later = architecture.clone();
    for component in &mut later.components {
        let times = match component.kind.role {
            // A data lake is a warehouse of files.
            _ if component.kind.param("storage_class").is_some() => point.files,
            Role::ObjectStore => point.files,
            Role::Database | Role::TimeSeries | Role::Search | Role::Warehouse => point.rows,
            _ => 1.0,
        };
        let most = component.kind.param(KEY).and_then(|it| match it.shape {
            ParamShape::Number { max, .. } => Some(max),
            _ => None,
        });
        if let (Some(now), Some(most)) = (component.number(KEY), most)
            && times != 1.0
        {
            component.params.insert(KEY.to_owned(), Value::Number((now * times).min(most)));
        }
    }
    later
}

/// All that is stored, once for each replica that keeps a copy on a volume of its own.
pub fn stored_gigabytes(architecture: &Architecture) -> f64 {
    let stored = |it: &Component| {
        let copies = if it.kind.param("volume_type").is_some() { f64::from(it.replicas()) } else { 1.0 };
        it.number(KEY).unwrap_or(0.0) * copies
    };
    architecture.components.iter().map(stored).sum()
}
