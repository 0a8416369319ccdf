//! The engine in wasm, run by node: a program that is asked over its standard input, so that it stays warm and its
//! measurements lie between the native ones.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// Processor time and work of one run.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    pub secs: f64,
    pub requests: f64,
    pub events: f64,
}

pub struct Node {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Node {
    /// Why there are no figures for wasm, if so.
    pub fn start() -> Result<Self, String> {
        let wasm = env::var("SPEED_WASM").map_err(|_| {
            "wasm: not measured; `cargo xtask bench speed` builds it and sets SPEED_WASM".to_owned()
        })?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/speed/run.mjs");
        // Otherwise V8 first compiles in haste, and a second time when a thread of it gets to that: after seconds where
        // others work, too, and until then a run takes twice as long.
        let mut child = Command::new("node")
            .arg("--no-liftoff")
            .arg(script)
            .arg(&wasm)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("wasm: not measured; node: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("wasm: not measured; node has no pipes".to_owned());
        };
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// A model by its number, for so many simulated seconds.
    pub fn model(&mut self, index: usize, secs: f64) -> Option<Took> {
        self.ask(&format!("model {index} {secs}"))
    }

    /// A drawing in the file format.
    pub fn file(&mut self, path: &Path, secs: f64) -> Option<Took> {
        self.ask(&format!("file {} {secs}", path.display()))
    }

    fn ask(&mut self, question: &str) -> Option<Took> {
        writeln!(self.input, "{question}").ok()?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).ok()?;
        let mut numbers = answer.split_whitespace().map(str::parse);
        let mut next = || numbers.next().and_then(Result::ok);
        Some(Took { secs: next()?, requests: next()?, events: next()? })
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
