//! The command line.

use std::{ffi::OsString, str::FromStr};

use lexopt::{Arg, Parser};
use model::Message;
use sim::RunOptions;

use crate::Refusal;

/// The longest duration accepted, in seconds (a week).
const MAX_SECS: f64 = 604_800.0;
const MAX_REPLICATIONS: u32 = 1000;

pub enum Command {
    Help,
    HelpCheck,
    HelpSimulate,
    Version,
    Check { path: String, format: Format },
    Simulate { path: String, overrides: Overrides, format: Format },
    HelpCompare,
    Compare { before: String, after: String, overrides: Overrides, format: Format },
    HelpSweep,
    Sweep { path: String, overrides: Overrides, format: Format },
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// What the command line says instead of the file.
#[derive(Clone, Copy, Default)]
pub struct Overrides {
    pub seed: Option<u64>,
    pub duration_secs: Option<f64>,
    pub warm_up_secs: Option<f64>,
    pub replications: Option<u32>,
}

impl Overrides {
    /// What a file says, where the command line says nothing else.
    pub fn over(self, settings: RunOptions) -> RunOptions {
        RunOptions {
            seed: self.seed.unwrap_or(settings.seed),
            duration_secs: self.duration_secs.unwrap_or(settings.duration_secs),
            warm_up_secs: self.warm_up_secs.unwrap_or(settings.warm_up_secs),
            replications: self.replications.unwrap_or(settings.replications),
        }
    }
}

pub fn parse() -> Result<Command, Refusal> {
    let mut parser = Parser::from_env();
    let command = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Short('V') | Arg::Long("version")) => return Ok(Command::Version),
        Some(Arg::Value(command)) => command,
        Some(other) => return Err(unexpected(other)),
    };
    match command.to_str() {
        Some("check") => parse_check(&mut parser),
        Some("simulate") => parse_simulate(&mut parser),
        Some("compare") => parse_compare(&mut parser),
        Some("sweep") => parse_sweep(&mut parser),
        Some("help") => Ok(Command::Help),
        _ => Err(Message::new("cli-unknown-command").with("command", lossy(&command)).into()),
    }
}

fn parse_check(parser: &mut Parser) -> Result<Command, Refusal> {
    let (mut path, mut format) = (None, Format::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::HelpCheck),
            Arg::Long("format") => format = parse_format(&parser.value()?)?,
            Arg::Value(value) => set_path(&mut path, value)?,
            other => return Err(unexpected(other)),
        }
    }
    Ok(Command::Check { path: require_path(path)?, format })
}

fn parse_simulate(parser: &mut Parser) -> Result<Command, Refusal> {
    let (mut path, mut format, mut overrides) = (None, Format::default(), Overrides::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::HelpSimulate),
            Arg::Long("replications") => {
                let value = parse_number("--replications", &parser.value()?, 1, MAX_REPLICATIONS)?;
                overrides.replications = Some(value);
            }
            Arg::Value(value) => set_path(&mut path, value)?,
            other => parse_run_option(other.into(), parser, &mut overrides, &mut format)?,
        }
    }
    Ok(Command::Simulate { path: require_path(path)?, overrides, format })
}

fn parse_compare(parser: &mut Parser) -> Result<Command, Refusal> {
    let (mut before, mut after) = (None, None);
    let (mut format, mut overrides) = (Format::default(), Overrides::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::HelpCompare),
            Arg::Value(value) if before.is_none() => set_path(&mut before, value)?,
            Arg::Value(value) if after.is_none() => set_path(&mut after, value)?,
            Arg::Value(value) => {
                return Err(Message::new("cli-two-files").with("found", lossy(&value)).into());
            }
            other => parse_run_option(other.into(), parser, &mut overrides, &mut format)?,
        }
    }
    let (Some(before), Some(after)) = (before, after) else {
        return Err(Message::new("cli-no-two-files").into());
    };
    if before == "-" && after == "-" {
        return Err(Message::new("cli-one-standard-input").into());
    }
    Ok(Command::Compare { before, after, overrides, format })
}

fn parse_sweep(parser: &mut Parser) -> Result<Command, Refusal> {
    let (mut path, mut format, mut overrides) = (None, Format::default(), Overrides::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::HelpSweep),
            Arg::Value(value) => set_path(&mut path, value)?,
            other => parse_run_option(other.into(), parser, &mut overrides, &mut format)?,
        }
    }
    Ok(Command::Sweep { path: require_path(path)?, overrides, format })
}

/// An option that does not borrow the parser, which has its value.
enum Flag {
    Format,
    Seed,
    Duration,
    WarmUp,
    Unknown(Refusal),
}

impl From<Arg<'_>> for Flag {
    fn from(arg: Arg<'_>) -> Self {
        match arg {
            Arg::Long("format") => Self::Format,
            Arg::Long("seed") => Self::Seed,
            Arg::Long("duration") => Self::Duration,
            Arg::Long("warmup") => Self::WarmUp,
            other => Self::Unknown(unexpected(other)),
        }
    }
}

/// What every command that runs a drawing understands.
fn parse_run_option(
    flag: Flag,
    parser: &mut Parser,
    overrides: &mut Overrides,
    format: &mut Format,
) -> Result<(), Refusal> {
    match flag {
        Flag::Format => *format = parse_format(&parser.value()?)?,
        Flag::Seed => overrides.seed = Some(parse_number("--seed", &parser.value()?, 0, u64::MAX)?),
        Flag::Duration => {
            overrides.duration_secs = Some(parse_secs("--duration", &parser.value()?, 0.001)?);
        }
        Flag::WarmUp => overrides.warm_up_secs = Some(parse_secs("--warmup", &parser.value()?, 0.0)?),
        Flag::Unknown(refusal) => return Err(refusal),
    }
    Ok(())
}

fn set_path(path: &mut Option<String>, value: OsString) -> Result<(), Refusal> {
    if path.is_some() {
        return Err(Message::new("cli-one-file").with("found", lossy(&value)).into());
    }
    let value = value.into_string().map_err(|it| Message::new("cli-bad-path").with("path", lossy(&it)))?;
    *path = Some(value);
    Ok(())
}

fn require_path(path: Option<String>) -> Result<String, Refusal> {
    path.ok_or_else(|| Message::new("cli-no-file").into())
}

fn parse_format(value: &OsString) -> Result<Format, Refusal> {
    match value.to_str() {
        Some("text") => Ok(Format::Text),
        Some("json") => Ok(Format::Json),
        _ => Err(bad_value("--format", value, Message::new("cli-expected-format"))),
    }
}

fn parse_number<T>(option: &str, value: &OsString, min: T, max: T) -> Result<T, Refusal>
where
    T: FromStr + PartialOrd + ToString + Copy,
{
    let number = value.to_str().and_then(|it| it.parse().ok()).filter(|it| *it >= min && *it <= max);
    number.ok_or_else(|| {
        let expected =
            Message::new("cli-expected-number").with("min", min.to_string()).with("max", max.to_string());
        bad_value(option, value, expected)
    })
}

/// `90`, `90s`, `500ms`, `5m`, `1h`.
fn parse_secs(option: &str, value: &OsString, min_secs: f64) -> Result<f64, Refusal> {
    let parse = |text: &str| {
        let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let factor = match &text[digits.len()..] {
            "" | "s" => 1.0,
            "ms" => 0.001,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        digits.parse::<f64>().ok().map(|it| it * factor).filter(|it| (min_secs..=MAX_SECS).contains(it))
    };
    value
        .to_str()
        .and_then(parse)
        .ok_or_else(|| bad_value(option, value, Message::new("cli-expected-duration")))
}

fn bad_value(option: &str, value: &OsString, expected: Message) -> Refusal {
    Message::new("cli-bad-value")
        .with("option", option)
        .with("value", lossy(value))
        .with("expected", expected)
        .into()
}

fn unexpected(arg: Arg<'_>) -> Refusal {
    let found = match arg {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(value) => lossy(&value),
    };
    Message::new("cli-unknown-option").with("option", found).into()
}

fn lossy(text: &OsString) -> String {
    text.to_string_lossy().into_owned()
}

impl From<lexopt::Error> for Refusal {
    fn from(error: lexopt::Error) -> Self {
        Message::new("cli-usage").with("problem", error.to_string()).into()
    }
}
