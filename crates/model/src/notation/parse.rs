//! Tokens to statements.

use super::{
    NotationError, Problem,
    lex::{Spanned, Token, lex},
};
use crate::zone::ZoneKind;

pub(super) enum Statement {
    Chain { first: Mention, rest: Vec<(Arrow, Mention)> },
    Zone { kind: Option<ZoneKind>, name: String, inside: Vec<Self> },
}

/// A component where it is mentioned.
pub(super) struct Mention {
    pub at: usize,
    pub name: String,
    /// Tells components of one name apart: the `2` of `api#2`.
    pub number: Option<u32>,
    pub kind: Option<KindName>,
    pub replicas: Option<u32>,
    pub settings: Vec<Setting>,
}

pub(super) enum KindName {
    Known(String),
    /// After `?`.
    Unknown(String),
}

pub(super) struct Arrow {
    pub at: usize,
    pub relation: Option<String>,
    pub settings: Vec<Setting>,
}

pub(super) struct Setting {
    pub at: usize,
    pub key: String,
    pub value: Given,
}

pub(super) enum Given {
    Text(String),
    Number(f64),
    Flag(bool),
    Block(Vec<Setting>),
}

pub(super) fn statements(text: &str) -> Result<Vec<Statement>, NotationError> {
    let mut parser = Parser { text, tokens: lex(text)?, next: 0 };
    let found = parser.statements(false)?;
    parser.expect(&Token::End, "`;` or the end")?;
    Ok(found)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Spanned>,
    next: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.next].token
    }

    fn at(&self) -> usize {
        self.tokens[self.next].at
    }

    // The last token is `End`, which is never passed.
    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.next += 1;
        }
        token
    }

    fn took(&mut self, token: &Token) -> bool {
        let found = self.peek() == token;
        if found {
            self.take();
        }
        found
    }

    fn expect(&mut self, token: &Token, expected: &'static str) -> Result<(), NotationError> {
        if self.took(token) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn unexpected(&self, expected: &'static str) -> NotationError {
        let found = match self.peek() {
            Token::Word { text, .. } => format!("`{text}`"),
            Token::Arrow => "`->`".into(),
            Token::Dash => "`-`".into(),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Next => "the end of the statement".into(),
            Token::End => "the end".into(),
        };
        NotationError::at(self.text, self.at(), Problem::Unexpected { expected, found })
    }

    fn word(&mut self, expected: &'static str) -> Result<String, NotationError> {
        let Token::Word { text, .. } = self.peek() else { return Err(self.unexpected(expected)) };
        let text = text.clone();
        self.take();
        Ok(text)
    }

    fn count(&mut self) -> Result<u32, NotationError> {
        let expected = "a whole number";
        let error = self.unexpected(expected);
        self.word(expected)?.parse().map_err(|_| error)
    }

    fn statements(&mut self, in_zone: bool) -> Result<Vec<Statement>, NotationError> {
        let mut found = Vec::new();
        loop {
            while self.took(&Token::Next) || in_zone && self.took(&Token::Sign(',')) {}
            match self.peek() {
                Token::End | Token::Sign(']') => return Ok(found),
                Token::Sign('[') => found.push(self.zone()?),
                _ => found.push(self.chain()?),
            }
            let parted = matches!(self.peek(), Token::Next | Token::End | Token::Sign(']'))
                || in_zone && *self.peek() == Token::Sign(',');
            if !parted {
                return Err(self.unexpected("`->` or the end of the statement"));
            }
        }
    }

    fn zone(&mut self) -> Result<Statement, NotationError> {
        self.take();
        let mut name = self.word("the name of a zone")?;
        let mut kind = None;
        if *self.peek() != Token::Sign(':') {
            kind = ZoneKind::ALL.into_iter().find(|it| it.id() == name || short(*it) == name);
            if kind.is_none() {
                return Err(self.unexpected("`:` after the name of the zone"));
            }
            name = self.word("the name of a zone")?;
        }
        self.expect(&Token::Sign(':'), "`:` after the name of the zone")?;
        let inside = self.statements(true)?;
        self.expect(&Token::Sign(']'), "`]`")?;
        Ok(Statement::Zone { kind, name, inside })
    }

    fn chain(&mut self) -> Result<Statement, NotationError> {
        let first = self.mention()?;
        let mut rest = Vec::new();
        while let Some(arrow) = self.arrow()? {
            // A long chain may go on in the next line after its arrow.
            while self.took(&Token::Next) {}
            rest.push((arrow, self.mention()?));
        }
        Ok(Statement::Chain { first, rest })
    }

    fn arrow(&mut self) -> Result<Option<Arrow>, NotationError> {
        let at = self.at();
        if self.took(&Token::Arrow) {
            return Ok(Some(Arrow { at, relation: None, settings: Vec::new() }));
        }
        if !self.took(&Token::Dash) {
            return Ok(None);
        }
        let relation = match self.peek() {
            Token::Sign('{') => None,
            _ => Some(self.word("a relation, as in `-observe->`")?),
        };
        let settings = self.block()?;
        self.expect(&Token::Arrow, "`->`")?;
        Ok(Some(Arrow { at, relation, settings }))
    }

    fn mention(&mut self) -> Result<Mention, NotationError> {
        let at = self.at();
        let name = self.word("the name of a component")?;
        let number = if self.took(&Token::Sign('#')) { Some(self.count()?) } else { None };
        let kind = match self.took(&Token::Sign(':')) {
            true if self.took(&Token::Sign('?')) => Some(KindName::Unknown(self.word("a kind")?)),
            true => Some(KindName::Known(self.word("a kind")?)),
            false => None,
        };
        let mut replicas = self.replicas()?;
        let settings = self.block()?;
        if replicas.is_none() {
            replicas = self.replicas()?;
        }
        Ok(Mention { at, name, number, kind, replicas, settings })
    }

    fn replicas(&mut self) -> Result<Option<u32>, NotationError> {
        if self.took(&Token::Sign('*')) { self.count().map(Some) } else { Ok(None) }
    }

    fn block(&mut self) -> Result<Vec<Setting>, NotationError> {
        let mut found = Vec::new();
        if !self.took(&Token::Sign('{')) {
            return Ok(found);
        }
        while !self.took(&Token::Sign('}')) {
            let at = self.at();
            let key = self.word("a key")?;
            self.expect(&Token::Sign('='), "`=`")?;
            found.push(Setting { at, key, value: self.value()? });
            if !self.took(&Token::Sign(',')) && *self.peek() != Token::Sign('}') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
        Ok(found)
    }

    fn value(&mut self) -> Result<Given, NotationError> {
        match self.peek() {
            Token::Sign('{') => Ok(Given::Block(self.block()?)),
            Token::Word { quoted: true, .. } => Ok(Given::Text(self.word("a value")?)),
            _ => {
                let word = self.word("a value")?;
                Ok(match (word.as_str(), word.parse::<f64>()) {
                    ("true", _) => Given::Flag(true),
                    ("false", _) => Given::Flag(false),
                    (_, Ok(number)) if number.is_finite() => Given::Number(number),
                    _ => Given::Text(word),
                })
            }
        }
    }
}

/// Short words for sorts of zones.
pub(super) const fn short(kind: ZoneKind) -> &'static str {
    match kind {
        ZoneKind::Region => "region",
        ZoneKind::AvailabilityZone => "az",
        ZoneKind::Network => "network",
        ZoneKind::Host => "host",
    }
}
