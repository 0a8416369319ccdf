//! The canvas in a real browser: what is drawn is where the editor says, and what a pointer does arrives.
#![expect(clippy::unwrap_used, reason = "a test may stop where something is missing")]

use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use model::{Component, ComponentId, Connection, ConnectionId, Kind, Point, Relation, component::CARD};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, HtmlCanvasElement, HtmlElement, PointerEvent, PointerEventInit, WheelEvent, WheelEventInit,
};

use super::Canvas;
use crate::{browser::theme::Theme, frame::Layout, widgets::install_sprite, workspace::Workspace};

wasm_bindgen_test_configure!(run_in_browser);

const CLIENT: ComponentId = ComponentId(1);
const SERVER: ComponentId = ComponentId(2);

/// A canvas of 800 by 600 pixels with a client that calls a server, taken out of the page when dropped.
struct Page {
    holder: HtmlElement,
    workspace: Workspace,
    _mounted: Box<dyn std::any::Any>,
}

impl Page {
    async fn open() -> Self {
        let holder: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        // The style sheet is not part of this page; layers and cards need these rules of it.
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(concat!(
            include_str!("../../style/tokens.css"),
            include_str!("../../style/canvas.css"),
        )));
        holder.append_child(&style).unwrap();
        holder.style().set_css_text("position: fixed; left: 40px; top: 30px; width: 800px; height: 600px");
        document().body().unwrap().append_child(&holder).unwrap();
        install_sprite();
        let slot = StoredValue::new_local(None);
        let mounted = mount_to(holder.clone(), move || {
            let (layout, theme) = (Layout::new(), Theme::new());
            let workspace = Workspace::new(layout, theme);
            provide_context(workspace);
            slot.set_value(Some(workspace));
            view! { <Canvas/> }
        });
        let workspace = slot.get_value().unwrap();
        let page = Self { holder, workspace, _mounted: Box::new(mounted) };
        let component = |id, kind: &str, name, at| Component::new(id, Kind::find(kind).unwrap(), name, at);
        workspace.open(model::Architecture {
            components: vec![
                component(CLIENT, "client", "Shoppers", Point::new(0.0, 0.0)),
                component(SERVER, "api_server", "Shop", Point::new(320.0, 96.0)),
            ],
            connections: vec![Connection::new(ConnectionId(3), CLIENT, SERVER, Relation::Call)],
            next_id: 4,
            ..model::Architecture::default()
        });
        page.frames().await;
        page
    }

    /// Lets effects run and frames be drawn.
    async fn frames(&self) {
        gloo_timers::future::sleep(Duration::from_millis(80)).await;
    }

    fn root(&self) -> Element {
        self.holder.query_selector(".canvas").unwrap().unwrap()
    }

    fn card(&self, id: ComponentId) -> Element {
        self.holder.query_selector(&format!("#card-{}:not([hidden])", id.0)).unwrap().unwrap()
    }

    /// Where the editor says that a component is, in pixels of the window.
    fn expected(&self, id: ComponentId) -> [f64; 4] {
        let rect = self.workspace.with_editor(|it| it.camera().rect_on_screen(it.rect_of(id).unwrap()));
        let root = self.root().get_bounding_client_rect();
        [rect.x + root.left(), rect.y + root.top(), rect.width, rect.height]
    }

    fn at(&self, id: ComponentId) -> Point {
        self.workspace.with_editor(|it| it.document().component(id).unwrap().at)
    }

    fn pointer(&self, event: &str, at: (f64, f64), buttons: u16) {
        let init = PointerEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_pointer_id(1);
        init.set_pointer_type("mouse");
        init.set_client_x(at.0 as i32);
        init.set_client_y(at.1 as i32);
        init.set_buttons(buttons);
        init.set_button(if event == "pointermove" { -1 } else { 0 });
        let event = PointerEvent::new_with_event_init_dict(event, &init).unwrap();
        self.root().dispatch_event(&event).unwrap();
    }

    /// Presses in the middle of a card, moves by that many pixels and lets go.
    async fn drag(&self, id: ComponentId, by: (f64, f64)) {
        let [x, y, width, height] = self.expected(id);
        let from = (x + width / 2.0, y + height / 2.0);
        self.pointer("pointerdown", from, 1);
        for step in 1..=5 {
            let share = f64::from(step) / 5.0;
            self.pointer("pointermove", (from.0 + by.0 * share, from.1 + by.1 * share), 1);
        }
        self.pointer("pointerup", (from.0 + by.0, from.1 + by.1), 0);
        self.frames().await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.holder.remove();
    }
}

fn assert_cards_agree(page: &Page) {
    for id in [CLIENT, SERVER] {
        let drawn = page.card(id).get_bounding_client_rect();
        let drawn = [drawn.left(), drawn.top(), drawn.width(), drawn.height()];
        let expected = page.expected(id);
        for (drawn, expected) in drawn.iter().zip(expected) {
            assert!(
                (drawn - expected).abs() < 0.5,
                "card {id:?} is at {drawn:?}, the editor says {expected:?}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn cards_are_where_the_editor_says_at_every_zoom() {
    let page = Page::open().await;
    assert_cards_agree(&page);
    for delta in [-240.0, 360.0] {
        let init = WheelEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_ctrl_key(true);
        init.set_client_x(300);
        init.set_client_y(200);
        init.set_delta_y(delta);
        let before = page.workspace.with_editor(|it| it.camera().zoom);
        let event = WheelEvent::new_with_event_init_dict("wheel", &init).unwrap();
        page.root().dispatch_event(&event).unwrap();
        assert!(event.default_prevented(), "the page itself must not zoom");
        page.frames().await;
        assert_ne!(page.workspace.with_editor(|it| it.camera().zoom), before);
        assert_cards_agree(&page);
    }
}

#[wasm_bindgen_test]
async fn a_drag_moves_a_component_as_one_step() {
    let page = Page::open().await;
    let before = page.at(SERVER);
    page.drag(SERVER, (60.0, 45.0)).await;
    let zoom = page.workspace.with_editor(|it| it.camera().zoom);
    let after = page.at(SERVER);
    // It may have snapped to a neighbor or to the grid on the way.
    assert!((after.x - before.x - 60.0 / zoom).abs() < 13.0, "moved from {before:?} to {after:?}");
    assert!((after.y - before.y - 45.0 / zoom).abs() < 13.0, "moved from {before:?} to {after:?}");
    assert_cards_agree(&page);
    page.workspace.run(editor::Action::Undo);
    page.frames().await;
    assert_eq!(page.at(SERVER), before);
    assert_cards_agree(&page);
}

#[wasm_bindgen_test]
async fn connections_are_painted_between_their_components() {
    let page = Page::open().await;
    let ground: HtmlCanvasElement = page.root().query_selector("canvas").unwrap().unwrap().unchecked_into();
    let ratio = window().device_pixel_ratio();
    let context: web_sys::CanvasRenderingContext2d =
        ground.get_context("2d").unwrap().unwrap().unchecked_into();
    // Three places, because a single one might show a dot of the grid.
    for share in [0.3, 0.5, 0.7] {
        let at = page.workspace.with_editor(|it| {
            let path = it.path_of(ConnectionId(3)).unwrap();
            it.camera().screen_from_world(path.point_at(share))
        });
        let side = 6.0;
        let pixels = context
            .get_image_data(at.x * ratio - side / 2.0, at.y * ratio - side / 2.0, side, side)
            .unwrap()
            .data();
        let most_opaque = pixels.chunks_exact(4).map(|it| it[3]).max();
        assert!(most_opaque > Some(100), "nothing is painted at {share} of the line");
    }
}

#[wasm_bindgen_test]
async fn the_focused_component_is_an_element_with_a_name_at_every_zoom() {
    let page = Page::open().await;
    page.workspace.change(|it| it.select([model::Item::Component(SERVER)], false));
    page.workspace.change(|it| {
        let camera = editor::Camera { zoom: 0.1, ..it.camera() };
        it.set_camera(camera)
    });
    page.frames().await;
    let id = page.root().get_attribute("aria-activedescendant").unwrap();
    let focused = document().get_element_by_id(&id).unwrap();
    let name = focused.get_attribute("aria-label").unwrap();
    assert!(name.contains("Shop"), "it is called {name:?}");
    assert_eq!(focused.get_attribute("role").as_deref(), Some("button"));
    let hidden = format!("#card-{}:not([hidden])", CLIENT.0);
    assert!(page.holder.query_selector(&hidden).unwrap().is_none(), "far components need no element");
}

#[wasm_bindgen_test]
async fn cards_show_name_and_kind_and_their_own_size() {
    let page = Page::open().await;
    let card = page.card(SERVER);
    assert_eq!(card.text_content().as_deref(), Some("Shop"));
    // Written by the style sheet: the accessible name says it in words of its own.
    let kind = card.query_selector(".card-kind").unwrap().unwrap();
    assert_eq!(kind.get_attribute("data-text"), Some(crate::text::say("kind-api_server")));
    let html: &HtmlElement = card.unchecked_ref();
    assert_eq!(
        (f64::from(html.offset_width()), f64::from(html.offset_height())),
        (CARD.width, CARD.height),
        "canvas.css and the model must agree"
    );
    assert_ne!(JsValue::from(card.get_attribute("aria-label")), JsValue::NULL);
}
