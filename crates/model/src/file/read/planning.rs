//! How traffic and data are expected to grow, what a failed request costs, and what is taken off the price of machines.

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
        let mut factor = |key| fields.number(key, FACTORS, 1.0);
        Some(GrowthPoint { month, factor: factor("factor"), files: factor("files"), rows: factor("rows") })
    };
    let mut points: Vec<GrowthPoint> = points.iter().take(MAX_POINTS).enumerate().filter_map(point).collect();
    lean::sort_by(&mut points, |a, b| a.month.total_cmp(&b.month));
    points
}

#[cfg(test)]
mod tests {
    use crate::{
        Architecture,
        file::{load, save},
        planning::{GrowthPoint, Planning, preset},
    };

    #[test]
    fn a_plan_comes_back_as_it_was_saved() {
        let own = vec![GrowthPoint { month: 2.0, factor: 3.0, files: 1.5, rows: 1.0 }];
        for growth in [preset("year"), preset("requests"), own, Vec::new()] {
            let planning = Planning { growth, ..Planning::default() };
            let saved = Architecture { planning: planning.clone(), ..Architecture::default() };
            let loaded = load(save(&saved)).expect("a file");
            assert_eq!(loaded.architecture.planning, planning);
        }
    }

    #[test]
    fn a_plan_without_data_leaves_it_as_it_is() {
        let file = r#"{ "plimsoll": 2, "components": [], "connections": [],
            "planning": { "growth": [{ "month": 6, "factor": 5 }] } }"#;
        let planning = load(file).expect("a file").architecture.planning;
        let expected = GrowthPoint { month: 6.0, factor: 5.0, ..GrowthPoint::TODAY };
        assert_eq!(planning.growth, [expected]);
    }
}
