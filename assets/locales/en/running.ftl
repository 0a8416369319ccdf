### Running a drawing.
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
run-back = Go to another second of the run
run-back-wanted = back to { $now }
run-on-wanted = on to { $now }
run-not-loaded = The simulator could not be loaded. Your drawing is untouched; check the network, then press Run again.
run-crashed = The simulator stopped because of a bug in Plimsoll: { $details }. Your drawing is untouched; press Run to start the simulator again.
mark-down = { $name } down
mark-up = { $name } up
toggle-down-no-run = Press Run first: components are taken down, and brought back, while it runs
run-said-started = Run started
run-said-paused = Run paused at { $now }
laws-no-run = There is no finished run to check the model by. Press Run first.
run-nothing-to-go-back = There is no run to go back in. Press Run first.
run-no-way-back = Whoever is on call has no way back
run-back-repeats = The run is being repeated. Stop that first.
run-back-at-start = This is the beginning of the run
run-said-done = Run finished: { $succeeded } of requests succeeded

## Report

report-none = Press Run to send traffic through the drawing: throughput, latency and errors appear here.
report-stale = The drawing has changed since this run. Run again for its numbers.
report-stale-active = The drawing has changed since this run began, and the run goes on as it was drawn then. Stop it and run again for the new numbers.
report-errors-short = errors
report-throughput = Throughput
report-p99 = p99
too-few-samples = too few samples
none-answered = none answered
none-answered-in-some-runs = none answered in some runs
share-range = { $share } ({ $low } to { $high })

## Objectives

headline-met = { $n ->
    [one] Objective met
   *[other] { $n } objectives met
}
headline-missed = { $n } of { $all } { $all ->
    [one] objective
   *[other] objectives
} missed

## Dashboards

panel-users-unseen = Nobody sees how the users fare: connect them, or what answers them, to a monitoring system with “observe”, or switch “see everything” on under Objectives
panel-users-down = Nobody sees how the users fare: the monitoring that they, or what answers them, report to is down
panel-title = Title
