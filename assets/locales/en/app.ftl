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

commands-title = Commands
commands-search = Type a command
help-title = Help
help-pointer = Drag a component from the palette to add it. Drag from the dot at its edge to connect it. Hold Space or use two fingers to move the drawing, and the wheel to zoom.
about-title = About Plimsoll
about-name = The Plimsoll line is the mark on a ship’s hull that shows how much load she may safely carry. This program draws that line for software systems.
about-what = Draw an architecture, load it with traffic, break parts of it, and see which part goes under first and why.
about-private = Everything runs in this page. There is no account, nothing is sent anywhere, and it works without a network.
validation-link = How the simulator is held against theory
validation-title = The simulator held against theory
validation-estimate = How far the estimate is from the simulator
validation-loading = Loading the results
validation-failed = The results could not be loaded. They need the network once; after that they are kept.
about-numbers = Every number comes from a simulation of single requests. The same drawing with the same seed gives the same numbers, here and on the command line. Each default says whether it was measured, published or assumed.
about-license = Free software under the MIT license or the Apache License 2.0, as you prefer.
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

## Inspector

inspect-architecture = Whole drawing
inspect-component = Component
inspect-connection = Connection
inspect-zone = Zone
inspect-many = Selection
inspect-findings = Findings here
inspect-settings = Settings
inspect-advanced = More settings
inspect-reset-all = Reset all
inspect-placements = Where it runs
inspect-traffic = Traffic
inspect-classes = Sorts of requests
inspect-note = What to try
inspect-run = Run settings
inspect-counts = In this drawing
inspect-meaning = What it means
inspect-unknown-kind = Unknown kind “{ $kind }”: kept as it is, runs like a service
source = Source
field-reset = Back to the default
field-range = { $min } to { $max }
field-default = default { $value }, { $origin }
field-default-derived = default follows from the other settings, { $origin }
note-placeholder = What this drawing shows, and what to try with it
count-components = Components
count-connections = Connections
count-zones = Zones

run-duration = Duration
run-duration-help = Simulated time that is measured, after the warm-up.
run-warm-up = Warm-up
run-warm-up-help = Simulated before measuring starts and left out of every figure, so that an empty system does not look fast. Empty: as long as the drawing takes to settle, found by short pilot runs.
run-warm-up-found = auto
run-seed = Seed
run-seed-help = Chooses the random draws. The same drawing with the same seed gives the same numbers, on every machine.
run-replications = Replications
run-precision = Precision
run-precision-help = Repetitions end early once the mean latency is known to that share of itself, with 95% confidence. 0: never early.
run-replications-help = Independent repetitions with other draws. More than one gives every figure a 95% confidence interval; a single run has one only for means and shares of all requests, and only if nothing changes during it.

placement-zone = Zone
placement-replicas = Replicas
placement-replicas-unit = replicas
placement-remove = Remove this place
placement-add = Run in another zone too
placement-nowhere = In no zone
placement-no-zones = Draw a zone around it, or add one from the palette, to say where it runs.

zone-cloud-region = Cloud region
zone-cloud-region-help = Sets prices and distances of what lies in this zone.
zone-region-none = Not set
zone-parent = Lies in
zone-parent-help = The zone around this one. Dragging the zone into another does the same.
zone-content = What runs here
zone-delete-hint = Deleting a zone keeps what is in it.

many-selected = { $n ->
    [one] { $n } thing selected
   *[other] { $n } things selected
}
many-narrow = Select only these
many-arrange = Arrange

## Traffic

traffic-pattern = Pattern
traffic-pattern-help = How the traffic moves over simulated time.
traffic-arrivals = Arrivals
traffic-arrivals-help = How single requests are spread around the rate. People do not wait for each other, so their requests come in clusters.
arrivals-poisson = random, like people
arrivals-even = even, like a machine
pattern-constant = Constant
pattern-ramp = Ramp
pattern-step = Step
pattern-spike = Spike
pattern-wave = Wave
pattern-burst = Bursts
pattern-two_state = Bursts at random
pattern-replay = From a table
pattern-sessions = Sessions
pattern-users = Users who wait
pattern-rate = Rate
pattern-rate-help = Requests per second, all the time.
pattern-from = From
pattern-from-help = Rate at the start.
pattern-to = To
pattern-to-help = Rate at the end of the ramp, kept from then on.
pattern-over = Over
pattern-over-help = How long the ramp takes.
pattern-before = Before
pattern-before-help = Rate before the step.
pattern-after = After
pattern-after-help = Rate from the step on.
pattern-at = At
pattern-at-help = Simulated time at which it happens.
pattern-base = Base
pattern-base-help = Rate in ordinary times.
pattern-peak = Peak
pattern-peak-help = Rate during the spike.
pattern-for = For
pattern-for-help = How long the spike lasts.
pattern-mean = Mean
pattern-mean-help = Rate around which the wave swings.
pattern-amplitude = Swing
pattern-amplitude-help = How far the wave leaves its mean, up and down.
pattern-period = Period
pattern-period-help = Time from crest to crest.
pattern-burst-help = Rate during a burst.
pattern-burst-for = Burst length
pattern-burst-for-help = How long each burst lasts.
pattern-every = Every
pattern-every-help = Time from the start of one burst to the start of the next.
pattern-users-help = How many people use the system at once. Each waits for the answer, thinks, and asks again.
pattern-think = Thinking time
pattern-think-help = Mean time from an answer to the next request of the same person.
pattern-low = Low rate
pattern-low-help = Requests per second while it is quiet.
pattern-low-for = Quiet for
pattern-low-for-help = Mean time at the low rate; how long it really lasts is drawn anew each time.
pattern-high = High rate
pattern-high-help = Requests per second while it is busy.
pattern-high-for = Busy for
pattern-high-for-help = Mean time at the high rate.
pattern-sessions-rate = Sessions
pattern-sessions-rate-help = People who come, per second.
pattern-requests-each = Requests each
pattern-requests-each-help = How often each of them asks before leaving, on average.
pattern-table = Table
pattern-table-help = Two columns: seconds from the start of the measured time, and requests per second then. Paste a CSV file; straight lines connect the rows.
traffic-batch = Batch
traffic-batch-help = Requests that come at the same moment. The rate stays as it is: larger batches come less often.
replay-too-long = The table is longer than { $limit } bytes
replay-too-many = The table has more than { $limit } rows
replay-no-numbers = Line { $line } needs two numbers: seconds and requests per second
replay-out-of-range = Line { $line }: times and rates lie below ten million, and rates above zero
replay-time-goes-back = Line { $line } is earlier than the line before it
replay-empty = The table needs at least one row
class-name = Name
class-access = Access
class-weight = Weight
class-priority = Priority (higher first)
class-worth = Worth if it succeeds
class-new = Request
class-add = Add a sort of request
class-remove = Remove this sort of request
access-read = read
access-write = write

## Connections

relation = Relation
relation-help = What the connection means: who starts, who waits, and what load it carries.
policy-none = Carries no requests, so there is nothing more to set.
policy-group-when = When it is taken
policy-group-failure = When things go wrong
policy-group-network = Network
policy-group-replication = Replication
policy-group-telemetry = Telemetry
policy-condition = Taken by
policy-condition-help = Which requests take this connection.
condition-always = every request
condition-read = reads
condition-write = writes
condition-class = “{ $name }” requests
condition-miss = misses of { $name }
condition-other = { $name } (not in this drawing)
policy-step = Step
policy-step-help = Connections of the same step are taken at the same time and awaited together; then comes the next step.
policy-probability = Share
policy-probability-help = Share of those requests that take it, drawn by chance.
policy-calls = Calls each
policy-calls-help = How often one request takes it, one after the other.
policy-weight = Weight
policy-weight-help = The balancer sends traffic in proportion to it.
policy-optional = Needed
policy-optional-help = Whether a failure here fails the whole request. Lookups in a cache are optional unless you say otherwise: a failed lookup counts as a miss.
policy-optional-usual = as is usual
policy-optional-no = yes, a failure fails the request
policy-optional-yes = no, goes on without it
policy-timeout = Timeout
policy-timeout-help = The caller gives up after this long.
policy-timeout-empty = none
policy-timeout-spread = Gives up
policy-timeout-spread-help = Programs give up after a fixed time. People do so sooner or later, with the timeout as their mean patience.
timeout-spread-fixed = after this time
timeout-spread-exponential = at random, after this time on average
policy-timeout-until = Waits
policy-timeout-until-help = Whoever waits only until it is their turn stays once work on their request has begun, as in a queue at a counter.
timeout-until-answered = for the answer
timeout-until-begun = until it is their turn
policy-cancel = Cancel on timeout
policy-cancel-help = A timed-out request frees the callee at once. Without it the callee goes on working for nobody.
policy-attempts = Tries
policy-attempts-help = Tries in all; 1 means no retry. Each retry is one more request for the callee.
policy-backoff = Backoff
policy-backoff-help = Wait before the second try; doubles with each further one.
policy-backoff-cap = Longest backoff
policy-backoff-cap-help = The wait stops growing here.
policy-jitter = Jitter
policy-jitter-help = Random part of the wait, so that callers that failed together do not come back together.
jitter-none = none
jitter-equal = half of it
jitter-full = all of it
policy-budget = Retry budget
policy-budget-help = Retries allowed as a share of first tries; keeps retries from multiplying the load.
policy-budget-empty = no limit
policy-breaker = Circuit breaker
policy-breaker-help = After too many failures, refuses at once for a while instead of trying. All replicas of the caller share it.
breaker-none = none
breaker-count = failures in a row
breaker-ratio = share of failures
policy-breaker-failures = Opens after
policy-breaker-failures-help = Failures in a row.
policy-breaker-ratio = Opens at
policy-breaker-ratio-help = Share of the calls in the window that failed.
policy-breaker-window = Window
policy-breaker-window-help = Over how long calls and failures are counted.
policy-breaker-calls = At least
policy-breaker-calls-help = Calls in the window before it may open: few calls say little.
policy-breaker-open = Stays open
policy-breaker-open-help = Then requests may try whether the callee is back.
policy-breaker-probes = Tries to close
policy-breaker-probes-help = Requests that may try then. All of them must succeed to close it; one failure opens it again.
policy-bulkhead = Bulkhead
policy-bulkhead-help = Most calls in flight at once from this caller; more are refused at once.
policy-bulkhead-empty = no limit
policy-hedge = Hedge
policy-hedge-help = A second try while the first is still awaited; usual is what 95% of the answers before kept to. The first answer counts. Cuts the longest waits for a little extra load.
hedge-none = no second try
hedge-p95 = when later than usual
hedge-after = after a time
policy-hedge-after = Second try after
policy-hedge-after-help = How long the first try has to answer alone.
policy-deadline = Pass on deadlines
policy-deadline-help = The callee does not begin, and calls nobody, once its caller has given up. Without it the work goes on for nobody.
policy-enough = Enough answers
policy-enough-help = So many answers of the connections in this step are enough; the request goes on without the rest.
policy-enough-empty = all
policy-redeliver = Deliver again after
policy-redeliver-help = A message that is not done by then is delivered again, as with SQS' visibility timeout; the consumer goes on with it all the same.
policy-latency = Latency
policy-latency-help = One way over the network.
policy-latency-empty = from the zones
policy-synchronous = Synchronous
policy-synchronous-help = A write waits until the replica has it: slower, and nothing is lost when the primary fails.
policy-collection = Collected by
policy-collection-help = Who opens the connection that carries telemetry.
collection-push = push: it is sent
collection-scrape = scrape: it is fetched
policy-sample = Sampled
policy-sample-help = Share of requests that send a copy.

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
step-set-param = Set { $param } of { $name }
step-reset-params = Reset the settings of { $name }
step-set-traffic = Set the traffic of { $name }
step-place = Place { $name }
step-set-region = Set the cloud region
step-set-parent = Put a zone into another
step-set-relation = Change what a connection means
step-set-policy = Set up a connection
step-set-note = Write what to try
step-run-settings = Set up the run
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
projects-title = Projects
projects-none = No project is kept in this browser yet. A drawing becomes one as soon as you change it.
project-new = New project
project-from-blueprint = From a blueprint…
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
blueprints-architectures = Architectures
blueprints-architectures-about = Systems that work. Load them, then break them.
blueprints-stories = Failure stories
blueprints-stories-about = Systems that fail on their own once they run. Their notes say what to notice and what cures them.
blueprints-failed = The blueprints could not be fetched. They come from the place this page came from.
try-again = Try again
loading = Loading
later-failed = This part of Plimsoll could not be fetched. Check the network; the drawing is not affected.
share-title = Share
share-help = The link holds the whole drawing with its run settings and seed: whoever opens it gets a copy of their own and the same numbers. Nothing is stored on a server.
share-link = Link
share-copy = Copy
share-copied = Copied
share-file = Save as a file
share-size = { $n } characters
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
inspect-purchase = Purchase
dollars-a-month = { $dollars }/mo
bill-discount = { $bought }: { $discount } off ({ $origin })
discounts-title = Your own discounts
discounts-about = What your contract takes off the price by the hour, for everything that is sold that way. Empty: as listed for each kind. Kept with the drawing.
discounts-listed = as listed
step-set-discounts = Change your own discounts
bill-bought = { $charge }, { $bought }
report-costs = What it costs
report-costs-about = The bill of a month of such traffic. A component’s part of it is shared by the requests that each journey sends to it; what gets no requests, by all that users send.
report-bill = A month
report-failures-cost = Failures and added replicas cost { $dollars } in this run: { $failed } failed requests at { $each } each, and { $added } for replicas beyond those drawn.
report-failures-unpriced = { $failed } requests failed; say what one costs to see the loss. Replicas beyond those drawn cost { $added } in this run.
failure-price = Price of a failed request
failure-price-none = not stated
step-set-failure-price = Set what a failed request costs
bill-per-thousand = Per 1,000 requests answered
bill-estimated = List prices of 2025, for the traffic that the drawing says (estimate).
bill-measured = List prices of 2025, for the traffic that the last run measured.
bill-quantity = { $quantity } × { $price }
live-now = Right now
live-fog = In the fog: it reports to no monitoring that is up, so nobody on call can see how it is. Connect it to a monitoring system before the next run, or let everything be seen on the Objectives tab.
live-last-run = In the last run
live-busy = Slots busy
live-load = Load
live-queue = Waiting
live-throughput = Served
live-errors = Failing
live-wait = Mean wait
live-p50 = Half answered within
live-p99 = 99% answered within
live-failed = Failed
live-take-down = Take it down
live-bring-up = Bring it back
file-to-open = File to open
estimate-title = Estimate
estimate-title-long = Estimate in closed form, without a run: mean latency of all requests
estimate-mean = est. { $latency } mean
estimate-over = est. { $name } overloaded
estimate-too-much = More comes in than it can serve
estimate-arrivals = Arriving
estimate-latency = Mean latency
live-mean-backlog = Waiting on average
live-most-backlog = Most waiting
live-most-in-partition = Most in one partition
live-age = Age when begun
live-dead-letters = Dead letters
live-tries = Requests
live-breaker-open = The circuit breaker is open: calls are refused at once

## Scenario

inspect-scenario = Scenario
scenario-about = What happens on purpose in every run: what breaks, how the traffic changes, what people do. Drag a bar to another time, and its end to make it last longer.
scenario-none = Nothing happens yet. Add an event: something that breaks, a change of traffic, a step of an operator.
scenario-track = Events over time
scenario-done-by-hand = Done by hand: { $event }
scenario-keys = Left and right arrow move it by a second, with Shift by ten; with Alt they move its end. Delete removes it.
event-add = Add an event
event-remove = Remove { $event }
event-removed = Event removed
event-list = Events
event-form = Chosen event
event-what = What happens
event-search = Search by name, by what breaks, by how it shows
event-no-place = This drawing has nothing that it could happen to
event-target = To what
event-at = At
event-lasts = Lasts
event-to-the-end = to the end
event-do-now = Do it to the running system now
event-whole-drawing = the whole drawing
event-take-down = Goes down
event-bring-up = Comes back
event-fail-primary = Its primary fails
event-sort-fault = Fault
event-sort-traffic = Traffic
event-sort-deploy = Deploy
event-sort-operator = Operator
event-sort-step = Single step
# When something happens that begins with the run
moment-start = 0 s
event-said-lasting = { $what }, from { $at } for { $lasts }
event-said-open = { $what }, from { $at } to the end
event-said-once = { $what }, at { $at }
blast-title = Who would be hit
blast-what-if = What if this fails?
blast-as-if = Marked on the drawing for:
blast-nobody = Nobody that a request comes to.
blast-summary = { $hit } of { $all } components, from what the drawing says; a run shows how badly.
blast-journeys = Journeys
blast-components = Components
blast-journey = { $source }: { $class }
blast-all = all
blast-some = some
blast-why-origin = where it begins
blast-why-load = more comes here
blast-why-waits = waits for { $name }
blast-why-way = its way to { $name }
blast-why-messages = gets messages from { $name }
blast-why-optional = can do without { $name }
blast-why-keeps = keeps answers of { $name }
blast-why-sometimes = some of its requests ask { $name }
blast-why-others = { $name } is one of several behind it
event-breaks = What breaks
event-recovers = How it ends
event-signs = How it shows
event-helps = What helps
tab-scenario = Scenario
ready-made-open = Ready-made lists
ready-made-title = Ready-made lists of events
ready-made-about = Troubles that teach something, put where this drawing has a place for them. Adding one is a single step to undo; every event can be moved and changed afterwards.
ready-made-look = Look at:
ready-made-add = Add to the scenario
ready-made-add-named = Add { $name } to the scenario
ready-made-takes = Takes a run of { $duration }
ready-made-lacking = What this drawing lacks something for
ready-made-needs = Needs: { $needs }
ready-made-added = { $count ->
    [one] { $name }: an event added.
   *[other] { $name }: { $count } events added.
}
ready-made-longer = Runs now take { $duration }.

step-add-event = Add an event
step-add-list = Add the list { $name }
step-remove-event = Remove an event
step-set-scenario = Change the scenario

## Changes that could not be stored

kept-as-copy = What you had changed is kept as “{ $name }”
lose-changes = The last changes of the open drawing could not be stored. Open another one and lose them?
findings-more = Show { $n } more

## Objectives

inspect-objectives = Objectives
objective-number = Objective { $number }
objective-journey = Requests it is about
objective-all-journeys = all requests
objective-unknown-journey = { $name } (nobody sends it)
objective-target = Share of them that must be good
objective-indicator = What is good
indicator-availability = succeed
indicator-latency_below = are answered within
indicator-freshness = messages handled within
indicator-correctness = messages handled at all
indicator-freshness-help = Counts messages that these requests publish to a broker, one per subscription: good if handled so soon after being published. One that waits longer is bad while it still waits.
indicator-correctness-help = Counts messages that these requests publish to a broker, one per subscription: bad if they end as dead letters or a full broker refuses them.
objective-age = Longest time until a message is handled
objective-limit = Longest answer
objective-window = Window
objective-add = Add an objective
objective-remove = Remove this objective
objective-none-help = What users are promised. Without one, no run is good or bad.
objective-no-budget = 100% leaves no error budget: choose less
objective-nothing-promised = 0% promises nothing: choose more
objective-no-window = The window has no length
objective-budget = Error budget: { $share } of requests, or { $outage } of full outage
objective-budget-messages = Error budget: { $share } of messages, or { $outage } of full outage
step-set-objectives = Change the objectives
