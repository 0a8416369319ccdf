//! How traffic and data are expected to grow, what a failed request costs, and what is taken off the price of machines.

use super::object::{Object, list, number};
use crate::{
    file::json::Json,
    planning::{Discounts, GrowthPoint, Planning},
};

pub fn planning(planning: &Planning) -> Object {
    let Planning { growth, dollars_per_failure, discounts } = planning;
    let default = Planning::default();
    Object::new()
        .put_unless("growth", growth.as_slice(), default.growth.as_slice(), |it| list(it, point))
        .put_some("dollars_per_failure", *dollars_per_failure, number)
        .put_object("discounts", self::discounts(discounts))
}

fn discounts(discounts: &Discounts) -> Object {
    let Discounts { one_year, three_years, spot } = *discounts;
    Object::new()
        .put_some("one_year", one_year, number)
        .put_some("three_years", three_years, number)
        .put_some("spot", spot, number)
}

fn point(point: &GrowthPoint) -> Json {
    let GrowthPoint { month, factor, files, rows } = *point;
    Object::new()
        .put("month", number(month))
        .put("factor", number(factor))
        .put_some("files", Some(files).filter(|it| *it != 1.0), number)
        .put_some("rows", Some(rows).filter(|it| *it != 1.0), number)
        .into()
}
