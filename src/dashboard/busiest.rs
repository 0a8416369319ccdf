//! Which lines the saturation chart has: the components that came closest to their capacity.

use model::{Architecture, ComponentId, lean};
use sim::{Report, live::in_use, report::ComponentSeries, telemetry::Frame};

use super::plot::{Line, STYLES};

/// As many as the legend has room for.
const MAX_LINES: usize = 4;

/// Share of each component's capacity in use over time, as on the cards, by id: seconds and share.
pub type Loads = Vec<(ComponentId, Vec<(f64, f64)>)>;

/// From the report: every second of the run.
pub fn of_report(report: &Report) -> Loads {
    let seconds = || report.series.seconds.iter().map(|it| it.at_secs);
    let points = |it: &ComponentSeries| {
        let figures = it.load_ratio.iter().zip(&it.utilization);
        let used = figures.filter_map(|(load, held)| in_use(Some((*load).into()), Some((*held).into())));
        seconds().zip(used).collect()
    };
    let mut loads: Loads = report.series.components.iter().map(|it| (it.id, points(it))).collect();
    lean::sort_by_key(&mut loads, |it| it.0);
    loads
}

/// While it runs: adds the seconds of a look to what is known.
pub fn add(loads: &mut Loads, frames: &[Frame]) {
    for frame in frames {
        for component in &frame.components {
            let Some(load) = component.load_ratio else { continue };
            let Some(used) = in_use(Some(load.into()), component.utilization.map(f64::from)) else { continue };
            let point = (frame.at_secs, used);
            match loads.binary_search_by_key(&component.id, |it| it.0) {
                Ok(index) => loads[index].1.push(point),
                Err(index) => loads.insert(index, (component.id, vec![point])),
            }
        }
    }
}

/// The lines of the busiest of those that can be seen, in the order of the drawing, so that a color keeps its meaning from second to second.
pub fn lines(loads: &Loads, document: &Architecture, is_seen: impl Fn(ComponentId) -> bool) -> Vec<Line> {
    let highest = |points: &[(f64, f64)]| points.iter().filter(|it| it.0 > 0.0).map(|it| it.1).fold(0.0, f64::max);
    let mut ranked: Vec<_> = loads.iter().filter(|it| highest(&it.1) > 0.0 && is_seen(it.0)).collect();
    lean::sort_by(&mut ranked, |a, b| highest(&b.1).total_cmp(&highest(&a.1)));
    ranked.truncate(MAX_LINES);
    let place = |id| document.components.iter().position(|it| it.id == id);
    lean::sort_by_key(&mut ranked, |it| place(it.0));
    let line = |((id, points), (token, stroke)): (&(ComponentId, Vec<(f64, f64)>), _)| {
        let label = document.component(*id)?.name.clone();
        Some(Line { label, token, stroke, points: points.clone() })
    };
    ranked.into_iter().zip(STYLES).filter_map(line).collect()
}
