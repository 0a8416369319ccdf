### Files, links and the clipboard: what had to be put right on reading, and why something could not be read.

## Where in the file

file-place-drawing = Drawing
file-place-component = Component “{ $name }”
file-place-connection = Connection “{ $from }” → “{ $to }”
file-place-zone = Zone “{ $name }”
file-place-in-list = { $list }, number { $position }

## What was expected

file-expected-number = a number from { $min } to { $max }
file-expected-count = a whole number from { $min } to { $max }
file-expected-flag = true or false
file-expected-text = a text
file-expected-list = a list
file-expected-object = an object
file-expected-value = a number, a text, true or false
file-expected-points = a list of pairs of time and rate in order of time, at most { $limit }; the rest is left out
file-expected-hedge = “p95” or an object with after_millis
file-expected-histogram = a text of milliseconds and how often each occurs, such as 5:70 20:25 100:5
file-expected-choice = one of { $options }
file-expected-seed = a whole number from 0 to 18446744073709551615
file-expected-condition = always, read, write, a class, or on_miss_of with the id of a connection

## Put right, and listed

file-wrong-type = { $place }: { $field } is { $found } and should be { $expected }; the default is used
file-out-of-range = { $place }: { $field } is { $found } and should be { $expected }; { $used } is used
file-not-an-object = { $place }: { $found } is not an object; it is left out
file-unknown-field = { $place }: the field { $field } is not known; it is left out
file-repeated-field = { $place }: the field { $field } stands there twice; the last one counts
file-hidden-signs = { $count ->
    [one] A text held signs that nobody sees; they are left out
   *[other] { $count } texts held signs that nobody sees; they are left out
}
file-missing-field = { $place }: the field { $field } is missing; the default is used
file-unknown-param = { $place }: this kind has no parameter { $key } (value { $found }); it is left out
file-unknown-kind = { $place }: the kind { $kind } is not known here; a placeholder keeps its place and its parameters
file-no-source = { $place }: a { $kind } sends no traffic of its own; its workload is left out
file-no-classes = { $place }: the workload has no request class with a weight; the usual read and write classes are used
file-no-placement = { $place }: it has no placement; one replica outside every zone is used
file-no-such-zone = { $place }: there is no zone with the id { $found }
file-zone-cycle = { $place } lies inside itself; it is taken out of the zone around it
file-missing-id = “{ $name }” has no id; it gets { $given }
file-duplicate-id = The id { $found } is used twice; “{ $name }” gets { $given }
file-bad-id = The id { $found } of “{ $name }” is not a whole number up to 2000000000; it gets { $given }
file-dangling-connection = The connection from { $from } to { $to } has an end that does not exist; it is left out
file-self-connection = A connection leads from “{ $name }” to itself; it is left out
file-no-such-lookup = { $place }: the connection named by on_miss_of does not exist; it is taken always
file-event-dropped = { $place }: what it happens to does not exist; { $found } is left out
file-too-many-events = { $place } and all after it are left out: a scenario has at most { $limit } events
file-action-dropped = { $place }: what happens to “{ $component }” is not known; { $found } is left out
file-action-needs-component = { $place }: “{ $action }” happens to a component, and none is named; { $found } is left out
file-suppression-dropped = { $place }: the place where { $rule } is suppressed does not exist; it is left out
file-too-many-panels = { $place }: { $found } panels are more than the { $limit } that are kept; the rest is left out
file-empty-panel = { $place }: a panel shows a measure or an expression; this one shows neither and is left out
file-too-many-alerts = { $place }: { $found } alert rules are more than the { $limit } that are kept; the rest is left out
file-too-many-months = { $place }: { $found } months of growth are more than the { $limit } that are kept; the rest is left out
file-more-notices =
    { $count ->
        [one] One more thing was put right
       *[other] { $count } more things were put right
    }

## Refused: the open drawing stays

file-empty = The file is empty. Choose a file saved by Plimsoll
file-not-text = The file is not text. Choose a file saved by Plimsoll
file-not-json = The file is not JSON at line { $line }, column { $column }: { $problem }. Correct it there, or choose another file
file-not-a-drawing = The file is JSON but no drawing: it should hold an object with "plimsoll": 2 and "components"
file-newer-version = The file was saved by a newer Plimsoll (format { $found }; this one reads up to { $version }). Reload the page or update to get it
file-older-version = The file was saved by version 1 of Plimsoll, and the part that reads such files could not be fetched. Check the network, then try again
file-too-large = The file has { $megabytes } MB; up to { $limit } MB can be read
file-too-deep = The file is nested more than { $limit } levels deep; a drawing needs fewer than ten
file-too-many-components = The file has { $found } components; up to { $limit } can be read. Split the drawing
file-too-many-connections = The file has { $found } connections; up to { $limit } can be read. Split the drawing
file-too-many-zones = The file has { $found } zones; up to { $limit } can be read. Split the drawing
file-too-many-values = The file has { $found } values; up to { $limit } can be read. Split the drawing

## Links

link-too-large = The link would have { $chars } characters and chat programs cut it after { $limit }. Send the drawing as a file
link-too-long = The link has more than { $limit } characters. Ask for the file
link-damaged = The link is damaged or cut off. Ask for it again, or for the file
link-newer = The link was made by a newer Plimsoll. Reload the page to get it
link-inflated = The link unfolds to more than a drawing can need. Ask for the file
link-other-engine = The link was made with engine { $made_with } and this one is { $engine }: its numbers may differ from those the sender saw

## Clipboard

paste-not-a-drawing = The clipboard holds no part of a drawing
paste-empty = The clipboard holds a drawing without any component or zone

## Files of version 1

version-1-migrated = This is a file of version 1; it was converted, and saving writes version 2
version-1-replicas =
    { $copies ->
        [one] “{ $name }”: one drawn copy became a replica, { $replicas } in all
       *[other] “{ $name }”: { $copies } drawn copies became replicas, { $replicas } in all
    }
version-1-dangling-edge = The edge from { $from } to { $to } has an end that is no component here; it is left out
version-1-edge-to-itself = The edge { $edge } leads from a component to itself; it is left out
version-1-edge-label = The label “{ $label }” of an edge is not carried over
version-1-read-ratios = The databases had different shares of reads ({ $found }%); reads belong to the traffic now, and 80% is used
version-1-traffic = “{ $name }” sends 100 requests per second: version 1 kept the traffic outside the drawing
version-1-config-left = { $place }: not carried over: { $fields }
version-1-subnet = Subnet “{ $name }” is an empty zone now; drag components into it
version-1-regions-overlap = The outlines of regions overlap, because components of different regions were drawn side by side
version-1-file-fields = Not carried over from the file: { $fields }
version-1-node-fields = Not carried over from its nodes: { $fields }
version-1-data-fields = Not carried over from the data of its nodes: { $fields }
version-1-edge-fields = Not carried over from its edges: { $fields }
