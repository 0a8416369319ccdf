//! `cargo xtask bench`: runs the benchmarks that exist, `crates/*/benches/*.rs`, and records how fast the engine is.

use crate::{
    Outcome,
    process::{cargo, root, run},
};
use std::fs;

/// What the benchmark of the engine times in node, as the page would have it.
const WASM: &str = "target/wasm32-unknown-unknown/wasm-release/examples/speed_wasm.wasm";

/// Runs every benchmark of the core whose name contains `filter`; `arguments` go to each.
///
/// # Errors
/// If there is none, or one fails.
pub fn bench(filter: &str, arguments: &[&str]) -> Outcome {
    let mut names = Vec::new();
    for package in fs::read_dir(root().join("crates")).into_iter().flatten().flatten() {
        for bench in fs::read_dir(package.path().join("benches")).into_iter().flatten().flatten() {
            let path = bench.path();
            let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|it| it == "rs") && stem.contains(filter) {
                names.push((format!("plimsoll-{}", package.file_name().to_string_lossy()), stem));
            }
        }
    }
    names.sort();
    if names.is_empty() {
        return Err(format!("no benchmark in crates/*/benches has a name with {filter:?}"));
    }
    names.iter().try_for_each(|(package, name)| {
        let mut bench = cargo(&format!("bench --package {package} --bench {name}"));
        if package == "plimsoll-sim" {
            run(&mut cargo(
                "build --locked --profile wasm-release --target wasm32-unknown-unknown --package plimsoll-sim --example speed_wasm",
            ))?;
            bench.env("SPEED_WASM", root().join(WASM));
        }
        if !arguments.is_empty() {
            bench.arg("--").args(arguments);
        }
        run(&mut bench)
    })
}
