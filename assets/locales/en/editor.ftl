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

say-connect-mode = Connect { $name } to: { $possible } of { $count } can take it. Arrows choose, Enter connects, Escape leaves
say-connect-mode-into = Connect to { $name } from: { $possible } of { $count } can. Arrows choose, Enter connects, Escape leaves
say-target-possible = { $name }: { $relation }, { $position } of { $count }
say-target-warning = { $name }: { $relation }, { $position } of { $count }, but { $why }
say-target-impossible = { $name }: not possible, { $why }
say-no-target = No other component can take this connection
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
action-new-project-help = Start with an empty drawing or a blueprint; the open one stays in your projects
action-open-file = Open file…
action-open-file-help = Open a drawing saved as a file on this computer
action-save-file = Save file
action-save-file-help = Download the drawing as a file that people and programs can read
action-show-projects = Projects…
action-show-projects-help = Show the drawings kept in this browser
action-share = Share…
action-share-help = Make a link that holds the whole drawing and its seed
action-undo = Undo
action-undo-help = Take the last change back
action-redo = Redo
action-redo-help = Bring back the change that was taken back
action-cut = Cut
action-cut-help = Move the selection to the clipboard, with what its zones hold
action-copy = Copy
action-copy-help = Copy the selection to the clipboard as readable JSON
action-paste = Paste
action-paste-help = Put the clipboard’s components under the pointer
action-duplicate = Duplicate
action-duplicate-help = Copy the selection beside itself, with the connections inside it
action-delete = Delete
action-delete-help = Remove the selection; what is in a removed zone stays
action-rename = Rename
action-rename-help = Give the selected component or zone another name
action-open-inspector = Open inspector
action-open-inspector-help = Go to the settings of the selection
action-select-all = Select all
action-select-all-help = Select every component, connection and zone
action-select-none = Select nothing
action-select-none-help = Clear the selection
action-select-connected = Select connected
action-select-connected-help = Select everything that hangs together with the selection
action-move-left = Move left
action-move-left-help = Move the selection one step of the grid to the left; without a selection, go to the component on the left
action-move-right = Move right
action-move-right-help = Move the selection one step of the grid to the right; without a selection, go to the component on the right
action-move-up = Move up
action-move-up-help = Move the selection one step of the grid up; without a selection, go to the component above
action-move-down = Move down
action-move-down-help = Move the selection one step of the grid down; without a selection, go to the component below
action-move-far-left = Move far left
action-move-far-left-help = Move the selection ten steps of the grid to the left
action-move-far-right = Move far right
action-move-far-right-help = Move the selection ten steps of the grid to the right
action-move-far-up = Move far up
action-move-far-up-help = Move the selection ten steps of the grid up
action-move-far-down = Move far down
action-move-far-down-help = Move the selection ten steps of the grid down
action-align-left = Align left
action-align-left-help = Line the selected components up with the leftmost one
action-align-center = Align centers
action-align-center-help = Put the selected components under each other on one axis
action-align-right = Align right
action-align-right-help = Line the selected components up with the rightmost one
action-align-top = Align top
action-align-top-help = Line the selected components up with the highest one
action-align-middle = Align middles
action-align-middle-help = Put the selected components side by side on one axis
action-align-bottom = Align bottom
action-align-bottom-help = Line the selected components up with the lowest one
action-distribute-horizontally = Distribute horizontally
action-distribute-horizontally-help = Make the gaps from left to right equal
action-distribute-vertically = Distribute vertically
action-distribute-vertically-help = Make the gaps from top to bottom equal
action-bring-to-front = Bring to front
action-bring-to-front-help = Draw the selected components over all others
action-group-into-zone = Group into zone
action-group-into-zone-help = Draw a zone around the selected components and place them in it
action-leave-zone = Take out of zone
action-leave-zone-help = Put the selected components beside the zone that they are in
action-add-region = Add region
action-add-region-help = Add an empty region: a place far from others, with its own prices and distances
action-add-availability-zone = Add availability zone
action-add-availability-zone-help = Add an empty availability zone: data centers of a region that fail together
action-add-network = Add network
action-add-network-help = Add an empty network, such as a private subnet
action-add-host = Add host
action-add-host-help = Add an empty host: a machine or node whose components fail with it
action-connect = Connect to…
action-connect-help = Choose by keys where a connection from this component leads; with two selected, connect them
action-connect-into = Connect from…
action-connect-into-help = Choose by keys where a connection to this component comes from
action-reverse-connection = Reverse connection
action-reverse-connection-help = Turn the selected connection around, if the rules allow it
action-focus-left = Go left
action-focus-left-help = Go to the nearest component on the left
action-focus-right = Go right
action-focus-right-help = Go to the nearest component on the right
action-focus-up = Go up
action-focus-up-help = Go to the nearest component above
action-focus-down = Go down
action-focus-down-help = Go to the nearest component below
action-focus-next = Next component
action-focus-next-help = Go to the next component in reading order
action-focus-previous = Previous component
action-focus-previous-help = Go to the previous component in reading order
action-focus-first = First component
action-focus-first-help = Go to the first component in reading order
action-focus-last = Last component
action-focus-last-help = Go to the last component in reading order
action-follow-outgoing = Follow outgoing
action-follow-outgoing-help = From a component to its outgoing connection, from a connection to its end
action-follow-incoming = Follow incoming
action-follow-incoming-help = From a component to its incoming connection, from a connection to its start
action-select-focused = Select or unselect
action-select-focused-help = Add what the keyboard is on to the selection, or take it out (space bar)
action-search = Find in drawing
action-search-help = Find a component by its name
action-next-region = Next region
action-next-region-help = Move the keyboard to the next part of the screen
action-previous-region = Previous region
action-previous-region-help = Move the keyboard to the previous part of the screen
action-focus-canvas = Go to canvas
action-focus-canvas-help = Move the keyboard to the drawing
action-focus-palette = Go to palette
action-focus-palette-help = Move the keyboard to the search field of the palette
action-focus-outline = Go to outline
action-focus-outline-help = Move the keyboard to the list of everything in the drawing
action-focus-findings = Go to findings
action-focus-findings-help = Move the keyboard to what the rules say about the drawing
action-focus-timeline = Go to timeline
action-focus-timeline-help = Move the keyboard to the charts of the run
action-zoom-in = Zoom in
action-zoom-in-help = Enlarge the view around the pointer
action-zoom-out = Zoom out
action-zoom-out-help = Shrink the view around the pointer
action-zoom-actual = Zoom to 100%
action-zoom-actual-help = Show the drawing in its real size
action-zoom-fit = Fit drawing
action-zoom-fit-help = Show the whole drawing
action-zoom-selection = Fit selection
action-zoom-selection-help = Show the whole selection
action-toggle-minimap = Minimap
action-toggle-minimap-help = Show or hide the small map of the drawing
action-toggle-theme = Light or dark
action-toggle-theme-help = Switch between the light and the dark theme
action-toggle-palette = Palette
action-toggle-palette-help = Fold or unfold the palette
action-toggle-inspector = Inspector
action-toggle-inspector-help = Fold or unfold the inspector
action-toggle-timeline = Timeline
action-toggle-timeline-help = Fold or unfold the charts
action-toggle-run = Run or pause
action-toggle-run-help = Start a run, pause it, or go on with it
action-step-run = Step
action-step-run-help = Let the paused run go on for one second
action-step-back = Back by a second
action-step-back-help = Take the run back by a second, to act differently from there
action-stop-run = Stop
action-stop-run-help = End the run and keep its report
action-toggle-down = Take down or bring back
action-toggle-down-help = Make the selected components fail in the run, or repair them
action-show-help = Keys and help
action-show-help-help = List every action with its keys
action-show-command-palette = Find an action…
action-show-command-palette-help = Run any action by its name
