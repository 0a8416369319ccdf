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
unit-name-days = { $n ->
    [one] day
   *[other] days
}
unit-name-percent = %
unit-name-per-second = per second
unit-name-gigabytes = GB
unit-name-megabytes = MB
unit-name-kilobytes = kB
unit-name-messages = { $n ->
    [one] message
   *[other] messages
}
unit-name-slots = { $n ->
    [one] slot
   *[other] slots
}
unit-name-millicores = { $n ->
    [one] millicore
   *[other] millicores
}
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
kind-connection_pool = Connection pool
kind-connection_pool-about = Keeps a few connections to a database and lends them out; who finds none free waits for one.
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
param-balancer_type = Type
param-broker_type = Type
param-cdn_type = Provider
param-storage_class = Storage class
param-volume_type = Volume
param-gateway_type = API type
param-cpu_millicores = CPU
param-memory_megabytes = Memory
param-request_units = Throughput
param-units_per_request = Units per request

## Parameters: serving

param-slots = Slots
param-service_millis = Service time
param-service_distribution = Distribution
param-service_cv = Variation
param-service_stages = Stages
param-service_hyper_cv = Variation
param-service_tail = Tail exponent
param-service_spread = Longest over shortest
param-service_histogram = Measured times
param-fixed_delay_millis = Fixed delay
param-boot_secs = Boot time
param-scaling = Autoscaling
param-scaling_min = Fewest replicas
param-scaling_max = Most replicas
param-scaling_scheduled = Fewest on a schedule
param-scaling_from_secs = Schedule starts
param-scaling_until_secs = Schedule ends
param-scaling_target = Target use
param-scaling_memory_target = Target use of memory
param-scaling_queue = Target queue per replica
param-scaling_up_secs = Wait before adding
param-scaling_down_secs = Wait before removing
param-scaling_cooldown_secs = Cooldown
param-scaling_period_secs = Looks every
param-scaling_warm = Warm pool
param-max_unavailable = Disruption budget
param-max_unavailable-unset = as many as an operation takes
param-readiness = Ready
param-probe_secs = Not ready after
param-purchase = Bought
param-reserved_replicas = Reserved
param-burst = Beyond
choice-on_demand = on demand
choice-one_year = for 1 year
choice-three_years = for 3 years
choice-spot = spot
choice-off = off
choice-tiers = by tier
choice-cpu = processors
choice-memory = memory
choice-cpu_memory = CPU and memory
choice-queue = queue length
param-queue_limit = Queue limit
param-discipline = Queue order
param-when_full = When no more may wait
param-max_wait_millis = Longest wait
param-max_wait_millis-unset = no limit
param-adaptive_limit_millis = Adaptive limit
param-adaptive_limit_millis-unset = none
param-mttf_secs = Mean time to failure
param-mttf_secs-unset = never
param-mttr_secs = Mean time to repair
param-error_ratio = Own failures
param-slow_share = In its slow mode
param-slow_share-unset = never
param-slow_spell_secs = Length of a slow spell
param-slow_factor = Slow answers take times
param-holds_slot = Keeps its slot while waiting
param-rate_limit_per_sec = Rate limit
param-rate_limit_per_sec-unset = no limit
param-rate_limit_burst = Burst
param-user_limits = Limit for each user
param-tier_window_secs = Limits hold per
param-free_limit = Free: requests
param-pro_limit = Pro: requests
param-enterprise_limit = Enterprise: requests
param-pro_share = Pro: share of users
param-enterprise_share = Enterprise: share of users

## Parameters: routing and caching

param-algorithm = Algorithm
param-health_check_secs = Health check every
param-replication_lag_millis = Replication lag
param-write_quorum = Write quorum
param-read_quorum = Read quorum
param-failover_secs = Failover after
param-exposure = Reachable from
param-cache_model = What it holds
param-cached_keys = Items
param-popularity = Popularity
param-capacity_items = Capacity
param-entry_ttl_secs = Entries expire after
param-entry_ttl_secs-unset = never
param-coalescing = One fetch at a time
param-hit_ratio = Hit ratio
param-cache_mode = After a miss
param-ttl_secs = Time to live

## Parameters: data and messages

param-storage_gb = Stored data
param-payload_kilobytes = Payload
param-write_factor = Cost of a write
param-reads_from = Reads from
param-cdc = Change data capture
param-max_messages = Holds at most
param-publishing_when_full = When no message fits
param-partitions = Partitions
param-partitions-unset = one queue for all
param-max_deliveries = Deliveries

## Parameters: functions

param-cold_start_millis = Cold start
param-keep_warm_secs = Kept warm
param-concurrency_limit = Concurrency limit

## Parameters: observability and platform

param-traced_overhead_millis = Tracing overhead
param-secrets = Secrets
param-build_minutes = Build minutes

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
choice-booted = has booted
choice-needs_at_start = needs are met
choice-needs_always = while needs met
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
