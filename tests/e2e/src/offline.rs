//! The service worker, seen from a test. The contract is at the top of `assets/web/service_worker.js`.

use crate::Page;

impl Page {
    /// Waits until the site is kept for working offline and this page is answered from what is kept.
    #[track_caller]
    pub fn wait_until_kept(&self) {
        self.wait_until("navigator.serviceWorker.controller?.state === 'activated'");
    }

    /// Empties the browser's own cache, so that only what the service worker keeps is there without a network.
    #[track_caller]
    pub fn clear_browser_cache(&self) {
        self.cdp("Network.clearBrowserCache", serde_json::json!({}));
    }

    /// Makes the browser look for a new version now, as it does by itself from time to time, and waits until it has
    /// been downloaded and waits for the person's consent.
    #[track_caller]
    pub fn wait_for_next_version(&self) {
        let registration = "(await navigator.serviceWorker.getRegistration())";
        self.script(&format!("await {registration}.update()"), &[]);
        self.wait_until(&format!("{registration}.waiting?.state === 'installed'"));
    }
}
