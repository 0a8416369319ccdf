//! What came of an input: what the shell has to redraw, say and do.

use model::{ComponentId, Item, Message, Point, Relation};

/// The outcome of one call of the editor. Nothing in it is left over from earlier calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// [`crate::Editor::document`] is another value: save it, check it, compile it.
    pub document_changed: bool,
    /// Something moved in a gesture that is still going on; the document has not changed yet.
    pub geometry_changed: bool,
    /// Camera or size of the canvas.
    pub view_changed: bool,
    pub selection_changed: bool,
    /// What lies over the drawing: hover, focus, preview, marquee, guides, ports, verdicts.
    pub overlay_changed: bool,
    /// The shell must keep the browser from acting on the same event (scrolling, selecting text, its own shortcut).
    pub handled: bool,
    /// For the polite live region, in order.
    pub say: Vec<Message>,
    /// What only the shell can do, in order.
    pub requests: Vec<Request>,
}

/// Something only the shell can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Put this text on the clipboard.
    WriteClipboard(String),
    /// Read the clipboard and call [`crate::Editor::paste`] with it.
    ReadClipboard,
    /// Show the inspector for the selection and move the keyboard there.
    OpenInspector,
    /// Open a text field over the item, filled with its name; then commit the rename.
    Rename(Item),
    /// Open the menu of actions for the selection at this point of the screen.
    ContextMenu {
        at: Point,
    },
    /// Several relations are possible: ask which, then call [`crate::Editor::connect`].
    ChooseRelation {
        from: ComponentId,
        to: ComponentId,
        /// The most likely one first.
        relations: Vec<Relation>,
        at: Point,
    },
    /// The connection was not drawn: show why at this point. If `offer_reverse`, offer the other direction by
    /// [`crate::Editor::accept_reverse`].
    Refused {
        from: ComponentId,
        to: ComponentId,
        why: Message,
        offer_reverse: bool,
        at: Point,
    },
    /// Show a short notice that needs no answer.
    Notice(Message),
    Focus(Region),
    /// Go on to the next region of the screen, or back to the previous one.
    FocusNext {
        forward: bool,
    },
    /// Fold or unfold a region.
    Toggle(Region),
    ShowHelp,
    ShowCommandPalette,
    /// Find a component by name.
    ShowSearch,
    NewProject,
    OpenFile,
    SaveFile,
    Share,
    ShowProjects,
    ShowBlueprints,
    ToggleTheme,
    ToggleMinimap,
    /// Start a run, or pause or resume the one there is.
    ToggleRun,
    StepRun,
    /// Take the run back by a second.
    StepBack,
    StopRun,
    /// Take these components down, or bring them back, in the run that is going on.
    ToggleDown(Vec<ComponentId>),
}

/// A part of the screen that has its own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Palette,
    Canvas,
    Outline,
    Inspector,
    Findings,
    Timeline,
    Objectives,
    Studies,
    Scenario,
    Incidents,
    /// One of the questions that take many runs.
    Question(Question),
    AlertRules,
    /// What every queue must obey, checked on the last run.
    ModelCheck,
    /// The button that adds an objective.
    NewObjective,
}

/// A question that takes many runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Question {
    #[default]
    Load,
    Compare,
    Causes,
    Recovery,
    Requests,
    Growth,
    Cheapest,
    Advice,
}

impl Response {
    /// The shell must keep its hands off the event; nothing else happened.
    #[must_use]
    pub fn handled() -> Self {
        Self { handled: true, ..Self::default() }
    }

    /// Adds what `other` says happened after this.
    pub fn merge(&mut self, other: Self) {
        self.document_changed |= other.document_changed;
        self.geometry_changed |= other.geometry_changed;
        self.view_changed |= other.view_changed;
        self.selection_changed |= other.selection_changed;
        self.overlay_changed |= other.overlay_changed;
        self.handled |= other.handled;
        self.say.extend(other.say);
        self.requests.extend(other.requests);
    }

    /// Whether the canvas must draw a frame.
    pub const fn needs_frame(&self) -> bool {
        self.document_changed
            || self.geometry_changed
            || self.view_changed
            || self.selection_changed
            || self.overlay_changed
    }
}
