//! Starts the page: mounts the app and registers the service worker.

use leptos::prelude::*;

/// Mounts the app.
pub fn start() {
    mount_to_body(|| view! { <main><h1>"Plimsoll"</h1></main> });
    // The contract with it is at the top of assets/web/service_worker.js.
    let _ = window().navigator().service_worker().register("sw.js");
}
