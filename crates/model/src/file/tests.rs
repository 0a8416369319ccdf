//! A file in, a drawing and notices out.

use expect_test::{Expect, expect, expect_file};

use super::{json::Json, load, save};
use crate::text::{Message, Texts};

mod hostile;
mod schema;
mod version1;

/// Loads `file`, prints the notices, and requires that what was read saves and loads again without any.
#[track_caller]
fn check(file: &str, notices: Expect) -> crate::Architecture {
    let loaded = load(file).expect("it is readable");
    notices.assert_eq(&plain_lines(&loaded.notices));
    let saved = save(&loaded.architecture);
    let again = load(&saved).expect("what was saved is readable");
    assert_eq!(again.architecture, loaded.architecture, "saving lost something:\n{saved}");
    loaded.architecture
}

#[track_caller]
fn check_refused(file: impl AsRef<[u8]>, error: Expect) {
    let refused = load(file).expect_err("it is refused");
    error.assert_eq(&format!("{refused}\n{}\n", plain(&refused.message())));
}

fn plain_lines(messages: &[Message]) -> String {
    messages.iter().map(|it| plain(it) + "\n").collect()
}

#[track_caller]
fn plain(message: &Message) -> String {
    Texts::english().try_say(message).expect("it has a text")
}

const EVERY_FIELD: &str = include_str!("../../../../tests/files/every-field.json");

#[test]
fn every_field_survives_in_the_same_words() {
    let loaded = load(EVERY_FIELD).expect("it is readable");
    expect![[r#"
        Component “?”: the kind quantum_box is not known here; a placeholder keeps its place and its parameters
    "#]].assert_eq(&plain_lines(&loaded.notices));
    expect_file!["../../../../tests/files/every-field.json"].assert_eq(&save(&loaded.architecture));
    assert_eq!(loaded.architecture.next_id, 40);
}

#[test]
fn an_empty_drawing_is_two_lines_of_content() {
    expect![[r#"
        { "plimsoll": 2, "components": [], "connections": [] }
    "#]]
    .assert_eq(&save(&crate::Architecture::default()));
}

/// One that turns the direction of writing would turn what the page says around it, too.
#[test]
fn signs_that_nobody_sees_are_left_out_of_texts() {
    let drawing = check(
        r#"{"plimsoll": 2, "name": "a\u202eb", "note": "one\ntwo\u0000", "components": [
            {"id": 1, "kind": "api_server", "name": "\u2067API\u0007", "at": {"x": 1, "y": 1}}
        ], "connections": []}"#,
        expect![[r#"
            3 texts held signs that nobody sees; they are left out
        "#]],
    );
    assert_eq!((drawing.name.as_str(), drawing.note.as_str()), ("ab", "one\ntwo"));
    assert_eq!(drawing.components[0].name, "API");
}

#[test]
fn everything_wrong_is_reported_together() {
    let drawing = check(
        r#"{
          "plimsoll": 2, "colour": "red", "name": 7,
          "components": [
            {"id": 1, "kind": "client", "name": "People", "at": {"x": "left", "y": 1e300},
             "workload": {"pattern": "sometimes", "classes": []}},
            {"id": 1, "kind": "api_server", "at": {"x": 10, "y": 10}, "placements": [{"zone": 77, "replicas": 0}]},
            {"kind": "teleporter", "name": "T", "params": {"deep": [1], "ok": true}},
            {"id": 4, "kind": "api_server", "name": "A", "at": {"x": 1, "y": 1}, "params": {"no_such_key": 1},
             "workload": {}, "size": 3},
            "what"
          ],
          "connections": [
            {"id": 5, "from": 1, "to": 99, "relation": "call"},
            {"id": 6, "from": 1, "to": 1, "relation": "call"},
            {"id": 7, "from": 1, "to": 4, "relation": "phones", "policy": {
              "attempts": 2.5, "probability": -1, "on": "fridays", "breaker": true, "retires": 3}},
            {"id": 8, "from": 1, "to": 4, "policy": {"on": {"on_miss_of": 5}}}
          ],
          "zones": [{"id": 9, "parent": 10, "name": "in", "rect": {"x": 0, "y": 0, "width": -5, "height": 10}},
                    {"id": 10, "parent": 9, "name": "out"}],
          "settings": {"seed": -1, "replications": 0},
          "scenario": [{"at_secs": 1, "action": "blow_up", "component": 4}, {"action": "take_down", "component": 99},
                       {"at_secs": 50, "action": "flush"}],
          "objectives": [{"target": 2}],
          "suppressions": [{"rule": "x", "place": {"component": 99}}]
        }"#,
        expect![[r#"
            Drawing: name is 7 and should be a text; the default is used
            The id 1 is used twice; “” gets 11
            “T” has no id; it gets 12
            Zone “in”: rect.width is -5 and should be a number from 1 to 2,000,000; 1 is used
            Zone “out”: the field rect is missing; the default is used
            Zone “in” lies inside itself; it is taken out of the zone around it
            Component “People”: at.x is "left" and should be a number from -1,000,000 to 1,000,000; the default is used
            Component “People”: at.y is 1e300 and should be a number from -1,000,000 to 1,000,000; 1,000,000 is used
            Component “People”: workload.pattern is "sometimes" and should be one of constant, ramp, step, spike, wave, burst, two_state, replay, sessions, users; the default is used
            Component “People”: the workload has no request class with a weight; the usual read and write classes are used
            Component “api server”: there is no zone with the id 77
            Component “api server”: replicas is 0 and should be a number from 1 to 10,000; 1 is used
            Component “T”: the kind teleporter is not known here; a placeholder keeps its place and its parameters
            Component “T”: the field at is missing; the default is used
            Component “T”: params.deep is [1] and should be a number, a text, true or false; the default is used
            Component “A”: this kind has no parameter no_such_key (value 1); it is left out
            Component “A”: a api_server sends no traffic of its own; its workload is left out
            Component “A”: the field size is not known; it is left out
            components, number 5: "what" is not an object; it is left out
            The connection from People to 99 has an end that does not exist; it is left out
            A connection leads from “People” to itself; it is left out
            Connection “People” → “A”: relation is "phones" and should be one of call, publish, consume, replicate, observe, secret, deploy, control; the default is used
            Connection “People” → “A”: policy.on is "fridays" and should be always, read, write, a class, or on_miss_of with the id of a connection; the default is used
            Connection “People” → “A”: policy.probability is -1 and should be a number from 0 to 1; 0 is used
            Connection “People” → “A”: policy.attempts is 2.5 and should be a whole number from 1 to 1,000; the default is used
            Connection “People” → “A”: policy.breaker is true and should be an object; the default is used
            Connection “People” → “A”: the field policy.retires is not known; it is left out
            Connection “People” → “A”: the field relation is missing; the default is used
            Connection “People” → “A”: the connection named by on_miss_of does not exist; it is taken always
            scenario, number 1: what happens to “A” is not known; {"at_secs":1,"action":"blow_up","compone… is left out
            scenario, number 2: what it happens to does not exist; {"action":"take_down","component":99} is left out
            scenario, number 3: “flush” happens to a component, and none is named; {"at_secs":50,"action":"flush"} is left out
            Drawing: settings.seed is -1 and should be a whole number from 0 to 18446744073709551615; the default is used
            Drawing: settings.replications is 0 and should be a number from 1 to 10,000; 1 is used
            objectives, number 1: target is 2 and should be a number from 0 to 1; 1 is used
            suppressions, number 1: the place where x is suppressed does not exist; it is left out
            Drawing: the field colour is not known; it is left out
        "#]],
    );
    assert_eq!(drawing.components.len(), 4);
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    check_refused(
        "",
        expect![[r#"
        the file is empty; choose a file saved by Plimsoll
        The file is empty. Choose a file saved by Plimsoll
    "#]],
    );
    check_refused(
        [0xff, 0xfe, 0x00],
        expect![[r#"
        the file is no text (not UTF-8); choose a file saved by Plimsoll
        The file is not text. Choose a file saved by Plimsoll
    "#]],
    );
    check_refused(
        "{\n  \"plimsoll\": 2,\n  \"components\": [}",
        expect![[r#"
        not JSON at line 3, column 18: expected value; correct it there, or choose another file
        The file is not JSON at line 3, column 18: expected value. Correct it there, or choose another file
    "#]],
    );
    check_refused(
        "{\"plimsoll\": 2, \"components\": [{\"at\": {\"x\": NaN}}]}",
        expect![[r#"
        not JSON at line 1, column 45: expected value; correct it there, or choose another file
        The file is not JSON at line 1, column 45: expected value. Correct it there, or choose another file
    "#]],
    );
    check_refused(
        "{\"plimsoll\": 2, \"components\": [{\"at\": {\"x\": 1e999}}]}",
        expect![[r#"
        not JSON at line 1, column 49: number out of range; correct it there, or choose another file
        The file is not JSON at line 1, column 49: number out of range. Correct it there, or choose another file
    "#]],
    );
    check_refused(
        "[1, 2]",
        expect![[r#"
        the file is JSON but no drawing; it should hold an object with "plimsoll": 2 and "components"
        The file is JSON but no drawing: it should hold an object with "plimsoll": 2 and "components"
    "#]],
    );
    check_refused(
        "{\"plimsoll\": 3}",
        expect![[r#"
            saved by a newer Plimsoll (format 3, this one reads up to 2); reload the page or update
            The file was saved by a newer Plimsoll (format 3; this one reads up to 2). Reload the page or update to get it
        "#]],
    );
    check_refused(
        "{\"plimsoll\": \"two\"}",
        expect![[r#"
        the file is JSON but no drawing; it should hold an object with "plimsoll": 2 and "components"
        The file is JSON but no drawing: it should hold an object with "plimsoll": 2 and "components"
    "#]],
    );
    check_refused(
        "[".repeat(100_000),
        expect![[r#"
        lists and objects are nested more than 64 deep; a drawing needs fewer than ten
        The file is nested more than 64 levels deep; a drawing needs fewer than ten
    "#]],
    );
    check_refused(
        format!("{{\"plimsoll\": 2, \"note\": [{}]}}", "1,".repeat(3_000_000)),
        expect![[r#"
        the file has 3000004 Values, more than 3000000; split the drawing
        The file has 3,000,004 values; up to 3,000,000 can be read. Split the drawing
    "#]],
    );
    check_refused(
        format!("{{\"plimsoll\": 2, \"components\": [{}{{}}]}}", "{},".repeat(10_000)),
        expect![[r#"
            the file has 10001 Components, more than 10000; split the drawing
            The file has 10,001 components; up to 10,000 can be read. Split the drawing
        "#]],
    );
}

#[test]
fn fifty_megabytes_of_garbage_are_refused_by_their_size() {
    let garbage = vec![b'['; 50_000_000];
    check_refused(
        &garbage,
        expect![[r#"
        the file has 50.0 MB, more than 20 MB; take parts out of the drawing
        The file has 50 MB; up to 20 MB can be read
    "#]],
    );
}
