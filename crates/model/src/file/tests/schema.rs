//! What is saved is what the schema describes.

use std::sync::LazyLock;

use super::{EVERY_FIELD, load, save};

const SCHEMA: &str = include_str!("../../../../../docs/schema/plimsoll-2.schema.json");

/// Holds a saved file against `docs/schema/plimsoll-2.schema.json`.
pub struct Schema(jsonschema::Validator);

/// Compiled once: that takes longer than most tests.
pub static SCHEMA_2: LazyLock<Schema> = LazyLock::new(|| {
    let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    Schema(jsonschema::validator_for(&schema).expect("the schema is one"))
});

impl Schema {
    #[track_caller]
    pub fn check(&self, saved: &str) {
        let json = serde_json::from_str(saved).expect("it is JSON");
        let problems: Vec<_> =
            self.0.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(problems.is_empty(), "{}\n{saved}", problems.join("\n"));
    }
}

#[test]
fn saved_files_follow_the_schema() {
    let loaded = load(EVERY_FIELD).expect("it is readable");
    SCHEMA_2.check(&save(&loaded.architecture));
    SCHEMA_2.check(&save(&crate::Architecture::default()));
}

#[test]
fn the_schema_refuses_what_loading_would_put_right() {
    for wrong in [
        r#"{"plimsoll": 1, "components": [], "connections": []}"#,
        r#"{"plimsoll": 2, "components": [], "connections": [], "colour": "red"}"#,
        r#"{"plimsoll": 2, "components": [{"id": 1, "kind": "client", "name": "A", "at": {"x": "1", "y": 2}}],
            "connections": []}"#,
        r#"{"plimsoll": 2, "components": [], "connections": [], "settings": {"duration_secs": 0}}"#,
    ] {
        let json = serde_json::from_str(wrong).expect("it is JSON");
        assert!(!SCHEMA_2.0.is_valid(&json), "{wrong}");
        let notices = load(wrong).map(|it| it.notices);
        assert!(notices.is_err() || notices.is_ok_and(|it| !it.is_empty()), "{wrong}");
    }
}
