//! How traffic is expected to grow, and what a failed request costs.

use super::object::{Object, list, number};
use crate::{
    file::json::Json,
    planning::{GrowthPoint, Planning},
};

pub fn planning(planning: &Planning) -> Object {
    let Planning { growth, dollars_per_failure } = planning;
    let default = Planning::default();
    Object::new()
        .put_unless("growth", growth.as_slice(), default.growth.as_slice(), |it| list(it, point))
        .put_some("dollars_per_failure", *dollars_per_failure, number)
}

fn point(point: &GrowthPoint) -> Json {
    let GrowthPoint { month, factor } = point;
    Object::new().put("month", number(*month)).put("factor", number(*factor)).into()
}
