//! What an expression consists of. Only what can be evaluated has a place here.

use std::sync::OnceLock;

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    Number(f64),
    Negative(Box<Expr>),
    /// The latest value of each series.
    Selector(Selector),
    /// All values of each series within a time; only as an argument.
    Range {
        selector: Selector,
        range_secs: f64,
    },
    Call {
        function: Function,
        args: Vec<Expr>,
    },
    Aggregate {
        op: Aggregator,
        grouping: Grouping,
        /// Of `topk` and `bottomk`.
        param: Option<Box<Expr>>,
        inner: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        /// Comparisons: 0 or 1 instead of leaving out what does not hold.
        returns_bool: bool,
        matching: Matching,
        left: Box<Expr>,
        right: Box<Expr>,
    },
}

impl Expr {
    /// The expressions that it consists of.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Selector(_) | Self::Range { .. } => Vec::new(),
            Self::Negative(inner) => vec![inner],
            Self::Call { args, .. } => args.iter().collect(),
            Self::Aggregate { param, inner, .. } => param.as_deref().into_iter().chain([&**inner]).collect(),
            Self::Binary { left, right, .. } => vec![left, right],
        }
    }

    /// It and everything in it, outermost first.
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(expr) = all.get(next) {
            all.extend(expr.parts());
            next += 1;
        }
        all
    }

    /// The series that it asks for, and over which time.
    pub fn selectors(&self) -> impl Iterator<Item = (&Selector, Option<f64>)> {
        self.all().into_iter().filter_map(|it| match it {
            Self::Selector(selector) => Some((selector, None)),
            Self::Range { selector, range_secs } => Some((selector, Some(*range_secs))),
            _ => None,
        })
    }
}

/// Series by the name of their metric and their labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selector {
    pub metric: String,
    pub matchers: Vec<Matcher>,
    /// So long ago.
    pub offset_secs: f64,
}

/// A condition on a label.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Matcher {
    pub name: String,
    pub op: MatchOp,
    pub value: String,
    /// Compiled when first asked; `None`: it is none.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.op, &self.value) == (&other.name, other.op, &other.value)
    }
}

impl Matcher {
    pub const fn new(name: String, op: MatchOp, value: String) -> Self {
        Self { name, op, value, regex: OnceLock::new() }
    }

    /// Whether a label with this value is meant; a label that is missing has an empty value.
    pub fn matches(&self, value: &str) -> bool {
        // Prometheus' expressions hold for the whole value.
        let regex = || self.regex.get_or_init(|| Regex::new(&format!("^(?:{})$", self.value)).ok());
        let matches = || regex().as_ref().is_some_and(|it| it.is_match(value));
        match self.op {
            MatchOp::Equal => self.value == value,
            MatchOp::NotEqual => self.value != value,
            MatchOp::Regex => matches(),
            MatchOp::NotRegex => !matches(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchOp {
    Equal,
    NotEqual,
    Regex,
    NotRegex,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    All,
    By(Vec<String>),
    Without(Vec<String>),
}

/// Which series of two vectors belong together: those that agree in these labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    All,
    On(Vec<String>),
    Ignoring(Vec<String>),
}

/// Words of the language that can be evaluated, each by its name there.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $word)] $variant,)*
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }

            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }
    };
}

words! {
    Function {
        Rate = "rate",
        Increase = "increase",
        Irate = "irate",
        Delta = "delta",
        AvgOverTime = "avg_over_time",
        SumOverTime = "sum_over_time",
        CountOverTime = "count_over_time",
        MinOverTime = "min_over_time",
        MaxOverTime = "max_over_time",
        LastOverTime = "last_over_time",
        HistogramQuantile = "histogram_quantile",
        Absent = "absent",
        Abs = "abs",
        Ceil = "ceil",
        Floor = "floor",
        ClampMin = "clamp_min",
        ClampMax = "clamp_max",
        Scalar = "scalar",
        Vector = "vector",
        Time = "time",
    }
}

words! {
    Aggregator {
        Sum = "sum",
        Avg = "avg",
        Min = "min",
        Max = "max",
        Count = "count",
        TopK = "topk",
        BottomK = "bottomk",
    }
}

words! {
    BinaryOp {
        Add = "+",
        Sub = "-",
        Mul = "*",
        Div = "/",
        Mod = "%",
        Equal = "==",
        NotEqual = "!=",
        Greater = ">",
        GreaterEqual = ">=",
        Less = "<",
        LessEqual = "<=",
        And = "and",
        Or = "or",
        Unless = "unless",
    }
}

impl BinaryOp {
    /// Keeps what holds.
    pub const fn is_comparison(self) -> bool {
        matches!(
            self,
            Self::Equal | Self::NotEqual | Self::Greater | Self::GreaterEqual | Self::Less | Self::LessEqual
        )
    }
}
