//! `cargo xtask fuzz`: libFuzzer makes up files and keeps those that reach something new in the program. Needs no other
//! toolchain: the compiler pass that counts what was reached is LLVM's.

use crate::{
    Outcome,
    process::{cargo, command, root, run},
};
use std::{fs, num::NonZeroU32, path::Path};

/// Programs of `tests/fuzz`, without `fuzz-`.
pub const TARGETS: [&str; 2] = ["drawing", "reader"];

/// As cargo-fuzz sets them, but for comparisons: to follow these, too, takes longer than all the rest.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table";
/// Named so that build scripts and macros are compiled without them.
const HOST: &str = "x86_64-unknown-linux-gnu";
/// What takes longer than so many seconds, or more megabytes, counts as found.
const MOST_SECS: u32 = 20;
const MOST_MEGABYTES: u32 = 2048;
/// Longest file, in bytes.
const MOST_BYTES: u32 = 40_000;

/// Looks for so many minutes at each of `targets`; what was reached is kept in `target/fuzz` for the next time.
///
/// # Errors
/// If a file is found on which the program panics, hangs or takes too much memory: its name.
pub fn fuzz(minutes: NonZeroU32, targets: &[&str]) -> Outcome {
    let folder = root().join("target/fuzz");
    let mut build = cargo("build --locked --package fuzz --features libfuzzer --profile fuzz --target");
    run(build.arg(HOST).arg("--target-dir").arg(&folder).env("RUSTFLAGS", FLAGS))?;
    let mut outcome = Ok(());
    for target in targets {
        outcome = outcome.and(look(&folder, target, minutes));
    }
    outcome
}

fn look(folder: &Path, target: &str, minutes: NonZeroU32) -> Outcome {
    let corpus = folder.join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let mut program = command("nice");
    program.arg(folder.join(HOST).join("fuzz").join(format!("fuzz-{target}"))).arg(corpus);
    // What there is to start from: files that people drew, and what was found before.
    for seeds in ["assets/blueprints", "tests/files", "tests/fuzz/corpus"] {
        program.arg(root().join(seeds));
    }
    program.arg(format!("-artifact_prefix={}/{target}-", folder.display()));
    program.arg(format!("-max_total_time={}", 60 * minutes.get()));
    program.arg(format!("-timeout={MOST_SECS}")).arg(format!("-rss_limit_mb={MOST_MEGABYTES}"));
    program.arg(format!("-max_len={MOST_BYTES}")).arg("-print_final_stats=1");
    run(&mut program)
}
