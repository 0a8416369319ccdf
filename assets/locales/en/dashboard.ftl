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
run-warming-up = Warming up
run-replicating = Repetition { $next } of { $of }
run-progress = { $now } of { $duration }
run-progress-label = Progress of the run
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
chart-load = Load ratio of the busiest
chart-time = Time
chart-show-table = Table
chart-hide-table = Chart
chart-keys = Left and right arrow move the cursor through time, Home and End go to its ends
mark-down = { $name } down
mark-up = { $name } up

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

## What was done by hand

scenario-by-hand = { $count ->
    [one] You did one thing to this run by hand. Keep it in the drawing to repeat it, and to share it with a link.
   *[other] You did { $count } things to this run by hand. Keep them in the drawing to repeat them, and to share them with a link.
}
scenario-keep = Keep in the drawing
step-keep-events = Keep what was done by hand
