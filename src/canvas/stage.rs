//! Puts the layers into the page and keeps them in step with the workspace.

use std::{
    cell::RefCell,
    rc::Rc,
};

use editor::{Editor, Input};
use leptos::{html, prelude::*};
use model::{Item, Point, Size};
use sim::{Live, Report};
use web_sys::HtmlElement;

use super::{
    card::{self, Words},
    cards::Cards,
    controls::{Controls, MinimapView},
    events,
    frames::Frames,
    hint::Hint,
    looks::{Known, Looks},
    minimap::Minimap,
    renderer::{Dirty, Renderer},
    surface::Surface,
    theme::Theme,
};
use crate::{
    follow::follow,
    browser::{resize, watch},
    run::Phase,
    text::{say, say_message},
    workspace::{Forecast, Workspace},
};

/// The elements that the renderer draws into.
#[derive(Clone, Copy, Default)]
struct Layers {
    root: NodeRef<html::Div>,
    ground: NodeRef<html::Canvas>,
    cards: NodeRef<html::Div>,
    moving: NodeRef<html::Canvas>,
    overlay: NodeRef<html::Canvas>,
    focus: NodeRef<html::Div>,
    hint: NodeRef<html::Div>,
    minimap: NodeRef<html::Div>,
}

/// The drawing, and the controls that lie on it. One stop of the Tab key.
#[component]
pub fn Canvas() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let layers = Layers::default();
    // In percent; the button that shows it is the only one who listens.
    let zoom = RwSignal::new(100.0);
    let stage = StoredValue::new_local(None::<Stage>);
    follow(move || {
        if let Some(new) = Stage::new(layers, workspace, zoom) {
            new.start(workspace);
            stage.set_value(Some(new));
        }
    });
    let look = move |at: Point| {
        stage.with_value(|it| {
            let Some(stage) = it else { return };
            let camera = workspace.with_editor(|it| stage.state.borrow().renderer.minimap.camera_at(at, it));
            workspace.change(|it| it.set_camera(camera));
        });
    };
    view! {
        <div
            class="canvas"
            node_ref=layers.root
            tabindex="0"
            role="application"
            data-first=""
            aria-label=say("canvas-label")
            aria-describedby="canvas-help"
        >
            <canvas node_ref=layers.ground aria-hidden="true"></canvas>
            <canvas node_ref=layers.moving aria-hidden="true"></canvas>
            <div class="canvas-cards" node_ref=layers.cards></div>
            <canvas node_ref=layers.overlay aria-hidden="true"></canvas>
            // Stands in for a zone or a connection, which have no element of their own.
            <div class="visually-hidden" id="canvas-focus" role="button" hidden node_ref=layers.focus></div>
            <p class="visually-hidden" id="canvas-help">{say("canvas-help")}</p>
            <div class="canvas-hint" aria-hidden="true" hidden node_ref=layers.hint></div>
            <MinimapView root=layers.minimap on_look=look/>
            <Controls zoom/>
        </div>
    }
}

/// Everything behind the canvas, shared by the frame loop and the effects that wake it.
#[derive(Clone)]
struct Stage {
    root: HtmlElement,
    state: Rc<RefCell<State>>,
    frames: Frames,
}

struct State {
    root: HtmlElement,
    focus: HtmlElement,
    hint: Hint,
    renderer: Renderer,
    looks: Looks,
    dirty: Dirty,
    /// The style sheet has other colors than the renderer.
    theme_is_stale: bool,
    /// What assistive technology was last told to be at.
    focused: Option<Item>,
    zoom: RwSignal<f64>,
    last_frame: Option<f64>,
    is_paused: bool,
    /// The person has not asked for less of it.
    wants_motion: bool,
}

impl Stage {
    /// `None` until all elements are in the page, or if the browser cannot draw.
    fn new(layers: Layers, workspace: Workspace, zoom: RwSignal<f64>) -> Option<Self> {
        let root: HtmlElement = layers.root.get()?.into();
        let surface = |layer: NodeRef<html::Canvas>| Surface::new(layer.get()?);
        let words = Words {
            component: say("canvas-component"),
            estimate: say("canvas-estimate"),
            stale: say("canvas-stale"),
            hit_all: say("blast-all"),
            hit_some: say("blast-some"),
            idle: say("estimate-idle"),
        };
        let renderer = Renderer::new(
            surface(layers.ground)?,
            surface(layers.moving)?,
            surface(layers.overlay)?,
            Cards::new(document(), layers.cards.get()?.into(), words),
            Minimap::new(layers.minimap.get()?.into())?,
            Theme::read(&root)?,
        );
        let state = Rc::new(RefCell::new(State {
            root: root.clone(),
            focus: layers.focus.get()?.into(),
            hint: Hint::new(layers.hint.get()?.into()),
            renderer,
            looks: Looks::default(),
            dirty: Dirty::ALL,
            theme_is_stale: false,
            focused: None,
            zoom,
            last_frame: None,
            is_paused: false,
            wants_motion: true,
        }));
        let frames = Frames::new(Box::new({
            let state = Rc::clone(&state);
            move |millis| draw(&state, workspace, millis)
        }));
        Some(Self { root, state, frames })
    }

    /// Listens to the browser and to the workspace for as long as the component lives.
    fn start(&self, workspace: Workspace) {
        let listeners = StoredValue::new_local(events::listen(&self.root, workspace));
        on_cleanup(move || listeners.set_value(Vec::new()));
        self.follow_size(workspace);
        self.follow_workspace(workspace);
        self.frames.request();
    }

    fn mark(&self, dirty: Dirty) {
        self.state.borrow_mut().dirty.add(dirty);
        self.frames.request();
    }

    fn follow_size(&self, workspace: Workspace) {
        let stage = self.clone();
        resize::observe(&self.root, move |width, height| {
            // A canvas that is not shown has no size, and fitting a drawing into nothing makes no sense.
            if width > 0.0 && height > 0.0 {
                workspace.dispatch(Input::Resize(Size::new(width, height)));
                stage.mark(Dirty::ALL);
            }
        });
    }

    fn follow_workspace(&self, workspace: Workspace) {
        let stage = self.clone();
        follow(move || {
            workspace.frame.track();
            stage.mark(Dirty { view: true, geometry: true, style: true, overlay: true, ..Dirty::default() });
        });
        let run = workspace.simulation;
        let is_stale = Memo::new(move |_| run.is_stale());
        let is_foggy = Memo::new(move |_| run.is_foggy());
        let stage = self.clone();
        follow(move || {
            let document = workspace.document.get();
            let (live, report) = (run.shown.get_untracked(), run.report.get_untracked());
            let forecast = workspace.forecast.get_untracked();
            let is = (is_stale.get_untracked(), is_foggy.get_untracked());
            let known = known(live.as_deref(), report.as_deref(), is, &forecast);
            let mut state = stage.state.borrow_mut();
            state.renderer.document_changed();
            state.looks.set_document(&document, &known);
            drop(state);
            stage.mark(Dirty::ALL);
        });
        let stage = self.clone();
        follow(move || {
            let (live, report, forecast) = (run.shown.get(), run.report.get(), workspace.forecast.get());
            let document = workspace.document.get_untracked();
            let known = known(live.as_deref(), report.as_deref(), (is_stale.get(), is_foggy.get()), &forecast);
            let mut state = stage.state.borrow_mut();
            state.looks.set_known(&document, &known);
            drop(state);
            stage.mark(Dirty::STYLE);
        });
        let stage = self.clone();
        follow(move || {
            let live = run.shown.get();
            let mut state = stage.state.borrow_mut();
            match (&live, state.wants_motion) {
                (Some(live), true) => state.renderer.trips.add(&live.hops),
                _ => state.renderer.trips.clear(),
            }
            drop(state);
            stage.mark(Dirty { particles: true, ..Dirty::default() });
        });
        let stage = self.clone();
        follow(move || {
            let is_paused = run.phase.get() == Phase::Paused;
            stage.state.borrow_mut().is_paused = is_paused;
            stage.mark(Dirty { particles: true, ..Dirty::default() });
        });
        let wants_no_motion = watch::media("(prefers-reduced-motion: reduce)");
        let stage = self.clone();
        follow(move || {
            stage.state.borrow_mut().set_motion(!wants_no_motion.get());
            stage.mark(Dirty::ALL);
        });
        let stage = self.clone();
        follow(move || {
            workspace.findings.with(|it| stage.state.borrow_mut().looks.set_findings(it));
            stage.mark(Dirty::STYLE);
        });
        let stage = self.clone();
        follow(move || {
            workspace.blasts.with(|all| stage.state.borrow_mut().looks.set_blast(all.last().map(|it| &*it.1)));
            stage.mark(Dirty::STYLE);
        });
        let forced_colors = watch::media("(forced-colors: active)");
        let stage = self.clone();
        follow(move || {
            workspace.theme.is_dark.track();
            workspace.theme.is_high_contrast.track();
            forced_colors.track();
            stage.state.borrow_mut().theme_is_stale = true;
            stage.mark(Dirty::ALL);
        });
        let stage = self.clone();
        follow(move || {
            let is_shown = workspace.layout.shows_minimap.get();
            stage.state.borrow_mut().renderer.minimap.show(is_shown);
            stage.mark(Dirty::ALL);
        });
    }
}

fn known<'a>(
    live: Option<&'a Live>,
    report: Option<&'a Report>,
    (is_stale, is_foggy): (bool, bool),
    forecast: &'a Forecast,
) -> Known<'a> {
    Known {
        live,
        over: report,
        is_stale,
        is_foggy,
        estimate: forecast.estimate.as_ref(),
        over_per_sec: Some(&forecast.usage.calls_per_sec),
    }
}

/// Draws a frame; whether another one is wanted.
fn draw(state: &Rc<RefCell<State>>, workspace: Workspace, millis: f64) -> bool {
    let elapsed_millis = {
        let mut state = state.borrow_mut();
        let elapsed = state.last_frame.map_or(0.0, |last| millis - last);
        state.last_frame = Some(millis);
        elapsed
    };
    let wants_frames = workspace.with_editor(Editor::wants_frames);
    if wants_frames {
        // After a pause the first step would be a jump.
        workspace.dispatch(Input::Frame { elapsed_millis: elapsed_millis.min(50.0) });
    }
    let mut state = state.borrow_mut();
    let is_paused = state.is_paused;
    state.renderer.trips.advance(millis, is_paused);
    if state.is_moving() {
        state.dirty.particles = true;
    }
    workspace.with_editor(|editor| state.draw(editor, millis));
    if !wants_frames {
        state.last_frame = None;
    }
    wants_frames || state.is_moving()
}

impl State {
    /// Requests are on their way and have to be drawn again. Hidden tabs get no frames, so they need no care.
    fn is_moving(&self) -> bool {
        !self.is_paused && !self.renderer.trips.is_empty()
    }

    fn set_motion(&mut self, wants_motion: bool) {
        self.wants_motion = wants_motion;
        // What dots would show is written on the lines instead.
        self.renderer.writes_rates = !wants_motion;
        if !wants_motion {
            self.renderer.trips.clear();
        }
    }

    fn draw(&mut self, editor: &Editor, millis: f64) {
        let dirty = std::mem::take(&mut self.dirty);
        if std::mem::take(&mut self.theme_is_stale)
            && let Some(theme) = Theme::read(&self.root)
        {
            self.renderer.theme = theme;
        }
        let viewport = editor.viewport();
        let ratio = web_sys::window().map_or(1.0, |it| it.device_pixel_ratio());
        self.renderer.resize(viewport.width, viewport.height, ratio);
        self.renderer.draw(dirty, millis, editor, &self.looks, &self.root);
        self.hint.show(editor);
        self.show_focus(editor);
        let zoom = (editor.camera().zoom * 100.0).round();
        if self.zoom.get_untracked() != zoom {
            self.zoom.set(zoom);
        }
    }

    /// Tells assistive technology where the keyboard is.
    fn show_focus(&mut self, editor: &Editor) {
        let focused = editor.focused();
        if focused == self.focused {
            return;
        }
        self.focused = focused;
        self.focus.set_hidden(!matches!(focused, Some(Item::Zone(_) | Item::Connection(_))));
        let id = match focused {
            None => None,
            Some(Item::Component(id)) => Some(card::element_id(id)),
            Some(item) => {
                self.focus.set_text_content(Some(&say_message(&editor.describe(item))));
                Some("canvas-focus".to_owned())
            }
        };
        match id {
            Some(id) => self.root.set_attribute("aria-activedescendant", &id).ok(),
            None => self.root.remove_attribute("aria-activedescendant").ok(),
        };
    }
}
