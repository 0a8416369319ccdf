### Findings of the rules.
### One-liners end without a full stop; buttons that ask for more end with …

## Why two components cannot be connected

verdict-gone = One of the two is no longer in the drawing
verdict-self = A component cannot be connected to itself
verdict-already-connected = { $from } is already connected to { $to }
verdict-starts-requests = { $to } starts requests and takes none; answers go back over its own connection
verdict-secrets-only-report = { $from } is asked for secrets and only reports who asked: connect it to monitoring
verdict-fetches-no-secrets = { $from } fetches no secrets; services, workers, functions and gateways do
verdict-devices-report-elsewhere = { $from } is a person’s device and reports to real user monitoring; { $to } collects from what you run
verdict-not-yours = { $from } belongs to somebody else and does not report to { $to }
verdict-only-devices-report = Only people’s devices report to { $to }; what you run reports to monitoring, logging or tracing
verdict-user-monitoring-passes-on = { $from } receives from people’s devices and passes on to monitoring, tracing and analytics only
verdict-telemetry-direction = Telemetry is drawn towards the collector; { $from } does not call { $to }
verdict-telemetry-is-kept-elsewhere = { $from } does not keep its telemetry in { $to }; metrics go to a time-series store, logs to search or object storage
verdict-reports-elsewhere = { $from } records no traces; it reports to monitoring and logging
verdict-pipeline-starts = People and commits start { $to }; nothing in a running system does
verdict-not-on-the-path = { $to } acts at deploys and takes no requests
verdict-acts-on-code = { $from } deploys and configures what you run; { $to } is not among it
verdict-client-reaches-store = { $from } never talks to { $to } directly: put a service between that checks who asks for what
verdict-client-reaches-broker = { $from } does not publish to { $to } directly: put a service or gateway between that checks what comes in
verdict-cache-asks-store = { $from } is a cache and does not ask { $to }: after a miss, the service does (cache-aside)
verdict-cache-only-answers = { $from } is a cache: it answers, and calls nobody
verdict-search-is-fed = { $from } does not ask { $to }; the index is fed from the database
verdict-cache-is-filled-by-caller = { $from } does not fill { $to }; the service that misses does
verdict-edge-fetches = { $to } fetches from its origin: it calls { $from }, not the other way round
verdict-copies-within-a-kind = Replicas are of one kind; to copy from { $from } to { $to }, publish the changes and let a worker write them
verdict-store-only-answers = { $from } is a store: it answers, and does not call { $to }
verdict-balancer-reaches-store = { $from } spreads requests over services and does not speak to { $to }; the service behind it does
verdict-front-reaches-store = { $from } passes requests to services; only they speak to { $to }
verdict-outsider-reaches-store = { $from } belongs to somebody else and never reaches { $to } directly: put a service between
verdict-messages-need-a-handler = Messages of { $from } need a worker, a function or a stream processor that writes them to { $to }
verdict-messages-are-pulled = Messages of { $from } are pulled by workers, services and functions; { $to } pulls none
verdict-front-reaches-broker = { $from } passes requests to services; they publish to { $to }
verdict-streams-are-pulled = { $to } reads from a broker or a lake: publish there instead
verdict-workers-pull = { $to } takes its work from a queue: put one between
verdict-stands-in-front = { $to } stands in front of { $from }: it is passed on the way in
verdict-resolver-is-asked-first = { $to } is asked before the first call, by whoever makes it
verdict-network-gateway-between = { $to } connects networks; only what runs inside one leaves through it
verdict-nat-leads-out = Address translation leads from inside to the internet, not from { $from } to { $to }
verdict-proxy-is-local = { $from } does not reach { $to } directly: a sidecar takes requests from other sidecars, balancers and its own service
verdict-pool-leads-to-database = { $from } lends connections to a database; { $to } is none
verdict-code-asks-pool = { $from } has no queries of its own: services, workers and functions ask { $to } for a connection
verdict-a-service-decides = { $from } reaches { $to } through a service that decides what is asked
verdict-outsider-comes-through-front = { $from } belongs to somebody else and comes in through a gateway, a balancer or a service
verdict-passes-requests-inwards = { $from } passes requests on to services; { $to } is not among them
verdict-outside-first = Requests from outside meet { $to } first: it calls { $from }
verdict-other-cloud = { $from } cannot trigger a function of another cloud; put a worker or an HTTP call between
verdict-makes-no-sense = { $from } has nothing to ask of { $to }

## What to mind when two components are connected

verdict-capture-off = { $from } hands no changes to { $to } while change data capture is off
verdict-open-bucket = { $from } may reach { $to } with short-lived signed links only; a bucket that is open to all leaks
verdict-many-connections = Each instance of { $from } opens its own connection to { $to }, which has few: put a service or a pool between
verdict-single-origin = { $to } alone is what { $from } sees: a balancer or gateway in front lets you add, replace and protect servers
verdict-closes-a-circle = { $to } already waits for { $from }, directly or through others: calls in a circle can wait for each other

## What a fix does

fix-turn-capture-on = Turn change data capture on at { $name }
fix-read-through = Make { $from } a read-through cache that asks { $to } itself
fix-remove-connection = Remove the connection
fix-cache-aside = Let { $callers } ask { $to } after a miss in { $cache }
fix-reverse = Turn the connection round
fix-relation = Make it { $relation }
fix-insert-service = Put a service between { $from } and { $to }
fix-insert-balancer = Put a load balancer in front of { $name }
fix-replicas = Run { $count } replicas of { $name }
fix-replica-in-zone = Run a replica of { $name } in { $zone }
fix-spread =
    { $count ->
        [one] Move a replica to { $zone }
       *[other] Move { $count } replicas to { $zone }
    }
fix-lead-around = Let { $callers } call { $targets } once the name is known
fix-add-client = Add a client that calls { $name }
fix-add-worker = Add a worker that takes from { $name }
fix-add-queue = Add a queue that feeds { $name }
fix-add-monitoring =
    { $count ->
        [one] Add monitoring to which one component reports
       *[other] Add monitoring to which { $count } components report
    }
fix-add-secret-store = { $count ->
    [one] Add a secret store from which { $count } service fetches
   *[other] Add a secret store from which { $count } services fetch
}
fix-timeout = Set a timeout of { $timeout }
fix-population = Let the requests of { $name } come from { $count } people
fix-backoff = Wait before each further try, longer each time, spread by full jitter
fix-retry-once = Retry at { $name } only
fix-on-miss = Ask only after a miss in { $cache }

## Findings

rule-names-more =
    { $count ->
        [one] { $first } and one more
       *[other] { $first } and { $count } more
    }

rule-impossible-connection-reason = The connection is kept so that nothing is lost, but it does not say what happens between the two; turn it round, change an end or remove it

rule-wrong-relation = { $from } → { $to } is drawn as { $drawn }; between these two it is { $usual }
rule-wrong-relation-reason = What a connection means decides who waits for whom and what load it carries, so a run would show something else than what is built

rule-client-reaches-store = { $from } talks to { $to } without a service in between
rule-client-reaches-store-reason = A device is in its owner’s hands: whatever it may ask a store, anybody may. A service checks who asks for what, and keeps the store’s password and its few connections

rule-public-store = { $from } leads to { $to } without a service in between
rule-public-store-reason = Whoever reaches the front then reaches the data. Stores stay in a private network, and only services speak to them

rule-change-capture-off = { $from } is to publish its changes to { $to }, but change data capture is off
rule-change-capture-off-reason = A store sends nothing by itself: change data capture reads its log and publishes each change, in order and without asking the store again

rule-single-point-of-failure = { $name } is a single point of failure: when it is down, requests of { $sources } fail
rule-single-point-of-failure-gate = { $name } is a single point of failure: when it is down, requests of { $sources } fail, and nothing reaches { $behind }
rule-single-point-of-failure-reason = It runs once, and machines stop, are updated and restart. With a second replica that is a moment with less room instead of an outage

rule-replicas-in-one-zone = All { $count } replicas of { $name } run in { $zone }
rule-replicas-in-one-zone-reason = Power, network and mistakes take a zone down as a whole, and the replicas with it. Spread over zones, the rest goes on

rule-unreachable = No request reaches { $name }
rule-unreachable-alone = { $name } is connected with nothing
rule-unreachable-reason = What gets no requests costs money and shows nothing in a run; connect it or remove it

rule-nothing-sends-traffic = Nothing in the drawing sends requests
rule-nothing-sends-traffic-reason = A run needs a source: a client, a browser, an app or a probe

rule-source-without-target = { $name } sends its requests nowhere
rule-source-without-target-reason = Its traffic is part of no run until it calls something

rule-call-cycle = { $names } call each other in a circle
rule-call-cycle-reason = Each holds a slot while it waits for the next. Under load all slots wait for each other, and no one of them can be started or tried alone. Let one of them publish a message, or split what both need into a third

rule-stacked-retries = { $layers } layers retry between { $from } and { $to }: one request becomes up to { $tries } tries
rule-stacked-retries-reason = Tries multiply from layer to layer, and they come exactly when the innermost is overloaded. One layer that retries is enough

rule-timeout-longer-than-callers = { $from } waits up to { $worst } for { $to }, but { $caller } gives up after { $limit }
rule-timeout-longer-than-callers-retries = All tries of { $from } at { $to } take up to { $worst }, but { $caller } gives up after { $limit }
rule-timeout-longer-than-callers-reason = Once the caller has given up, the rest is work for nobody that keeps a slot. Timeouts get shorter inwards

rule-retry-without-timeout = { $from } retries { $to } but waits for each try for ever
rule-retry-without-timeout-reason = A callee that hangs gives no error, so the retry never comes; only a timeout starts it. Take it from the callee’s p99.9

rule-retry-without-backoff = { $from } retries { $to } at once
rule-retry-without-backoff-jitter = All who retry { $to } from { $from } do so at the same moment
rule-retry-without-backoff-reason = What just failed gets the whole load again in one blow. A growing wait with a random part spreads it

rule-limits-of-strangers = { $name } limits each user, but { $source } sends every request as somebody else
rule-limits-of-strangers-reason = Whoever comes only once never meets a limit of their own, so it refuses nothing here and the run says nothing about it. Say how many people send these requests

rule-external-without-timeout = { $from } waits for { $to } for ever
rule-external-without-timeout-reason = Somebody else’s service will hang one day. Each waiting request keeps a slot, and soon there is none left for requests that do not need it

rule-no-monitoring = Nothing here is monitored
rule-no-monitoring-reason = Without latency, traffic, errors and saturation of each part, the first to report an outage is a user

rule-balancer-without-targets = { $name } has no target to send requests to
rule-balancer-without-targets-reason = Every request that comes to it fails

rule-balancer-single-target = { $name } spreads requests over { $target } alone
rule-balancer-single-target-reason = With one target there is nothing to balance, and nothing takes over while it restarts

rule-broker-without-consumer = Nobody takes messages out of { $name }
rule-broker-without-consumer-reason = What is published stays until the queue is full or the messages expire

rule-worker-without-queue = { $name } takes its work from nowhere
rule-worker-without-queue-reason = A queue in front keeps the work while the worker is busy or down, and lets several share it. A worker that starts by a schedule is fine: say so by suppressing this

rule-cross-zone-chatter-zone = Each request makes { $count } calls from { $from } to { $to } in another zone
rule-cross-zone-chatter-region = Each request makes { $count } calls from { $from } to { $to } in another region
rule-cross-zone-chatter-reason = Every call waits for the way there and back, and traffic between zones is billed. Ask for everything at once, or keep a replica nearby

rule-even-quorum = { $name } has { $count } voters and survives the loss of { $survives }, no more than { $smaller } would
rule-even-quorum-reason = A majority decides: with an even number, one voter adds work and tolerates nothing more, and a split down the middle stops both halves

rule-cache-beside-the-way = { $name } asks { $store } for every request, whether { $cache } knows the answer or not
rule-cache-beside-the-way-reason = A cache spares a store only what is not asked there any more: ask the store after a miss

rule-read-through-without-origin = { $name } is read-through and has nothing to load from
rule-read-through-without-origin-reason = A read-through cache asks its store after a miss; without one every miss fails

rule-unknown-kind = { $name } is of the kind { $kind }, which this version does not know
rule-unknown-kind-reason = It is kept as it is and saved again, but it does nothing in a run; a newer version may know it

rule-overloaded = { $offered } come to { $name } at the peak, and it can do { $capacity } at most
rule-overloaded-reason = Beyond its capacity the queue only grows: everyone waits until timeouts fail them

rule-no-secret-store = { $count ->
    [one] { $count } service needs
   *[other] { $count } services need
} passwords, and nothing keeps them
rule-no-secret-store-reason = Passwords in settings and images spread, stay for years and cannot be changed at once. A secret store hands them out, changes them and records who asked

rule-open-bucket = { $from } reaches { $to } directly
rule-open-bucket-reason = Sound with signed links that a service hands out for one object and a few minutes; a store that is open to all leaks. Suppress this if links are signed

rule-single-public-origin = { $to } is reached by { $from } at its own address
rule-single-public-origin-reason = Servers behind a balancer can be added, replaced and taken out of service without anybody noticing, and their addresses stay private

rule-many-database-connections = { $from } opens a connection to { $to } from each of its instances
rule-many-database-connections-reason = Instances come and go by the hundred, and a SQL database has a few hundred connections in all. Put a connection pool or a service between, or use a store without connections

rule-duplicate-connection = { $from } is connected to { $to } twice
rule-duplicate-connection-reason = Every request takes both, so the load behind it doubles

rule-gateway-calls-all = { $name } calls { $targets } for every request
rule-gateway-calls-all-reason = A gateway usually routes each request to one of its services. Say by the connections’ condition or probability which requests go where, or all of them take the whole load

rule-resolver-in-the-way = Requests of { $callers } do not pass through { $name }: they ask it once and call { $targets } themselves
rule-resolver-in-the-way-reason = A name service answers with an address and forwards nothing. Drawn as a stop on the way, it gets one question, and what is behind it gets next to no traffic in a run
