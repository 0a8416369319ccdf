//! From text, by way of `promql-parser`'s tree, to what can be evaluated.

use promql_parser::{
    label,
    parser::{self, LabelModifier, Offset, VectorMatchCardinality, VectorSelector},
};

use crate::{
    ParseError,
    ast::{Aggregator, BinaryOp, Expr, Function, Grouping, MatchOp, Matcher, Matching, Selector},
};

/// Longer expressions are refused: nobody writes them, and a hostile file may.
pub const MAX_CHARS: usize = 4000;
/// Deeper ones, too: every level is a call.
const MAX_DEPTH: usize = 64;

/// Reads an expression.
///
/// # Errors
/// [`ParseError`] if it is no PromQL, or holds something that cannot be evaluated.
pub fn parse(text: &str) -> Result<Expr, ParseError> {
    if text.chars().count() > MAX_CHARS {
        let reason = format!("an expression has at most {MAX_CHARS} characters");
        return Err(ParseError::Syntax { reason, at: Some(MAX_CHARS) });
    }
    let opened = |depth: usize, it: char| if "([{".contains(it) { depth + 1 } else { depth };
    if text.chars().fold(0, opened) > 8 * MAX_DEPTH {
        return Err(Reader(text).unsupported("so many brackets", "("));
    }
    let reader = Reader(text);
    let tree = parser::parse(text).map_err(|reason| reader.syntax(reason))?;
    let expr = reader.expr(&tree, 0)?;
    if matches!(expr, Expr::Range { .. }) {
        return Err(reader.unsupported("a range outside of a function", "["));
    }
    Ok(expr)
}

/// Knows the text, to say where in it something stands: the tree does not.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn position(&self, word: &str) -> Option<usize> {
        let byte = self.0.find(word)?;
        Some(self.0[..byte].chars().count())
    }

    fn syntax(&self, reason: String) -> ParseError {
        // What the parser puts in quotes stands in the text.
        let quoted = reason.split('\'').nth(1).and_then(|it| self.position(it));
        let end = || reason.starts_with("unclosed").then(|| self.0.chars().count());
        let at = quoted.or_else(end);
        ParseError::Syntax { reason, at }
    }

    fn unsupported(&self, what: &str, word: &str) -> ParseError {
        ParseError::Unsupported { what: what.to_owned(), at: self.position(word) }
    }

    fn expr(&self, tree: &parser::Expr, depth: usize) -> Result<Expr, ParseError> {
        if depth > MAX_DEPTH {
            return Err(self.unsupported("nesting so deep", "("));
        }
        let inner = |tree: &parser::Expr| self.expr(tree, depth + 1);
        Ok(match tree {
            parser::Expr::Paren(it) => inner(&it.expr)?,
            parser::Expr::Unary(it) => Expr::Negative(Box::new(inner(&it.expr)?)),
            parser::Expr::NumberLiteral(it) => Expr::Number(it.val),
            parser::Expr::VectorSelector(it) => Expr::Selector(self.selector(it)?),
            parser::Expr::MatrixSelector(it) => {
                Expr::Range { selector: self.selector(&it.vs)?, range_secs: it.range.as_secs_f64() }
            }
            parser::Expr::Call(it) => {
                let name = it.func.name;
                let function =
                    Function::named(name).ok_or_else(|| self.unsupported(&format!("`{name}`"), name))?;
                let args = it.args.args.iter().map(|it| inner(it)).collect::<Result<_, _>>()?;
                Expr::Call { function, args }
            }
            parser::Expr::Aggregate(it) => {
                let name = it.op.to_string();
                let op =
                    Aggregator::named(&name).ok_or_else(|| self.unsupported(&format!("`{name}`"), &name))?;
                let grouping = match &it.modifier {
                    None => Grouping::All,
                    Some(LabelModifier::Include(labels)) => Grouping::By(labels.labels.clone()),
                    Some(LabelModifier::Exclude(labels)) => Grouping::Without(labels.labels.clone()),
                };
                let param = it.param.as_ref().map(|it| inner(it)).transpose()?.map(Box::new);
                Expr::Aggregate { op, grouping, param, inner: Box::new(inner(&it.expr)?) }
            }
            parser::Expr::Binary(it) => self.binary(it, inner(&it.lhs)?, inner(&it.rhs)?)?,
            parser::Expr::Subquery(_) => return Err(self.unsupported("a subquery", "[")),
            parser::Expr::StringLiteral(it) => return Err(self.unsupported("a text", &it.val)),
            parser::Expr::Extension(it) => return Err(self.unsupported(it.expr.name(), it.expr.name())),
        })
    }

    fn binary(&self, tree: &parser::BinaryExpr, left: Expr, right: Expr) -> Result<Expr, ParseError> {
        let word = tree.op.to_string();
        let op = BinaryOp::named(&word).ok_or_else(|| self.unsupported(&format!("`{word}`"), &word))?;
        let mut matching = Matching::All;
        let mut returns_bool = false;
        if let Some(modifier) = &tree.modifier {
            match modifier.card {
                VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => {}
                VectorMatchCardinality::ManyToOne(_) => {
                    return Err(self.unsupported("`group_left`", "group_left"));
                }
                VectorMatchCardinality::OneToMany(_) => {
                    return Err(self.unsupported("`group_right`", "group_right"));
                }
            }
            returns_bool = modifier.return_bool;
            match &modifier.matching {
                None => {}
                Some(LabelModifier::Include(labels)) => matching = Matching::On(labels.labels.clone()),
                Some(LabelModifier::Exclude(labels)) => matching = Matching::Ignoring(labels.labels.clone()),
            }
        }
        Ok(Expr::Binary { op, returns_bool, matching, left: Box::new(left), right: Box::new(right) })
    }

    fn selector(&self, tree: &VectorSelector) -> Result<Selector, ParseError> {
        if tree.at.is_some() {
            return Err(self.unsupported("`@`", "@"));
        }
        if !tree.matchers.or_matchers.is_empty() {
            return Err(self.unsupported("`or` between matchers", " or "));
        }
        let mut metric = tree.name.clone();
        let mut matchers = Vec::new();
        for it in &tree.matchers.matchers {
            let op = match it.op {
                label::MatchOp::Equal => MatchOp::Equal,
                label::MatchOp::NotEqual => MatchOp::NotEqual,
                label::MatchOp::Re(_) => MatchOp::Regex,
                label::MatchOp::NotRe(_) => MatchOp::NotRegex,
            };
            match (it.name.as_str(), op) {
                ("__name__", MatchOp::Equal) => metric = Some(it.value.clone()),
                ("__name__", _) => {
                    return Err(self.unsupported("a pattern for the metric's name", "__name__"));
                }
                _ => matchers.push(Matcher::new(it.name.clone(), op, it.value.clone())),
            }
        }
        let Some(metric) = metric else { return Err(self.unsupported("a selector without a metric", "{")) };
        let offset_secs = match tree.offset {
            None => 0.0,
            Some(Offset::Pos(offset)) => offset.as_secs_f64(),
            Some(Offset::Neg(_)) => return Err(self.unsupported("an offset into the future", "offset")),
        };
        Ok(Selector { metric, matchers, offset_secs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[track_caller]
    fn refused(text: &str, expected: Expect) {
        let error = parse(text).unwrap_err();
        let at = error.at().map_or_else(String::new, |it| format!(" at {it}"));
        expected.assert_eq(&format!("{error}{at}"));
    }

    #[test]
    fn what_cannot_be_evaluated_is_named_with_its_place() {
        refused(
            "up and on(service) rate(x_total[5m]) > on(a) group_left b",
            expect!["`group_left` is not supported at 45"],
        );
        refused("max_over_time(rate(x_total[5m])[1h:])", expect!["a subquery is not supported at 26"]);
        refused("1 - predict_linear(x[1h], 3600)", expect!["`predict_linear` is not supported at 4"]);
        refused("up @ 5", expect!["`@` is not supported at 3"]);
        refused("stddev(up)", expect!["`stddev` is not supported at 0"]);
        refused("up offset -5m", expect!["an offset into the future is not supported at 3"]);
        refused("up[5m]", expect!["a range outside of a function is not supported at 2"]);
        refused("{service=\"api\"}", expect!["a selector without a metric is not supported at 0"]);
        refused("up ^ 2", expect!["`^` is not supported at 3"]);
    }

    #[test]
    fn what_is_no_promql_is_refused_in_the_parsers_words() {
        refused("rate(up", expect!["unclosed left parenthesis at 7"]);
        refused("nofunc(up)", expect!["unknown function with name 'nofunc' at 0"]);
        refused("1 > 2", expect!["comparisons between scalars must use BOOL modifier"]);
        refused(&"(".repeat(600), expect!["so many brackets is not supported at 0"]);
    }

    #[test]
    fn a_rule_of_the_usual_sort_is_read() {
        let expr =
            parse(r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) > 0.01"#).unwrap();
        let selectors: Vec<_> = expr.selectors().collect();
        let [(selector, Some(300.0))] = selectors.as_slice() else { panic!("{selectors:?}") };
        assert_eq!(selector.metric, "http_requests_total");
        assert!(selector.matchers[0].matches("503") && !selector.matchers[0].matches("200"));
        assert!(!selector.matchers[0].matches("5033"));
    }

    #[test]
    fn words_are_those_of_the_language() {
        for function in Function::ALL {
            let outcome = parse(&format!("{}()", function.word()));
            let is_unknown = |it: &ParseError| it.to_string().starts_with("unknown function");
            assert!(!outcome.as_ref().is_err_and(is_unknown), "{outcome:?}");
        }
    }
}
