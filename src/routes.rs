//! The pages the app has besides the start page. The router, the packaging of the site and its offline list all
//! read this one table, so a page added here exists everywhere. No other code belongs in this file: `xtask`
//! compiles it as well.

/// Folder names under the site's root. Each gets a real `index.html`, so that a reload needs no rewrite rule.
pub const ROUTES: &[&str] = &["about", "help", "validation", "speed"];
