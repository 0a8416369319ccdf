//! `plimsoll`: check, simulate, compare and load saved drawings, for scripts and continuous integration.
//!
//! Everything it says and does is `model` and `sim`; this package reads arguments and files and prints.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use model::{Message, file, text::Texts};

mod args;
mod check;
mod compare;
mod places;
mod simulate;
mod sweep;
mod table;

use args::Command;

/// What a command has to say, and how it ends.
pub struct Outcome {
    pub output: String,
    /// Error findings or objectives that were missed: exit code 1.
    pub has_failed: bool,
}

/// The file cannot be read or the arguments mean nothing: exit code 2.
pub struct Refusal(pub Message);

impl Refusal {
    /// What is wrong with a file.
    fn of(path: &str, problem: Message) -> Self {
        Self(Message::new("cli-refused").with("path", path).with("problem", problem))
    }
}

impl From<Message> for Refusal {
    fn from(message: Message) -> Self {
        Self(message)
    }
}

fn main() -> ExitCode {
    let texts = Texts::english();
    match run(&texts) {
        Ok(outcome) => {
            // A reader that has seen enough, such as `head`, is no failure.
            let _ = io::stdout().lock().write_all(outcome.output.as_bytes());
            ExitCode::from(u8::from(outcome.has_failed))
        }
        Err(Refusal(message)) => {
            let _ = writeln!(io::stderr().lock(), "plimsoll: {}", texts.say(&message));
            ExitCode::from(2)
        }
    }
}

fn run(texts: &Texts) -> Result<Outcome, Refusal> {
    let help = |id| Ok(Outcome { output: texts.get(id) + "\n", has_failed: false });
    match args::parse()? {
        Command::Help => help("cli-help"),
        Command::HelpCheck => help("cli-help-check"),
        Command::HelpSimulate => help("cli-help-simulate"),
        Command::HelpCompare => help("cli-help-compare"),
        Command::HelpSweep => help("cli-help-sweep"),
        Command::Version => {
            Ok(Outcome { output: format!("plimsoll {}\n", env!("CARGO_PKG_VERSION")), has_failed: false })
        }
        Command::Check { path, format } => {
            let name = name_of(&path, texts);
            Ok(check::run(&read(&path, &name)?, &name, format, texts))
        }
        Command::Simulate { path, overrides, format } => {
            let name = name_of(&path, texts);
            simulate::run(&read(&path, &name)?, &name, overrides, format, texts)
        }
        Command::Compare { before, after, overrides, format } => {
            let load = |path: &str| {
                let name = name_of(path, texts);
                Ok::<_, Refusal>((read(path, &name)?, name))
            };
            compare::run(&load(&before)?, &load(&after)?, overrides, format, texts)
        }
        Command::Sweep { path, overrides, format } => {
            let name = name_of(&path, texts);
            sweep::run(&read(&path, &name)?, &name, overrides, format, texts)
        }
    }
}

/// What was put right on reading the file, a line each.
fn notices(loaded: &file::Loaded, texts: &Texts) -> String {
    loaded
        .notices
        .iter()
        .map(|it| texts.say(&Message::new("cli-notice").with("notice", it.clone())) + "\n")
        .collect()
}

fn name_of(path: &str, texts: &Texts) -> String {
    if path == "-" { texts.get("cli-standard-input") } else { path.to_owned() }
}

/// What a drawing is called; one without a name as its file.
fn title<'a>(loaded: &'a file::Loaded, file: &'a str) -> &'a str {
    let name = loaded.architecture.name.as_str();
    if name.is_empty() { file } else { name }
}

fn read(path: &str, name: &str) -> Result<file::Loaded, Refusal> {
    let unreadable = |error: io::Error| {
        Refusal(Message::new("cli-unreadable").with("path", name).with("error", error.to_string()))
    };
    // One byte more than allowed is enough to be refused.
    let limit = file::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    file::load(&bytes).map_err(|error| Refusal::of(name, error.message()))
}
