### Studies: questions that take many runs.
### One-liners end without a full stop; buttons that ask for more end with …
studies-label = Questions about this drawing
study-load = Load
study-compare = Compare
study-causes = Causes
study-recovery = Recovery
study-cancel = Cancel
study-begun = { $question }: under way
study-done = { $question }: done, the answer is below
study-done-elsewhere = { $question }: done
study-failed-elsewhere = { $question }: failed
study-look = Show
study-begun-instead = { $question }: under way. { $other } was ended for it, as only one goes on at a time.
study-ended-early = Ended after { $done } of { $planned } { $planned ->
    [one] run
   *[other] runs
}: what is below is what was known by then.
study-progress = { $done } of { $planned } { $planned ->
    [one] run
   *[other] runs
}
study-progress-first = The first runs are under way
study-stale = The drawing has changed since then. Start again for its numbers.

## How much load it carries

study-load-about = Runs the drawing with steady traffic from a tenth of what it can serve to more than that, three times each for at least 30 s, and shows where latency bends and where requests are lost.
study-load-start = Find its limit
study-load-verdict = It carries { $carried }, { $times } times today's traffic; at { $broken_times } times, { $broken }, it no longer does. The knee, where throughput over latency is highest, is at { $knee }.
study-load-no-end = It carries { $carried }, { $times } times today's traffic, and nothing in the drawing sets a limit up to there.
study-load-behind = It carries { $carried }, { $times } times today's traffic, the most that was tried: all are answered. But from { $from } times on { $component } is asked for more than it can serve (estimate), and what waits for it only grows.
study-load-nothing-carried = It carries none of these loads: even at the smallest one in a hundred requests is lost.
study-load-runs = Three runs at each load, { $measured } measured in each. Carried means that 99% of what is sent is answered before a run ends. A load exactly at the limit does not count as carried if answers depend on it: the queue there grows for ever, too slowly for a run to show it. An interval (95%) is wide where the three differ; a longer duration in the run settings narrows it.
study-offered = Sent
study-of-today = Of today
study-times = { $times }×
study-estimate-mean = Mean, est.
study-estimate = { $mean }
study-estimate-failing = { $mean }, { $failing } fail
study-knee = Knee
study-broken = No longer carried

## What a change does

study-compare-about = Keep the drawing as it is, change it, and compare: both run with the same random draws, so that what is left of the difference is due to your change.
study-compare-keep = Keep this drawing
study-compare-keep-again = Keep this one instead
study-compare-start = Compare with the one kept
study-compare-nothing-kept = Keep a drawing first
study-compare-same = Nothing has changed since it was kept
study-compare-pairs = Means over { $pairs } pairs of runs with 95% intervals. More are made until the difference of the mean latency is known to a tenth, at most 40.
study-figure = Figure
study-before = Kept
study-after = Now
study-difference = Difference
study-luck = With draws of their own it would take
study-luck-more = over { $times }× the runs
study-luck-times = { $times }× the runs
study-mean = Mean latency
study-cost = Cost per month
study-nines = Nines of availability
study-nines-at-least = at least { $nines }
study-better = better
study-worse = worse
study-more-as-sent = more, as more was sent
study-less-as-sent = less, as less was sent
study-same = the same
study-within-chance = within chance

## What failures were made of

study-causes-about = Repeats the last run with one cause removed at a time: what happened to a component, the rise in traffic, retries, errors, slow spells, limits, a lack of replicas. Each is run beside the run as it was, 5 to 20 times with the same random draws, until its effect is known to a few percent. Shares need not add up to 100%: causes act together.
study-causes-start = Remove one cause at a time
study-causes-no-run = Run the drawing to its end first
study-causes-none = Nothing happened in that run that could be removed: no outage, no rise in traffic, no retries, errors or timeouts, and nothing saturated.
study-causes-best = { $change }, { $effect }.
study-causes-best-of = { $change }, { $effect }. Whether that is more than with the next { $rivals ->
    [one] one
   *[other] { $rivals }
} may be chance.
study-causes-unsure = With { $pairs } pairs of runs, nothing of this surely makes fewer requests fail: the differences may be chance.
study-causes-no-failures = Nothing failed. { $change }, the mean latency would be { $mean } ± { $half } shorter.
study-causes-nothing-helps = Nothing failed, and nothing of this surely makes it faster.
study-causes-intervals = The effect is that of pairs of runs with the same draws, with its 95% interval; the other columns are means over these runs with theirs.
study-change = What is different
study-as-it-was = As it was
study-effect = Effect
study-pairs = Pairs of runs
study-vanish = { $share } of the failures vanish ({ $low } to { $high })
study-vanish-all = all failures vanish
study-vanish-some = fewer requests fail
study-multiply = { $share } more requests fail ({ $low } to { $high })
study-multiply-some = more requests fail
study-failures-chance = as many failures, as far as chance lets see
study-failures-chance-mean = as many failures, as far as chance lets see; { $mean }
study-mean-shorter = mean latency { $mean } ± { $half } shorter
study-mean-longer = mean latency { $mean } ± { $half } longer
study-mean-chance = mean latency within chance

## Whether it comes back

study-recovery-about = Multiplies the traffic for ten seconds and then watches for almost five minutes: does the drawing come back by itself, and which cures make it?
study-recovery-start = Try a surge
study-recovery-no-rate = Nothing sends traffic at a rate of its own: users who wait for their answers cannot surge.
study-surge = For ten seconds { $times } times the traffic is sent. Back means that again 95% of what was answered before is answered, and stays so.
study-surge-lasts = Surge
study-goodput = Requests answered well
study-as-drawn = As drawn
study-answered-before = Answered before
study-answered-after = Answered in the last 30 s
study-comes-back = Comes back
study-recovered = { $after } after the surge
study-recovered-at-once = Within a second of its end
study-not-recovered = Not within five minutes

## What retries can do, while drawing

stability-title = What retries can do (estimate)
stability-no-retries = No connection that tries again leads to a component that its tries could overload.
stability-stable = { $from } → { $to }: stable. Whatever happens, retries alone cannot keep { $bottleneck } down.
stability-metastable = { $from } → { $to }: metastable. { $bottleneck } works now, but a short burst of { $tips } times the traffic tips it over, and so does losing { $lost } of its capacity for a moment, by slowness or lost replicas (a full outage need not: refused calls leave no queue); then { $tries } tries per call keep it down after the trigger is gone.
stability-metastable-layers = { $from } → { $to }: metastable, as callers above it try again, too. { $bottleneck } works now, but a short burst of { $tips } times the traffic tips it over, and so does losing { $lost } of its capacity for a moment, by slowness or lost replicas (a full outage need not: refused calls leave no queue); then up to { $tries } tries per request, all layers multiplied, keep it down after the trigger is gone.
stability-collapsed = { $from } → { $to }: collapsed. { $bottleneck } gets more than it can serve, and { $tries } tries per call make it worse.

## Single requests

study-requests = Requests
study-requests-about = Repeats the last run and follows every request. The 20 slowest, up to 20 that failed, and up to 20 of the others, taken at random, can be opened to see where their time went; any other, too, if you say when it was sent.
study-requests-from = Also all sent from
study-requests-nowhen = none
study-requests-from-help = Up to { $most }
study-requests-start = Follow the requests
study-requests-none = No request ended in the measured time.
study-requests-none-then = No request that ended was sent at { $at } or later.
study-requests-asked = { $count } sent from { $at } on
study-requests-first = The first { $count } sent from { $at } on
study-requests-choose = Request
study-requests-slow = Slowest
study-requests-failed = Failed
study-requests-sample = Taken at random
study-request = { $duration }, sent at { $at }: { $journey }
study-request-failed = { $duration }, sent at { $at }: { $journey } ({ $cause })
study-call = Call
study-call-again = { $name }, try { $attempt }
study-call-hedge = { $name }, hedge
study-call-begun = Begun at
study-call-calls = Its calls
study-call-wait = Wait
study-call-work = Own work
study-call-whole = In all
study-call-outcome = Outcome
study-call-when = When
study-call-answered = Answered
study-call-unanswered = No answer by the end of the request
study-more-calls = { $count ->
    [one] { $count } more call is not shown
   *[other] { $count } more calls are not shown
}
study-critical = Bold: on the way that decided how long the request took. An answered call took, in all, its wait, own work, calls, fixed delay and network together.
study-is-critical = , on the critical path
study-part-wire = Network
study-part-wait = Wait
study-part-work = Own work
study-part-call = Calls of its own, with the pauses before further tries
study-part-open = Waiting or at work: it had not answered by the end of the request
study-part-waste = For nobody: the caller had given up
study-cheapest = Cheapest
study-growth = Growth
study-cheapest-about = The cheapest replicas and machine sizes that still keep every objective, also with any one availability zone lost. Each configuration is run, none is believed.
study-cheapest-start = Search
study-cheapest-needs-objective = Add an objective first: without a promise nothing is too small.
plan-replicas = { $component }: { $from } to { $to } { $to ->
    [one] replica
   *[other] replicas
}
plan-size = { $component }: { $from } to { $to }
plan-misses = only { $good } good, { $target } promised
plan-misses-lost = with { $zone } lost only { $good } good, { $target } promised
plan-fails = { $failed } of the requests fail
plan-fails-lost = with { $zone } lost { $failed } of the requests fail
plan-full = { $component } is at its limit
plan-full-lost = with { $zone } lost { $component } is at its limit
plan-crossing = { $component }: { $trigger } in month { $month }, at { $factor } times today’s traffic
plan-crossing-now = { $component }: { $trigger } today
plan-processors = processors above { $limit }
plan-memory = memory above { $limit }
plan-connections = more than { $limit } of its slots or connections in use
plan-queue = more than { $limit } requests waiting
plan-checked = { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    }{ $zones ->
        [0] ; no zone is drawn, so none was lost: what runs once is a single point of failure all the same
        [one] , with everything up and with its zone lost
       *[other] , with everything up and with each of { $zones } zones lost
    }. p99 of this configuration with everything up: { $p99 }.
plan-use = Use it
study-applied = { $what }: done. Undo takes it back.
step-use-cheapest = Use the cheapest configuration
plan-steps = Steps taken
plan-refused = Steps not taken
plan-step = Step
plan-saves = Saves a month
plan-would-save = Would save
plan-why-not = Why not
plan-growing = The objectives are not kept yet: more room is being added.
plan-shrinking = Looking for what is not needed: { $before } a month now, { $after } so far.
plan-hopeless = { $zones ->
    [0] However much room it gets, the objectives are not kept: the cause is not capacity.
   *[other] However much room it gets, the objectives are not kept with any one zone lost: the cause is not capacity.
    }
plan-held-by-zone = “{ $zone }” holds all of { $component }: with that zone lost no request of { $journey } succeeds, however much room there is. Place replicas in another zone.
plan-nothing = { $before } a month, and no single step down keeps every objective.
plan-saves-verdict = { $after } a month instead of { $before }, { $share } less, and every objective is kept.
plan-needs-verdict = { $zones ->
    [0] As drawn the objectives are not kept.
   *[other] As drawn the objectives are not kept with any one zone lost.
    } It takes { $after } a month instead of { $before }.
plan-growth = Growth
plan-growth-about = Times today’s traffic, files (object stores) and rows (databases), by month. Says by the estimate when which component crosses its trigger (processors above 70%, memory or connections above 80%, more than 100 requests waiting), and what to buy then. The plan is kept with the drawing.
plan-project = Project
growth-presets = Plans to start from
growth-year = A year: requests and files 10×, rows 12.5×
growth-requests = Requests only: 10× in a year
growth-points = Months of the plan
growth-month = Month { $number }
growth-factor = Times today’s traffic, month { $number }
growth-files = Times today’s files, month { $number }
growth-rows = Times today’s rows, month { $number }
growth-head-factor = Traffic
growth-head-files = Files
growth-head-rows = Rows
growth-remove = Remove month { $number }
growth-remove-short = Remove
growth-add = Add a month
step-set-growth = Change the growth plan
unit-name-times = ×
plan-month = Month
plan-bill = Bill
plan-stored = Stored
plan-buy = To buy
plan-stuck = nothing larger for { $component }
plan-stuck-about = Where nothing larger is left for a component, what waits for it is not enlarged either, and the bill is that of the requests that still get through.
study-advice = Savings
study-advice-about = Looks for machines that are hardly used and for hours that could be bought cheaper, changes the drawing accordingly, and runs each change six times with the same random draws as the drawing as it is. Spot is tried with half of its replicas taken back in the middle of the run; where that breaks a promise, once more with these drained during a notice of up to 30 s.
study-advice-start = Look for savings
advice-none = { $dollars } a month. Nothing is much larger than it needs to be, and nothing can be bought cheaper.
advice-now = { $dollars } a month as it is. Each figure is a mean of { $runs } pairs of runs, with its 95% interval.
advice-now-broken = As it is the objectives are not kept: { $why }.
advice-breaks = What does not keep the objectives comes last. Part of what it saves is that fewer requests are answered.
advice-left = { $left } more are being run.
advice-what = Change
advice-saves = Saves
advice-saves-of = { $share } ({ $dollars } a month)
advice-p99 = p99
advice-kept = Objectives kept
advice-yes = yes
advice-yes-drained = yes, if drained during the notice; if not, { $why }
advice-no = no: { $why }
advice-apply = Apply
advice-apply-it = Apply: { $advice }
step-apply-advice = { $advice }
advice-one-year = { $component }: reserve { $replicas } for a year
advice-three-years = { $component }: reserve { $replicas } for three years
advice-spot = { $component }: all as spot
advice-spot-beyond = { $component }: reserve { $replicas } for a year, the others as spot
advice-together = These { $count } together
