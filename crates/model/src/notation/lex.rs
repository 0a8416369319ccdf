//! Text to tokens.

use super::{NotationError, Problem};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a number or a quoted text.
    Word {
        text: String,
        quoted: bool,
    },
    /// `->`
    Arrow,
    /// The dash that opens a typed arrow: `-observe->`.
    Dash,
    Sign(char),
    /// `;` or the end of a line.
    Next,
    End,
}

/// A token and the byte at which it starts.
#[derive(Clone, Debug)]
pub(super) struct Spanned {
    pub token: Token,
    pub at: usize,
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.')
}

pub(super) fn lex(text: &str) -> Result<Vec<Spanned>, NotationError> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        let token = match letter {
            ' ' | '\t' | '\r' => continue,
            '\n' | ';' => Token::Next,
            '"' => {
                let mut word = String::new();
                loop {
                    match rest.next() {
                        Some((_, '"')) => break,
                        Some((_, '\\')) => word.extend(rest.next().map(|(_, it)| it)),
                        Some((_, it)) => word.push(it),
                        None => return Err(NotationError::at(text, at, Problem::OpenQuote)),
                    }
                }
                Token::Word { text: word, quoted: true }
            }
            '-' if rest.next_if(|(_, it)| *it == '>').is_some() => Token::Arrow,
            '-' if text[at + 1..].starts_with(|it: char| it.is_ascii_digit()) => {
                word(letter, text, &mut rest)
            }
            '-' => Token::Dash,
            _ if is_word(letter) => word(letter, text, &mut rest),
            _ => Token::Sign(letter),
        };
        found.push(Spanned { token, at });
    }
    found.push(Spanned { token: Token::End, at: text.len() });
    Ok(found)
}

// A dash belongs to a word if it has a letter on both sides, as in `eu-west`.
fn word(
    first: char,
    text: &str,
    rest: &mut std::iter::Peekable<impl Iterator<Item = (usize, char)> + Clone>,
) -> Token {
    let mut word = String::from(first);
    while let Some(&(at, letter)) = rest.peek() {
        let inner_dash = letter == '-' && text[at + 1..].starts_with(char::is_alphanumeric);
        if !is_word(letter) && !inner_dash {
            break;
        }
        word.push(letter);
        rest.next();
    }
    Token::Word { text: word, quoted: false }
}

/// Whether `name` can be written without quotes.
pub(super) fn is_plain(name: &str) -> bool {
    matches!(
        lex(name).as_deref(),
        Ok([Spanned { token: Token::Word { quoted: false, .. }, .. }, Spanned { token: Token::End, .. }])
    ) && name.starts_with(|it: char| it.is_alphabetic())
        && name.trim() == name
}
