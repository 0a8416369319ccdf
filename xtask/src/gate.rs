//! `cargo xtask check`, the quick look before each commit, and `cargo xtask test`, the gate that CI runs.

use crate::{
    Outcome,
    page::{self, Build},
    process::{cargo, root, run},
    setup,
    steps::Steps,
};

/// Our packages but `tools`, whose two programs only call wasm-bindgen's.
const OURS: &str = "--locked --workspace --exclude tools --features xtask/site";
/// Where property tests find the seed of their cases; `cargo test` by itself draws new ones each time.
const CASES: &str = "PROPTEST_RNG_SEED";
const WASM: &str = "--locked --package plimsoll-app --target wasm32-unknown-unknown";

/// Formatting, lints and native tests.
///
/// # Errors
/// If one of them fails.
pub fn check() -> Outcome {
    let mut steps = Steps::begin();
    let outcome = quick(&mut steps);
    eprint!("{}", steps.summary());
    outcome
}

/// Everything. The browser tests run the page that people get.
///
/// # Errors
/// If something fails; the later steps are then left out.
pub fn test() -> Outcome {
    let mut steps = Steps::begin();
    let outcome = everything(&mut steps);
    eprint!("{}", steps.summary());
    outcome
}

/// Builds the page and runs the end-to-end tests whose names contain one of `filters`.
///
/// # Errors
/// If the build or a test fails.
pub fn end_to_end(build: Build, filters: &[String]) -> Outcome {
    let mut steps = Steps::begin();
    setup::for_page(&mut steps)?;
    setup::for_tests(&mut steps)?;
    steps.step("Build the page", || page::build(build))?;
    let outcome = browser_tests(&mut steps, build, filters);
    eprint!("{}", steps.summary());
    outcome
}

fn quick(steps: &mut Steps) -> Outcome {
    if !setup::has_wasm_target() {
        steps.step("Install the wasm target", setup::install_wasm_target)?;
    }
    steps.step("Formatting", || run(&mut cargo("fmt --all --check")))?;
    lints_and_native_tests(steps)
}

fn lints_and_native_tests(steps: &mut Steps) -> Outcome {
    steps.step("Lints", || {
        run(&mut cargo(&format!("clippy {OURS} --all-targets -- -D warnings")))?;
        run(&mut cargo(&format!("clippy {WASM} --all-targets -- -D warnings")))
    })?;
    let mut tests = cargo(&format!("test {OURS} --exclude e2e --no-fail-fast --lib --bins --tests"));
    // The same cases at each run: what fails here is the change at hand and not the draw of the day.
    if std::env::var_os(CASES).is_none() {
        tests.env(CASES, "1");
    }
    steps.tests("Native tests", &mut [tests])?;
    steps.tests("Doc tests", &mut [cargo(&format!("test {OURS} --exclude e2e --doc"))])
}

fn everything(steps: &mut Steps) -> Outcome {
    setup::for_page(steps)?;
    setup::for_tests(steps)?;
    steps.step("Formatting", || run(&mut cargo("fmt --all --check")))?;
    lints_and_native_tests(steps)?;
    steps.tests(
        "Tests in wasm, in headless Chromium",
        &mut [cargo(&format!("test {WASM} --lib --test browser"))],
    )?;
    steps.step("Build the page", || page::build(Build::Release))?;
    browser_tests(steps, Build::Release, &[])
}

fn browser_tests(steps: &mut Steps, build: Build, filters: &[String]) -> Outcome {
    let mut tests = cargo("test --locked --package e2e --no-fail-fast --");
    tests.args(filters).env("PLIMSOLL_SITE", build.folder());
    // A screenshot of an earlier failure must not be taken for one of this run.
    let _ = std::fs::remove_dir_all(root().join("target/e2e"));
    steps.tests("End-to-end tests of the page, in headless Chromium", &mut [tests])
}
