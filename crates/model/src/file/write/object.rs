//! Builds JSON objects field by field.

use crate::file::json::Json;

pub fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

pub fn whole(number: u32) -> Json {
    Json::Whole(u64::from(number))
}

pub const fn number(number: f64) -> Json {
    Json::Number(number)
}

pub fn list<T>(items: &[T], json: impl Fn(&T) -> Json) -> Json {
    Json::List(items.iter().map(json).collect())
}

/// An object under construction.
pub struct Object(Vec<(String, Json)>);

impl Object {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn put(mut self, key: &str, value: Json) -> Self {
        self.0.push((key.to_owned(), value));
        self
    }

    pub fn put_unless<T: PartialEq>(
        self,
        key: &str,
        value: T,
        default: T,
        json: impl FnOnce(T) -> Json,
    ) -> Self {
        if value == default { self } else { self.put(key, json(value)) }
    }

    pub fn put_unless_empty(self, key: &str, value: &str) -> Self {
        self.put_unless(key, value, "", text)
    }

    pub fn put_some<T>(self, key: &str, value: Option<T>, json: impl FnOnce(T) -> Json) -> Self {
        match value {
            Some(value) => self.put(key, json(value)),
            None => self,
        }
    }

    pub fn put_list<T>(self, key: &str, items: &[T], json: impl Fn(&T) -> Json) -> Self {
        if items.is_empty() { self } else { self.put(key, list(items, json)) }
    }

    pub fn put_object(self, key: &str, object: Self) -> Self {
        if object.0.is_empty() { self } else { self.put(key, object.into()) }
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
