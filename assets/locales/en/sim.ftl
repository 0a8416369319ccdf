### Runs and reports.
### One-liners end without a full stop; buttons that ask for more end with …

## Why a drawing cannot run

run-error-no-traffic = Nothing sends traffic: add a client and give it a workload
run-error-too-many-replicas = { $found } replicas are more than the { $limit } that a run can hold
run-error-bad-duration = The duration must be between a millisecond and { $limit } seconds

## Why a request failed

cause-timeout = Timed out
cause-refused = Refused: it was down
cause-interrupted = Interrupted: it went down
cause-queue-full = Rejected: queue full
cause-rate-limited = Rejected: over the rate limit
cause-throttled = Throttled: over the concurrency limit
cause-error = Failed by itself
cause-breaker-open = Not sent: circuit breaker open
cause-bulkhead-full = Not sent: bulkhead full
cause-no-healthy-target = No healthy target
cause-broker-full = Rejected: broker full
cause-call-loop = Calls go round in a circle

## Why a run stopped early

run-stopped-too-many-in-flight = Stopped at { $time }: more than { $limit } requests were under way at once

## What a run takes for granted

assumption-network = Network: { $same } one way inside an availability zone, { $zones } between zones of a region, between regions the medians measured by cloudping.co; connections can say otherwise
assumption-replicas = Callers other than balancers pick a replica at random for each call
assumption-hit-ratio = Caches and edges hit at their given ratio, independently for each read; writes never hit
assumption-subscriptions = Every consume connection gets its own copy of each message; the replicas behind it share them
assumption-shared-policy = The replicas of a caller share its circuit breakers, bulkheads and retry budgets
