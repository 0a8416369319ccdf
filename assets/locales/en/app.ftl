### The page: panels, buttons, dialogs.
### One-liners end without a full stop; buttons that ask for more end with …

## The whole page

product = Plimsoll
close = Close
toast-more = { $count ->
    [one] { $count } more notice
   *[other] { $count } more notices
}
cancel = Cancel
nothing-found = Nothing found
skip-to-drawing = Skip to the drawing
region-palette = Palette
region-drawing = Drawing
region-inspector = Inspector
region-results = Findings and results
region-panels = Panels
region-size = Size of panel
panel-fold = Fold this panel
tab-findings = Findings
tab-results = Results
dock-add = Add
dock-inspect = Inspect
stopped-title = Plimsoll has stopped
stopped-help = A mistake in the program ended it. What you drew is kept: it is saved after every change.
stopped-reload = Open the page again
offline = No network. Everything goes on working; the page and your drawings are kept by this browser.
update-waiting = A new version of Plimsoll is ready
update-reload = Reload

## Top bar

main-menu = Plimsoll, main menu
untitled = Untitled
project-name = Name of the drawing
share = Share
toggle-left = Show or hide the palette
toggle-right = Show or hide the inspector
toggle-bottom = Show or hide findings and results
looks = Looks
looks-system = As the system
looks-light = Light
looks-dark = Dark
looks-contrast = More contrast

## Keys

key-ctrl = Ctrl
key-alt = Alt
key-shift = Shift
key-escape = Esc
key-delete = Del
key-backspace = Backspace
key-enter = Enter
key-home = Home
key-end = End
key-space = Space

## Clipboard

clipboard-only-here = Copied, but for this page only: the browser keeps the clipboard to itself here
clipboard-unreadable = The browser does not let the page read the clipboard; press Ctrl+V instead

## An empty drawing

welcome-title = Draw a system, then load it
welcome-help = Start from a blueprint, or drag the first component from the palette.
welcome-blueprint = Choose a blueprint…
welcome-open = Open a file…
welcome-key-palette = search the palette
welcome-key-connect = connect the selected component
welcome-key-commands = find any command

## Dialogs and pages

about-title = About Plimsoll
not-found-title = There is no such page
not-found-help = The address may be mistyped. Your drawings are on the start page.

## Undo steps

step-rename-drawing = Rename the drawing

## Fields

field-empty = Needs a value
field-not-a-number = Not a number
field-decimal-comma = Write decimals with a point: 1.5
field-not-whole = Needs a whole number
field-out-of-range = From { $min } to { $max }

## Palette and outline

tab-palette = Components
tab-outline = Outline
palette-search = Search components
palette-list = Components to add
palette-nothing = No component matches. Try what it does, such as “queue” or “cache”.
palette-added = { $name } added
search-clear = Clear the search
outline-search = Search this drawing
outline-tree = Everything in this drawing
outline-empty = Nothing is drawn yet

## Inspector

inspect-architecture = Whole drawing
inspect-component = Component
inspect-connection = Connection
inspect-zone = Zone
inspect-many = Selection
source = Source
run-duration = Duration

## Traffic

replay-too-long = The table is longer than { $limit } bytes
replay-too-many = The table has more than { $limit } rows
replay-no-numbers = Line { $line } needs two numbers: seconds and requests per second
replay-out-of-range = Line { $line }: times and rates lie below ten million, and rates above zero
replay-time-goes-back = Line { $line } is earlier than the line before it
replay-empty = The table needs at least one row

## Connections

relation = Relation
relation-help = What the connection means: who starts, who waits, and what load it carries.

## Findings

severity-error = Error
severity-warning = Warning
severity-advice = Advice
findings-none = No problems found
findings-checking = checking…
findings-nothing-drawn = Findings appear here as you draw
findings-errors = { $n ->
    [one] { $n } error
   *[other] { $n } errors
}
findings-warnings = { $n ->
    [one] { $n } warning
   *[other] { $n } warnings
}
findings-advice = { $n } advice
findings-accepted = Accepted
finding-show = Show it in the drawing
finding-accept = Accept it, with a reason…
finding-accept-do = Accept
finding-reason = Why this is fine here
finding-accepted-because = Accepted:
finding-reopen = Reopen
finding-fixed = Done: { $fix }

## More undo steps

step-rename = Rename to { $name }
step-accept-finding = Accept a finding
step-reopen-finding = Reopen a finding

## Projects, files, links

saved-not-yet = Not kept yet
saved-saving = Saving…
saved-saved = Saved
saved-failed = Not saved
saved-elsewhere = Open in another tab
saved-conflict = Changed in another tab
save-as-file = Save as a file
storage-denied = This browser keeps nothing for this page, so the drawing is lost when the page is closed. Save it as a file.
storage-full = The browser has no room left, so the last changes are not stored. Save the drawing as a file, or make room.
storage-failed = The last changes could not be stored. It is tried again with the next change; save the drawing as a file to be sure.
storage-make-room = Make room…
elsewhere = This drawing is open in another tab, which saves it. Changes here are not saved.
elsewhere-take-over = Go on here
elsewhere-copy = Keep a copy
conflict = This drawing was changed in another tab too. Nothing is overwritten before you decide.
conflict-theirs = Use the other version
conflict-mine = Use this version
copy-of = { $name } (copy)
try-again = Try again
loading = Loading
later-failed = This part of Plimsoll could not be fetched. Check the network; the drawing is not affected.
a-link = The link
loaded-with-notices = { $name }: opened, with changes
not-loaded = { $name }: not opened
not-loaded-kept = The drawing that was open is still there.
file-unreadable = The browser could not read the file. Was it moved or deleted?
file-saved = Saved as { $name }
file-not-saved = The browser refused to save the file
hint-first-visit = Press Run, then take the cache down while it runs and watch what saturates first.
hint-link = A copy from a link. It is kept as soon as you change it.

## Small windows over the canvas

context-menu = Actions
choose-relation = What does this connection mean?
refused = Not connected
refused-reverse = Connect the other way round
rename-field = New name

## Cost and live numbers

inspect-cost = Cost
dollars-a-month = { $dollars }/mo
bill-bought = { $charge }, { $bought }
bill-others = { $count } other components, { $dollars }
bill-of-which = Of this is paid for traffic:
bill-per-thousand = Per 1,000 requests answered
bill-estimated = List prices of 2025, for the traffic that the estimate foretells.
bill-measured = List prices of 2025, for the traffic that the last run measured.
bill-quantity = { $quantity } × { $price }
file-to-open = File to open
estimate-title-long = Estimate in closed form, without a run: mean latency of all requests that succeed
estimate-doubtful = (does not quite apply)
estimate-mean = est. { $latency } mean
estimate-mean-failing = est. { $latency } mean, { $failing } fail
estimate-over = est. { $name } overloaded

## Scenario

scenario-about = What happens on purpose in every run: what breaks, how the traffic changes, what people do. Drag a bar to another time, and its end to make it last longer.
scenario-none = Nothing happens yet. Add an event: something that breaks, a change of traffic, a step of an operator.
event-add = Add an event
event-add-where = Draw a component first: an event happens to something.
event-removed = Event removed
blast-all = all
blast-some = some
tab-scenario = Scenario
step-add-event = Add an event
step-add-list = Add the list { $name }
step-remove-event = Remove an event
step-set-scenario = Change the scenario

## Changes that could not be stored

kept-as-copy = What you had changed is kept as “{ $name }”
lose-changes = The last changes of the open drawing could not be stored. Open another one and lose them?
findings-more = Show { $n } more

## Tabs

tab-incidents = Incidents
tab-operate = Objectives
tab-studies = What if
