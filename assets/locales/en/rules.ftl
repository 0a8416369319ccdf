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
