//! Steps that a person can follow: what is done now, how long each took, and how many tests ran.

use crate::{Outcome, process};
use std::{
    process::Command,
    time::{Duration, Instant},
};

/// The steps of one command.
pub struct Steps {
    began: Instant,
    done: Vec<Step>,
}

struct Step {
    title: String,
    took: Duration,
    tests: Counts,
}

/// How many tests a step ran, as the test programs themselves report.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that were skipped.
    pub ignored: usize,
}

impl Counts {
    /// Adds one line of output, if it is a result line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub fn see(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ").and_then(|(_, rest)| rest.split_once(". "))
        else {
            return;
        };
        for count in counts.split("; ") {
            let mut words = count.split_whitespace();
            let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<usize>), words.next()) else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::begin()
    }
}

impl Steps {
    /// Starts the clock.
    pub fn begin() -> Self {
        Self { began: Instant::now(), done: Vec::new() }
    }

    /// Announces a step, does it, and says how long it took.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn step(&mut self, title: &str, work: impl FnOnce() -> Outcome) -> Outcome {
        self.timed(title, |_| work())
    }

    /// A step that runs test programs: their results are counted, and having run none is an error.
    ///
    /// # Errors
    /// If a command fails or no test ran.
    pub fn tests(&mut self, title: &str, commands: &mut [Command]) -> Outcome {
        self.timed(title, |counts| {
            for command in commands {
                process::run_seeing(command, |line| counts.see(line))?;
            }
            if counts.passed == 0 { Err(format!("{title}: no test ran")) } else { Ok(()) }
        })
    }

    fn timed(&mut self, title: &str, work: impl FnOnce(&mut Counts) -> Outcome) -> Outcome {
        eprintln!("\n==> {title}");
        let began = Instant::now();
        let mut tests = Counts::default();
        let outcome = work(&mut tests);
        let took = began.elapsed();
        eprintln!("    {} after {}", if outcome.is_ok() { "done" } else { "FAILED" }, seconds(took));
        self.done.push(Step { title: title.to_owned(), took, tests });
        outcome
    }

    /// The table at the end: time and number of tests of each step.
    pub fn summary(&self) -> String {
        let mut text = String::from("\n");
        let mut passed = 0;
        for Step { title, took, tests } in &self.done {
            passed += tests.passed;
            let ran = match tests {
                Counts { passed: 0, failed: 0, .. } => String::new(),
                Counts { passed, ignored: 0, .. } => format!("{passed} tests passed"),
                Counts { passed, ignored, .. } => format!("{passed} tests passed, {ignored} ignored"),
            };
            text += &format!("{:>9}  {title:<40} {ran}\n", seconds(*took));
        }
        let total = if passed > 0 { format!("{passed} tests passed") } else { String::new() };
        text + &format!("{:>9}  {:<40} {total}\n", seconds(self.began.elapsed()), "in all")
    }
}

/// A duration as people say it: `0.4 s`, `12.3 s`, `2 min 05 s`.
fn seconds(duration: Duration) -> String {
    let secs = duration.as_secs_f64();
    if secs < 100.0 {
        format!("{secs:.1} s")
    } else {
        format!("{} min {:02} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_added_up_and_others_are_not() {
        let mut counts = Counts::default();
        counts.see(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        counts.see("test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out");
        counts.see("running 3 tests");
        counts.see("test 7 passed; this is a test's own output");
        assert_eq!(counts, Counts { passed: 5, failed: 4, ignored: 1 });
    }

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
