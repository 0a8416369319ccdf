### Running a drawing, and what runs have shown.
### One-liners end without a full stop; buttons that ask for more end with …

## Running

run-controls = Run
run-start = Run
run-pause = Pause
run-resume = Go on
run-step = Run one simulated second
run-stop = Stop and report
run-speed = Simulated seconds per second
run-speed-times = { $times }×
run-speed-max = Fastest
run-settings = Duration, seed and repetitions of the run
run-settings-short = { $duration } · seed { $seed }
run-warming-up = Warming up
run-replicating = Repetition { $next } of { $of }
run-progress = { $now } of { $duration }
run-progress-label = Progress of the run
run-back = Go back to an earlier second
run-back-wanted = back to { $now }
run-crashed = The simulator stopped because of a bug in Plimsoll: { $details }. Your drawing is untouched; press Run to start the simulator again.
run-said-started = Run started
run-said-paused = Run paused at { $now }
run-said-done = Run finished: { $succeeded } of requests succeeded

## Charts

chart-throughput = Throughput
chart-generated = Sent
chart-succeeded = Succeeded
chart-latency = Latency
chart-errors = Errors
chart-failed = Failed
chart-load = Load of the busiest
chart-time = Time
chart-warm-up = Warm-up of { $length }, left out of all figures
chart-in-warm-up = { $at }, warm-up
chart-left = Faint: before going back
chart-line-left = { $line }, before going back
chart-show-table = Table
chart-hide-table = Chart
chart-keys = Left and right arrow move the cursor through time, Home and End go to its ends
chart-cursor = Moment
mark-down = { $name } down
mark-up = { $name } up
mark-primary = primary of { $name } failed
mark-flush = { $name } flushed

## Report

report-none = Press Run to send traffic through the drawing: throughput, latency and errors appear here.
report-stale = The drawing has changed since this run. Run again for its numbers.
report-why = What saturated first, and why
report-nothing-saturated = Nothing saturated: no component was busy at 95% or more for three seconds, and no queue kept growing.
report-chain = Chain of effects
report-journeys = Journeys
report-journey = Journey
report-all-journeys = All requests
report-errors = Errors by cause and place
report-errors-short = errors
report-components = Components
report-component = Component
report-resources = Use of machines
report-cause = Cause
report-place = Where it began
report-share = Share
report-requests = Requests
report-succeeded = Succeeded
report-failed = Failed
report-throughput = Throughput
report-mean = Mean
report-p50 = p50
report-p95 = p95
report-p99 = p99
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
report-about = Engine { $engine }, seed { $seed }, { $duration } measured after { $warm-up } of warm-up, { $events } events, digest { $digest }. The same drawing, settings and seed give the same digest in any browser and on the command line.
report-assumptions = What the run took for granted
too-few-samples = too few samples

## Two ways of one run

ways-title = Two ways
ways-about = Up to { $at } both are the same run, to the last request; what differs is what was done from there.
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
laws-conserved = Nothing was lost: { $start } under way at the start + { $generated } sent = { $succeeded } succeeded + { $failed } failed + { $end } under way at the end.
laws-not-conserved = The simulator lost count: { $start } under way at the start + { $generated } sent is not { $succeeded } succeeded + { $failed } failed + { $end } under way at the end. This is a bug in Plimsoll; please report it with this drawing.
laws-about = Two laws hold for every queue, whatever its distributions. Little: the mean number waiting is the rate of requests served times their mean wait. Utilization: the mean number of slots doing own work is that rate times the mean own work as drawn. The two sides are counted apart; what remains between them is chance and who was there when the run began and ended.
laws-queue = Waiting
laws-rate-wait = Rate × wait
laws-little = Little's law
laws-busy = At work
laws-rate-service = Rate × work
laws-utilization = Utilization law
laws-holds = holds: { $off } off, { $most } allowed
laws-broken = does not hold: { $off } off, only { $most } allowed
laws-too-short = the run is too short to tell
laws-does-not-apply = does not apply
laws-exact = Exact numbers of M/M/c beside those of the run
laws-exact-wait = Wait, exact
laws-waiting = Must wait
laws-exact-waiting = Must wait, exact
laws-exact-utilization = Slots busy, exact

## Objectives

report-objectives = Objectives
objectives-none = No objective is set, so nothing says whether this is good enough. Set one in the inspector of the whole drawing.
objective-met = Met
objective-missed = Missed
objective-open = Not judged
promise-availability = { $journey }: { $target } succeed
promise-latency = { $journey }: { $target } answered within { $limit }
outcome-none = no such request ended in this run
outcome-good = { $good } were good
outcome-within = { $good } were good; { $window } like this run spend { $spent } of the error budget
outcome-over = { $good } were good: this spends the error budget { $rate } times too fast, { $window } of it in { $gone }
headline-met = { $n ->
    [one] Objective met
   *[other] { $n } objectives met
}
headline-missed = { $n } of { $all } { $all ->
    [one] objective
   *[other] objectives
} missed
run-recovered = The run is back where it was, at { $time }. It pauses.

report-blast = Who was hit
report-blast-about = Foretold from the drawing, and seen in the run: compared with the 30 s before, a percentage point more failures, twice as many waiting, or a fifth less done, each beyond chance.
report-blast-event = { $what }, { $from } to { $to }
report-blast-verdict = { $came } of { $foretold } components that could be hit were.
report-blast-surprise = { $count ->
    [one] One more was hit: less came to it, or retries, queues or another event did it.
   *[other] { $count } more were hit: less came to them, or retries, queues or another event did it.
}
report-blast-foretold = Foretold
report-blast-seen = Seen
report-blast-not = not foretold
report-blast-hit = hit
report-blast-spared = not hit
