//! Where the users of a journey meet the system: alerts about what users notice name no component.

use model::{
    Architecture, ComponentId, Connection,
    catalog::Family,
    connection::Condition,
    workload::{Access, RequestClass},
};

/// Of the components that sources of a journey call (behind balancers and gateways: of those that they pass it on to), the
/// one that fails most. `journey`: a request class, or empty for all.
pub fn entry(
    drawing: &Architecture,
    journey: &str,
    failures: impl Fn(ComponentId) -> f64,
) -> Option<ComponentId> {
    let sources = drawing.components.iter().filter(|it| it.kind.is_source());
    let mut classes: Vec<(ComponentId, &RequestClass)> = Vec::new();
    for source in sources {
        let of_source = source.workload.as_ref().map_or(&[][..], |it| &it.classes);
        let of_journey = of_source.iter().filter(|it| journey.is_empty() || it.name == journey);
        classes.extend(of_journey.map(|it| (source.id, it)));
    }
    let takes =
        |it: &Connection| it.relation.carries_requests() && classes.iter().any(|(_, class)| fits(it, class));
    let called_by = |is_caller: &dyn Fn(ComponentId) -> bool| {
        let calls = drawing.connections.iter().filter(|it| is_caller(it.from) && takes(it));
        // Of equals the first one drawn.
        calls.map(|it| it.to).reduce(|best, it| if failures(it) > failures(best) { it } else { best })
    };
    let mut entry = called_by(&|id| classes.iter().any(|it| it.0 == id))?;
    let family = |id: ComponentId| drawing.component(id).map(|it| it.kind.family);
    // At most once through each component, should they call in a circle.
    for _ in 0..drawing.components.len() {
        if family(entry) != Some(Family::Network) {
            break;
        }
        let Some(next) = called_by(&|id| id == entry) else { break };
        entry = next;
    }
    Some(entry)
}

/// Whether requests of a class take a connection at all.
fn fits(connection: &Connection, class: &RequestClass) -> bool {
    match &connection.policy.on {
        Condition::Always | Condition::OnMissOf(_) => true,
        Condition::Read => class.access == Access::Read,
        Condition::Write => class.access == Access::Write,
        Condition::Class(name) => *name == class.name,
    }
}

#[cfg(test)]
mod tests {
    use model::notation;

    use super::*;

    const SHOP: &str = "u:client{writes=0.5} -> lb:load_balancer; lb -{on=read}-> browse:api_server; \
        lb -{on=write}-> pay:api_server; v:client{writes=0} -> other:web_server";

    #[track_caller]
    fn check(journey: &str, failing: &str, expected: Option<&str>) {
        let drawing = notation::parse(SHOP).unwrap();
        let name = |id| drawing.component(id).unwrap().name.as_str();
        let found = entry(&drawing, journey, |id| f64::from(u8::from(name(id) == failing)));
        assert_eq!(found.map(name), expected);
    }

    #[test]
    fn the_journey_says_where_to_look() {
        // What fails elsewhere is not where this journey goes.
        check("write", "browse", Some("pay"));
        check("read", "pay", Some("browse"));
    }

    #[test]
    fn of_all_traffic_it_is_what_fails_most() {
        check("", "other", Some("other"));
        check("no such journey", "pay", None);
    }

    #[test]
    fn a_class_that_a_connection_is_not_for_does_not_take_it() {
        let mut drawing = notation::parse("u:client -> a:api_server; u -> b:api_server").unwrap();
        drawing.connections[1].policy.on = Condition::Class("checkout".to_owned());
        let named = |name: &str| RequestClass::new(name, 1.0, Access::Read);
        drawing.components[0].workload.as_mut().unwrap().classes = vec![named("browse"), named("checkout")];
        let b = drawing.connections[1].to;
        let fails = |id| f64::from(u8::from(id == b));
        assert_eq!(entry(&drawing, "browse", fails), Some(drawing.connections[0].to));
        assert_eq!(entry(&drawing, "checkout", fails), Some(b));
    }
}
