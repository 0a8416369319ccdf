//! The app: what you see. The only code that knows a browser; natively only the table of routes is left.

pub mod routes;

/// Modules of the page, in reading order.
macro_rules! page {
    ($($(#[$attribute:meta])* $visibility:vis mod $name:ident;)*) => {
        $(#[cfg(target_arch = "wasm32")] $(#[$attribute])* $visibility mod $name;)*
    };
}

page! {
    pub mod app;
    mod follow;
    mod cut;
    mod later;
    mod text;
    mod workspace;
    mod run;
    mod operate;
    pub mod worker;

    mod frame;
    mod palette;
    mod inspector;
    mod findings;
    mod blast;
    mod dashboard;
    mod scenario;
    mod studies;
    mod incidents;
    mod projects;
    mod dialogs;
    mod pages;

    mod widgets;
    mod browser;
}

// What of it needs no browser is tested natively.
#[cfg(any(test, target_arch = "wasm32"))]
mod canvas;
#[cfg(any(test, target_arch = "wasm32"))]
mod typed;
