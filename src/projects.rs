//! Named drawings kept by the browser.
