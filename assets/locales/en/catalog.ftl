### Kinds of components, their parameters, relations, zones, and how values are written.
###
### Ids take the ids of the code as they are, underscores included: `kind-api_server`, `param-service_millis`.
### `…-about` is one sentence about a thing; `…-help` says what a setting changes.

## Values

unit-microseconds = { $number } µs
unit-milliseconds = { $number } ms
unit-seconds = { $number } s
unit-minutes = { $number } min
unit-hours = { $number } h
unit-days = { $number } days
unit-per-second = { $number }/s
number-with-unit = { $number } { $unit }
flag-on = on
flag-off = off

## Names of units, beside a field

unit-name-milliseconds = ms
unit-name-seconds = s
unit-name-minutes = min
unit-name-days = days
unit-name-percent = %
unit-name-per-second = per second
unit-name-gigabytes = GB
unit-name-megabytes = MB
unit-name-kilobytes = kB
unit-name-messages = messages
unit-name-slots = slots
unit-name-millicores = millicores
unit-name-request-units = RU

## Lists

list-separator = ,
list-and = { $first } and { $last }

## Where a number comes from

provenance-measured = measured by us
provenance-published = published: { $title }
provenance-assumed = assumed: replace it with your own
provenance-own = your own

## Why a value cannot be set

value-unknown-param = { $kind } has no setting “{ $key }”
value-not-a-number = { $param } takes a number
value-not-whole = { $param } takes a whole number
value-not-a-flag = { $param } is either on or off
value-not-a-choice = { $param } cannot be “{ $value }”; it is one of { $choices }
value-not-a-histogram = { $param } takes milliseconds and how often each occurs, such as 5:70 20:25 100:5
value-out-of-range = { $param } lies between { $min } and { $max }

## Families

family-clients = Clients
family-network = Network
family-compute = Services
family-serverless = Functions
family-data = Data
family-messaging = Messaging
family-intelligence = Machine learning
family-external = Third parties
family-observability = Observability
family-platform = Platform
family-zones = Zones

## Clients

kind-client = Client
kind-client-about = Users of any kind; they send requests at the rate and in the mix set in their workload.
kind-web_browser = Web browser
kind-web_browser-about = People using the site in a browser; they send requests as set in their workload.
kind-mobile_app = Mobile app
kind-mobile_app-about = People using an app on a phone; they send requests as set in their workload.

## Network

kind-dns = DNS
kind-dns-about = Turns a name into an address; callers ask once, then remember the answer until its time to live ends.
kind-cdn = CDN
kind-cdn-about = Keeps copies of content close to users; answers most reads itself and fetches the rest from its origin.
kind-waf = Web application firewall
kind-waf-about = Inspects every request for attacks before it reaches a service; adds about a millisecond.
kind-load_balancer = Load balancer
kind-load_balancer-about = Sends each request to one of its healthy targets and stops using a target that fails health checks.
kind-reverse_proxy = Reverse proxy
kind-reverse_proxy-about = A web server such as nginx that accepts requests and forwards each to one of the servers behind it.
kind-api_gateway = API gateway
kind-api_gateway-about = The managed front door of an API: limits the rate of requests and routes them to services.
kind-graphql_gateway = GraphQL gateway
kind-graphql_gateway-about = Splits one GraphQL query into calls to several services and joins their answers.
kind-k8s_ingress = Kubernetes ingress
kind-k8s_ingress-about = The entrance to a cluster: accepts HTTP from outside and forwards each request to a service inside.
kind-k8s_service = Kubernetes service
kind-k8s_service-about = A stable address for a set of pods; each connection goes to one pod that is ready.
kind-sidecar_proxy = Sidecar proxy
kind-sidecar_proxy-about = A proxy beside a service that handles its traffic for a mesh; adds about 3 ms to each request through it.
kind-vpn = VPN gateway
kind-vpn-about = An encrypted tunnel between two networks; all traffic between them passes through it.
kind-nat_gateway = NAT gateway
kind-nat_gateway-about = Lets machines of a private network open connections to the internet but not be reached from there.

## Services

kind-api_server = API server
kind-api_server-about = A program that answers API requests, usually by asking caches, databases and other services.
kind-web_server = Web server
kind-web_server-about = Serves pages and files; an event loop, so its slots stay free while it waits for other services.
kind-microservice = Microservice
kind-microservice-about = A small service with one responsibility, called by other services.
kind-grpc_server = gRPC server
kind-grpc_server-about = A service called with gRPC; its compact binary messages take less work than text.
kind-worker = Background worker
kind-worker-about = Takes jobs from a queue and works through them at its own pace, outside any user's request.
kind-auth_service = Auth service
kind-auth_service-about = Checks who a caller is and what the caller may do; often called on every request.
kind-k8s_pod = Kubernetes pod
kind-k8s_pod-about = A container with a share of a node's processor and memory; its share sets how much it serves.
kind-azure_app_service = Azure App Service
kind-azure_app_service-about = A platform that runs a web application on instances that Azure manages.
kind-gcp_app_engine = Google App Engine
kind-gcp_app_engine-about = A platform that runs a web application on instances that Google manages.
kind-blockchain_node = Blockchain node
kind-blockchain_node-about = A full node that checks and stores every transaction; slow and heavy compared to an ordinary service.

## Functions

kind-lambda_function = AWS Lambda
kind-lambda_function-about = A function on AWS that is paid by use; a request without a warm instance waits for a cold start.
kind-cloud_function = Google Cloud Function
kind-cloud_function-about = A function on Google Cloud that is paid by use; a request without a warm instance waits for a cold start.
kind-azure_function = Azure Function
kind-azure_function-about = A function on Azure that is paid by use; a request without a warm instance waits for a cold start.
kind-wasm_runtime = WebAssembly runtime
kind-wasm_runtime-about = Small functions in light sandboxes, often at the edge of the network; they start within milliseconds.

## Data

kind-cache_redis = Redis cache
kind-cache_redis-about = Keeps hot data in memory; it runs commands one after the other on a single thread.
kind-cache_memcached = Memcached
kind-cache_memcached-about = A plain in-memory cache that uses several threads.
kind-database_sql = SQL database
kind-database_sql-about = A relational database: the first replica takes all writes, the others can answer reads.
kind-database_nosql = NoSQL database
kind-database_nosql-about = A document or key-value database that is easy to spread over several replicas.
kind-database_graph = Graph database
kind-database_graph-about = Stores things and the links between them; queries follow the links and are heavy.
kind-database_timeseries = Time series database
kind-database_timeseries-about = Stores measurements by time, such as metrics; takes many small writes.
kind-azure_cosmos_db = Azure Cosmos DB
kind-azure_cosmos_db-about = A managed NoSQL database with a purchased throughput in request units; what exceeds it is refused.
kind-gcp_firestore = Google Firestore
kind-gcp_firestore-about = A managed document database that is paid for each read and write.
kind-object_storage = Object storage
kind-object_storage-about = Stores files of any size under a name, such as S3: cheap, practically unlimited, slow to answer.
kind-file_storage = File storage
kind-file_storage-about = A file system that many machines share over the network, such as EFS or NFS.
kind-search = Search engine
kind-search-about = Finds documents by their words, such as Elasticsearch; filled from a database, queried by services.
kind-data_warehouse = Data warehouse
kind-data_warehouse-about = Answers analytical queries over large tables; few at a time, seconds each.
kind-data_lake = Data lake
kind-data_lake-about = Keeps raw data of every shape in object storage for later analysis.

## Messaging

kind-queue = Message queue
kind-queue-about = Holds messages until a consumer takes them, so that producer and consumer need not be up together.
kind-message_broker = Message broker
kind-message_broker-about = Routes messages to one or more queues and keeps them on disk until they are consumed.
kind-event_bus = Event bus
kind-event_bus-about = Delivers each event to every subscriber; producers do not know who listens.
kind-azure_service_bus = Azure Service Bus
kind-azure_service_bus-about = A managed broker with queues and topics on Azure.
kind-gcp_pub_sub = Google Pub/Sub
kind-gcp_pub_sub-about = A managed event bus on Google Cloud that grows with its load and is paid by volume.
kind-stream_processing = Stream processor
kind-stream_processing-about = Works on a stream of events as they arrive, such as Flink: filters, joins, counts.
kind-notification = Notification service
kind-notification-about = Decides who is told what, and sends it on as push message, email or text message.

## Machine learning

kind-ml_model = ML model
kind-ml_model-about = A trained model on machines of your own; each prediction keeps one core busy.
kind-sagemaker_endpoint = SageMaker endpoint
kind-sagemaker_endpoint-about = A trained model behind a managed endpoint on AWS.
kind-vertex_ai_endpoint = Vertex AI endpoint
kind-vertex_ai_endpoint-about = A trained model behind a managed endpoint on Google Cloud.
kind-azure_ml_endpoint = Azure ML endpoint
kind-azure_ml_endpoint-about = A trained model behind a managed endpoint on Azure.

## Third parties

kind-external_api = External API
kind-external_api-about = Somebody else's service: it has a latency, failures and limits that you cannot change.
kind-payment_gateway = Payment gateway
kind-payment_gateway-about = Charges cards through a payment provider: slow, fails at times, and a careless retry charges twice.
kind-email_service = Email service
kind-email_service-about = Sends email through a provider; hands each message over and does not wait for delivery.

## Observability

kind-monitoring = Monitoring
kind-monitoring-about = Collects metrics of all components and raises alerts; never part of a user's request.
kind-logging = Logging
kind-logging-about = Collects log lines of all components for searching; never part of a user's request.
kind-apm = APM / tracing
name-apm = Tracing
kind-apm-about = Collects traces of requests across services; adds half a millisecond to each traced request.
kind-rum = Real user monitoring
kind-rum-about = Collects what browsers and apps measure: the latency that users really see.
kind-synthetic_monitoring = Synthetic monitoring
kind-synthetic_monitoring-about = Sends test requests from outside at regular times, to measure what users would see.
kind-analytics_service = Analytics
kind-analytics_service-about = Collects events about what users do, for reports and dashboards.

## Platform

kind-container_orchestration = Kubernetes control plane
kind-container_orchestration-about = Decides which containers run where and restarts those that fail; carries no user traffic itself.
kind-service_mesh = Service mesh control plane
kind-service_mesh-about = Configures the sidecar proxies of all services; carries no user traffic itself.
kind-secret_manager = Secret manager
kind-secret_manager-about = Keeps passwords and keys; services fetch them at start and when they are rotated.
kind-container_registry = Container registry
kind-container_registry-about = Stores container images; needed when something is deployed or moved, not while it runs.
kind-cicd_pipeline = CI/CD pipeline
kind-cicd_pipeline-about = Builds, tests and deploys new versions.

kind-unknown = Unknown kind
kind-unknown-about = A kind that this version does not know; it is kept when you save and runs like an ordinary service.

## Parameters: size

param-instance = Instance
param-instance-help = The machine under each replica. Sets how much it serves, how fast, and its price.
param-balancer_type = Type
param-balancer_type-help = Application (HTTP), network (TCP) or classic load balancer. Sets capacity, latency and price.
param-broker_type = Type
param-broker_type-help = Product and size. Sets throughput, latency, how many messages fit, and the price.
param-cdn_type = Provider
param-cdn_type-help = Sets the latency to users and the price of a gigabyte.
param-storage_class = Storage class
param-storage_class-help = Rarely read classes cost less to keep and more to read. The archive class answers after an hour.
param-volume_type = Volume
param-volume_type-help = The disk under the data. Sets the price of a gigabyte and adds to or takes from the latency.
param-gateway_type = API type
param-gateway_type-help = REST APIs have more features than HTTP APIs and cost 3.5 times as much for each request.
param-cpu_millicores = CPU
param-cpu_millicores-help = Processor share of each pod; 1,000 is one core. Sets how much it serves, and its price.
param-memory_megabytes = Memory
param-memory_megabytes-help = Memory of each instance. Sets its price.
param-request_units = Throughput
param-request_units-help = Request units bought for each second. Requests beyond them are refused.
param-units_per_request = Units per request
param-units_per_request-help = Request units that an average request uses: 1 to read 1 kB, about 5 to write it.

## Parameters: serving

param-slots = Slots
param-slots-help = Requests that one replica works on at once: threads, connections or processes. Others wait in the queue.
param-service_millis = Service time
param-service_millis-help = Mean own work for one request, without waiting for the queue or for other components.
param-service_distribution = Distribution
param-service_distribution-help = How service times spread around their mean. More spread means longer queues at the same load.
param-service_cv = Variation
param-service_cv-help = Standard deviation of the service time divided by its mean. 1 spreads as much as exponential.
param-service_stages = Stages
param-service_stages-help = Service is this many exponential stages in a row. More stages spread less.
param-service_hyper_cv = Variation
param-service_hyper_cv-help = Standard deviation of the service time divided by its mean: most requests are short, a few are long.
param-service_tail = Tail exponent
param-service_tail-help = How fast long service times become rare. Below 2 a few very long ones dominate.
param-service_spread = Longest over shortest
param-service_spread-help = The longest service time divided by the shortest one.
param-service_histogram = Measured times
param-service_histogram-help = Milliseconds and how often each occurs, such as 5:70 20:25 100:5. The service time is their mean unless you set another, to which they are scaled.
param-fixed_delay_millis = Fixed delay
param-fixed_delay_millis-help = Added to each answer without keeping a slot busy, such as time on the wire.
param-boot_secs = Boot time
param-boot_secs-help = How long a new or restarted replica takes until it serves: its image is fetched, the program starts.
param-scaling = Autoscaling
param-scaling-help = Replicas are added and removed so that a figure stays near its target: the use of the processors or of memory, or the length of the queue.
param-scaling_min = Fewest replicas
param-scaling_min-help = The autoscaler never goes below.
param-scaling_max = Most replicas
param-scaling_max-help = The autoscaler never goes above, whatever the load.
param-scaling_scheduled = Fewest on a schedule
param-scaling_scheduled-help = While the schedule holds, the autoscaler keeps at least so many replicas, whatever the load, but never more than its most. They begin to boot the second it starts.
param-scaling_from_secs = Schedule starts
param-scaling_from_secs-help = From this second of the run on the scheduled number of replicas is kept. Start earlier than the load by the boot time.
param-scaling_until_secs = Schedule ends
param-scaling_until_secs-help = From this second of the run on the load alone decides again; replicas are removed after the usual wait.
param-scaling_target = Target use
param-scaling_target-help = The share of processors or memory in use that the autoscaler aims at. Wanted replicas are present replicas times use over target.
param-scaling_queue = Target queue per replica
param-scaling_queue-help = Waiting requests and messages per replica that the autoscaler aims at.
param-scaling_up_secs = Wait before adding
param-scaling_up_secs-help = Replicas are added once more were wanted during all of that time (the stabilization window for scaling up).
param-scaling_down_secs = Wait before removing
param-scaling_down_secs-help = Replicas are removed once fewer were wanted during all of that time (the stabilization window for scaling down).
param-scaling_period_secs = Looks every
param-scaling_period_secs-help = How often the autoscaler looks and decides.
param-scaling_warm = Warm pool
param-scaling_warm-help = Replicas that have booted and wait: they serve at once when they are wanted, and are replaced by others that boot.
param-max_unavailable = Disruption budget
param-max_unavailable-help = So many replicas may be missing at once by what people do: a restart goes in groups, a rolling update waits, a zone is drained only so far. Faults do not ask, but what they take counts.
param-max_unavailable-unset = as many as an operation takes
param-readiness = Ready
param-readiness-help = When a replica that has booted gets requests: at once; when everything that it calls and cannot do without is up, so that a whole system starts in order; or only while that is so. The last one takes all replicas out at once when something that they share fails.
param-probe_secs = Not ready after
param-probe_secs-help = So long something that it needs must be missing until replicas get no more requests.
param-purchase = Bought
param-purchase-help = By the hour; reserved for one or three years, which is cheaper and paid whether it is used or not; or spot, which is cheapest and may be taken back within minutes (the fault “Spot capacity reclaimed”).
param-reserved_replicas = Reserved
param-reserved_replicas-help = Replicas that are always paid at the reserved price. Usually as many as are always there: the least that the autoscaler keeps, or all. What the run has beyond them is bought as “Beyond”.
param-burst = Beyond
param-burst-help = How replicas beyond the reserved ones are bought, for the hours that they are there.
choice-on_demand = on demand
choice-one_year = for 1 year
choice-three_years = for 3 years
choice-spot = spot
choice-off = off
choice-cpu = processors
choice-memory = memory
choice-queue = queue length
param-queue_limit = Queue limit
param-queue_limit-help = Requests that may wait for a slot of one replica. One more is rejected at once.
param-discipline = Queue order
param-discipline-help = First in first out is fair. Last in first out keeps some requests fast during overload. Priorities are those of the request classes. Shared slots let nobody wait but make all slower.
param-when_full = When full
param-when_full-help = Which request is turned away when the queue is full: the new one, or the one that has waited longest and is likely given up on. Where all share the slots it is always the new one.
param-max_wait_millis = Longest wait
param-max_wait_millis-help = A request that waited longer is turned away when its turn comes, so that slots work only on what may still be wanted.
param-max_wait_millis-unset = no limit
param-adaptive_limit_millis = Adaptive limit
param-adaptive_limit_millis-help = Requests at once are limited so that answers take less than this: each answer in time raises the limit a little, a late one lowers it by a tenth. The rest is refused at once.
param-adaptive_limit_millis-unset = none
param-mttf_secs = Mean time to failure
param-mttf_secs-help = Each replica fails by chance after so long on average (MTTF). A machine lasts years; take minutes to see what failures do in a run.
param-mttf_secs-unset = never
param-mttr_secs = Mean time to repair
param-mttr_secs-help = How long a failed replica takes on average until it is back (MTTR). It is up for MTTF / (MTTF + MTTR) of the time.

param-error_ratio = Own failures
param-error_ratio-help = Share of requests that fail here for reasons of their own, after they were served.
param-holds_slot = Keeps its slot while waiting
param-holds_slot-help = On: a request keeps its slot while other components work for it, as a thread does. Off: an event loop.
param-rate_limit_per_sec = Rate limit
param-rate_limit_per_sec-help = Requests beyond this rate, over all replicas, are refused at once.
param-rate_limit_per_sec-unset = no limit
param-rate_limit_burst = Burst
param-rate_limit_burst-help = Requests that may come at once before the rate limit refuses any.

## Parameters: routing and caching

param-algorithm = Algorithm
param-algorithm-help = How the target of a request is picked among the healthy ones.
param-health_check_secs = Health check every
param-health_check_secs-help = How often targets are checked. Until the next check, requests still go to a target that failed.
param-replication_lag_millis = Replication lag
param-replication_lag_millis-help = How long a write takes to reach the other replicas; reads there are that old.
param-write_quorum = Write quorum
param-write_quorum-help = Replicas that must have a write before it is answered, the first one included; 1 waits for no other.
param-read_quorum = Read quorum
param-read_quorum-help = Replicas that must answer a read. Together with the write quorum more than all replicas: no read misses a write.
param-failover_secs = Failover after
param-failover_secs-help = How long writes fail after the primary has failed, until another replica takes its place.
param-exposure = Reachable from
param-exposure-help = A balancer inside the network answers with 0.6 times the latency of one at its border.
param-cache_model = What it holds
param-cache_model-help = A given share of hits, or single items: then a cold start, a flush and a small cache show what they cost.
param-cached_keys = Items
param-cached_keys-help = Different items that are asked for.
param-popularity = Popularity
param-popularity-help = Exponent of Zipf's law: 0 asks for all items alike, 1 for the second most popular one half as often as for the first.
param-capacity_items = Capacity
param-capacity_items-help = Items that fit, over all replicas. The one that was not used for longest makes room.
param-entry_ttl_secs = Entries expire after
param-entry_ttl_secs-help = An item that is older is fetched again.
param-entry_ttl_secs-unset = never
param-coalescing = One fetch at a time
param-coalescing-help = While one request fetches an item, others that miss it wait for it instead of asking as well: no stampede.
param-hit_ratio = Hit ratio
param-hit_ratio-help = Share of reads found here. The rest go on to where the data lives.
param-cache_mode = After a miss
param-cache_mode-help = Who asks the database when something is not in the cache: the caller, or the cache itself.
param-ttl_secs = Time to live
param-ttl_secs-help = How long callers remember the answer before they ask again.

## Parameters: data and messages

param-storage_gb = Stored data
param-storage_gb-help = Sets the monthly price of storage.
param-payload_kilobytes = Payload
param-payload_kilobytes-help = Average size of an answer or message. Sets the price of traffic to users and through paid services.
param-write_factor = Cost of a write
param-write_factor-help = How many times longer a write takes than a read.
param-reads_from = Reads from
param-reads_from-help = Reading from the primary only is always current. Reading from all replicas spreads the load.
param-cdc = Change data capture
param-cdc-help = Publishes every committed change. Needed to feed a queue from a database without losing changes.
param-max_messages = Holds at most
param-max_messages-help = Messages that fit, those that are being handled included.
param-publishing_when_full = When it is full
param-publishing_when_full-help = Whether publishers are refused, or wait until there is room. Waiting passes the pressure back to whoever produces too much.
param-partitions = Partitions
param-partitions-help = Messages of one user go to one partition and are handled in order, one at a time; each partition belongs to one replica of the consumer. More replicas or slots than partitions have nothing to do.
param-partitions-unset = one queue for all
param-max_deliveries = Deliveries
param-max_deliveries-help = How often a message is tried before it goes to the dead letters.

## Parameters: functions

param-cold_start_millis = Cold start
param-cold_start_millis-help = Added to a request that finds no warm instance.
param-keep_warm_secs = Kept warm
param-keep_warm_secs-help = How long an idle instance stays ready.
param-concurrency_limit = Concurrency limit
param-concurrency_limit-help = Instances that may run at once. Requests beyond them are refused.

## Parameters: observability and platform

param-traced_overhead_millis = Tracing overhead
param-traced_overhead_millis-help = Added to each traced request at the component that is traced.
param-secrets = Secrets
param-secrets-help = Number of secrets kept. Sets the price.
param-build_minutes = Build minutes
param-build_minutes-help = Minutes of builds in a month. Sets the price.

## Choices that are words

choice-exponential = exponential
choice-constant = constant
choice-lognormal = lognormal
choice-erlang = Erlang
choice-hyperexponential = hyperexponential
choice-pareto = bounded Pareto
choice-uniform = uniform
choice-triangular = triangular
choice-histogram = measured
choice-booted = when it has booted
choice-needs_at_start = when what it calls is up
choice-needs_always = only while what it calls is up
choice-fifo = first in, first out
choice-lifo = last in, first out
choice-priority = by priority
choice-preemptive = by priority, interrupting
choice-sharing = all share the slots
choice-refuse = refuse
choice-wait = let them wait
choice-reject = reject it
choice-shed_oldest = drop the oldest
choice-round_robin = round robin
choice-random = random
choice-least_connections = least connections
choice-two_choices = better of two random
choice-hash = hash of the request
choice-external = internet
choice-internal = inside the network
choice-hit_ratio = a share of hits
choice-keys = single items
choice-aside = cache-aside: the caller asks
choice-read_through = read-through: the cache asks
choice-primary = primary only
choice-all_replicas = all replicas
choice-alb = application (ALB)
choice-nlb = network (NLB)
choice-classic = classic
choice-http = HTTP API
choice-rest = REST API
choice-sqs-standard = SQS standard
choice-sqs-fifo = SQS FIFO
choice-rabbitmq-small = RabbitMQ, small
choice-rabbitmq-large = RabbitMQ, large
choice-kafka-small = Kafka, small
choice-kafka-large = Kafka, large
choice-cloudfront-basic = CloudFront, basic
choice-cloudfront-premium = CloudFront, premium
choice-akamai = Akamai
choice-custom-cdn = a CDN of your own
choice-s3-standard = standard
choice-s3-ia = infrequent access
choice-s3-glacier = archive
choice-s3-intelligent = intelligent tiering
choice-gp3 = SSD (gp3)
choice-io2 = fast SSD (io2)
choice-st1 = hard disk (st1)
choice-sc1 = cold hard disk (sc1)
choice-es-small = small (2 vCPU)
choice-es-medium = medium (4 vCPU)
choice-es-large = large (8 vCPU)

## Relations

relation-call = Call
relation-call-about = The caller sends a request and waits for the answer.
relation-publish = Publish
relation-publish-about = The producer hands over a message and waits only until it is accepted.
relation-consume = Consume
relation-consume-about = The consumer takes messages from the broker at its own pace.
relation-replicate = Replicate
relation-replicate-about = Writes are copied to the replica; the primary waits for it only if set so.
relation-observe = Observe
relation-observe-about = Telemetry for the collector, off the request path; pushed or scraped.
relation-secret = Fetch secrets
relation-secret-about = The service fetches its secrets at start and when they are rotated.
relation-deploy = Deploy
relation-deploy-about = The tool installs new versions; carries no user traffic.
relation-control = Control
relation-control-about = The control plane sends configuration; carries no user traffic.

## Zones

zone-region = Region
zone-region-about = A cloud region: sets prices, and the distance to other regions.
zone-availability_zone = Availability zone
zone-availability_zone-about = A data center of a region, which can fail as a whole.
zone-network = Network
zone-network-about = A VPC or subnet: a private network with its own borders.
zone-host = Host
zone-host-about = One machine; what runs on it fails with it.

region-us-east = US East (Virginia)
region-us-west = US West (Oregon)
region-eu-central = EU Central (Frankfurt)
region-eu-west = EU West (Ireland)
region-ap-south = Asia Pacific (Mumbai)
region-ap-southeast = Asia Pacific (Singapore)
region-ap-northeast = Asia Pacific (Tokyo)

## What a bill counts

charge-hours = Hours
charge-month = Monthly fee
charge-requests = Requests (millions)
charge-reads = Reads (millions)
charge-writes = Writes (millions)
charge-storage = Storage (GB)
charge-traffic = Traffic (GB)
charge-egress = Traffic to the internet (GB)
charge-gigabyte-seconds = Compute (GB-seconds)
charge-cpu-hours = CPU (vCPU-hours)
charge-memory-hours = Memory (GB-hours)
charge-request-unit-hours = Throughput (100 RU-hours)
charge-secrets = Secrets
charge-build-minutes = Build minutes
charge-between-zones = Traffic between zones (GB)
charge-between-regions = Traffic between regions (GB)
