//! The value of a parameter that is in force, and whether a value may be set.

use crate::{
    catalog::{Param, ParamDefault, ParamShape, When},
    component::{Component, Value},
    spec::Bins,
    text::{Arg, Message},
};

impl Component {
    /// The value in force: what a person set, else the catalogue's default, else what follows from other parameters.
    ///
    /// `None` if the kind has no such parameter, or if it stands for "none" (no rate limit). A value that is not
    /// allowed (from a file) counts as not set; a finding tells.
    pub fn effective(&self, key: &str) -> Option<Value> {
        let param = self.kind.param(key)?;
        if let Some(value) = self.params.get(key).filter(|it| param.check(it).is_ok()) {
            return Some(value.clone());
        }
        match param.default {
            ParamDefault::Number(number) => Some(Value::Number(number)),
            ParamDefault::Flag(flag) => Some(Value::Flag(flag)),
            ParamDefault::Text(text) => Some(Value::Text(text.to_owned())),
            ParamDefault::Unset => None,
            ParamDefault::Derived => self.derived(key).map(Value::Number),
        }
    }

    /// The number in force.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.effective(key)?.number()
    }

    /// Whether a flag is on; off for kinds that do not have it.
    pub fn flag(&self, key: &str) -> bool {
        self.effective(key).and_then(|it| it.flag()).unwrap_or(false)
    }

    /// Whether a parameter has an effect, given the others.
    pub fn is_active(&self, param: &Param) -> bool {
        match param.when {
            When::Always => true,
            When::Set(key) => self.effective(key).is_some(),
            When::Is(key, choice) => self.effective(key).is_some_and(|it| it.text() == Some(choice)),
            When::OneOf(key, choices) => {
                self.effective(key).is_some_and(|it| it.text().is_some_and(|it| choices.contains(&it)))
            }
        }
    }

    /// Whether `value` may be set, in words for the person who typed it.
    ///
    /// # Errors
    /// Says what would be allowed.
    pub fn check_param(&self, key: &str, value: &Value) -> Result<(), Message> {
        let param = self.kind.param(key).ok_or_else(|| {
            Message::new("value-unknown-param").with("kind", self.kind.label()).with("key", key)
        })?;
        param.check(value)
    }

    fn derived(&self, key: &str) -> Option<f64> {
        match key {
            "slots" => self.sizing().slots.map(f64::from),
            // Measured durations bring their own mean.
            "service_millis" => {
                let measured = self.histogram().map(|it| it.mean_millis());
                Some(measured.unwrap_or_else(|| self.sizing().service_millis))
            }
            "fixed_delay_millis" => Some(self.sizing().fixed_delay_millis),
            "max_messages" => self.max_messages(),
            // What is always there.
            "reserved_replicas" => {
                Some(f64::from(self.spec().scaling.auto.map_or_else(|| self.replicas(), |it| it.min)))
            }
            // One second's worth.
            "rate_limit_burst" => self.number("rate_limit_per_sec").map(|it| it.max(1.0)),
            _ => None,
        }
    }
}

impl Param {
    /// Whether `value` is allowed.
    ///
    /// # Errors
    /// Says what would be allowed.
    pub fn check(&self, value: &Value) -> Result<(), Message> {
        let wrong = |id| Err(Message::new(id).with("param", self.label()));
        match (self.shape, value) {
            (ParamShape::Number { min, max }, Value::Number(number)) => self.check_range(*number, min, max),
            (ParamShape::Count { min, max }, Value::Number(number)) => {
                if number.fract() != 0.0 {
                    return wrong("value-not-whole");
                }
                self.check_range(*number, f64::from(min), f64::from(max))
            }
            (ParamShape::Flag, Value::Flag(_)) => Ok(()),
            (ParamShape::Choice(choices), Value::Text(text)) => {
                if choices.contains(&text.as_str()) {
                    return Ok(());
                }
                let choices = choices.join(", ");
                Err(Message::new("value-not-a-choice")
                    .with("param", self.label())
                    .with("value", text.as_str())
                    .with("choices", choices))
            }
            (ParamShape::Histogram, Value::Text(text)) => {
                if Bins::parse(text).is_some() {
                    Ok(())
                } else {
                    wrong("value-not-a-histogram")
                }
            }
            (ParamShape::Histogram, _) => wrong("value-not-a-histogram"),
            (ParamShape::Number { .. } | ParamShape::Count { .. }, _) => wrong("value-not-a-number"),
            (ParamShape::Flag, _) => wrong("value-not-a-flag"),
            (ParamShape::Choice(choices), _) => Err(Message::new("value-not-a-choice")
                .with("param", self.label())
                .with("value", "")
                .with("choices", choices.join(", "))),
        }
    }

    fn check_range(&self, number: f64, min: f64, max: f64) -> Result<(), Message> {
        // A number that is not one compares with nothing, so ask for what is right instead of what is wrong.
        if number >= min && number <= max {
            return Ok(());
        }
        Err(Message::new("value-out-of-range")
            .with("param", self.label())
            .with("min", self.bound(min))
            .with("max", self.bound(max)))
    }

    // Bounds are written as they would be typed.
    fn bound(&self, bound: f64) -> Arg {
        self.arg(bound)
    }
}
