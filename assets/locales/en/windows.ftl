### Windows over the page, and the pages beside it. They come after what the page begins with.
### One-liners end without a full stop; buttons that ask for more end with …

## The whole page

understood = OK

## Dialogs and pages

commands-title = Commands
commands-search = Type a command
help-title = Help
help-pointer = Drag a component from the palette to add it. Drag from the dot at its edge to connect it. Hold Space or use two fingers to move the drawing, and the wheel to zoom.
about-name = The Plimsoll line is the mark on a ship’s hull that shows how much load she may safely carry. This program draws that line for software systems.
about-what = Draw an architecture, load it with traffic, break parts of it, and see which part goes under first and why.
about-private = Everything runs in this page. There is no account, nothing is sent anywhere, and it works without a network.
validation-link = How the simulator is held against theory
speed-link = How fast the simulator is
speed-title = How fast it is
validation-title = The simulator held against theory
validation-estimate = How far the estimate is from the simulator
validation-loading = Loading the results
validation-failed = The results could not be loaded. They need the network once; after that they are kept.
about-numbers = Every number comes from a simulation of single requests. The same drawing with the same seed gives the same numbers, here and on the command line. Each default says whether it was measured, published or assumed.
about-license = Free software under the MIT license or the Apache License 2.0, as you prefer.

## Projects, files, links

projects-title = Projects
projects-none = No project is kept in this browser yet. A drawing becomes one as soon as you change it.
project-new = New project
project-from-file = Open a file…
project-rename = Rename
project-duplicate = Duplicate
project-delete = Delete
project-delete-sure = Delete “{ $name }” for good?
project-delete-do = Delete
project-open-now = open
project-details = { $time } · { $n ->
    [one] { $n } component
   *[other] { $n } components
}
blueprints-title = Blueprints
command-blueprint = Blueprint
blueprints-architectures = Architectures
blueprints-architectures-about = Systems that work. Load them, then break them.
blueprints-stories = Failure stories
blueprints-stories-about = Systems that fail on their own once they run. Their notes say what to notice and what cures them.
blueprints-failed = The blueprints could not be fetched. They come from the place this page came from.
share-title = Share
share-help = The link holds the whole drawing with its run settings and seed: whoever opens it gets a copy of their own and the same numbers. Nothing is stored on a server.
share-link = Link
share-copy = Copy
share-copied = Copied
share-file = Save as a file
share-size = { $n } characters
