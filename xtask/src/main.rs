//! `cargo xtask COMMAND`: see [`HELP`].

use std::{env, num::NonZeroU32, process::ExitCode};
use xtask::{
    Outcome, bench, fuzz, gate,
    page::{self, Build},
    process::{cargo, command, run},
    serve, setup,
    steps::Steps,
};

const HELP: &str = "cargo xtask COMMAND

  serve [--port N] [--debug]   build the page and serve it on this machine
  test                         everything: formatting, lints, all tests, the page in a browser; what CI runs
  check                        the quick part of it: formatting, lints, native tests
  e2e [--debug] [NAME…]        build the page and run its end-to-end tests
  dist                         make the static site in dist/, with compressed copies and a table of sizes
  screenshot                   build the page and make docs/screenshot.png of it
  bench [NAME]                 run the benchmarks
  bench speed --record         and write what came of it, docs/SPEED.md
  fuzz [--minutes N] [NAME]    look for files on which the program panics, ten minutes for each target
  setup                        install what these commands need (they do so themselves)

What is missing is installed: the wasm target, our pinned tools (in target/ and .tools/), Chromium through apt.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How long each target of `fuzz` takes.
const USUAL_MINUTES: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

fn dispatch(arguments: &[String]) -> Outcome {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((&name, rest)) = words.split_first() else { return Err(HELP.to_owned()) };
    let build = if rest.contains(&"--debug") { Build::Debug } else { Build::Release };
    let others: Vec<&str> = rest.iter().copied().filter(|&word| word != "--debug").collect();
    match (name, &others[..]) {
        ("serve", []) => serve::serve(build, None),
        ("serve", ["--port", port]) => {
            serve::serve(build, Some(port.parse().map_err(|_| format!("--port {port}: not a port number"))?))
        }
        ("e2e", filters) => {
            gate::end_to_end(build, &filters.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        ("test", []) => gate::test(),
        ("check", []) => gate::check(),
        ("dist", []) => dist(),
        ("screenshot", []) => screenshot(),
        ("bench", []) => bench::bench("", &[]),
        ("bench", ["speed", "--record"]) => bench::bench("speed", &["record"]),
        ("bench", [filter]) => bench::bench(filter, &[]),
        ("fuzz", ["--minutes", minutes, names @ ..]) => {
            let minutes =
                minutes.parse().map_err(|_| format!("--minutes {minutes}: not a number of minutes"))?;
            fuzz(minutes, names)
        }
        ("fuzz", names) => fuzz(USUAL_MINUTES, names),
        ("setup", []) => {
            let mut steps = Steps::begin();
            setup::for_page(&mut steps)?;
            setup::for_tests(&mut steps)
        }
        ("help" | "--help", _) => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("not understood: {}\n\n{HELP}", words.join(" "))),
    }
}

fn fuzz(minutes: NonZeroU32, names: &[&str]) -> Outcome {
    match names {
        [] => fuzz::fuzz(minutes, &fuzz::TARGETS),
        [name] if fuzz::TARGETS.contains(name) => fuzz::fuzz(minutes, &[name]),
        _ => Err(format!("targets are {}", fuzz::TARGETS.join(", "))),
    }
}

fn dist() -> Outcome {
    let mut steps = Steps::begin();
    setup::for_page(&mut steps)?;
    steps.step("Build the page", || page::build(Build::Release))?;
    let folder = Build::Release.folder();
    steps.step("Compress", || run(command("site").arg("compress").arg(&folder)))?;
    println!("The site is in {}: copy the folder to any static host, under any path.", folder.display());
    Ok(())
}

fn screenshot() -> Outcome {
    let mut steps = Steps::begin();
    setup::for_page(&mut steps)?;
    setup::for_tests(&mut steps)?;
    steps.step("Build the page", || page::build(Build::Release))?;
    steps.step("Make docs/screenshot.png", || run(&mut cargo("run --locked --package e2e --bin screenshot")))
}
