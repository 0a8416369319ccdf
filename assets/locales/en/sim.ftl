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
