//! `cargo xtask bench`: runs the benchmarks that exist, `crates/*/benches/*.rs`.

use crate::{
    Outcome,
    process::{cargo, root, run},
};
use std::fs;

/// Runs every benchmark of the core whose name contains `filter`.
///
/// # Errors
/// If there is none, or one fails.
pub fn bench(filter: &str) -> Outcome {
    let mut names = Vec::new();
    for package in fs::read_dir(root().join("crates")).into_iter().flatten().flatten() {
        for bench in fs::read_dir(package.path().join("benches")).into_iter().flatten().flatten() {
            let stem =
                bench.path().file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            if stem.contains(filter) {
                names.push((format!("plimsoll-{}", package.file_name().to_string_lossy()), stem));
            }
        }
    }
    names.sort();
    if names.is_empty() {
        return Err(format!("no benchmark in crates/*/benches has a name with {filter:?}"));
    }
    names
        .iter()
        .try_for_each(|(package, name)| run(&mut cargo(&format!("bench --package {package} --bench {name}"))))
}
