//! What really happened, and whom it concerned.

use model::{
    finding::Place,
    scenario::{Action, Change as Planned, ScenarioEvent},
};
use ops::incidents::{ChangeKind, truth};

use crate::{drawing, id};

#[test]
fn a_fault_concerns_what_it_hits_and_what_depends_on_that() {
    let drawing = drawing();
    let at = |name: &str| id(&drawing, name);
    let event = |action| ScenarioEvent { at_secs: 10.0, action };
    let crash = event(Action::Change(Planned::new("crash", Place::Component(at("db")))));
    let change = truth::change(&crash, &drawing, "db crashed".into());
    assert_eq!((change.kind, change.components.clone()), (ChangeKind::Fault, vec![at("db")]));
    let concerned = truth::concerned(&[change], &drawing);
    assert_eq!(concerned.into_iter().collect::<Vec<_>>(), {
        let mut wanted = vec![at("db"), at("api"), at("people")];
        wanted.sort();
        wanted
    });
    // A line concerns both of its ends.
    let line = drawing.connections.iter().find(|it| it.to == at("db")).expect("it is drawn").id;
    let loss = event(Action::Change(Planned::new("packet-loss", Place::Connection(line))));
    assert_eq!(truth::components(&loss.action, &drawing), [at("api"), at("db")]);
}

#[test]
fn bringing_something_up_is_no_fault() {
    let drawing = drawing();
    let api = id(&drawing, "api");
    assert!(truth::kind(&Action::TakeDown { component: api }).can_begin_it());
    assert!(!truth::kind(&Action::BringUp { component: api }).can_begin_it());
    assert_eq!(
        truth::kind(&Action::Change(Planned::new("traffic", Place::Component(api)))),
        ChangeKind::Traffic
    );
}
