//! A review says what happened.

use expect_test::expect;
use model::{
    Message,
    objective::{Indicator, Objective},
    text::Texts,
};
use ops::incidents::{
    Author, Book, Change, ChangeKind, Command, Harm, RunbookAction, Severity, Status,
    review::{ActionItem, Reader, Section, draft, markdown, section_text},
};

use crate::{ada, id, relations, signal};

#[test]
fn a_review_is_drafted_from_the_timeline() {
    let texts = Texts::english();
    let say = |it: &Message| texts.say(it);
    let (relations, drawing) = relations();
    let api = id(&drawing, "api");
    let mut book = Book::new("test");
    let run = book.begin_run(0.0, 10.0, true);
    book.hear(run, &signal("HighErrorRate", Some(api), 72.0, true), &relations).unwrap();
    book.tick(run, 75.0);
    let commands = [
        (84.0, Command::Acknowledge),
        (90.0, Command::Propose { text: "The canary | v2".into(), confidence: 0.6 }),
        (96.0, Command::Act { action: RunbookAction::RollBack, component: api }),
        (120.0, Command::SetStatus { to: Status::Mitigated, reason: String::new() }),
    ];
    for (at, command) in commands {
        book.apply(1, at, ada(), command).unwrap();
    }
    book.hear(run, &signal("HighErrorRate", Some(api), 130.0, false), &relations).unwrap();
    let resolve = Command::SetStatus { to: Status::Resolved, reason: "Rolled back".into() };
    book.apply(1, 150.0, ada(), resolve).unwrap();
    let text = "bad deploy of api".into();
    let fault =
        Change { at_secs: 60.0, kind: ChangeKind::Fault, components: vec![api], text, id: String::new() };
    assert!(book.run(run).unwrap().known_truth().is_empty());
    book.run_mut(run).unwrap().end(200.0, vec![fault]);
    book.set_harm(
        1,
        Harm {
            requests: 12_000,
            failed: 600,
            budget_minutes: 0.5,
            machine_dollars: 1.25,
            added_dollars: 0.4,
            dollars_per_failure: Some(7.0),
            spent: Some((Objective::new(Indicator::Availability, 0.999, 28.0), 0.12)),
        },
    );
    let review = book.review_mut(1).unwrap();
    review.dollars_per_failure = Some(0.05);
    let item = ActionItem {
        text: "Alert on the canary alone | not on everything".into(),
        owner: "Bo".into(),
        due: "2026-12-01".into(),
        is_done: false,
    };
    review.set_item(0, item).unwrap();
    review.edit(Section::WentBadly, "Nobody watched the canary.", "").unwrap();

    let case = book.case(1).unwrap();
    let name = |it| drawing.component(it).map(|it| it.name.clone()).unwrap_or_default();
    let moment = |secs: f64| format!("{secs:.0} s");
    let drafted = draft(&book, case, Reader { name: &name, moment: &moment });
    let shown: Vec<(Section, String)> = drafted
        .iter()
        .map(|(section, messages)| {
            let text = section_text(*section, messages, &say);
            (*section, case.review.section(*section, &text).text)
        })
        .collect();
    expect![[r#"
        # HighErrorRate

        ## Summary

        Incident 1 (P2 high) at api: HighErrorRate. It was mitigated after 8 min and resolved after 13 min.

        ## Impact

        - 600 of 12,000 requests failed
        - That is as much error budget as 30 s of full outage
        - It spent 12% of the error budget of 28 days for the promise "all requests: 99.9% succeed"
        - The whole system cost $1.25 meanwhile
        - Cost of the incident: $30.40, of which $30.00 for failed requests at $0.05 each and $0.40 for replicas that came on top, besides 30 s of error budget
        - api was affected (primary)

        ## Detection

        The alert HighErrorRate opened it. That was 2 min after the last thing that broke before it.

        ## Timeline

        - A second of the run is 10 s for operators: moments are the run’s, durations theirs
        - 60 s Fault: bad deploy of api (revealed afterwards)
        - 72 s Opened as P2 high: HighErrorRate (Plimsoll)
        - 72 s HighErrorRate fires (Plimsoll)
        - 84 s Acknowledged (Ada)
        - 90 s Hypothesis (60% sure): The canary | v2 (Ada)
        - 96 s Done: Roll back api (Ada)
        - 120 s Status is now Mitigated (Ada)
        - 130 s HighErrorRate has stopped firing (Plimsoll)
        - 130 s All its alerts have stopped; whether it is over, somebody has to say (Plimsoll)
        - 150 s Status is now Resolved: Rolled back (Ada)

        ## Contributing factors

        - bad deploy of api
        - The canary | v2 (Proposed, 60% sure)

        ## What went well

        - An alert found it before a person did
        - Somebody answered after 2 min

        ## What went badly

        Nobody watched the canary.

        ## Where we were lucky

        Nothing is written here yet.

        ## Action items

        | What | Owner | Due | Done |
        |---|---|---|---|
        | Alert on the canary alone \| not on everything | Bo | 2026-12-01 | no |
    "#]]
    .assert_eq(&markdown(&case.incident, &case.review, &shown, &say));
}

#[test]
fn one_that_a_person_opened_says_so() {
    let texts = Texts::english();
    let mut book = Book::new("test");
    let run = book.begin_run(0.0, 1.0, false);
    book.open(Some(run), 5.0, Author::Person("Ada".into()), "Odd | prices", Severity::P3, None).unwrap();
    let case = book.case(1).unwrap();
    let drafted = draft(&book, case, Reader { name: &|_| String::new(), moment: &|it| it.to_string() });
    let text = |section| section_text(section, &drafted[&section], &|it| texts.say(it));
    assert_eq!(text(Section::Detection), "It was opened by Ada. When it began is not known.");
    assert_eq!(text(Section::WentBadly), "- No alert fired: a person noticed it");
    assert_eq!(text(Section::Impact), "");
}
