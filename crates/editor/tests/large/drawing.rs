//! A drawing as large as the page promises to handle.

use model::{Architecture, Component, ComponentId, Connection, ConnectionId, Kind, Point, Relation};

/// Cards on a square grid, each connected to its neighbors on the right and (every other one) below.
pub fn drawing(n_components: u32) -> Architecture {
    let columns = f64::from(n_components).sqrt().ceil() as u32;
    let kind = Kind::find("api_server").unwrap_or_else(Kind::unknown);
    let mut document = Architecture::default();
    for number in 0..n_components {
        let at = Point::new(f64::from(number % columns) * 240.0, f64::from(number / columns) * 136.0);
        let component = Component::new(ComponentId(number + 1), kind, format!("service {number}"), at);
        document.components.push(component);
    }
    let mut next_id = n_components + 1;
    for number in 0..n_components {
        let neighbors = [(number % columns + 1 < columns, 1), (number % 2 == 0, columns)];
        for (wanted, distance) in neighbors {
            if wanted && number + distance < n_components {
                let (from, to) = (ComponentId(number + 1), ComponentId(number + distance + 1));
                let id = ConnectionId(next_id);
                document.connections.push(Connection::new(id, from, to, Relation::Call));
                next_id += 1;
            }
        }
    }
    document.next_id = next_id;
    document
}
