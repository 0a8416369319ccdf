//! Arithmetic, comparisons and set operations between two results.

use model::lean;
use promql::ast::{BinaryOp, Matching};

use super::{Labels, Sample, Value};

pub fn binary(op: BinaryOp, returns_bool: bool, matching: &Matching, left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Scalar(left), Value::Scalar(right)) => {
            // The parser lets scalars be compared with `bool` only.
            Value::Scalar(compute(op, left, right).unwrap_or_else(|holds| f64::from(u8::from(holds))))
        }
        (Value::Vector(left), Value::Scalar(right)) => {
            let pairs = left.into_iter().map(|it| (it.value, right, it));
            Value::Vector(pairs.filter_map(|(a, b, kept)| outcome(op, returns_bool, a, b, kept)).collect())
        }
        (Value::Scalar(left), Value::Vector(right)) => {
            let pairs = right.into_iter().map(|it| (left, it.value, it));
            Value::Vector(pairs.filter_map(|(a, b, kept)| outcome(op, returns_bool, a, b, kept)).collect())
        }
        (Value::Vector(left), Value::Vector(right)) => {
            Value::Vector(vectors(op, returns_bool, matching, left, right))
        }
    }
}

fn vectors(
    op: BinaryOp,
    returns_bool: bool,
    matching: &Matching,
    left: Vec<Sample>,
    right: Vec<Sample>,
) -> Vec<Sample> {
    let key = |sample: &Sample| -> Labels {
        match matching {
            Matching::All => sample.labels.clone(),
            Matching::On(names) => sample.labels.only(names),
            Matching::Ignoring(names) => sample.labels.without(names),
        }
    };
    // Looked up, not searched: both sides may be hundreds of series.
    let index = |side: &[Sample]| lean::map(side.iter().map(|it| (key(it), it.value)));
    match op {
        BinaryOp::And => {
            let right = index(&right);
            left.into_iter().filter(|it| right.contains_key(&key(it))).collect()
        }
        BinaryOp::Unless => {
            let right = index(&right);
            left.into_iter().filter(|it| !right.contains_key(&key(it))).collect()
        }
        BinaryOp::Or => {
            let known = index(&left);
            let more = right.into_iter().filter(|it| !known.contains_key(&key(it)));
            left.into_iter().chain(more).collect()
        }
        _ => {
            let (n_left, n_right) = (left.len(), right.len());
            let (known, right) = (index(&left), index(&right));
            // Prometheus refuses to guess which of several is meant.
            if known.len() < n_left || right.len() < n_right {
                return Vec::new();
            }
            let keeps = matches!(matching, Matching::All);
            let pair = |sample: Sample| {
                let key = key(&sample);
                let other = *right.get(&key)?;
                let Sample { labels, value } = sample;
                let labels = if keeps { labels } else { key };
                outcome(op, returns_bool, value, other, Sample { labels, value })
            };
            left.into_iter().filter_map(pair).collect()
        }
    }
}

/// A filtering comparison keeps the sample or drops it; everything else gives it a new value.
fn outcome(op: BinaryOp, returns_bool: bool, left: f64, right: f64, kept: Sample) -> Option<Sample> {
    match compute(op, left, right) {
        Ok(value) => Some(Sample { value, ..kept }),
        Err(holds) if returns_bool => Some(Sample { value: f64::from(u8::from(holds)), ..kept }),
        Err(holds) => holds.then_some(kept),
    }
}

/// A number, or whether a comparison holds.
fn compute(op: BinaryOp, left: f64, right: f64) -> Result<f64, bool> {
    match op {
        BinaryOp::Add => Ok(left + right),
        BinaryOp::Sub => Ok(left - right),
        BinaryOp::Mul => Ok(left * right),
        BinaryOp::Div => Ok(left / right),
        BinaryOp::Mod => Ok(left % right),
        BinaryOp::Equal => Err(left == right),
        BinaryOp::NotEqual => Err(left != right),
        BinaryOp::Greater => Err(left > right),
        BinaryOp::GreaterEqual => Err(left >= right),
        BinaryOp::Less => Err(left < right),
        BinaryOp::LessEqual => Err(left <= right),
        // Sets are told apart before.
        BinaryOp::And | BinaryOp::Or | BinaryOp::Unless => Ok(f64::NAN),
    }
}
