### The page: panels, buttons, dialogs.
### One-liners end without a full stop; buttons that ask for more end with …

## The whole page

product = Plimsoll
close = Close
understood = OK
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
dock-results = Findings
stopped-title = Plimsoll has stopped
stopped-help = A mistake in the program ended it. What you drew is kept: it is saved after every change.
stopped-reload = Open the page again
offline = No network. Everything goes on working; the page and your drawings are kept by this browser.
update-waiting = A new version of Plimsoll is ready
update-reload = Reload

## Top bar

main-menu = Main menu
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

commands-title = Commands
commands-search = Type a command
help-title = Help
help-pointer = Drag a component from the palette to add it. Drag from the dot at its edge to connect it. Hold Space or use two fingers to move the drawing, and the wheel to zoom.
about-title = About Plimsoll
about-name = The Plimsoll line is the mark on a ship’s hull that shows how much load she may safely carry. This program draws that line for software systems.
about-what = Draw an architecture, load it with traffic, break parts of it, and see which part goes under first and why.
about-private = Everything runs in this page. There is no account, nothing is sent anywhere, and it works without a network.
about-numbers = Every number comes from a simulation of single requests. The same drawing with the same seed gives the same numbers, here and on the command line. Each default says whether it was measured, published or assumed.
about-licence = Free software under the MIT licence or the Apache licence 2.0, as you prefer.
not-found-title = There is no such page
not-found-help = The address may be mistyped. Your drawings are on the start page.

## Undo steps

step-rename-drawing = Rename the drawing

## Fields

field-empty = Needs a value
field-not-a-number = Not a number
field-not-whole = Needs a whole number
field-out-of-range = From { $min } to { $max }
field-derived = derived

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
