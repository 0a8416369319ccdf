//! How quickly the page answers.

use crate::Page;
use serde_json::json;

impl Page {
    /// Makes the processor slower by a factor, as on an old laptop.
    #[track_caller]
    pub fn slow_down(&self, factor: f64) {
        self.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": factor }));
    }

    /// From now on remembers the slowest answer to a click or key press, and the longest time without a frame.
    #[track_caller]
    pub fn watch_speed(&self) {
        let body = "
            const speed = (window.plimsollSpeed = { response: 0, gap: 0 });
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) speed.response = Math.max(speed.response, entry.duration);
            }).observe({ type: 'event', durationThreshold: 16 });
            let last = performance.now();
            const frame = (now) => {
              speed.gap = Math.max(speed.gap, now - last);
              last = now;
              if (window.plimsollSpeed === speed) requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);";
        self.script(body, &[]);
    }

    /// Milliseconds from a click or key press to the next picture: the slowest since [`Page::watch_speed`]. The
    /// browser rounds to 8 ms and leaves out what took less than 16 ms, which counts as 0.
    #[track_caller]
    pub fn slowest_response_millis(&self) -> f64 {
        // Entries come after the frame they are about.
        let body = "await new Promise((done) => setTimeout(done, 200)); return window.plimsollSpeed.response";
        self.script(body, &[]).as_f64().unwrap_or(f64::NAN)
    }

    /// The longest time between two frames since [`Page::watch_speed`], in milliseconds.
    #[track_caller]
    pub fn longest_frame_millis(&self) -> f64 {
        self.script("return window.plimsollSpeed.gap", &[]).as_f64().unwrap_or(f64::NAN)
    }

    /// Milliseconds from the start of the visit until the app could be used, if it says so with
    /// `performance.mark("interactive")`.
    #[track_caller]
    pub fn interactive_after_millis(&self) -> Option<f64> {
        let body = "return performance.getEntriesByName('interactive')[0]?.startTime ?? null";
        self.script(body, &[]).as_f64()
    }
}
