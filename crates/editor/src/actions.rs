//! Every action a person can take, in one table: it feeds the menus, the command palette, the keys and the help page.
//!
//! A new action is a row here, a function that performs it, and two texts: `action-<id>` and `action-<id>-help`.

use model::{Message, ZoneKind};

use crate::{
    editor::Editor,
    input::{Key, Modifiers},
    response::{Question, Region, Request, Response},
};

mod arrange;
mod clipboard;
mod connecting;
mod edit;
mod history;
mod navigate;
mod select;
mod view;
pub(crate) mod zones;

pub(crate) use clipboard::paste;

/// Where an action stands in menus and help. Words are under `action-category-<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    File,
    Edit,
    Select,
    Arrange,
    Zones,
    Connect,
    Navigate,
    View,
    Run,
    Help,
}

impl Category {
    /// In the order shown.
    pub const ALL: [Self; 10] = [
        Self::File,
        Self::Edit,
        Self::Select,
        Self::Arrange,
        Self::Zones,
        Self::Connect,
        Self::Navigate,
        Self::View,
        Self::Run,
        Self::Help,
    ];

    pub fn label(self) -> Message {
        Message::new(match self {
            Self::File => "action-category-file",
            Self::Edit => "action-category-edit",
            Self::Select => "action-category-select",
            Self::Arrange => "action-category-arrange",
            Self::Zones => "action-category-zones",
            Self::Connect => "action-category-connect",
            Self::Navigate => "action-category-navigate",
            Self::View => "action-category-view",
            Self::Run => "action-category-run",
            Self::Help => "action-category-help",
        })
    }
}

/// A key with modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// As in `KeyboardEvent.key`, letters in lower case.
    pub key: &'static str,
    pub modifiers: Modifiers,
}

impl Shortcut {
    /// Whether that key event is this shortcut. Where Shift is needed to type a character such as `?`, it is not
    /// part of the shortcut.
    pub fn matches(&self, key: &Key) -> bool {
        let is_symbol = self.key.chars().count() == 1 && !self.key.chars().all(char::is_alphanumeric);
        self.key == key.key.to_lowercase_if_letter()
            && self.modifiers.ctrl == key.modifiers.ctrl
            && self.modifiers.alt == key.modifiers.alt
            && (is_symbol || self.modifiers.shift == key.modifiers.shift)
    }
}

trait LowercaseLetter {
    fn to_lowercase_if_letter(&self) -> String;
}

impl LowercaseLetter for String {
    // `A` with Shift is the key `a`; names such as `ArrowLeft` stay.
    fn to_lowercase_if_letter(&self) -> String {
        if self.chars().count() == 1 { self.to_lowercase() } else { self.clone() }
    }
}

const fn key(key: &'static str) -> Shortcut {
    Shortcut { key, modifiers: Modifiers::NONE }
}
const fn shift(key: &'static str) -> Shortcut {
    Shortcut { key, modifiers: Modifiers::SHIFT }
}
const fn ctrl(key: &'static str) -> Shortcut {
    Shortcut { key, modifiers: Modifiers::CTRL }
}
const fn ctrl_shift(key: &'static str) -> Shortcut {
    Shortcut { key, modifiers: Modifiers::CTRL_SHIFT }
}

/// A row of the table.
pub struct Row {
    /// Kebab case; names the texts and the icon.
    pub id: &'static str,
    pub category: Category,
    /// The first one is shown in menus.
    pub shortcuts: &'static [Shortcut],
    enabled: fn(&Editor) -> bool,
    perform: fn(&mut Editor, &mut Response),
}

impl Action {
    /// The name in menus.
    pub fn label(self) -> Message {
        Message::computed(format!("action-{}", self.id()))
    }

    /// One sentence for help and tool tips.
    pub fn help(self) -> Message {
        Message::computed(format!("action-{}-help", self.id()))
    }

    pub fn id(self) -> &'static str {
        self.row().id
    }

    pub fn category(self) -> Category {
        self.row().category
    }

    /// The first one is shown in menus.
    pub fn shortcuts(self) -> &'static [Shortcut] {
        self.row().shortcuts
    }

    /// The action of that id.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.id() == id)
    }

    /// The action that a key event stands for.
    pub fn for_key(key: &Key) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.shortcuts().iter().any(|shortcut| shortcut.matches(key)))
    }

    pub(crate) fn is_enabled(self, editor: &Editor) -> bool {
        (self.row().enabled)(editor)
    }

    pub(crate) fn perform(self, editor: &mut Editor, response: &mut Response) {
        (self.row().perform)(editor, response);
    }
}

const fn always(_: &Editor) -> bool {
    true
}

/// Names each row by a variant, so that a misspelled action does not compile.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $id:literal, $category:ident, $shortcuts:expr, $enabled:expr, $perform:expr;)*) => {
        /// Something a person can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// All actions, in the order of menus and help.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Everything about the action.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => {
                        static ROW: Row = Row {
                            id: $id,
                            category: Category::$category,
                            shortcuts: &$shortcuts,
                            enabled: $enabled,
                            perform: $perform,
                        };
                        &ROW
                    })*
                }
            }
        }
    };
}

/// An action that only the shell can carry out.
macro_rules! ask {
    ($request:expr) => {
        |_, response| response.requests.push($request)
    };
}

actions! {
    NewProject: "new-project", File, [], always, ask!(Request::NewProject);
    OpenFile: "open-file", File, [ctrl("o")], always, ask!(Request::OpenFile);
    SaveFile: "save-file", File, [ctrl("s")], always, ask!(Request::SaveFile);
    ShowProjects: "show-projects", File, [ctrl_shift("o")], always, ask!(Request::ShowProjects);
    ShowBlueprints: "show-blueprints", File, [], always, ask!(Request::ShowBlueprints);
    Share: "share", File, [], always, ask!(Request::Share);

    Undo: "undo", Edit, [ctrl("z")], history::can_undo, history::undo;
    Redo: "redo", Edit, [ctrl_shift("z"), ctrl("y")], history::can_redo, history::redo;
    Cut: "cut", Edit, [ctrl("x")], clipboard::can_copy, clipboard::cut;
    Copy: "copy", Edit, [ctrl("c")], clipboard::can_copy, clipboard::copy;
    /// By key, the browser reports a paste event with the text instead, and no permission is asked for.
    Paste: "paste", Edit, [ctrl("v")], always, ask!(Request::ReadClipboard);
    Duplicate: "duplicate", Edit, [ctrl("d")], clipboard::can_copy, clipboard::duplicate;
    Delete: "delete", Edit, [key("Delete"), key("Backspace")], edit::has_targets, edit::delete;
    Rename: "rename", Edit, [key("F2")], edit::can_rename, edit::rename;
    OpenInspector: "open-inspector", Edit, [key("Enter"), key("i")], edit::has_targets, edit::open_inspector;

    SelectAll: "select-all", Select, [ctrl("a")], select::has_content, select::all;
    SelectNone: "select-none", Select, [key("Escape")], select::has_selection, select::none;
    SelectConnected: "select-connected", Select, [ctrl_shift("a")], select::has_components, select::connected;

    MoveLeft: "move-left", Arrange, [key("ArrowLeft")], arrange::can_move, |e, r| arrange::nudge(e, r, -1.0, 0.0);
    MoveRight: "move-right", Arrange, [key("ArrowRight")], arrange::can_move, |e, r| arrange::nudge(e, r, 1.0, 0.0);
    MoveUp: "move-up", Arrange, [key("ArrowUp")], arrange::can_move, |e, r| arrange::nudge(e, r, 0.0, -1.0);
    MoveDown: "move-down", Arrange, [key("ArrowDown")], arrange::can_move, |e, r| arrange::nudge(e, r, 0.0, 1.0);
    MoveFarLeft: "move-far-left", Arrange, [shift("ArrowLeft")], arrange::can_move, |e, r| arrange::nudge(e, r, -10.0, 0.0);
    MoveFarRight: "move-far-right", Arrange, [shift("ArrowRight")], arrange::can_move, |e, r| arrange::nudge(e, r, 10.0, 0.0);
    MoveFarUp: "move-far-up", Arrange, [shift("ArrowUp")], arrange::can_move, |e, r| arrange::nudge(e, r, 0.0, -10.0);
    MoveFarDown: "move-far-down", Arrange, [shift("ArrowDown")], arrange::can_move, |e, r| arrange::nudge(e, r, 0.0, 10.0);
    AlignLeft: "align-left", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Left);
    AlignCenter: "align-center", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Center);
    AlignRight: "align-right", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Right);
    AlignTop: "align-top", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Top);
    AlignMiddle: "align-middle", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Middle);
    AlignBottom: "align-bottom", Arrange, [], arrange::can_align, |e, r| arrange::align(e, r, arrange::Align::Bottom);
    DistributeHorizontally: "distribute-horizontally", Arrange, [], arrange::can_distribute, |e, r| arrange::distribute(e, r, true);
    DistributeVertically: "distribute-vertically", Arrange, [], arrange::can_distribute, |e, r| arrange::distribute(e, r, false);
    BringToFront: "bring-to-front", Arrange, [], select::has_components, arrange::bring_to_front;

    GroupIntoZone: "group-into-zone", Zones, [ctrl("g")], zones::can_group, zones::group;
    LeaveZone: "leave-zone", Zones, [ctrl_shift("g")], zones::can_leave, zones::leave;
    AddRegion: "add-region", Zones, [], always, |e, r| zones::add(e, r, ZoneKind::Region);
    AddAvailabilityZone: "add-availability-zone", Zones, [], always, |e, r| zones::add(e, r, ZoneKind::AvailabilityZone);
    AddNetwork: "add-network", Zones, [], always, |e, r| zones::add(e, r, ZoneKind::Network);
    AddHost: "add-host", Zones, [], always, |e, r| zones::add(e, r, ZoneKind::Host);

    Connect: "connect", Connect, [key("c")], connecting::can_connect, |e, r| connecting::connect(e, r, false);
    ConnectInto: "connect-into", Connect, [shift("c")], connecting::can_connect, |e, r| connecting::connect(e, r, true);
    ReverseConnection: "reverse-connection", Connect, [key("r")], connecting::can_reverse, connecting::reverse;

    FocusLeft: "focus-left", Navigate, [ctrl("ArrowLeft")], select::has_content, |e, r| navigate::towards(e, r, navigate::Direction::Left);
    FocusRight: "focus-right", Navigate, [ctrl("ArrowRight")], select::has_content, |e, r| navigate::towards(e, r, navigate::Direction::Right);
    FocusUp: "focus-up", Navigate, [ctrl("ArrowUp")], select::has_content, |e, r| navigate::towards(e, r, navigate::Direction::Up);
    FocusDown: "focus-down", Navigate, [ctrl("ArrowDown")], select::has_content, |e, r| navigate::towards(e, r, navigate::Direction::Down);
    FocusNext: "focus-next", Navigate, [key("n")], select::has_content, |e, r| navigate::step(e, r, true);
    FocusPrevious: "focus-previous", Navigate, [shift("n")], select::has_content, |e, r| navigate::step(e, r, false);
    FocusFirst: "focus-first", Navigate, [key("Home")], select::has_content, |e, r| navigate::end(e, r, false);
    FocusLast: "focus-last", Navigate, [key("End")], select::has_content, |e, r| navigate::end(e, r, true);
    FollowOutgoing: "follow-outgoing", Navigate, [key("]")], navigate::has_focus, |e, r| navigate::follow(e, r, true);
    FollowIncoming: "follow-incoming", Navigate, [key("[")], navigate::has_focus, |e, r| navigate::follow(e, r, false);
    SelectFocused: "select-focused", Navigate, [], navigate::has_focus, navigate::select_focused;
    Search: "search", Navigate, [ctrl("f")], always, ask!(Request::ShowSearch);
    NextRegion: "next-region", Navigate, [key("F6")], always, ask!(Request::FocusNext { forward: true });
    PreviousRegion: "previous-region", Navigate, [shift("F6")], always, ask!(Request::FocusNext { forward: false });
    FocusCanvas: "focus-canvas", Navigate, [], always, ask!(Request::Focus(Region::Canvas));
    FocusPalette: "focus-palette", Navigate, [key("/"), key("p")], always, ask!(Request::Focus(Region::Palette));
    FocusOutline: "focus-outline", Navigate, [key("o")], always, ask!(Request::Focus(Region::Outline));
    FocusFindings: "focus-findings", Navigate, [key("f")], always, ask!(Request::Focus(Region::Findings));
    FocusTimeline: "focus-timeline", Navigate, [key("t")], always, ask!(Request::Focus(Region::Timeline));
    FocusObjectives: "focus-objectives", Navigate, [], always, ask!(Request::Focus(Region::Objectives));
    FocusStudies: "focus-studies", Navigate, [key("w")], always, ask!(Request::Focus(Region::Studies));
    AskLoad: "ask-load", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Load)));
    AskCompare: "ask-compare", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Compare)));
    AskCauses: "ask-causes", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Causes)));
    AskRecovery: "ask-recovery", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Recovery)));
    AskRequests: "ask-requests", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Requests)));
    AskGrowth: "ask-growth", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Growth)));
    AskCheapest: "ask-cheapest", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Cheapest)));
    AskAdvice: "ask-advice", Navigate, [], always, ask!(Request::Focus(Region::Question(Question::Advice)));
    FocusAlertRules: "focus-alert-rules", Navigate, [], always, ask!(Request::Focus(Region::AlertRules));
    FocusNewObjective: "focus-new-objective", Navigate, [], always, ask!(Request::Focus(Region::NewObjective));
    FocusModelCheck: "focus-model-check", Navigate, [], always, ask!(Request::Focus(Region::ModelCheck));
    FocusScenario: "focus-scenario", Navigate, [], always, ask!(Request::Focus(Region::Scenario));
    FocusIncidents: "focus-incidents", Navigate, [], always, ask!(Request::Focus(Region::Incidents));

    ZoomIn: "zoom-in", View, [key("+"), ctrl("+"), ctrl("="), key("=")], always, |e, r| view::zoom(e, r, 1.25);
    ZoomOut: "zoom-out", View, [key("-"), ctrl("-")], always, |e, r| view::zoom(e, r, 0.8);
    ZoomActual: "zoom-actual", View, [key("0"), ctrl("0")], always, view::zoom_actual;
    ZoomFit: "zoom-fit", View, [key("1")], always, view::fit;
    ZoomSelection: "zoom-selection", View, [key("2")], edit::has_targets, view::fit_selection;
    ToggleMinimap: "toggle-minimap", View, [key("m")], always, ask!(Request::ToggleMinimap);
    ToggleTheme: "toggle-theme", View, [], always, ask!(Request::ToggleTheme);
    TogglePalette: "toggle-palette", View, [], always, ask!(Request::Toggle(Region::Palette));
    ToggleInspector: "toggle-inspector", View, [], always, ask!(Request::Toggle(Region::Inspector));
    ToggleTimeline: "toggle-timeline", View, [], always, ask!(Request::Toggle(Region::Timeline));

    ToggleRun: "toggle-run", Run, [ctrl("Enter")], always, ask!(Request::ToggleRun);
    StepRun: "step-run", Run, [key(".")], always, ask!(Request::StepRun);
    StepBack: "step-back", Run, [key(",")], always, ask!(Request::StepBack);
    StopRun: "stop-run", Run, [ctrl_shift("Enter")], always, ask!(Request::StopRun);
    ToggleDown: "toggle-down", Run, [key("k")], select::has_components, edit::toggle_down;

    ShowHelp: "show-help", Help, [key("?")], always, ask!(Request::ShowHelp);
    ShowCommandPalette: "show-command-palette", Help, [ctrl("k"), ctrl_shift("p")], always, ask!(Request::ShowCommandPalette);
}
