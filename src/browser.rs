//! Everything that speaks to the browser beyond plain elements. The rest of the page uses these functions only.

pub mod clipboard;
pub mod crew;
pub mod database;
pub mod files;
pub mod panic;
pub mod promql;
pub mod resize;
pub mod settings;
pub mod sim_worker;
pub mod tab_storage;
pub mod tabs;
pub mod theme;
pub mod updates;
pub mod watch;

/// Milliseconds since 1970.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// The path of the site's root without the slash at its end: empty, or `/deep/er`.
pub fn base_path() -> String {
    let address = web_sys::window().and_then(|it| it.document()).and_then(|it| it.base_uri().ok().flatten());
    let path = address.and_then(|it| web_sys::Url::new(&it).ok()).map(|it| it.pathname());
    path.unwrap_or_default().trim_end_matches('/').to_owned()
}

/// Whether Command takes the place of Ctrl.
pub fn is_apple() -> bool {
    let platform = web_sys::window().and_then(|it| it.navigator().platform().ok()).unwrap_or_default();
    platform.starts_with("Mac") || platform.starts_with("iP")
}
