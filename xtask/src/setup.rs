//! Everything a fresh machine needs. Each part is skipped when it is already there.

use crate::{
    Outcome,
    process::{cargo, command, output_of, run},
    steps::Steps,
};

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
/// Older versions do not know all the instructions that rustc emits.
const OLDEST_WASM_OPT: u32 = 120;
const WASM: &str = "wasm32-unknown-unknown";

/// What building the page needs.
///
/// # Errors
/// If something is missing and cannot be installed; the message says what to do.
pub fn for_page(steps: &mut Steps) -> Outcome {
    if !has_wasm_target() {
        steps.step("Install the wasm target", install_wasm_target)?;
    }
    steps.step(
        "Build our tools: wasm-bindgen at the version of Cargo.lock (about 40 s the first time)",
        || {
            run(&mut cargo("build --locked --package tools --profile tools"))?;
            run(&mut cargo("build --locked --package xtask --features site --bin site --profile tools"))
        },
    )?;
    if output_of("trunk", &["--version"]).as_deref() != Some(&format!("trunk {TRUNK}")) {
        steps.step(&format!("Install trunk {TRUNK} into .tools (about 2 min)"), || {
            run(&mut trunk_install())
        })?;
    }
    if wasm_opt_version().is_none() {
        install_wasm_opt(steps)?;
    }
    Ok(())
}

/// What the tests need besides: the linters, and a browser with its driver.
///
/// # Errors
/// If something is missing and cannot be installed; the message says what to do.
pub fn for_tests(steps: &mut Steps) -> Outcome {
    if output_of("cargo", &["fmt", "--version"]).is_none()
        || output_of("cargo", &["clippy", "--version"]).is_none()
    {
        steps.step("Install rustfmt and clippy", || {
            run(command("rustup").args(["component", "add", "rustfmt", "clippy"]))
        })?;
    }
    if has_browser() {
        return Ok(());
    }
    steps.step("Install Chromium and its driver through apt (about 1 min)", || {
        let by_hand = "Chromium and chromedriver are missing. On Debian install them with:\n    \
                       sudo apt-get install chromium chromium-driver";
        if output_of("id", &["-u"]).as_deref() != Some("0") || output_of("apt-get", &["--version"]).is_none()
        {
            return Err(by_hand.to_owned());
        }
        let apt = |arguments: &[&str]| {
            run(command("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
        };
        let install = ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"];
        // The package lists may be old or absent: refresh them only if the install needs it.
        apt(&install)
            .or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
            .map_err(|error| format!("{error}\n{by_hand}"))?;
        if has_browser() { Ok(()) } else { Err(by_hand.to_owned()) }
    })
}

/// The major version of the `wasm-opt` that will be used, if there is one that is new enough.
pub fn wasm_opt_version() -> Option<u32> {
    // `wasm-opt version 132 (version_132)`
    let version = output_of("wasm-opt", &["--version"])?.split_whitespace().nth(2)?.parse().ok()?;
    (version >= OLDEST_WASM_OPT).then_some(version)
}

/// Whether rustc can compile for the page.
pub fn has_wasm_target() -> bool {
    output_of("rustc", &["--print", "target-libdir", "--target", WASM])
        .is_some_and(|folder| std::path::Path::new(&folder).is_dir())
}

/// Lets rustc compile for the page.
///
/// # Errors
/// If rustup is missing or cannot download.
pub fn install_wasm_target() -> Outcome {
    run(command("rustup").args(["target", "add", WASM]))
        .map_err(|error| format!("{error}\nInstall Rust through https://rustup.rs, or add the target {WASM}"))
}

fn has_browser() -> bool {
    output_of("chromedriver", &["--version"]).is_some() && output_of("chromium", &["--version"]).is_some()
}

/// Trunk's own release profile takes five times as long and builds our page no faster. Without its default
/// features it cannot download tools behind our back.
fn trunk_install() -> std::process::Command {
    let mut install = cargo("install trunk --locked --no-default-features --root .tools --version");
    install
        .arg(TRUNK)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    install
}

/// Without `wasm-opt` the page works and is larger, so its absence is said, not fatal.
fn install_wasm_opt(steps: &mut Steps) -> Outcome {
    if output_of("npm", &["--version"]).is_none() {
        eprintln!("\nwarning: neither wasm-opt nor npm is installed: the page will be about 60 % larger.");
        eprintln!("         For the small one install Node.js with npm, then run this command again.");
        return Ok(());
    }
    steps
        .step(&format!("Install wasm-opt (binaryen {BINARYEN}) into .tools (about 15 s)"), || {
            let package = format!("binaryen@{BINARYEN}");
            run(command("npm").args([
                "install",
                "--prefix",
                ".tools",
                "--no-save",
                "--no-audit",
                "--no-fund",
                &package,
            ]))
        })
        .or_else(|error| {
            eprintln!("warning: {error}: the page will be about 60 % larger.");
            Ok(())
        })
}
