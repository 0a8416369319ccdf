//! Building the page with trunk. What trunk calls before and after is in [`crate::site`].

use crate::{
    Outcome,
    process::{command, root, run},
};
use std::path::PathBuf;

/// How the page is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Build {
    /// For people: optimized for size, the engine for speed. Goes to `dist`.
    Release,
    /// For the edit loop: quick to build, large, slow. Goes to `target/dist-debug`.
    Debug,
}

impl Build {
    /// The folder the built page goes to.
    pub fn folder(self) -> PathBuf {
        root().join(match self {
            Self::Release => "dist",
            Self::Debug => "target/dist-debug",
        })
    }
}

/// Builds the page.
///
/// # Errors
/// If trunk fails.
pub fn build(build: Build) -> Outcome {
    let mut trunk = command("trunk");
    trunk.arg("build").arg("--dist").arg(build.folder());
    // Trunk reads NO_COLOR as a Boolean and stops at the usual value 1.
    trunk.env_remove("NO_COLOR").env("RUST_LOG", "warn");
    // Its errors name the command that failed; where in trunk that was helps nobody.
    trunk.env("RUST_BACKTRACE", "0");
    if build == Build::Release {
        trunk.args(["--release", "--features", "parts"]);
    }
    run(&mut trunk)
}
