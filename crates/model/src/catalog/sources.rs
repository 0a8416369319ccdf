//! Where the figures of the catalogue come from. Prices are list prices of 2025 for US East, on demand, without free
//! tiers and volume discounts; prices change, and the page of the source decides.

use crate::finding::Source;

macro_rules! sources {
    ($($name:ident = $title:literal, $url:literal;)+) => {
        $(pub const $name: Source = Source { title: $title, url: $url };)+
    };
}

sources! {
    EC2 = "Amazon EC2 On-Demand Pricing", "https://aws.amazon.com/ec2/pricing/on-demand/";
    EC2_RESERVED = "Amazon EC2 Reserved Instances Pricing (standard, no upfront, m5.large, US East, 2025)",
        "https://aws.amazon.com/ec2/pricing/reserved-instances/pricing/";
    TRANSFER = "Amazon EC2 On-Demand Pricing, Data Transfer (2025)",
        "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer";
    RDS = "Amazon RDS Pricing", "https://aws.amazon.com/rds/pricing/";
    ELASTICACHE = "Amazon ElastiCache Pricing", "https://aws.amazon.com/elasticache/pricing/";
    EBS = "Amazon EBS Pricing", "https://aws.amazon.com/ebs/pricing/";
    S3 = "Amazon S3 Pricing", "https://aws.amazon.com/s3/pricing/";
    S3_PERFORMANCE = "Amazon S3 User Guide, Optimizing performance",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html";
    EFS = "Amazon EFS Pricing", "https://aws.amazon.com/efs/pricing/";
    ELB = "Elastic Load Balancing Pricing", "https://aws.amazon.com/elasticloadbalancing/pricing/";
    CLOUDFRONT = "Amazon CloudFront Pricing", "https://aws.amazon.com/cloudfront/pricing/";
    ROUTE53 = "Amazon Route 53 Pricing", "https://aws.amazon.com/route53/pricing/";
    WAF = "AWS WAF Pricing", "https://aws.amazon.com/waf/pricing/";
    VPN = "AWS VPN Pricing", "https://aws.amazon.com/vpn/pricing/";
    VPC = "Amazon VPC Pricing (NAT gateway)", "https://aws.amazon.com/vpc/pricing/";
    PGBOUNCER = "PgBouncer documentation, default_pool_size", "https://www.pgbouncer.org/config.html";
    API_GATEWAY = "Amazon API Gateway Pricing", "https://aws.amazon.com/api-gateway/pricing/";
    API_GATEWAY_QUOTAS = "Amazon API Gateway Developer Guide, Quotas",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html";
    SQS = "Amazon SQS Pricing", "https://aws.amazon.com/sqs/pricing/";
    SERVICE_BUS = "Azure Service Bus Pricing", "https://azure.microsoft.com/pricing/details/service-bus/";
    PUB_SUB = "Google Cloud Pub/Sub Pricing", "https://cloud.google.com/pubsub/pricing";
    LAMBDA = "AWS Lambda Pricing", "https://aws.amazon.com/lambda/pricing/";
    LAMBDA_QUOTAS = "AWS Lambda Developer Guide, Quotas",
        "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
    LAMBDA_LIFECYCLE = "AWS Lambda Developer Guide, Execution environment lifecycle",
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html";
    CLOUD_FUNCTIONS = "Google Cloud Run functions (1st gen) Pricing",
        "https://cloud.google.com/functions/pricing-1stgen";
    AZURE_FUNCTIONS = "Azure Functions Pricing", "https://azure.microsoft.com/pricing/details/functions/";
    AZURE_FUNCTIONS_SCALE = "Azure Functions, Hosting options",
        "https://learn.microsoft.com/azure/azure-functions/functions-scale";
    WORKERS = "Cloudflare Workers Pricing", "https://developers.cloudflare.com/workers/platform/pricing/";
    FARGATE = "AWS Fargate Pricing", "https://aws.amazon.com/fargate/pricing/";
    EKS = "Amazon EKS Pricing", "https://aws.amazon.com/eks/pricing/";
    APP_SERVICE = "Azure App Service Pricing",
        "https://azure.microsoft.com/pricing/details/app-service/windows/";
    APP_ENGINE = "Google App Engine Pricing", "https://cloud.google.com/appengine/pricing";
    COSMOS = "Azure Cosmos DB Pricing, provisioned throughput",
        "https://azure.microsoft.com/pricing/details/cosmos-db/autoscale-provisioned/";
    COSMOS_UNITS = "Azure Cosmos DB, Request Units",
        "https://learn.microsoft.com/azure/cosmos-db/request-units";
    FIRESTORE = "Google Cloud Firestore Pricing", "https://cloud.google.com/firestore/pricing";
    OPENSEARCH = "Amazon OpenSearch Service Pricing", "https://aws.amazon.com/opensearch-service/pricing/";
    ELASTIC_POOLS = "Elasticsearch Reference, Thread pools",
        "https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-threadpool.html";
    REDSHIFT = "Amazon Redshift Pricing", "https://aws.amazon.com/redshift/pricing/";
    REDSHIFT_QUEUES = "Amazon Redshift Developer Guide, Workload management",
        "https://docs.aws.amazon.com/redshift/latest/dg/cm-c-defining-query-queues.html";
    SAGEMAKER = "Amazon SageMaker Pricing", "https://aws.amazon.com/sagemaker/pricing/";
    VERTEX = "Google Vertex AI Pricing", "https://cloud.google.com/vertex-ai/pricing";
    AZURE_ML = "Azure Machine Learning Pricing",
        "https://azure.microsoft.com/pricing/details/machine-learning/";
    SECRETS = "AWS Secrets Manager Pricing", "https://aws.amazon.com/secrets-manager/pricing/";
    ECR = "Amazon ECR Pricing", "https://aws.amazon.com/ecr/pricing/";
    CODEBUILD = "AWS CodeBuild Pricing", "https://aws.amazon.com/codebuild/pricing/";
    SES = "Amazon SES Pricing", "https://aws.amazon.com/ses/pricing/";
    REDIS_LATENCY = "Redis Documentation, Diagnosing latency issues",
        "https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency/";
    POSTGRES_CONNECTIONS = "PostgreSQL Wiki, Number Of Database Connections",
        "https://wiki.postgresql.org/wiki/Number_Of_Database_Connections";
    K8S_HPA = "Kubernetes Documentation, Horizontal Pod Autoscaling",
        "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
    K8S_PROXY = "Kubernetes Documentation, Virtual IPs and Service Proxies",
        "https://kubernetes.io/docs/reference/networking/virtual-ips/";
}
