# What can be done to a running system: faults, traffic, deploys, steps of operators.
# Of a fault: its name, what breaks, how it recovers, what you see, what helps. Of what people do: what it does, and of a deploy
# how it shows when the version is bad, and what helps then.

## Machines and processes

change-crash = Crash
change-crash-breaks = Processes end; what they were working on is lost, and calls to them are refused
change-crash-recovers = They serve again as soon as they are restarted; caches start empty, queues start short
change-crash-signs = Errors from the first second: “refused” and, once, “interrupted”. Fewer replicas up, and more load on those that are left
change-crash-helps = Several replicas with room to spare, health checks, and retries that go to another replica

change-random-failures = Random failures
change-random-failures-breaks = Replicas fail at random and are repaired, each for itself
change-random-failures-recovers = Each by itself after its time to repair
change-random-failures-signs = Now and then a burst of errors until the health check notices; rarely, all replicas down at once. A replica is up for MTTF / (MTTF + MTTR) of the time
change-random-failures-helps = More replicas than the load needs, fast detection, fast repair: halving the time to repair is as good as doubling the time to failure

change-slow = Slow
change-slow-breaks = Own work takes longer, so that each slot serves fewer requests
change-slow-recovers = At once, unless a queue has grown: then it takes until the queue is worked off
change-slow-signs = Latency rises first, then slots fill, then callers run into their timeouts. No errors of its own
change-slow-helps = Timeouts, circuit breakers, spare capacity; take the slow one out instead of waiting for it to fail

change-cpu-pressure = CPU pressure
change-cpu-pressure-breaks = Another process takes most of the CPU; what is left does the work more slowly
change-cpu-pressure-recovers = As soon as the process ends and the queue has been worked off
change-cpu-pressure-signs = CPU near 100%, latency up at every percentile, and a queue that grows once the load ratio passes 1
change-cpu-pressure-helps = Limits per process, autoscaling on CPU, shedding load before queues grow, rolling changes out in steps

change-memory-pressure = Memory pressure
change-memory-pressure-breaks = Memory runs short: work is slower, and every few seconds everything stops for a garbage collection or for swapping
change-memory-pressure-recovers = As soon as memory is free again
change-memory-pressure-signs = The median hardly moves, p99 and the maximum jump: answers come in bursts after each pause
change-memory-pressure-helps = More memory or a smaller working set; hedged requests and several replicas hide the pauses of one

change-memory-leak = Memory leak
change-memory-leak-breaks = Each replica slows down as its memory fills, is killed when it is full, and comes back empty; one after the other
change-memory-leak-recovers = Only a corrected version ends it; each restart helps until the memory is full again
change-memory-leak-signs = A saw tooth: latency climbs slowly, errors come in a short burst, and all is well for a while
change-memory-leak-helps = Restart before it is full, one replica at a time; compare memory between versions; several replicas

change-error-rate = Errors
change-error-rate-breaks = A share of the requests fails after it has been worked on
change-error-rate-recovers = At once
change-error-rate-signs = The error ratio of the component rises to that share; that of users rises less where callers retry
change-error-rate-helps = Retries with a budget, circuit breakers, optional calls with something to show instead

change-disk-full = Disk full
change-disk-full-breaks = Nothing can be written: writes fail, reads go on. A broker takes no messages
change-disk-full-recovers = As soon as there is room; what failed in between is not repeated by itself
change-disk-full-signs = Errors on journeys that write and none on those that read; replicas fall silent
change-disk-full-helps = Alerts on the time until it is full rather than on the level, room that can be freed at once, retention limits
change-disk-full-needs = A store or a broker

change-straggler = Straggler
change-straggler-breaks = One replica is slower than the others and passes its health check
change-straggler-recovers = As soon as it is fast again or gone
change-straggler-signs = The median is fine; the tail grows by the share of requests that meet it, and with fan-out by much more
change-straggler-helps = Hedged requests, balancing by what is under way, taking out replicas whose latency stands out
change-straggler-needs = A component with several replicas

change-black-hole = Black hole
change-black-hole-breaks = One replica fails everything at once, so it always looks idle
change-black-hole-recovers = As soon as it is restarted or taken out
change-black-hole-signs = Few errors with round robin, very many where the balancer prefers the least busy: it attracts the traffic
change-black-hole-helps = Health checks that do real work, taking out replicas by their error ratio, counting errors as load
change-black-hole-needs = A component with several replicas behind a load balancer

change-noisy-neighbor = Noisy neighbor
change-noisy-neighbor-breaks = Something else uses up the machines of a place: everything there is slower
change-noisy-neighbor-recovers = As soon as it stops or moves
change-noisy-neighbor-signs = Latency of some replicas, all in one place; the others are well
change-noisy-neighbor-helps = Several places, balancing by what is under way, reserved capacity or dedicated hosts
change-noisy-neighbor-needs = A zone in which something runs

change-pool-exhaustion = Leaking pool
change-pool-exhaustion-breaks = Connections or threads are taken and never given back, until hardly any slot is left
change-pool-exhaustion-recovers = Only a restart gives them back
change-pool-exhaustion-signs = The number of usable slots falls while the CPU is idle; then a queue, timeouts, and a full queue
change-pool-exhaustion-helps = Timeouts on borrowing, closing what has been idle, alerts on slots in use, bulkheads per callee

change-stall = Stall
change-stall-breaks = Nothing moves for a few seconds: requests are accepted and not worked on, then everything goes on at once
change-stall-recovers = By itself when the load falls below what it can serve; where retries keep the load up, not even then
change-stall-signs = Latency as long as the stall, timeouts, then a wave of retries that may outlast its trigger
change-stall-helps = Retry budgets, backoff with jitter, passing on deadlines, last in first out when overloaded, short queues

change-spot-reclaim = Spot capacity reclaimed
change-spot-reclaim-breaks = The provider takes back a share of the replicas after a notice
change-spot-reclaim-recovers = When the capacity is there again, or was replaced during the notice
change-spot-reclaim-signs = Nothing during the notice; then fewer replicas, interrupted requests, and more load on the rest
change-spot-reclaim-helps = Draining during the notice, several sizes and places, a base of capacity that is not spot
change-spot-reclaim-needs = A component whose replicas are not all reserved

## Network

change-latency = Latency
change-latency-breaks = The way takes longer
change-latency-recovers = At once
change-latency-signs = Latency of every journey over it rises by that time for each call; callers hold their slots longer and may run out of them
change-latency-helps = Fewer calls in sequence, timeouts below the users’ patience, caches and replicas nearby

change-packet-loss = Packet loss
change-packet-loss-breaks = Packets are lost and sent again after a wait that doubles each time
change-packet-loss-recovers = At once
change-packet-loss-signs = The tail: most calls are as fast as before, a few take 200 ms, 600 ms, 1.4 s longer
change-packet-loss-helps = Timeouts with retries or hedges below the first resend, another way

change-partition = Partition
change-partition-breaks = Nothing gets through; both ends are up and wait for each other
change-partition-recovers = As soon as the way is open; queues and backlogs are worked off after that
change-partition-signs = Timeouts rather than refusals. Callers’ slots fill up with waiting, which can look like a fault of theirs
change-partition-helps = Short timeouts, circuit breakers, replicas on this side, a decision beforehand between consistent and available

change-partition-one-way = Partition, one way
change-partition-one-way-breaks = Requests arrive and are worked on; the answers are lost
change-partition-one-way-recovers = As soon as the way is open
change-partition-one-way-signs = The callee sees no error at all, its callers see nothing but timeouts; retried writes are done several times
change-partition-one-way-helps = Idempotent writes, health checks from the callers’ side, circuit breakers

change-zone-loss = Zone lost
change-zone-loss-breaks = Every replica in the zone is gone at once
change-zone-loss-recovers = When the zone is back; caches in it are empty, and primaries have moved
change-zone-loss-signs = Errors until health checks have noticed; then the load of the zone on what is left
change-zone-loss-helps = Replicas in several zones, each with room for the load of a lost one; failover that is practiced
change-zone-loss-needs = An availability zone in which something runs

change-region-loss = Region lost
change-region-loss-breaks = Everything in the region is gone, with all its zones
change-region-loss-recovers = When the region is back, or traffic has been moved to another one
change-region-loss-signs = All journeys through the region fail until traffic is moved
change-region-loss-helps = A second region that carries traffic every day, replicated data, a switch that does not depend on the lost region
change-region-loss-needs = A region in which something runs

change-power-loss = Power lost
change-power-loss-breaks = Everything in the zone, or all of the drawing, is off
change-power-loss-recovers = When power is back everything boots at once, each in its own time; who is ready before what it calls fails its first requests
change-power-loss-signs = Everything there is gone, then a cold start: empty caches, components that wait for each other, a wave of retries
change-power-loss-helps = Other zones that carry the load, replicas that are ready only when what they need is up, no circles of components that wait for each other

change-dns-failure = DNS failure
change-dns-failure-breaks = The name resolves to nothing; callers go on with the answers they have until these expire
change-dns-failure-recovers = As soon as the name resolves again
change-dns-failure-signs = Errors grow evenly over one lifetime of the records; the component itself is up and idle
change-dns-failure-helps = Serving stale answers, longer lifetimes for names that do not change, several DNS providers
change-dns-failure-needs = A component that is called

change-stale-dns = Stale DNS
change-stale-dns-breaks = The component has moved, and callers go on to the old address until their answers expire
change-stale-dns-recovers = By itself, within one lifetime of the records
change-stale-dns-signs = Errors from one moment on that fall evenly to nothing
change-stale-dns-helps = Short lifetimes before a move, keeping the old address up for a while, addresses that do not change behind a balancer
change-stale-dns-needs = A component that is called

change-certificate-expiry = Certificate expired
change-certificate-expiry-breaks = No new secure connection can be made; those that are open last until they are renewed
change-certificate-expiry-recovers = As soon as there is a new certificate everywhere
change-certificate-expiry-signs = Errors grow as connections are renewed; the component is healthy and gets ever less to do
change-certificate-expiry-helps = Renewal by machine, alerts weeks before, certificates of different ages
change-certificate-expiry-needs = A component that is called

## Caches and keys

change-cache-flush = Cache flushed
change-cache-flush-breaks = The cache forgets all it holds
change-cache-flush-recovers = By itself as it fills, provided that what stands behind survives the misses
change-cache-flush-signs = The hit ratio falls to nothing, and all reads go to the store behind; its queue grows
change-cache-flush-helps = Filling caches before use, one fetch per item at a time, flushing in parts, a store that can carry the misses
change-cache-flush-needs = A cache

change-cache-stampede = Hot item expires
change-cache-stampede-breaks = The most popular items are dropped while everybody asks for them
change-cache-stampede-recovers = By itself once one of the fetches is back, unless their number keeps the store from answering
change-cache-stampede-signs = A burst of equal reads at the store behind, and a short peak of latency
change-cache-stampede-helps = One fetch per item at a time, renewing early at random, lifetimes that differ
change-cache-stampede-needs = A cache that is simulated item by item

change-short-ttl = Items expire too soon
change-short-ttl-breaks = Items are kept for a small part of the time that was meant
change-short-ttl-recovers = At once, as items then live longer
change-short-ttl-signs = The hit ratio falls though the cache is neither full nor down; reads at the store behind rise
change-short-ttl-helps = Alerts on the hit ratio, checked configuration, a store that can carry the misses
change-short-ttl-needs = A cache that is simulated item by item, with a lifetime of its entries

change-hot-key = Hot key
change-hot-key-breaks = A large share of the requests asks for one item, as if it came from one user
change-hot-key-recovers = When interest fades
change-hot-key-signs = One replica or partition is busy and the others are idle where keys decide; caches hit more, writes to the item wait for each other; one user is over their limit
change-hot-key-helps = A cache in front, copies of hot items, splitting the key, one fetch per item at a time; limits for each user
change-hot-key-needs = A cache that is simulated item by item, a load balancer that hashes, a broker with partitions, or a limit for each user

## Data

change-replication-lag = Replication lag
change-replication-lag-breaks = Other replicas begin to repeat a write only after a while
change-replication-lag-recovers = When the replicas have caught up
change-replication-lag-signs = Reads at replicas are old; writes that wait for a quorum take that much longer; a failover loses more
change-replication-lag-helps = Reading from the primary what was just written, limits on batch jobs, alerts on lag
change-replication-lag-needs = A store with replicas

change-primary-loss = Primary lost
change-primary-loss-breaks = The replica that takes the writes is gone until another takes its place
change-primary-loss-recovers = After the failover time; what the new primary had not yet repeated is lost
change-primary-loss-signs = Writes fail and reads go on; then all is well, with one replica fewer
change-primary-loss-helps = Fast failover that is practiced, a write quorum, callers that retry writes safely
change-primary-loss-needs = A store with replicas

change-failover-stuck = Failover does not happen
change-failover-stuck-breaks = The primary is gone, and no other replica takes its place
change-failover-stuck-recovers = When it is back, or somebody promotes another replica
change-failover-stuck-signs = Writes fail for as long as it lasts; reads go on
change-failover-stuck-helps = Practicing failover, an odd number of voters in different places, a runbook for promoting by hand
change-failover-stuck-needs = A store with replicas

change-split-brain = Split brain
change-split-brain-breaks = Two replicas take writes at once, each for a part of the users, and neither knows of the other’s
change-split-brain-recovers = When they see each other again; the writes of the smaller side are lost or must be merged by hand
change-split-brain-signs = Nothing at all while it lasts, which is what makes it bad; lost writes at its end. With a write quorum the smaller side fails its writes instead
change-split-brain-helps = A write quorum, fencing the old primary, a third voter
change-split-brain-needs = A store with replicas

change-lock-contention = Lock contention
change-lock-contention-breaks = Writes wait for the same lock and keep their slots meanwhile
change-lock-contention-recovers = As soon as the lock is free
change-lock-contention-signs = Writes are slow first; then reads, too, as the slots are taken by waiting writes
change-lock-contention-helps = Short transactions, splitting hot rows, lock timeouts, pools of their own for writes
change-lock-contention-needs = A store

change-schema-migration-lock = Migration lock
change-schema-migration-lock-breaks = A migration holds a table’s lock: writes wait until it is done
change-schema-migration-lock-recovers = By itself when the migration ends; then all waiting writes go through at once
change-schema-migration-lock-signs = Writes stop, slots fill, callers time out; a wave of writes at the end
change-schema-migration-lock-helps = Lock timeouts on migrations, changes in small steps, building the new table beside the old one
change-schema-migration-lock-needs = A store

## Messages

change-queue-backlog = Consumers stop
change-queue-backlog-breaks = Consumers run and fetch nothing; messages pile up at the broker
change-queue-backlog-recovers = When they fetch again: the backlog is worked off at the rate that is left over
change-queue-backlog-signs = The backlog grows by the rate of publishing; users notice only that things do not happen
change-queue-backlog-helps = Alerts on the age of the oldest message, room to catch up, dropping what is too old to matter
change-queue-backlog-needs = A consumer of a broker’s messages

change-consumer-lag = Consumers lag
change-consumer-lag-breaks = Consumers take longer for each message and fall behind
change-consumer-lag-recovers = When they are faster than what is published, at the rate that is left over
change-consumer-lag-signs = Age of messages and backlog grow, and all consumers are busy
change-consumer-lag-helps = Scaling consumers on the backlog, batches, a queue of its own for what is urgent
change-consumer-lag-needs = A consumer of a broker’s messages

change-poison-message = Poison messages
change-poison-message-breaks = Some messages fail at every delivery
change-poison-message-recovers = They end as dead letters after the most deliveries; what they held up goes on
change-poison-message-signs = Deliveries again and again, errors at the consumer, dead letters at the rate of poison
change-poison-message-helps = A limit on deliveries, a queue for dead letters that somebody watches, checking messages before they are published
change-poison-message-needs = A broker whose messages somebody handles

## Dependencies and configuration

change-dependency-outage = Dependency down
change-dependency-outage-breaks = A service that somebody else runs is gone
change-dependency-outage-recovers = When they have repaired it
change-dependency-outage-signs = Every journey that needs it fails; those that do not wait for it go on
change-dependency-outage-helps = Optional calls with something to show instead, queues in front of it, a second provider
change-dependency-outage-needs = An external service that is called

change-dependency-slow = Dependency slow
change-dependency-slow-breaks = A service that somebody else runs answers late, and says it is well
change-dependency-slow-recovers = When they have noticed
change-dependency-slow-signs = Its callers’ slots are held by waiting; what shares those slots is slow, too
change-dependency-slow-helps = Timeouts from your own objectives, circuit breakers on slow calls, bulkheads, asynchronous work
change-dependency-slow-needs = An external service that is called

change-rate-limit-misconfiguration = Rate limit too low
change-rate-limit-misconfiguration-breaks = A limit far below the traffic turns requests away
change-rate-limit-misconfiguration-recovers = At once with the right limit, unless clients have piled up retries
change-rate-limit-misconfiguration-signs = Errors “over the rate limit” while the component is idle
change-rate-limit-misconfiguration-helps = Checked and staged configuration, limits that only log at first, quotas from measured traffic

change-bad-config-push = Bad configuration
change-bad-config-push-breaks = A configuration reaches everything of one kind in all zones at once, and makes a share of the requests fail
change-bad-config-push-recovers = When it is rolled back, everywhere
change-bad-config-push-signs = All replicas fail in the same second, in all zones: redundancy does not help
change-bad-config-push-helps = Configuration in stages like code, checking before loading, keeping the last good one

change-clock-skew = Clock ahead
change-clock-skew-breaks = A clock is ahead: tokens look expired, cached items expire too soon
change-clock-skew-recovers = When the clock is right again
change-clock-skew-signs = Errors for a fixed share of the requests, at some components only, with nothing wrong in their code
change-clock-skew-helps = Time synchronization with alerts, tolerance when checking times, monotonic clocks for durations
change-clock-skew-needs = A component that checks tokens, or a cache with lifetimes

change-health-check-flapping = Health checks flap
change-health-check-flapping-breaks = Replicas fail their health checks now and then though they serve well; balancers take them out and back in
change-health-check-flapping-recovers = When the checks pass again
change-health-check-flapping-signs = The load wanders: few replicas carry all, then others; if all fail at once, no target is left
change-health-check-flapping-helps = Several failed checks in a row before taking out, keeping a least number in, failing open when all look down
change-health-check-flapping-needs = A component with several replicas behind a load balancer

change-autoscaler-failure = Autoscaler stuck
change-autoscaler-failure-breaks = The number of replicas no longer follows the load
change-autoscaler-failure-recovers = When the autoscaler works again and new replicas have started
change-autoscaler-failure-signs = Nothing until the load changes; then too few replicas, or too many
change-autoscaler-failure-helps = A base that carries the usual peak, alerts on wanted against actual replicas, scaling by hand as a runbook
change-autoscaler-failure-needs = A component with autoscaling

## Traffic

change-traffic-spike = Traffic spike
change-traffic-spike-breaks = Traffic grows to many times the usual within seconds
change-traffic-spike-recovers = When the traffic falls, and queues have been worked off
change-traffic-spike-signs = Load ratio above 1 at the narrowest place, a queue, then timeouts everywhere above it
change-traffic-spike-helps = Spare capacity, autoscaling that is fast enough, shedding load, a waiting room, caches

change-thundering-herd = Thundering herd
change-thundering-herd-breaks = All clients go away and come back at once, each with what it missed
change-thundering-herd-recovers = As the herd thins out, if what it met can still answer
change-thundering-herd-signs = No traffic, then several times the usual against cold caches
change-thundering-herd-helps = Reconnecting with backoff and jitter, admitting users step by step, filling caches first

change-bot-flood = Bot flood
change-bot-flood-breaks = Bots send many requests for each of a user, most for the same thing from the same place
change-bot-flood-recovers = When it is filtered, or stops
change-bot-flood-signs = Traffic without sales: many requests, few users, one item; a hash balancer sends all of it to one replica
change-bot-flood-helps = Rate limits per client at the edge, filters, caches, shedding by priority
change-bot-flood-needs = A source of traffic

## Ready-made lists of events

preset-error-progression = Errors 1, 3, 7%
preset-error-progression-about = The busiest service fails ever more of its requests, a minute each
preset-error-progression-look = At which step does an alert fire, and does anybody retry? Retries turn a few errors into more load, not into fewer errors.
preset-error-progression-needs = A service that is called

preset-latency-progression = Latency 200, 400, 700 ms
preset-latency-progression-about = The busiest call takes ever longer, a minute each
preset-latency-progression-look = Who keeps a slot while it waits? A caller can be full although it does nothing itself; a timeout and a limit on calls under way hold that back.
preset-latency-progression-needs = A call

preset-combined-stress = Combined stress
preset-combined-stress-about = Errors for two minutes, latency for two, both for five, then two to recover
preset-combined-stress-look = Whether both together are worse than the sum: slow answers use up slots, and what fails is tried again by those who still have some.
preset-combined-stress-needs = A service that is called

preset-budget-burn = Budget burns
preset-budget-burn-about = For five minutes, 14.4 times the errors that an objective of 99.9% allows
preset-budget-burn-look = How much of the error budget five minutes cost, and which alert notices first. At this pace a budget of 30 days is gone in two.
preset-budget-burn-needs = A service that is called

preset-breaker-transition = Breaker opens and closes
preset-breaker-transition-about = What is called fails until the breaker has opened, tried in vain, and opened again; then it is well
preset-breaker-transition-look = The three states of a circuit breaker: calls are refused while it is open, one tries when it is half open, and the callee gets time to recover.
preset-breaker-transition-needs = A call with a circuit breaker

preset-retry-storm = Retry storm
preset-retry-storm-about = What is called stands still just long enough for everybody to have tried everything once; do the retries go on?
preset-retry-storm-look = Load that stays high after the trigger is gone: a metastable failure. Backoff with jitter, a retry budget or a breaker ends it; more capacity alone may not.
preset-retry-storm-needs = A call with more than one attempt

preset-stampede = Cache stampede
preset-stampede-about = The busiest cache forgets everything; does what stands behind survive the misses?
preset-stampede-look = Every miss becomes a call of what stands behind. It was sized for the usual misses; one fetch at a time for each item keeps it alive.
preset-stampede-needs = A cache with something behind it

preset-herd = Herd returns
preset-herd-about = All users of the biggest source go away and come back at once
preset-herd-look = All connect in the same second, and again in step if they fail. Random delays spread them; a cold cache makes it worse.
preset-herd-needs = Users

preset-backlog = Backlog
preset-backlog-about = Consumers fetch nothing for a minute; how long does catching up take?
preset-backlog-look = Catching up takes what was missed, divided by the capacity that is left over. Without spare capacity the backlog never goes.
preset-backlog-needs = A consumer of a broker’s messages

preset-lag-then-loss = Lag, then loss
preset-lag-then-loss-about = Replicas fall five seconds behind, then the primary is lost; how many writes are gone?
preset-lag-then-loss-look = A replica that is behind loses what it has not got when it takes over: that is the recovery point. Writes that wait for a quorum lose nothing, and are slower.
preset-lag-then-loss-needs = A store with replicas

preset-zone-at-peak = Zone lost at the peak
preset-zone-at-peak-about = Half as much traffic again, and in the middle of it a zone is gone
preset-zone-at-peak-look = Whether the zones that are left can carry everything. With two zones each has to run below half of its capacity, with three below two thirds.
preset-zone-at-peak-needs = Two availability zones in which something runs

preset-gray-dependency = Gray dependency
preset-gray-dependency-about = A service of somebody else takes three seconds longer and says it is well
preset-gray-dependency-look = Health checks say that all is well while users wait. Only the callers’ own figures show it, and only a timeout ends it.
preset-gray-dependency-needs = An external service that is called

## What people do

change-traffic = Traffic
change-traffic-does = So many times the usual traffic comes, from one second to the next
change-scale = Scale
change-scale-does = So many replicas from now on; new ones serve after their boot time. An autoscaler takes it from there
change-rolling-update = Rolling update
change-rolling-update-does = A new version takes the place of the old one a few replicas at a time: so many may be missing, and so many more than usual may be there
change-rolling-update-signs = Less capacity by those that are missing. If the version is bad, failures grow with every replica that has it, and nothing stops it by itself
change-rolling-update-helps = Rolling back; a disruption budget, readiness that means something, and a canary before it
change-canary = Canary
change-canary-does = A share of the replicas gets the new version first, then half, then all. After each step the two versions are compared for a while; if the new one fails more or is slower than allowed, it goes back by itself
change-canary-signs = Failures or slow answers for as large a share of the requests as the new version has of the replicas: hardly seen in the whole, plain when the versions are compared
change-canary-helps = A threshold that trips in time, enough requests to judge by, and rolling back by hand if it does not. If something else breaks at the same time, roll back first: it is the change that can be undone
change-blue-green = Blue-green switch
change-blue-green-does = A second set of replicas boots beside the first one; then all requests go to it at once, and the first one is kept for a while
change-blue-green-signs = Both sets are paid for while both are there. What is wrong with the new version hits everybody in the same second, and caches in its processes are cold
change-blue-green-helps = Trying the second set before the switch, and keeping the first one for a while: switching back is as fast
change-recreate = Recreate
change-recreate-does = All replicas end, and boot again with the new version
change-recreate-signs = Nothing answers for the boot time
change-recreate-helps = Only for what cannot run in two versions side by side; a rolling update or a switch for everything else
change-feature-flag = Feature flag
change-feature-flag-does = A feature is on for a share of the requests, and off again at its end; no replica is replaced
change-feature-flag-signs = That share of the requests fails or is slower; the others are as before
change-feature-flag-helps = Switching it off: at once, and without a deploy; a small share to begin with
change-migration = Database migration with a lock
change-migration-breaks = The table is changed under its lock: whoever comes waits behind it and keeps a slot
change-migration-recovers = When the work is done, or given up and taken back; then all who waited go through at once
change-migration-signs = Writes stop, and reads too where the table is written anew; slots and connection pools fill, callers time out
change-migration-helps = A short lock and statement timeout, no long queries in front of it, an index built concurrently, a migration in batches; rolling back lets everybody go on
change-migration-needs = A database
change-online-migration = Database migration in batches
change-online-migration-breaks = Rows are copied beside the traffic: less capacity, replicas lag, and a short lock when the new table takes over
change-online-migration-recovers = When all rows are copied; given up by itself when the store fails more
change-online-migration-signs = The store is busier, replicas lag; at the end a moment in which nobody is let in
change-online-migration-helps = Smaller batches, pausing while the store is busy, migrating outside the peak
change-online-migration-needs = A database
change-roll-back = Roll back
change-roll-back-does = The version before the last deploy comes back, a quarter of the replicas at a time, or at once where the first set of a switch is still there; a migration that goes on is given up
change-roll-back-needs = A program of one’s own, or a database
change-restart = Restart
change-restart-does = Processes end and boot again: what they had in memory, good or bad, is gone, and what is wrong with the component itself is put right. With a disruption budget they take turns
change-shed-load = Shed load
change-shed-load-does = What comes beyond so many requests per second is refused at the door, so that the others are served
change-enable-breaker = Switch breaker on
change-enable-breaker-does = Callers stop calling after so many failures in a row, and try again after a while
change-stop-retries = Limit tries
change-stop-retries-does = Callers try at most so often, so that failures are not multiplied
change-set-timeout = Set timeout
change-set-timeout-does = Callers wait for at most so long, and give up
change-drain-zone = Drain zone
change-drain-zone-does = Replicas in the zone get nothing new and finish what they have; what has no replica elsewhere stays as it is
change-drain-zone-needs = A zone in which something runs
change-fail-over = Fail over
change-fail-over-does = Another replica of the store takes the writes, at once
change-fail-over-needs = A store with replicas
change-flush = Flush
change-flush-does = The cache forgets its items, wrong ones and right ones; they are fetched again
change-flush-needs = A cache
change-repair = Repair
change-repair-does = What is wrong with the component itself is put right: a disk is freed, a certificate renewed, a stuck query ended

## Settings

setting-share = Share
setting-factor = Times as much
setting-millis = Time
setting-per_sec = Limit
setting-ttl = Lifetime of names
setting-renewal = Renewal of connections
setting-refill = Time to fill
setting-left = Left in the end
setting-over = Over
setting-skew = Ahead by
setting-lifetime = Lifetime of tokens
setting-away = Away for
setting-replicas = Replicas
setting-every = Every
setting-pause = Pause
setting-fills = Time until full
setting-restart = Restart
setting-notice = Notice
setting-drained = Drained during the notice
setting-items = Items
setting-period = Period
setting-mttf = Mean time to failure
setting-mttr = Mean time to repair
setting-error_ratio = Errors of the new version
setting-slower = Work of the new version
setting-max_unavailable = At most missing
setting-max_surge = At most too many
setting-min_available = At least there
setting-step_secs = Watched for
setting-keep_secs = First set kept for
setting-most_errors = Extra errors allowed
setting-most_slower = Slowdown allowed
setting-on = yes
setting-off = no
setting-work_secs = Work
setting-reads_wait = Reads wait, too
setting-behind_secs = Query in front of it
setting-give_up_secs = Gives up after (0 = never)
setting-undo = Taking back, times the work
setting-batch_share = Share of the slots
setting-pause_above = Pauses while busier than
setting-added_lag = Lag of replicas
setting-cutover = Lock at the end
setting-failures = Failures
setting-open_secs = Open for
setting-attempts = Tries

happening-scaled = { $component }: { $from } to { $to } { $to ->
    [one] replica
   *[other] replicas
}
happening-deploy-began = { $component }: deploy begins
happening-replaced = { $component }: { $of ->
    [one] { $replicas } of { $of } replica runs
   *[other] { $replicas } of { $of } replicas run
} the new version
happening-deploy-done = { $component }: deploy done
happening-rollback-automatic = { $component }: the new version is worse; the old one comes back
happening-rollback-began = { $component }: the old version comes back
happening-unready = { $component }: not ready, as something that it needs is missing
happening-ready = { $component }: ready again
happening-migration-began = { $component }: migration begins
happening-migrated = { $component }: { $percent }% migrated
happening-migration-done = { $component }: migration done
happening-migration-aborted = { $component }: migration given up by itself
happening-migration-given-up = { $component }: migration given up
happening-migration-undone = { $component }: migration taken back
happening-slow-mode-began = { $component }: slow, answers take { $factor } times as long
happening-slow-mode-ended = { $component }: as quick as usual again
happening-rollback-done = { $component }: the old version runs again

mark-change = { $change }: { $place }
