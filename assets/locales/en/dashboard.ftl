### What runs have shown. Comes after what the page begins with.
### One-liners end without a full stop; buttons that ask for more end with …

## Charts

chart-throughput = Throughput
chart-traffic = Traffic
chart-generated = Sent
chart-succeeded = Succeeded
chart-latency = Latency
chart-errors = Errors
chart-failed = Failed
chart-load = Saturation: the busiest
chart-time = Time
chart-warm-up = Warm-up of { $length }, left out of all figures
chart-in-warm-up = { $at }, warm-up
chart-left = Faint: before going back
chart-line-left = { $line }, before going back
chart-show-table = Table
chart-hide-table = Chart
chart-keys = Left and right arrow move the cursor through time, Home and End go to its ends
chart-keys-axis = Left and right arrow move the cursor along the axis, Home and End go to its ends
chart-cursor = Moment
mark-primary = primary of { $name } failed
mark-flush = { $name } flushed

## Report

report-why = What saturated first, and why
report-nothing-saturated = Nothing saturated: no component was busy at 95% or more for three seconds, and no queue kept growing.
report-failed-all-the-same = { $share } of the requests failed all the same, { $most } of them of “{ $cause }” ({ $place }).
report-chain = Chain of effects
report-journeys = Journeys
report-journey = Journey
report-all-journeys = All requests
report-errors = Errors by cause and place
report-components = Components
report-component = Component
report-resources = Use of machines
report-cause = Cause
report-place = Where it began
report-share = Share
report-requests = Requests
report-succeeded = Succeeded
report-failed = Failed
report-mean = Mean
report-p50 = p50
report-p95 = p95
report-slots-busy = Slots busy
report-load-ratio = Load ratio
report-queue = In queue
report-wait = Wait
report-service = Service
report-cpu = CPU
report-memory = Memory
report-disk = Disk
report-network = Network
report-about-title = About this run
report-about = Engine { $engine }, seed { $seed }, { $duration } measured after { $warm-up }, { $events } events, digest { $digest }. The same drawing, settings and seed give the same digest in any browser and on the command line.
report-warm-up-set = { $length } of warm-up
report-warm-up-found = { $length } of warm-up (as pilot runs found)
report-repetitions = { $made } independent runs, { $duration } each: counts are summed over them, figures are their means.
report-repetitions-early = { $made } of at most { $most } independent runs, { $duration } each: counts are summed over them, figures are their means.
report-precision = The mean latency is known to { $precision }.
report-precision-asked = The mean latency is known to { $precision }; { $asked } was asked for.
report-assumptions = What the run took for granted

## Two ways of one run

ways-title = Two ways
ways-about = Up to { $at } both are the same run, to the last request; what differs is what was done from there. Figures without a moment are those of the whole run.
ways-done = { $way }: { $done }
ways-done-nothing = nothing
ways-succeeded-since = … after { $at }
ways-left = Before going back
ways-now = This way
ways-measured = Measured

## What was done by hand

scenario-by-hand = { $count ->
    [one] You did one thing to this run by hand. Keep it in the drawing to repeat it, and to share it with a link.
   *[other] You did { $count } things to this run by hand. Keep them in the drawing to repeat them, and to share them with a link.
}
scenario-keep = Keep in the drawing
step-keep-events = Keep what was done by hand

## Check this model

laws-title = Check this model
laws-conserved = Every request is accounted for: { $start } under way at the start + { $generated } sent = { $succeeded } succeeded + { $failed } failed + { $end } under way at the end.
laws-not-conserved = The simulator lost count: { $start } under way at the start + { $generated } sent is not { $succeeded } succeeded + { $failed } failed + { $end } under way at the end. This is a bug in Plimsoll; please report it with this drawing.
laws-about = Two laws hold for every queue, whatever its distributions. Little: the mean number waiting is the rate of requests served times their mean wait. Utilization: the mean number of slots doing own work is that rate times the mean own work as drawn. The two sides are counted apart; what remains between them is chance and who was there when the run began and ended. As much as these may make of it in a run of this length is allowed.
laws-queue = Waiting
laws-rate-wait = Rate × wait
laws-little = Little’s law
laws-busy = At work
laws-rate-service = Rate × work
laws-utilization = Utilization law
laws-holds = holds: { $off } off, { $most } allowed
laws-broken = does not hold: { $off } off, only { $most } allowed. Please report it with this drawing
laws-too-short = the run is too short to tell
laws-exempt-messages = does not apply: messages wait in it, no requests
laws-exempt-repeated-writes = does not apply: writes that its replicas repeat wait, too
laws-exempt-never-served = does not apply: it is always full, and some are never served
laws-exempt-left = does not apply: some left before they were done
laws-exempt-cold-starts = does not apply: cold starts are added to the work drawn
laws-exempt-tracing = does not apply: tracing is added to the work drawn
laws-exempt-mix = does not apply: some were turned away, and a write is not as much work as a read
laws-exempt-uncounted = does not apply: it has no slots or no queue of its own
laws-exact = Exact numbers of theory beside those of the run, and by how much these are off
laws-exact-about = They hold for a run without end; the run is off by so many percent of the exact number. “Within”: its 95% interval holds the exact number, as it does 19 times out of 20 if only chance is at work.
laws-exact-about-one = They hold for a run without end, and one run is off by chance. How far chance goes, it says with more replications in the run settings: then each figure has its 95% interval.
laws-no-exact = Theory has exact numbers for none of these components.
laws-exact-when = Theory has exact numbers for services, caches, and stores of one replica whose reads and writes are as much work, that get requests at random moments and are M/M/c, M/M/c/K, M/G/1 or M/D/c, have slots without a queue, or share their slots among all, as long as nobody tries again, is held back, turned away before or interrupted, nothing holds a slot but own work, nothing is scaled, and nothing happens meanwhile.
laws-above = { $run } (+{ $off })
laws-below = { $run } (−{ $off })
laws-within = within
laws-outside = outside
laws-both = Little’s law and the utilization law
laws-exact-wait = Wait, exact
laws-waiting = Must wait
laws-exact-waiting = Must wait, exact
laws-exact-utilization = Slots busy, exact
laws-exact-queue = Queue
laws-exact-rejection = Turned away, exact
laws-rejection = Turned away

## Objectives

report-objectives = Objectives
objectives-none = No objective is set, so nothing says whether this is good enough. Set one in the inspector of the whole drawing.
objective-met = Met
objective-missed = Missed
objective-open = Not judged
promise-availability = { $journey }: { $target } succeed
promise-latency = { $journey }: { $target } answered within { $limit }
promise-freshness = { $journey }: { $target } of messages handled within { $limit } of being published
promise-correctness = { $journey }: { $target } of messages handled, neither given up nor refused
outcome-none = no such request ended in this run
outcome-good = { $good } were good
outcome-within = { $good } were good; { $window } like this run spend { $spent } of the error budget
outcome-over = { $good } were good: this spends the error budget { $rate } times too fast, { $window } of it in { $gone }
run-recovered = The run is back where it was, at { $time }. It pauses.
run-recovered-in-part = The run is back at { $time } and pauses: what came later takes too long to simulate again. What was done by hand since is not part of it.
run-too-long-to-recover = The results of the last run are gone: it takes too long to simulate again whenever the page is loaded. Run makes them anew.
report-blast = Who was hit
report-blast-about = Foretold from the drawing, and seen in the run: compared with the 30 s before, a tenth of a percentage point more failures, twice as many waiting, or a fifth less done, each beyond chance.
report-blast-event = { $what }, { $from } to { $to }
report-blast-verdict = { $foretold ->
    [one] { $came } of { $foretold } component that could be hit was.
   *[other] { $came } of { $foretold } components that could be hit were.
}
report-blast-unjudged = Nothing was measured before it, so there is nothing to compare with.
report-blast-surprise = { $count ->
    [one] One more was hit: less came to it, or retries, queues or another event did it.
   *[other] { $count } more were hit: less came to them, or retries, queues or another event did it.
}
report-blast-meanwhile = At the same time: { $others }. What came of that is counted here, too; What if, Causes, tells them apart.
report-blast-foretold = Foretold
report-blast-seen = Seen
report-blast-not = not foretold
report-blast-hit = hit
report-blast-spared = not hit

## What panels show

measure-requests = Requests that came
measure-failures = Requests that failed
measure-failed-share = Share of requests that failed
measure-mean-latency = Mean latency
measure-p50-latency = Latency, half of the answers (p50)
measure-p95-latency = Latency, 95% of the answers (p95)
measure-p99-latency = Latency, 99% of the answers (p99)
measure-stale-reads = Stale reads
measure-load = Load ratio
measure-cpu = CPU
measure-memory = Memory
measure-slots-busy = Requests worked on (connections in use)
measure-slots-share = Share of slots in use
measure-queue = Waiting in the queue
measure-backlog = Messages held
measure-replicas-up = Replicas that are up and ready
measure-ready-share = Share of replicas that are ready
measure-hit-share = Cache hits
measure-over-limit = Turned away over a limit
measure-breakers-open = Circuit breakers not closed
measure-calls = Tries over the connection
measure-call-failures = Tries that failed
measure-call-retries = Retries
measure-breaker-state = Circuit breaker: 0 closed, 1 half open, 2 open
measure-journey-completed = Completed
measure-journey-failed = Failed
measure-journey-completed-total = Completed so far
measure-journey-failed-total = Failed so far
measure-revenue = Earned so far
measure-revenue-lost = Lost to failures so far

## Dashboards

dashboards = Dashboards
board-overview = Overview
board-infrastructure = Infrastructure
board-business = Business
board-own = My panels
board-csv = CSV
board-csv-help = Download all series of this dashboard as CSV
zoom-range = { $from } to { $until }
zoom-reset = Show all
chart-csv = Download CSV
chart-keys-zoom = Left and right arrow move the cursor through time, Home and End go to its ends. With Shift they select, and Enter zooms in on it; plus and minus zoom around the cursor, 0 shows all
chart-no-data = no data
chart-happened = What happened
chart-marked = Mark
chart-mark = { $at }: { $what }
chart-mark-lasting = { $at } to { $until }: { $what }
chart-mark-open = from { $at }: { $what }
chart-mark-over = Over: { $what }
mark-fault = Fault
mark-traffic = Traffic
mark-deploy = Deploy
mark-operator = Operator
mark-system = By itself
mark-alert = Alert
mark-more = { $count } more
fog-unseen = { $count ->
    [one] { $names } reports to no monitoring system, so its panels are dark. Connect it with “observe”, or see everything.
   *[other] { $names } report to no monitoring system, so their panels are dark. Connect them with “observe”, or see everything.
}
fog-more = { $count } more
fog-lift = See everything
alerts-card = Alerts
alerts-quiet = Nothing fires
alerts-none-set = Nothing can fire: set an objective in the inspector, or an alert rule under Objectives
alerts-pending = { $name } is pending
alerts-since = since { $at }
panel-budgets = Error budgets left
panel-no-objectives = No objective is set: add one in the inspector, with nothing selected
panel-cpu = CPU
panel-memory = Memory
panel-load = Saturation: load ratio
panel-queue = Waiting in queues
panel-replicas = Replicas up
panel-connections = Worked on at once (connections in use)
panel-requests = Requests
panel-p95 = Latency of 95% of the answers
panel-stale-reads = Stale reads
panel-failed-share = Share of failed requests
panel-calls = Calls
panel-retries = Retries
panel-breakers = Circuit breakers not closed
panel-hits = Cache hits
panel-backlog = Messages held by brokers
panel-completed = Journeys completed
panel-completed-total = Journeys completed so far
panel-failed-total = Journeys failed so far
panel-revenue = Earned so far
panel-revenue-lost = Lost to failures so far
panel-cost = Cost of 1,000 completed requests so far
panel-waiting = Users waiting for an answer
panel-waiting-line = Requests under way
panel-nothing = There was nothing to measure
panel-no-journeys = Nobody sends requests
panel-no-worth = Say in the inspector what a request is worth: select what sends it, and look at its request classes
panel-no-cost = No request has been completed yet
panel-value = Value
panel-gone = What this is about has been removed from the drawing
panel-unknown = This version does not know “{ $id }”
panel-no-expression = Write an expression
panel-not-run = Press Run to see it
panel-unseen = Not observed: connect the component to a monitoring system with “observe”, or switch “see everything” on under Objectives
panels-missing = Nothing to measure for: { $titles }
own-none = Charts of your own: pick something to measure, or write PromQL. They are saved with the drawing.
own-add = Add panel
own-untitled = New expression
own-edit = Edit { $name }
own-earlier = Move { $name } earlier
own-later = Move { $name } later
own-remove = Remove { $name }
own-moved = Moved to place { $place } of { $of }
own-removed = Panel removed
step-set-panels = Change panels
panel-editor = Panel
panel-title-help = Empty: what the panel shows
panel-title-placeholder = What it shows
panel-shows = Shows
panel-shows-help = Something that every second of a run says, or an expression
panel-place = Of
panel-place-help = One place, or the six that come highest
panel-everywhere = The highest of all
panel-expression = Expression (PromQL)
panel-expr-help = As in alert rules, over the metrics listed in docs/ALERTS.md, at every second
panel-of-component = Component
panel-of-connection = Connection
panel-of-journey = Journey
panel-done = Done
report-failovers = Failovers
report-failovers-count = Took over
report-failovers-rto = Recovery time, measured
report-failovers-rpo = Recovery point, measured
report-failovers-lost = Acknowledged writes lost
report-stale-reads = Stale reads
report-stale-reads-about = Reads at a replica to which at least one acknowledged write was still under way: they may have answered with the value before it. Not where quorums of reads and writes overlap.
report-stale-reads-share = Share of reads
report-tiers = Over their user’s limit
report-tiers-tier = Tier
report-tiers-arrived = Requests
report-tiers-refused = Refused
report-tiers-share = Share refused
report-tiers-about = Each user has tokens of their own, so that one who asks too much takes nothing from the others. They begin with as many as their tier may send in its whole window.
tier-free = Free
tier-pro = Pro
tier-enterprise = Enterprise
report-failovers-about = Measured in this run: how long nobody took writes, on average, to be held against your objective for it (RTO), and how old the oldest write was that the new primary did not have, to be held against the other (RPO). A drawing states neither.
report-availability = Availability
report-availability-about = By formula, a replica is up for MTTF / (MTTF + MTTR) of the time; of n replicas at least one for 1 − (1 − that)ⁿ, where brokers and functions count as one; a quorum of k needs k of n, and a store loses the failover time of each failure of its primary; a journey works while everything works that it cannot do without: the product. Beside it, what the run saw: it also counts what fails before health checks notice.
report-availability-replicas = Replicas
report-availability-one = One replica, by formula
report-availability-any = At least one, by formula
report-availability-seen = Seen in the run
report-availability-series = All it needs, by formula
report-availability-journey = { $source }: { $class }
report-availability-between = { $least } to { $most }
