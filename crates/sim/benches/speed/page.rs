//! What was measured, as a page in Markdown: printed line by line as it comes, and kept as `docs/SPEED.md` if it is to be
//! recorded.

use std::{fs, io, path::Path, process::Command, thread};

use super::REPETITIONS;

/// Blocks of the longest bar.
const LONGEST_BAR: f64 = 10.0;

/// The page so far.
#[derive(Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// With what it was measured on.
    pub fn begin() -> Self {
        let mut page = Self::default();
        page.line("# How fast it is");
        page.say(&format!(
            "Written by `cargo xtask bench speed --record` from what it measured: on {}, with {} and node {}. {} All times are processor \
             time, and where two are compared, they are medians of {REPETITIONS} runs that took turns. The rates are those of that \
             machine; the ratios say more.",
            machine(),
            said(Command::new("rustc").arg("--version")),
            said(Command::new("node").arg("--version")),
            others(),
        ));
        page
    }

    /// A question that what follows answers.
    pub fn ask(&mut self, question: &str) {
        self.line("");
        self.line(&format!("## {question}"));
    }

    pub fn say(&mut self, paragraph: &str) {
        self.line("");
        self.line(paragraph);
    }

    /// A table begins. Its columns are not aligned, which would take styles that the page's security policy blocks.
    pub fn heads(&mut self, heads: &[&str]) {
        self.line("");
        self.row(heads);
        self.line(&format!("|{}", "---|".repeat(heads.len())));
    }

    pub fn row(&mut self, cells: &[&str]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// # Errors
    /// If it cannot be written.
    pub fn record(&self) -> io::Result<()> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/SPEED.md");
        fs::write(file, &self.text)
    }
}

/// A number and a bar of blocks, which screen readers leave out: the number says it.
pub fn with_bar(number: &str, share: f64) -> String {
    let blocks = (share * LONGEST_BAR).round().max(1.0) as usize;
    format!("{number} <span aria-hidden=\"true\">{}</span>", "█".repeat(blocks))
}

fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find(|it| it.starts_with("model name")).and_then(|it| it.split(": ").nth(1));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("an {} with {cores} cores, under Linux", model.unwrap_or("unknown processor"))
}

/// Whether the machine did anything else, by its load when the measurement began.
fn others() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    match text.split(' ').next() {
        Some(load) => {
            format!("It had other work, too: its load average was {load} when this began.")
        }
        None => String::new(),
    }
}

/// The version that a program says it has, without what stands in brackets.
fn said(program: &mut Command) -> String {
    let said = program.output().map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned());
    let said = said.unwrap_or_else(|_| "none".to_owned());
    said.split(" (").next().unwrap_or_default().to_owned()
}
