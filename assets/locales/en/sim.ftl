### Runs and reports.
### One-liners end without a full stop; buttons that ask for more end with …

## Why a drawing cannot run

run-error-no-traffic = Nothing sends traffic: add a client, give it a workload, and connect it with what it calls
run-error-too-many-replicas = { $found } replicas are more than the { $limit } that a run can hold
run-error-bad-duration = The duration must be between a millisecond and { $limit } seconds

## Why a request failed

cause-timeout = Timed out
cause-refused = Refused: it was down
cause-interrupted = Interrupted: it went down
cause-queue-full = Rejected: queue full
cause-rate-limited = Rejected: over the rate limit
cause-user-limited = Rejected: over the user’s limit
cause-throttled = Throttled: over the concurrency limit
cause-shed = Dropped from the queue
cause-concurrency-limited = Rejected: over the adaptive limit
cause-deadline-exceeded = Not done: nobody waited any more
cause-no-quorum = Too few replicas
cause-unreachable = Unreachable
cause-tls-failed = TLS handshake failed
cause-name-not-resolved = Name not resolved
cause-error = Failed by itself
cause-breaker-open = Not sent: circuit breaker open
cause-bulkhead-full = Not sent: bulkhead full
cause-bulkhead-wait = Not sent: waited too long for a place in the bulkhead
cause-no-healthy-target = No healthy target
cause-broker-full = Rejected: broker full
cause-call-loop = Calls go round in a circle

## Why a run stopped early

run-stopped-too-many-in-flight = Stopped at { $time }: more than { $limit } requests were under way, or users there, at once

## What a run takes for granted

assumption-network = Network: { $same } one way inside an availability zone, { $zones } between zones of a region, between regions the medians measured by cloudping.co; connections can say otherwise
assumption-replicas = Callers other than balancers pick a replica at random for each call
assumption-hit-ratio = Caches and edges hit at their given ratio, independently for each read; writes never hit
assumption-subscriptions = Every consume connection gets its own copy of each message; the replicas behind it share them
assumption-happenings = Of what the system did by itself the first { $listed } are listed; { $left_out } came after them
assumption-shared-policy = The replicas of a caller share its circuit breakers, bulkheads and retry budgets

## What saturated first, and why

explain-always = { $component } is overloaded from the start: its load is { $after } of what it can serve
explain-always-full = { $component } works at its limit from the start: its load is { $after } of what it can serve
explain-traffic = { $component } saturated at { $time }, when the traffic from { $source } rose: its load went from { $before } to { $after } of what it can serve
explain-retries = { $component } saturated at { $time }: { $caller } keeps repeating calls that failed, and its load went from { $before } to { $after } of what it can serve
explain-slow-callee = { $component } saturated at { $time }: its slots are held by requests that wait for { $callee }
explain-slow-callee-always = { $component } is saturated from the start: its slots are held by requests that wait for { $callee }
explain-unknown = { $component } saturated at { $time }: its load went from { $before } to { $after } of what it can serve
explain-queue-grew = The queue of { $component } grew for three seconds at { $time } while { $after } of what it can serve came: chance, as far as the run shows
explain-down = { $component } saturated at { $time }, after { $down } went down at { $down-time }: its load went from { $before } to { $after } of what it can serve
explain-down-itself = { $component } went down at { $down-time } and saturated at { $time } when the work that had waited came back: its load went from { $before } to { $after } of what it can serve
explain-down-asked = { $component } went down at { $down-time } and was asked all the more from { $time } on: with the calls that are tried again, what comes to it went from { $before } to { $after } of what it can serve
explain-down-cache = { $component } saturated at { $time }: { $down } went down at { $down-time }, so { $via } finds nothing there and asks { $component } instead; its load went from { $before } to { $after } of what it can serve
explain-down-via = { $component } saturated at { $time }: { $down } went down at { $down-time }, and { $via } passes the load on to { $component }; it went from { $before } to { $after } of what it can serve
explain-primary = { $component } saturated at { $time }, after the primary of { $store } failed at { $began }: its load went from { $before } to { $after } of what it can serve
explain-flush = { $component } saturated at { $time }, after { $cache } forgot its items at { $began }: its load went from { $before } to { $after } of what it can serve
explain-slow-mode = { $component } saturated at { $time }, after { $provider } fell into its slow mode at { $began }: its load went from { $before } to { $after } of what it can serve
explain-slow-mode-held = { $component } saturated at { $time }, after { $provider } fell into its slow mode at { $began }: its slots are held by requests that wait for { $callee }
explain-change = { $component } saturated at { $time }, after “{ $change }” began at { $began } ({ $place }): its load went from { $before } to { $after } of what it can serve
explain-change-held = { $component } saturated at { $time }, after “{ $change }” began at { $began } ({ $place }): its slots are held by requests that wait for { $callee }

## Where an estimate may be off

estimate-overloaded = { $component } gets more than it can serve: there is no steady state to estimate
estimate-changing-traffic = The traffic changes over time; the estimate takes its long-run rate
estimate-closed-loop = Users wait for answers before they ask again; the estimate balances both
estimate-parallel = How long the longest of several calls side by side takes is approximated from how much each varies, mostly to 5%
estimate-retries = Calls from { $from } to { $to } fail and are tried again; the estimate counts that, but not what a circuit breaker or callers who leave change in it
estimate-priorities = { $component } serves by priority: the wait is the mean over all classes
estimate-shedding = { $component } turns requests away by its queue rules; the estimate does not count that
estimate-patience = Calls from { $from } to { $to } leave the queue when their patience is over; the estimate lets all of them stay
estimate-late = Many calls from { $from } to { $to } come too late; how long the others take is only known to about 15%
estimate-calls = A request calls { $to } from { $from } several times and may give up; its calls meet the same queue, but the estimate takes each by itself
estimate-turn = Calls from { $from } to { $to } are given up if their turn does not come in time; the estimate lets all of them wait
estimate-hedges = { $from } asks { $to } a second time when an answer is late; the estimate counts neither the extra load nor the shorter wait
estimate-enough = Some answers of a step are enough; the estimate waits for all of them
estimate-batches = Requests come in batches; the estimate takes them one by one, which makes waits too short
estimate-items = Caches that hold items are taken as full and never expiring; their hits are estimated by Che's approximation
estimate-quorum = { $component } waits for several of its replicas; the estimate counts neither that wait nor the extra reads
estimate-full-broker = { $component } has room for { $room ->
    [one] one message
   *[other] { $room } messages
} and may be full; the estimate lets every message in at once
estimate-limit-later = { $component } begins with tokens for about { $time }; until they are spent, it refuses less than the estimate says
estimate-visitors = Visitors at { $component } may ask more often than their tier allows at once; the estimate takes them as people who ask once
estimate-few-people = So few people send what { $component } divides by user that the parts are uneven; the estimate takes them as even
estimate-uneven = The work of { $component } varies so much that it can only be estimated roughly how often its queue is full
estimate-cold = { $component } is used so rarely that many requests wait for a new instance; the estimate takes all instances as warm
estimate-mixed = { $component } is called and handles messages, too; calls come first there, which the estimate does not count
estimate-scaling = { $component } is scaled while it runs; the estimate takes the replicas that are drawn
estimate-breaker = Calls from { $from } to { $to } fail at times; the estimate leaves out those that the circuit breaker refuses
report-waits-for-place = Calls from { $from } to { $to } waited { $time } on average for a place in the bulkhead, up to { $count } of them at once
estimate-bulkhead-waits = More calls from { $from } to { $to } may be under way than its bulkhead lets through; how long the others wait is not well known
estimate-bulkhead-adapts = The bulkhead from { $from } to { $to } adapts; the estimate counts with all its places
estimate-bulkhead = More calls from { $from } to { $to } may be under way than its bulkhead lets through; the estimate leaves out those that it refuses
estimate-circle = Calls go round in a circle; the estimate may not settle
estimate-slow-mode = { $component } is slow now and then, and those who wait for it feel how long a slow spell lasts; the estimate takes its answers as if slow ones came one by one
estimate-failures = Failures by chance are not part of the estimate
estimate-scenario = The scenario's events are not part of the estimate

## What is different in another run of the same drawing

change-stays-up = Without what happened to { $component }
change-no-rise = If the traffic of { $component } had not risen
change-one-attempt = With 1 try instead of { $attempts } from { $from } to { $to }
change-retry-budget = With a retry budget of 10% from { $from } to { $to }
change-breaker = With a circuit breaker (5 failures, 30 s) from { $from } to { $to }
change-no-bulkhead = Without the bulkhead from { $from } to { $to }
change-cancel = If { $to } gave up work for which { $from } had stopped waiting
change-lifo = With the newest request first at { $component }
change-short-queue = With at most { $limit } waiting at each replica of { $component }
change-twice-replicas = With twice the replicas of { $component }
change-no-errors = If { $component } made no errors of its own
change-no-slow-mode = If { $component } were never slow
change-no-limit = Without the rate limit of { $component }
change-no-user-limits = Without limits for each user at { $component }
change-no-retries = Without retries
change-retry-budgets = With a retry budget of 10% on every connection that retries
change-breakers = With circuit breakers (5 failures, 30 s) in front of { $component }
change-cancel-all = If callees gave up work for which nobody waits any longer
