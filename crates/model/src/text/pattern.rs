//! Filling in a text of the message table: variables, plural forms, other texts. Fluent's own runtime brings the plural
//! rules of all languages, twice the size of all that is done here; those of the reader's language are asked for.

use fluent_syntax::{
    ast::{Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    unicode::unescape_unicode_to_string,
};

use super::numbers::{Numbers, decimals_for};

/// A value that a text may name.
pub enum Value {
    Text(String),
    /// Written by the reader's rules, and selects the plural form.
    Count(f64),
}

/// What a text is filled in with.
pub struct Filler<'a> {
    pub values: &'a [(&'a str, Value)],
    pub numbers: &'a dyn Numbers,
    /// Other texts of the table.
    pub texts: &'a dyn Fn(&str) -> Option<&'a Pattern<&'static str>>,
    /// What could not be written, for tests.
    pub problems: Vec<String>,
}

/// Texts may name texts that name texts, but not in circles.
const MAX_DEPTH: usize = 8;

impl<'a> Filler<'a> {
    pub fn write(&mut self, out: &mut String, pattern: &'a Pattern<&'static str>, depth: usize) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => out.push_str(value),
                PatternElement::Placeable { expression } => self.write_expression(out, expression, depth),
            }
        }
    }

    fn write_expression(&mut self, out: &mut String, expression: &'a Expression<&'static str>, depth: usize) {
        match expression {
            Expression::Inline(inline) => self.write_inline(out, inline, depth),
            Expression::Select { selector, variants } => {
                let value = match selector {
                    InlineExpression::VariableReference { id } => self.value(id.name),
                    _ => None,
                };
                if value.is_none() {
                    self.problems.push("the value to choose by is missing".to_owned());
                }
                let chosen = variants.iter().find(|it| value.is_some_and(|value| self.is_for(it, value)));
                // The parser requires a default.
                if let Some(chosen) = chosen.or_else(|| variants.iter().find(|it| it.default)) {
                    self.write(out, &chosen.value, depth);
                }
            }
        }
    }

    fn write_inline(&mut self, out: &mut String, inline: &'a InlineExpression<&'static str>, depth: usize) {
        match inline {
            InlineExpression::StringLiteral { value } => out.push_str(&unescape_unicode_to_string(value)),
            InlineExpression::NumberLiteral { value } => out.push_str(value),
            InlineExpression::VariableReference { id } => match self.value(id.name) {
                Some(Value::Text(text)) => out.push_str(text),
                Some(Value::Count(count)) => out.push_str(&self.numbers.number(*count, decimals_for(*count))),
                None => {
                    self.problems.push(format!("${} is missing", id.name));
                    out.push_str(id.name);
                }
            },
            InlineExpression::MessageReference { id, attribute: None } if depth < MAX_DEPTH => {
                match (self.texts)(id.name) {
                    Some(pattern) => self.write(out, pattern, depth + 1),
                    None => self.problems.push(format!("no text has the id {}", id.name)),
                }
            }
            InlineExpression::Placeable { expression } => self.write_expression(out, expression, depth),
            InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. }
            | InlineExpression::FunctionReference { .. } => {
                self.problems.push("terms, attributes and functions are not used here".to_owned());
            }
        }
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.values.iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    /// Whether the variant is the one for `value`: its very number or text, or its plural form.
    fn is_for(&self, variant: &Variant<&'static str>, value: &Value) -> bool {
        match (&variant.key, value) {
            (VariantKey::Identifier { name }, Value::Count(count)) => *name == self.numbers.plural(*count),
            (VariantKey::Identifier { name }, Value::Text(text)) => name == text,
            (VariantKey::NumberLiteral { value }, Value::Count(count)) => *value == count.to_string(),
            (VariantKey::NumberLiteral { .. }, Value::Text(_)) => false,
        }
    }
}
