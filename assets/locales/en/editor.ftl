### Drawing: tools, actions, menus.
### One-liners end without a full stop; buttons that ask for more end with …

## Names of things in sentences

editor-named = { $name }
editor-connection = { $from } to { $to }
editor-things = { $count ->
    [one] { $count } thing
   *[other] { $count } things
}

## What a thing is, in one sentence

describe-component = { $name }, { $kind }, { $incoming } in, { $outgoing } out
describe-component-in-zone = { $name }, { $kind }, in { $zone }, { $incoming } in, { $outgoing } out
describe-connection = { $from } to { $to }, { $relation }
describe-zone = { $name }, { $kind }, { $count ->
    [0] empty
    [one] { $count } component
   *[other] { $count } components
}

## Names of undo steps

step-add = Add { $name }
step-connect = Connect { $from } to { $to }
step-reconnect = Reconnect { $from } to { $to }
step-reverse = Reverse { $from } to { $to }
step-move = Move { $what }
step-move-into = Move { $what } into { $zone }
step-resize = Resize { $name }
step-delete = Delete { $what }
step-cut = Cut { $what }
step-paste = { $count ->
    [one] Paste { $count } thing
   *[other] Paste { $count } things
}
step-duplicate = { $count ->
    [one] Duplicate { $count } thing
   *[other] Duplicate { $count } things
}
step-bring-to-front = Bring { $what } to the front
step-group = Group into { $name }
step-leave-zone = { $count ->
    [one] Take { $count } component out of its zone
   *[other] Take { $count } components out of their zones
}

## Said when something happened

say-added = Added { $what }
say-added-zone = Added { $name }
say-connected = Connected { $from } to { $to }: { $relation }
say-refused = { $from } was not connected to { $to }: { $why }
say-moved = { $what } moved
say-moved-left = { $what } moved to the left
say-moved-right = { $what } moved to the right
say-moved-up = { $what } moved up
say-moved-down = { $what } moved down
say-moved-left-of = { $what } moved, now left of { $neighbor }
say-moved-right-of = { $what } moved, now right of { $neighbor }
say-moved-above = { $what } moved, now above { $neighbor }
say-moved-below = { $what } moved, now below { $neighbor }
say-moved-into = { $what } moved into { $zone }
say-resized = { $name } resized
say-deleted = Deleted { $what }
say-copied = Copied { $what }
say-cut = Cut { $what }
say-pasted = { $count ->
    [one] Pasted { $count } thing
   *[other] Pasted { $count } things
}
say-duplicated = { $count ->
    [one] Duplicated { $count } thing
   *[other] Duplicated { $count } things
}
say-grouped = { $count ->
    [one] { $name } added around { $count } component
   *[other] { $name } added around { $count } components
}
say-left-zone = { $count ->
    [one] { $count } component taken out of its zone
   *[other] { $count } components taken out of their zones
}
say-undone = Undone: { $step }
say-redone = Redone: { $step }
say-selected = Selected { $what }
say-nothing-selected = Nothing selected
say-no-outgoing = No connection starts here
say-no-incoming = No connection ends here

## Connecting by keys

say-connect-mode = Connect { $name } to: { $possible } of { $count } can take it. Arrows choose, Shift with an arrow says why another one cannot, Enter connects, Escape leaves
say-connect-mode-into = Connect to { $name } from: { $possible } of { $count } can. Arrows choose, Shift with an arrow says why another one cannot, Enter connects, Escape leaves
say-target-possible = { $name }: { $relation }, { $position } of { $count }
say-target-warning = { $name }: { $relation }, { $position } of { $count }, but { $why }
say-target-impossible = { $name }: not possible, { $why }
say-no-name = No component is called “{ $typed }”

## Notices

editor-edit-refused = That is no longer in the drawing; nothing was changed
connect-impossible = These two cannot be connected

## Actions

action-category-file = File
action-category-edit = Edit
action-category-select = Select
action-category-arrange = Arrange
action-category-zones = Zones
action-category-connect = Connect
action-category-navigate = Go to
action-category-view = View
action-category-run = Run
action-category-help = Help
action-new-project = New project
action-open-file = Open file…
action-save-file = Save file
action-show-projects = Projects…
action-show-blueprints = From a blueprint…
action-share = Share…
action-undo = Undo
action-redo = Redo
action-cut = Cut
action-copy = Copy
action-paste = Paste
action-duplicate = Duplicate
action-delete = Delete
action-rename = Rename
action-open-inspector = Open inspector
action-select-all = Select all
action-select-none = Select nothing
action-select-connected = Select connected
action-move-left = Move left
action-move-right = Move right
action-move-up = Move up
action-move-down = Move down
action-move-far-left = Move far left
action-move-far-right = Move far right
action-move-far-up = Move far up
action-move-far-down = Move far down
action-align-left = Align left
action-align-center = Align centers
action-align-right = Align right
action-align-top = Align top
action-align-middle = Align middles
action-align-bottom = Align bottom
action-distribute-horizontally = Distribute horizontally
action-distribute-vertically = Distribute vertically
action-bring-to-front = Bring to front
action-group-into-zone = Group into zone
action-leave-zone = Take out of zone
action-add-region = Add region
action-add-availability-zone = Add availability zone
action-add-network = Add network
action-add-host = Add host
action-connect = Connect to…
action-connect-into = Connect from…
action-reverse-connection = Reverse connection
action-focus-left = Go left
action-focus-right = Go right
action-focus-up = Go up
action-focus-down = Go down
action-focus-next = Next component
action-focus-previous = Previous component
action-focus-first = First component
action-focus-last = Last component
action-follow-outgoing = Follow outgoing
action-follow-incoming = Follow incoming
action-select-focused = Select or unselect
action-search = Find in drawing
action-next-region = Next region
action-previous-region = Previous region
action-focus-canvas = Go to canvas
action-focus-palette = Go to palette
action-focus-outline = Go to outline
action-focus-findings = Go to findings
action-focus-timeline = Go to timeline
action-focus-objectives = Go to objectives
action-focus-studies = Go to “What if”
action-ask-load = Go to “What if”: load
action-ask-compare = Go to “What if”: compare
action-ask-causes = Go to “What if”: causes
action-ask-recovery = Go to “What if”: recovery
action-ask-requests = Go to “What if”: requests
action-ask-growth = Go to “What if”: growth
action-ask-cheapest = Go to “What if”: cheapest
action-ask-advice = Go to “What if”: savings
action-focus-alert-rules = Go to alert rules
action-focus-new-objective = Add an objective
action-focus-model-check = Check this model
action-focus-scenario = Go to scenario
action-focus-incidents = Go to incidents
action-show-help = Keys and help
action-zoom-in = Zoom in
action-zoom-out = Zoom out
action-zoom-actual = Zoom to 100%
action-zoom-fit = Fit drawing
action-zoom-selection = Fit selection
action-toggle-minimap = Minimap
action-toggle-theme = Light or dark
action-toggle-palette = Palette
action-toggle-inspector = Inspector
action-toggle-timeline = Timeline
action-toggle-run = Run or pause
action-step-run = Step
action-step-back = Back by a second
action-stop-run = Stop
action-toggle-down = Take down or bring back
action-show-command-palette = Find an action…
