//! Icons: one sprite in the page, drawn by reference.

use leptos::{prelude::*, svg};
use wasm_bindgen::JsCast;

const SPRITE: &str = include_str!(concat!(env!("OUT_DIR"), "/sprite.svg"));

/// Puts the sprite into the page; once, before anything is shown.
pub fn install_sprite() {
    let Some(body) = document().body() else { return };
    let Ok(holder) = document().create_element_ns(Some("http://www.w3.org/2000/svg"), "svg") else { return };
    let _ = holder.set_attribute("aria-hidden", "true");
    let _ = holder.set_attribute("width", "0");
    let _ = holder.set_attribute("height", "0");
    let _ = holder.set_attribute("class", "visually-hidden");
    holder.set_inner_html(SPRITE);
    let _ = body.prepend_with_node_1(holder.unchecked_ref());
}

/// The icon of that name (file name in `assets/icons` or `assets/icons/ui`). Always beside a text or in a control that
/// has a name, so it is hidden from screen readers.
pub fn icon(name: &str) -> impl IntoView + use<> {
    svg::svg()
        .attr("class", "icon")
        .attr("aria-hidden", "true")
        .child(svg::r#use().attr("href", format!("#icon-{name}")))
}
