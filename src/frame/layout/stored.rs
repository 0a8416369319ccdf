//! Which regions are shown, kept by the browser from visit to visit.

use model::file::Json;

use super::{BottomTab, LeftTab, Side};
use crate::browser::settings;

/// The regions as this browser keeps them.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub left: (f64, bool),
    pub right: (f64, bool),
    pub bottom: (f64, bool),
    pub left_tab: LeftTab,
    pub bottom_tab: BottomTab,
    pub minimap: bool,
}

impl Default for Stored {
    fn default() -> Self {
        Self {
            left: (Side::Left.initial(), false),
            right: (Side::Right.initial(), false),
            bottom: (Side::Bottom.initial(), false),
            left_tab: LeftTab::default(),
            bottom_tab: BottomTab::default(),
            minimap: true,
        }
    }
}

impl Stored {
    /// What was stored; each part that is missing or makes no sense as on the first visit.
    pub fn load() -> Self {
        let (json, first) = (settings::load("layout").unwrap_or(Json::Null), Self::default());
        let panel = |key, (size, is_folded): (f64, bool)| {
            let parts = json.get(key).map_or(&[][..], Json::items);
            (
                parts.first().and_then(Json::number).unwrap_or(size),
                parts.get(1).and_then(Json::flag).unwrap_or(is_folded),
            )
        };
        let is_named = |key, name| json.get(key).and_then(Json::text) == Some(name);
        Self {
            left: panel("left", first.left),
            right: panel("right", first.right),
            bottom: panel("bottom", first.bottom),
            left_tab: if is_named("left_tab", "Outline") { LeftTab::Outline } else { LeftTab::Palette },
            bottom_tab: [("Results", BottomTab::Results), ("Studies", BottomTab::Studies)]
                .into_iter()
                .find(|(name, _)| is_named("bottom_tab", name))
                .map_or(first.bottom_tab, |(_, tab)| tab),
            minimap: json.get("minimap").and_then(Json::flag).unwrap_or(first.minimap),
        }
    }

    pub fn save(&self) {
        let panel = |(size, is_folded): (f64, bool)| Json::List(vec![size.into(), is_folded.into()]);
        let left_tab = match self.left_tab {
            LeftTab::Palette => "Palette",
            LeftTab::Outline => "Outline",
        };
        let bottom_tab = match self.bottom_tab {
            BottomTab::Findings => "Findings",
            BottomTab::Results => "Results",
            BottomTab::Studies => "Studies",
        };
        let fields = [
            ("left", panel(self.left)),
            ("right", panel(self.right)),
            ("bottom", panel(self.bottom)),
            ("left_tab", left_tab.into()),
            ("bottom_tab", bottom_tab.into()),
            ("minimap", self.minimap.into()),
        ];
        settings::save("layout", &fields.into());
    }
}
