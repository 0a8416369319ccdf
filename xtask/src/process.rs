//! Running other programs: where they are found, and what is done with their output.

use crate::Outcome;
use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A command that runs in the workspace's root and finds our own tools before the machine's.
pub fn command(program: &str) -> Command {
    let root = root();
    let ours =
        ["target/tools", ".tools/bin", ".tools/node_modules/binaryen/bin"].map(|folder| root.join(folder));
    let machines = env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(program);
    command.current_dir(&root).stdin(Stdio::null());
    if let Ok(path) = env::join_paths(ours.into_iter().chain(env::split_paths(&machines))) {
        command.env("PATH", path);
    }
    // What `cargo run` set for this program is not meant for the cargo that we start.
    for (name, _) in env::vars_os() {
        let is_ours = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
        });
        if is_ours {
            command.env_remove(name);
        }
    }
    command
}

/// A cargo command line, split at spaces.
pub fn cargo(arguments: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.args(arguments.split_whitespace());
    cargo
}

/// Runs a program whose output the person sees as it comes.
///
/// # Errors
/// If the program is missing or fails; the message is the command line.
pub fn run(command: &mut Command) -> Outcome {
    eprintln!("  $ {}", line(command));
    let status = command.status().map_err(|error| format!("{}: {error}", line(command)))?;
    if status.success() { Ok(()) } else { Err(format!("failed: {}", line(command))) }
}

/// Like [`run`], and hands each line of standard output to `see` after showing it.
///
/// # Errors
/// If the program is missing or fails.
pub fn run_seeing(command: &mut Command, mut see: impl FnMut(&str)) -> Outcome {
    eprintln!("  $ {}", line(command));
    let shown = line(command);
    let explain = |error| format!("{shown}: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(explain)?;
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).lines().map_while(Result::ok) {
            println!("{text}");
            see(&text);
        }
    }
    if child.wait().map_err(explain)?.success() { Ok(()) } else { Err(format!("failed: {shown}")) }
}

/// What a program prints, or nothing if it is missing or fails.
pub fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
