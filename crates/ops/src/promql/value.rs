//! What an expression gives.

use std::{cmp::Ordering, fmt, sync::Arc};

use model::lean;

/// Names and values, sorted by name. The name of the metric is not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Labels(Vec<(Arc<str>, Arc<str>)>);

impl Labels {
    /// Later ones win; empty values are no labels.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(labels: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut all = Self::default();
        for (name, value) in labels {
            all.set(name.as_ref(), value.as_ref());
        }
        all
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|it| &*it.0 == name).map(|it| &*it.1)
    }

    /// Sets a label, or removes it: an empty value is none.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|it| &*it.0 != name);
        if !value.is_empty() {
            let position = self.0.partition_point(|it| &*it.0 < name);
            self.0.insert(position, (name.into(), value.into()));
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    /// Only these.
    #[must_use]
    pub fn only(&self, names: &[String]) -> Self {
        Self(self.0.iter().filter(|it| names.iter().any(|name| **name == *it.0)).cloned().collect())
    }

    /// All but these.
    #[must_use]
    pub fn without(&self, names: &[String]) -> Self {
        Self(self.0.iter().filter(|it| names.iter().all(|name| **name != *it.0)).cloned().collect())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (&*it.0, &*it.1))
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Labels {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("{")?;
        for (index, (name, value)) in self.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(out, "{comma}{name}={value:?}")?;
        }
        out.write_str("}")
    }
}

/// A series at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub labels: Labels,
    pub value: f64,
}

/// The result of an expression at one moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Scalar(f64),
    /// No two have the same labels.
    Vector(Vec<Sample>),
}

impl Value {
    /// The series, in the order of their labels; a scalar is a series without any.
    pub fn into_samples(self) -> Vec<Sample> {
        match self {
            Self::Scalar(value) => vec![Sample { labels: Labels::default(), value }],
            Self::Vector(mut samples) => {
                lean::sort_by(&mut samples, |a, b| -> Ordering { a.labels.cmp(&b.labels) });
                samples
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_a_set_by_name() {
        let labels = Labels::new([("service", "api"), ("status", "500"), ("service", "web"), ("le", "")]);
        assert_eq!(labels.to_string(), r#"{service="web", status="500"}"#);
        assert_eq!(labels.without(&["status".to_owned()]), labels.only(&["service".to_owned()]));
    }
}
