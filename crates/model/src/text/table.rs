//! The message table: Fluent files compiled in, one list of them in one place.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use super::{
    Arg, Message,
    numbers::{Numbers, PlainNumbers, decimals_for, decimals_for_ratio},
};

/// A file's name and its text.
pub type TextFile = (&'static str, &'static str);

/// What the page begins with: drawing, findings, the bar at the top, and what can go wrong before more has come.
pub const FIRST: &[TextFile] = &[
    ("catalog.ftl", include_str!("../../../../assets/locales/en/catalog.ftl")),
    ("rules.ftl", include_str!("../../../../assets/locales/en/rules.ftl")),
    ("editor.ftl", include_str!("../../../../assets/locales/en/editor.ftl")),
    ("app.ftl", include_str!("../../../../assets/locales/en/app.ftl")),
    ("canvas.ftl", include_str!("../../../../assets/locales/en/canvas.ftl")),
    ("running.ftl", include_str!("../../../../assets/locales/en/running.ftl")),
    ("files.ftl", include_str!("../../../../assets/locales/en/files.ftl")),
];

/// What only panels and windows say, which the page fetches after it has begun.
pub const LATER: &[TextFile] = &[
    ("search.ftl", include_str!("../../../../assets/locales/en/search.ftl")),
    ("help.ftl", include_str!("../../../../assets/locales/en/help.ftl")),
    ("inspector.ftl", include_str!("../../../../assets/locales/en/inspector.ftl")),
    ("windows.ftl", include_str!("../../../../assets/locales/en/windows.ftl")),
    ("scenario.ftl", include_str!("../../../../assets/locales/en/scenario.ftl")),
    ("changes.ftl", include_str!("../../../../assets/locales/en/changes.ftl")),
    ("sim.ftl", include_str!("../../../../assets/locales/en/sim.ftl")),
    ("dashboard.ftl", include_str!("../../../../assets/locales/en/dashboard.ftl")),
    ("studies.ftl", include_str!("../../../../assets/locales/en/studies.ftl")),
    ("incidents.ftl", include_str!("../../../../assets/locales/en/incidents.ftl")),
    ("operate.ftl", include_str!("../../../../assets/locales/en/operate.ftl")),
];

/// What the page has no use for.
pub const ELSEWHERE: &[TextFile] = &[
    ("validation.ftl", include_str!("../../../../assets/locales/en/validation.ftl")),
    ("cli.ftl", include_str!("../../../../assets/locales/en/cli.ftl")),
];

/// Every English file: the only list of them.
pub const ENGLISH: &[&[TextFile]] = &[FIRST, LATER, ELSEWHERE];

// A number that passed through a text travels between these two, so that the reader's own way of writing numbers is
// applied after the plural form was chosen. Both are private use characters that no text contains.
const NUMBER_STARTS: char = '\u{e000}';
const NUMBER_ENDS: char = '\u{e001}';

/// The texts of one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    numbers: Box<dyn Numbers>,
}

/// What is wrong with a message; only tests meet it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    #[error("no text has the id {0}")]
    Missing(String),
    #[error("the text {id} cannot be written: {details}")]
    Broken { id: String, details: String },
}

impl Texts {
    /// All of English, numbers written plainly.
    pub fn english() -> Self {
        // A parse problem loses that entry only; `english_files_parse` keeps it from happening.
        Self::from_files(&ENGLISH.concat()).0
    }

    /// The English that the page begins with; [`LATER`] is added when it has come.
    pub fn first_english() -> Self {
        Self::from_files(FIRST).0
    }

    /// The table made from `files` (name and content), and everything that is wrong with them.
    pub fn from_files(files: &[(&str, &str)]) -> (Self, Vec<String>) {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        // The marks keep left-to-right and right-to-left names apart; a page wraps names in elements instead.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(format!("{NUMBER_STARTS}{}{NUMBER_ENDS}", number.value)),
            _ => None,
        }));
        let mut texts = Self { bundle, numbers: Box::new(PlainNumbers) };
        let problems = texts.add(files);
        (texts, problems)
    }

    /// Adds files, and says everything that is wrong with them.
    pub fn add(&mut self, files: &[(&str, &str)]) -> Vec<String> {
        let mut problems = Vec::new();
        for (name, content) in files {
            let resource = match FluentResource::try_new((*content).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    problems.extend(errors.iter().map(|it| format!("{name}: {it}")));
                    resource
                }
            };
            if let Err(errors) = self.bundle.add_resource(resource) {
                problems.extend(errors.iter().map(|it| format!("{name}: {it}")));
            }
        }
        problems
    }

    /// The same texts with numbers written another way.
    #[must_use]
    pub fn with_numbers(mut self, numbers: impl Numbers + 'static) -> Self {
        self.numbers = Box::new(numbers);
        self
    }

    /// Whether a text has that id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.get_message(id).is_some_and(|it| it.value().is_some())
    }

    /// The text for people. One that is missing shows its id, so that the page goes on.
    pub fn say(&self, message: &Message) -> String {
        self.write(message).0
    }

    /// As [`Texts::say`], but strict: for tests.
    ///
    /// # Errors
    /// [`TextProblem`] if the id is missing or the text needs an argument that the message does not have.
    pub fn try_say(&self, message: &Message) -> Result<String, TextProblem> {
        let (text, problem) = self.write(message);
        problem.map_or(Ok(text), Err)
    }

    /// The text with that id and no arguments.
    pub fn get(&self, id: &str) -> String {
        self.say(&Message::computed(id.to_owned()))
    }

    /// A value as it appears inside a text.
    pub fn say_arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => text.clone(),
            Arg::Count(count) => self.numbers.number(*count, 0),
            Arg::Number(number) => self.numbers.number(*number, decimals_for(*number)),
            Arg::Ratio(ratio) => self.numbers.percent(*ratio, decimals_for_ratio(*ratio)),
            Arg::Millis(millis) => self.say_millis(*millis),
            Arg::Moment(secs) => self.say_moment(*secs),
            Arg::PerSec(per_sec) => self.with_unit("unit-per-second", *per_sec),
            Arg::Dollars(dollars) => {
                let decimals = match dollars.abs() {
                    size if size >= 100.0 => 0,
                    // Whole cents need no more.
                    size if size >= 0.1 || (size * 100.0).fract() < 1e-9 => 2,
                    _ => 4,
                };
                self.numbers.dollars(*dollars, decimals)
            }
            Arg::Message(message) => self.say(message),
        }
    }

    /// "a", "a and b", "a, b and c".
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let separator = self.get("list-separator");
                let first = first.join(&format!("{separator} "));
                self.say(&Message::new("list-and").with("first", first).with("last", last.as_str()))
            }
        }
    }

    fn write(&self, message: &Message) -> (String, Option<TextProblem>) {
        let id = message.id.as_ref();
        let Some(pattern) = self.bundle.get_message(id).and_then(|it| it.value()) else {
            return (id.to_owned(), Some(TextProblem::Missing(id.to_owned())));
        };
        let mut problem = None;
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, arg) in &message.args {
            let value = match arg {
                // The plural rules refuse what is not finite.
                Arg::Count(count) if count.is_finite() => FluentValue::from(*count),
                Arg::Message(inner) => {
                    let (text, inner_problem) = self.write(inner);
                    problem = problem.or(inner_problem);
                    FluentValue::from(text)
                }
                other => FluentValue::from(self.say_arg(other)),
            };
            args.set(name.as_ref(), value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            let details = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            problem = Some(TextProblem::Broken { id: id.to_owned(), details });
        }
        (self.write_numbers(&text), problem)
    }

    // Replaces what the bundle's formatter marked.
    fn write_numbers(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, marked)) = rest.split_once(NUMBER_STARTS) {
            out.push_str(before);
            let (number, after) = marked.split_once(NUMBER_ENDS).unwrap_or((marked, ""));
            match number.parse::<f64>() {
                Ok(number) => out.push_str(&self.numbers.number(number, decimals_for(number))),
                Err(_) => out.push_str(number),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn say_millis(&self, millis: f64) -> String {
        match millis.abs() {
            // Ten nanoseconds: what computers can be said to take no time for.
            size if size < 1e-5 => self.with_unit("unit-milliseconds", 0.0),
            size if size < 1.0 => self.with_unit("unit-microseconds", millis * 1e3),
            // What would be written as 1,000 ms is 1 s.
            size if size < 999.5 => self.with_unit("unit-milliseconds", millis),
            size if size < 120_000.0 => self.with_unit("unit-seconds", millis / 1e3),
            size if size < 7_200_000.0 => self.with_unit("unit-minutes", millis / 60e3),
            size if size < 172_800_000.0 => self.with_unit("unit-hours", millis / 3_600e3),
            _ => self.with_unit("unit-days", millis / 86_400e3),
        }
    }

    /// "90 s", "2 min", "2:46 min", "1:02:46 h".
    fn say_moment(&self, secs: f64) -> String {
        const MINUTES: u64 = 60;
        const HOURS: u64 = 3600;
        if secs.abs() < 119.5 {
            return self.with_unit("unit-seconds", (secs * 1e3).round() / 1e3);
        }
        let whole = secs.abs().round() as u64;
        let (hours, minutes, seconds) = (whole / HOURS, whole / MINUTES % 60, whole % 60);
        let (unit, number) = match whole {
            size if size >= 48 * HOURS => return self.with_unit("unit-days", secs / 86_400.0),
            size if size >= 2 * HOURS && seconds > 0 => {
                ("unit-hours", format!("{hours}:{minutes:02}:{seconds:02}"))
            }
            size if size >= 2 * HOURS && minutes > 0 => ("unit-hours", format!("{hours}:{minutes:02}")),
            size if size >= 2 * HOURS => ("unit-hours", hours.to_string()),
            size if seconds > 0 => ("unit-minutes", format!("{}:{seconds:02}", size / MINUTES)),
            size => ("unit-minutes", (size / MINUTES).to_string()),
        };
        let sign = if secs < 0.0 { "-" } else { "" };
        self.say(&Message::new(unit).with("number", format!("{sign}{number}")))
    }

    fn with_unit(&self, id: &'static str, value: f64) -> String {
        let number = self.numbers.number(value, decimals_for(value));
        self.say(&Message::new(id).with("number", number))
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ftl: &str) -> Texts {
        let (texts, problems) = Texts::from_files(&[FIRST[0], ("test.ftl", ftl)]);
        assert_eq!(problems, Vec::<String>::new());
        texts
    }

    #[test]
    fn english_files_parse() {
        assert_eq!(Texts::from_files(&ENGLISH.concat()).1, Vec::<String>::new());
    }

    #[test]
    fn what_the_page_begins_with_is_whole_without_the_rest() {
        let (first, all) = (Texts::first_english(), Texts::english());
        for (name, content) in FIRST {
            for (at, _) in content.match_indices("{ ") {
                let named = content[at + 2..].split([' ', '.', '(']).next().unwrap_or_default();
                let is_text = named.starts_with(|it: char| it.is_ascii_lowercase()) && all.has(named);
                assert!(!is_text || first.has(named), "{name}: {named}");
            }
        }
    }

    #[test]
    fn a_missing_text_shows_its_id() {
        let message = Message::new("no-such-text");
        assert_eq!(Texts::english().say(&message), "no-such-text");
        assert_eq!(Texts::english().try_say(&message), Err(TextProblem::Missing("no-such-text".into())));
    }

    #[test]
    fn a_missing_argument_is_a_problem() {
        let texts = texts("test-hello = Hello { $name }");
        assert!(matches!(texts.try_say(&Message::new("test-hello")), Err(TextProblem::Broken { .. })));
    }

    #[test]
    fn counts_select_the_plural_form_and_are_written_by_the_readers_rules() {
        let texts =
            texts("test-boxes = { $n ->\n    [one] { $n } box\n   *[other] { $n } boxes\n } by { $who }");
        let say =
            |n: u32| texts.try_say(&Message::new("test-boxes").with("n", n).with("who", "Ann")).unwrap();
        assert_eq!(say(1), "1 box by Ann");
        assert_eq!(say(12_000), "12,000 boxes by Ann");
    }

    #[test]
    fn moments_are_exact_to_the_second() {
        let texts = Texts::english();
        let said = [0.0, 0.25, 20.0, 90.0, 120.0, 166.0, 609.0, 612.0, 7200.0, 7260.0, 9006.0]
            .map(|it| texts.say_arg(&Arg::Moment(it)));
        assert_eq!(
            said,
            [
                "0 s",
                "0.25 s",
                "20 s",
                "90 s",
                "2 min",
                "2:46 min",
                "10:09 min",
                "10:12 min",
                "2 h",
                "2:01 h",
                "2:30:06 h"
            ]
        );
        assert_eq!(texts.say_arg(&Arg::Moment(-150.0)), "-2:30 min");
        assert_eq!(texts.say_arg(&Arg::Moment(3.5 * 86_400.0)), "3.5 days");
    }

    #[test]
    fn values_are_written_with_the_unit_that_fits() {
        let texts = Texts::english();
        let say = |arg: Arg| texts.say_arg(&arg);
        assert_eq!(say(Arg::Millis(2e-7)), "0 ms");
        assert_eq!(say(Arg::Millis(0.25)), "250 µs");
        assert_eq!(say(Arg::Millis(12.345)), "12.3 ms");
        assert_eq!(say(Arg::Millis(999.7)), "1 s");
        assert_eq!(say(Arg::Millis(1500.0)), "1.5 s");
        assert_eq!(say(Arg::Millis(180_000.0)), "3 min");
        assert_eq!(say(Arg::Millis(3.0 * 86_400_000.0)), "3 days");
        assert_eq!(say(Arg::PerSec(1200.0)), "1,200/s");
        assert_eq!(say(Arg::Ratio(0.9995)), "99.95%");
        assert_eq!(say(Arg::Dollars(412.4)), "$412");
        assert_eq!(say(Arg::Dollars(0.0123)), "$0.0123");
        assert_eq!(say(Arg::Dollars(0.05)), "$0.05");
        // A thousand requests may cost less than a cent.
        assert_eq!(say(Arg::Dollars(0.00234)), "$0.0023");
        assert_eq!(say(Arg::Dollars(0.25)), "$0.25");
        assert_eq!(say(Arg::Dollars(0.0)), "$0.00");
    }

    #[test]
    fn texts_nest_and_report_what_is_missing_inside() {
        let texts = texts("test-outer = about { $inner }\ntest-inner = tea");
        let outer = |id| Message::new("test-outer").with("inner", Message::new(id));
        assert_eq!(texts.try_say(&outer("test-inner")), Ok("about tea".into()));
        assert_eq!(texts.try_say(&outer("gone")), Err(TextProblem::Missing("gone".into())));
    }

    #[test]
    fn lists_read_naturally() {
        let texts = Texts::english();
        let list = |items: &[&str]| texts.list(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_table_can_sit_in_a_static() {
        static TEXTS: std::sync::LazyLock<Texts> = std::sync::LazyLock::new(Texts::english);
        assert!(TEXTS.has("unit-milliseconds"));
    }
}
