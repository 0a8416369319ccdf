//! How traffic is expected to grow, what a failed request costs, and what is taken off the price of machines.

use super::{Fields, Json, Message, place_in_list};
use crate::{
    lean,
    planning::{
        Discounts, FACTORS, GrowthPoint, MAX_DISCOUNT, MAX_DOLLARS, MAX_MONTHS, MAX_POINTS, Planning,
    },
};

pub fn planning(fields: Option<Fields<'_>>) -> Planning {
    let default = Planning::default();
    let Some(mut fields) = fields else { return default };
    let growth = fields.json("growth").map(|json| growth(&fields, json));
    Planning {
        growth: growth.unwrap_or(default.growth),
        dollars_per_failure: fields.optional_number("dollars_per_failure", 0.0..=MAX_DOLLARS),
        discounts: fields.object("discounts").map(discounts).unwrap_or_default(),
    }
}

fn discounts(mut fields: Fields<'_>) -> Discounts {
    let mut off = |key| fields.optional_number(key, 0.0..=MAX_DISCOUNT);
    Discounts { one_year: off("one_year"), three_years: off("three_years"), spot: off("spot") }
}

fn growth(fields: &Fields<'_>, json: &Json) -> Vec<GrowthPoint> {
    if !matches!(json, Json::List(_)) {
        fields.wrong("growth", json, Message::new("file-expected-list"));
    }
    let points = json.items();
    if points.len() > MAX_POINTS {
        let note = fields.note("file-too-many-months").with("found", points.len());
        fields.notices().add(note.with("limit", MAX_POINTS));
    }
    let point = |(index, json)| {
        let mut fields = Fields::new(json, place_in_list("growth", index), fields.notices())?;
        let month = fields.number("month", 0.0..=MAX_MONTHS, 0.0);
        Some(GrowthPoint { month, factor: fields.number("factor", FACTORS, 1.0) })
    };
    let mut points: Vec<GrowthPoint> = points.iter().take(MAX_POINTS).enumerate().filter_map(point).collect();
    lean::sort_by(&mut points, |a, b| a.month.total_cmp(&b.month));
    points
}
