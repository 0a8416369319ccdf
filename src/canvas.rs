//! The drawing: browser events become the editor's input, and what the editor knows becomes pixels and cards.
//!
//! Four layers under each other: ground (canvas: grid, zones, connections, components too small to read), cards
//! (elements: components near enough to read), moving requests (canvas), overlay (canvas: previews and handles). One
//! frame loop draws what is dirty and sleeps otherwise. Nothing here decides what an input means.

// What needs no browser is compiled natively too, for its tests.
#![cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the page draws"))]

/// Modules of the page.
macro_rules! page {
    ($(mod $name:ident;)*) => { $(#[cfg(target_arch = "wasm32")] mod $name;)* };
}

// In reading order.
page! {
    mod stage;

    mod controls;
    mod events;
    mod frames;
    mod hint;
    mod pointer;

    mod renderer;
    mod faces;
}
mod figures;
mod load;
mod looks;
mod stroke;
mod traffic;
mod trips;

page! {
    mod card;
    mod cards;
    mod far;
    mod lines;
    mod minimap;
    mod overlay;
    mod particles;
    mod zones;

    mod surface;
    mod theme;
}

#[cfg(target_arch = "wasm32")]
pub use stage::Canvas;

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
