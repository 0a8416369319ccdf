//! Draws as a person would: by names of components, pointer and keys.

use std::sync::Arc;

use editor::{
    Action, Button, Camera, Device, Editor, Input, Key, Modifiers, Offer, Pointer, PortSide, Request,
    Response,
};
use model::{
    Architecture, ComponentId, ConnectionId, Item, Kind, Message, Point, Size, ZoneId, notation, text::Texts,
};

use crate::invariants::check_invariants;

thread_local! {
    static TEXTS: Texts = Texts::english();
}

/// The real editor with a pointer and a keyboard.
pub struct TestEditor {
    pub editor: Editor,
    /// The response to the last input.
    pub last: Response,
    /// Everything said so far.
    pub said: Vec<String>,
    /// Everything requested so far.
    pub requests: Vec<Request>,
    start: Arc<Architecture>,
    modifiers: Modifiers,
    pointer: Point,
}

impl TestEditor {
    /// Opens a drawing in the notation, at zoom 1 with the world's origin at (100, 100) of a canvas of 1280 by 800.
    #[track_caller]
    pub fn new(drawing: &str) -> Self {
        Self::open(notation::parse(drawing).expect("the notation is right"))
    }

    #[track_caller]
    pub fn open(document: Architecture) -> Self {
        let editor = Editor::new(document);
        let start = Arc::clone(editor.document());
        let mut test = Self {
            editor,
            last: Response::default(),
            said: Vec::new(),
            requests: Vec::new(),
            start,
            modifiers: Modifiers::NONE,
            pointer: Point::new(0.0, 0.0),
        };
        test.send(Input::Resize(Size::new(1280.0, 800.0)));
        test.editor.set_camera(Camera { offset: Point::new(100.0, 100.0), zoom: 1.0 });
        test
    }

    // Names.

    #[track_caller]
    pub fn component(&self, name: &str) -> ComponentId {
        let found = self.editor.document().components.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("no component is called {name}")).id
    }

    #[track_caller]
    pub fn zone(&self, name: &str) -> ZoneId {
        let found = self.editor.document().zones.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("no zone is called {name}")).id
    }

    #[track_caller]
    pub fn connection(&self, from: &str, to: &str) -> ConnectionId {
        let (from, to) = (self.component(from), self.component(to));
        self.editor.document().between(from, to).next().expect("they are connected").id
    }

    /// Top left corner in the document, in world units.
    #[track_caller]
    pub fn at(&self, name: &str) -> (f64, f64) {
        let at = self.editor.component(self.component(name)).expect("it exists").at;
        (at.x, at.y)
    }

    /// Top left corner on the screen now, in world units.
    #[track_caller]
    pub fn shown_at(&self, name: &str) -> (f64, f64) {
        let rect = self.editor.rect_of(self.component(name)).expect("it exists");
        (rect.x, rect.y)
    }

    /// The zone in which it is drawn.
    #[track_caller]
    pub fn zone_of(&self, name: &str) -> Option<String> {
        let zone = self.editor.component(self.component(name))?.zone()?;
        self.editor.zone(zone).map(|it| it.name.clone())
    }

    /// "a -> b" for each connection, in drawing order.
    pub fn connections(&self) -> Vec<String> {
        let document = self.editor.document();
        let name = |id| document.component(id).map_or("?", |it| it.name.as_str());
        let write =
            |it: &model::Connection| format!("{} -{}-> {}", name(it.from), it.relation.id(), name(it.to));
        document.connections.iter().map(write).collect()
    }

    pub fn names(&self) -> Vec<&str> {
        self.editor.document().components.iter().map(|it| it.name.as_str()).collect()
    }

    /// Names of what is selected.
    pub fn selected(&self) -> Vec<String> {
        let say = |it: &Item| match *it {
            Item::Component(id) => self.editor.component(id).expect("it exists").name.clone(),
            Item::Zone(id) => self.editor.zone(id).expect("it exists").name.clone(),
            Item::Connection(id) => {
                let it = self.editor.connection(id).expect("it exists");
                let name = |id| self.editor.component(id).expect("it exists").name.clone();
                format!("{} -> {}", name(it.from), name(it.to))
            }
        };
        self.editor.selection().iter().map(say).collect()
    }

    pub fn focused(&self) -> Option<String> {
        let Item::Component(id) = self.editor.focused()? else { return None };
        self.editor.component(id).map(|it| it.name.clone())
    }

    #[track_caller]
    pub fn screen(&self, world: Point) -> Point {
        self.editor.camera().screen_from_world(world)
    }

    /// The middle of a card on the screen.
    #[track_caller]
    pub fn middle(&self, name: &str) -> Point {
        let rect = self.editor.rect_of(self.component(name)).expect("it exists");
        // Off the exact middle, where no port of a small card could be hit.
        self.screen(rect.center().offset(20.0, 5.0))
    }

    #[track_caller]
    pub fn port(&self, name: &str, side: PortSide) -> Point {
        let rect = self.editor.rect_of(self.component(name)).expect("it exists");
        let center = rect.center();
        self.screen(match side {
            PortSide::Output => Point::new(rect.right(), center.y),
            PortSide::Input => Point::new(rect.x, center.y),
            PortSide::Top => Point::new(center.x, rect.y),
            PortSide::Bottom => Point::new(center.x, rect.bottom()),
        })
    }

    // Inputs.

    #[track_caller]
    pub fn send(&mut self, input: Input) -> &mut Self {
        let before = self.before();
        let response = self.editor.handle(input.clone());
        self.take(response, &before, &format!("{input:?}"))
    }

    #[track_caller]
    pub fn run(&mut self, action: Action) -> &mut Self {
        let before = self.before();
        let response = self.editor.run(action);
        self.take(response, &before, &format!("{action:?}"))
    }

    #[track_caller]
    pub fn apply(&mut self, call: impl FnOnce(&mut Editor) -> Response) -> &mut Self {
        let before = self.before();
        let response = call(&mut self.editor);
        self.take(response, &before, "a call")
    }

    fn before(&self) -> (Arc<Architecture>, bool) {
        (Arc::clone(self.editor.document()), self.editor.is_busy())
    }

    #[track_caller]
    fn take(
        &mut self,
        response: Response,
        (before, was_busy): &(Arc<Architecture>, bool),
        what: &str,
    ) -> &mut Self {
        check_invariants(&self.editor, what);
        let changed = !Arc::ptr_eq(before, self.editor.document());
        // A move by keys that an undo ends is committed and taken back at once: changed, and yet the same.
        assert!(response.document_changed == changed || *was_busy && !changed, "after {what}");
        assert!(!changed || **before != **self.editor.document(), "a step that changes nothing: {what}");
        let say = |it: &Message| TEXTS.with(|texts| texts.try_say(it));
        self.said.extend(response.say.iter().map(|it| say(it).expect("everything said is in the table")));
        self.requests.extend(response.requests.iter().cloned());
        self.last = response;
        self
    }

    pub fn pointer(&self, at: Point) -> Pointer {
        Pointer::mouse(at).with(self.modifiers)
    }

    /// Holds these keys from now on.
    pub fn hold(&mut self, modifiers: Modifiers) -> &mut Self {
        self.modifiers = modifiers;
        self
    }

    #[track_caller]
    pub fn down(&mut self, at: Point) -> &mut Self {
        self.pointer = at;
        self.send(Input::PointerDown(self.pointer(at)))
    }

    #[track_caller]
    pub fn move_to(&mut self, at: Point) -> &mut Self {
        self.pointer = at;
        self.send(Input::PointerMove(self.pointer(at)))
    }

    #[track_caller]
    pub fn move_by(&mut self, (dx, dy): (f64, f64)) -> &mut Self {
        self.move_to(self.pointer.offset(dx, dy))
    }

    #[track_caller]
    pub fn up(&mut self) -> &mut Self {
        self.send(Input::PointerUp(self.pointer(self.pointer)))
    }

    /// Grabs a card and moves it in a few steps, without letting go.
    #[track_caller]
    pub fn grab(&mut self, name: &str, by: (f64, f64)) -> &mut Self {
        let at = self.middle(name);
        self.pull(at, at.offset(by.0, by.1))
    }

    /// Presses at one point of the screen and moves to another, without letting go.
    #[track_caller]
    pub fn pull(&mut self, from: Point, to: Point) -> &mut Self {
        self.move_to(from).down(from);
        for step in 1..=4 {
            let share = f64::from(step) / 4.0;
            self.move_to(from.offset((to.x - from.x) * share, (to.y - from.y) * share));
        }
        self
    }

    #[track_caller]
    pub fn drag(&mut self, name: &str, by: (f64, f64)) -> &mut Self {
        self.grab(name, by).up()
    }

    #[track_caller]
    pub fn drag_from_to(&mut self, from: Point, to: Point) -> &mut Self {
        self.pull(from, to).up()
    }

    /// Pulls a connection from a port of one component onto another one.
    #[track_caller]
    pub fn pull_connection(&mut self, from: &str, side: PortSide, to: &str) -> &mut Self {
        self.drag_from_to(self.port(from, side), self.middle(to))
    }

    #[track_caller]
    pub fn click(&mut self, name: &str) -> &mut Self {
        self.click_at(self.middle(name))
    }

    #[track_caller]
    pub fn click_at(&mut self, at: Point) -> &mut Self {
        self.move_to(at).down(at).up()
    }

    #[track_caller]
    pub fn shift_click(&mut self, name: &str) -> &mut Self {
        self.hold(Modifiers::SHIFT).click(name).hold(Modifiers::NONE)
    }

    #[track_caller]
    pub fn right_click_at(&mut self, at: Point) -> &mut Self {
        let pointer = Pointer { button: Button::Secondary, ..self.pointer(at) };
        self.send(Input::PointerDown(pointer)).send(Input::PointerUp(pointer))
    }

    /// A key as in `ctrl+shift+z`, pressed and let go.
    #[track_caller]
    pub fn press(&mut self, key: &str) -> &mut Self {
        self.send(Input::KeyDown(parse_key(key))).send(Input::KeyUp(parse_key(key)))
    }

    /// A key that the system repeats.
    #[track_caller]
    pub fn press_and_hold(&mut self, key: &str, times: usize) -> &mut Self {
        let key = parse_key(key);
        self.send(Input::KeyDown(key.clone()));
        for _ in 1..times {
            self.send(Input::KeyDown(Key { repeat: true, ..key.clone() }));
        }
        self.send(Input::KeyUp(key))
    }

    #[track_caller]
    pub fn touch(&mut self, id: i32, at: Point) -> Pointer {
        Pointer { id, device: Device::Touch, ..Pointer::mouse(at) }
    }

    #[track_caller]
    pub fn drop_kind(&mut self, kind: &str, at: Point) -> &mut Self {
        self.drop_offer(Offer::Component(Kind::find(kind).expect("the kind exists")), at)
    }

    #[track_caller]
    pub fn drop_offer(&mut self, offer: Offer, at: Point) -> &mut Self {
        let modifiers = self.modifiers;
        self.send(Input::PaletteDrag { offer, at, modifiers }).send(Input::PaletteDrop {
            offer,
            at,
            modifiers,
        })
    }

    // Outcomes.

    /// Undoes everything, checks that the start is back, redoes everything. The number of steps there were.
    #[track_caller]
    pub fn check_undo(&mut self) -> usize {
        let end = Arc::clone(self.editor.document());
        let mut n_steps = 0;
        while self.editor.undo_label().is_some() {
            self.run(Action::Undo);
            n_steps += 1;
        }
        // The only thing that undo does not take back is how many ids were given.
        assert_eq!(*self.start, **self.editor.document());
        for _ in 0..n_steps {
            self.run(Action::Redo);
        }
        assert_eq!(*end, **self.editor.document());
        n_steps
    }

    #[track_caller]
    pub fn last_said(&self) -> &str {
        self.said.last().expect("something was said")
    }
}

fn parse_key(text: &str) -> Key {
    let mut modifiers = Modifiers::NONE;
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('+').filter(|it| !it.1.is_empty()) {
        match name {
            "ctrl" => modifiers.ctrl = true,
            "shift" => modifiers.shift = true,
            "alt" => modifiers.alt = true,
            _ => panic!("no such modifier: {name}"),
        }
        rest = after;
    }
    Key::new(rest, modifiers)
}
