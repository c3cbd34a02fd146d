//! What a call needs: IAM actions, each on a resource, taken from the operation's name and the
//! members that name resources. A new operation needs nothing here unless its action has another
//! name. Source: Service Authorization Reference, pages of each service (checked 2026-11-23).

use crate::account::Account;
use crate::api::body::Body;

/// One action on one resource.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Permission {
    /// As `kinesis:PutRecord`.
    pub action: String,
    /// An ARN, or `*`.
    pub resource: String,
}

/// The IAM prefix of a service, by what stands before the dot of its targets.
pub fn prefix(target_prefix: &str) -> &'static str {
    let name = target_prefix.split('_').next().unwrap_or(target_prefix);
    match name {
        "Kinesis" => "kinesis",
        "AmazonSQS" => "sqs",
        "DynamoDB" => "dynamodb",
        "AWSLambda" | "Lambda" => "lambda",
        "Firehose" => "firehose",
        "AmazonS3" | "S3" => "s3",
        "TrentService" => "kms",
        "CloudTrail" => "cloudtrail",
        "AmazonIdentityManagement" => "iam",
        "KinesisAnalytics" => "kinesisanalytics",
        name if name.starts_with("GraniteServiceVersion") => "cloudwatch",
        _ => "unknown",
    }
}

/// What an operation needs. `stream_of` reads the stream's name out of a shard iterator or token.
pub fn permissions(
    account: &Account,
    prefix: &str,
    operation: &str,
    body: Body,
    stream_of: impl Fn(&str) -> Option<String>,
) -> Vec<Permission> {
    let action = format!("{prefix}:{}", action_name(prefix, operation));
    let on = |resource: String| Permission { action: action.clone(), resource };
    let named = |member: &str, resource: fn(&str) -> String, service: &str| {
        body.text(member).map(|name| account.arn(service, &resource(name)))
    };
    let found = match prefix {
        "kinesis" => kinesis(account, operation, body, stream_of),
        "sqs" => queue(account, body),
        "dynamodb" => named("TableName", |name| format!("table/{name}"), "dynamodb"),
        "firehose" => named("DeliveryStreamName", |name| format!("deliverystream/{name}"), "firehose"),
        "lambda" => match body.text("UUID") {
            Some(_) => named("UUID", |id| format!("event-source-mapping:{id}"), "lambda"),
            None if operation.contains("EventSourceMapping") => None,
            None => named("FunctionName", |name| format!("function:{name}"), "lambda"),
        },
        "s3" => body.text("Bucket").map(|bucket| match (operation, body.text("Key")) {
            (_, Some(key)) => format!("arn:aws:s3:::{bucket}/{key}"),
            (_, None) => format!("arn:aws:s3:::{bucket}"),
        }),
        "iam" => body
            .text("RoleName")
            .map(|name| format!("arn:aws:iam::{}:role/{name}", account.id))
            .or_else(|| body.text("UserName").map(|name| format!("arn:aws:iam::{}:user/{name}", account.id)))
            .or_else(|| body.text("PolicySourceArn").map(str::to_owned)),
        "kms" => body.text("KeyId").or(body.text("TargetKeyId")).map(str::to_owned),
        _ => None,
    };
    let mut all = vec![on(found.unwrap_or_else(|| "*".to_owned()))];
    if let (1, Some(alias)) = (all.len(), body.text("AliasName").filter(|_| prefix == "kms")) {
        all.push(on(account.arn("kms", alias)));
    }
    all
}

/// Where the action's name isn't the operation's.
fn action_name<'a>(prefix: &str, operation: &'a str) -> &'a str {
    match (prefix, operation) {
        ("sqs", batch) => batch.strip_suffix("Batch").unwrap_or(batch),
        ("s3", "ListObjectsV2" | "ListObjects") => "ListBucket",
        (_, name) => name,
    }
}

fn kinesis(
    account: &Account,
    operation: &str,
    body: Body,
    stream_of: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let stream = |name: &str| account.arn("kinesis", &format!("stream/{name}"));
    let direct = body.text("ConsumerARN").or(body.text("StreamARN")).or(body.text("ResourceARN"));
    if let Some(arn) = direct {
        return Some(arn.to_owned());
    }
    if let Some(name) = body.text("StreamName") {
        return Some(stream(name));
    }
    // ListStreams' token names no stream.
    let token = body.text("ShardIterator").or(body.text("NextToken").filter(|_| operation != "ListStreams"))?;
    stream_of(token).map(|name| stream(&name))
}

/// A queue by its URL (`https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo`), name or ARN.
fn queue(account: &Account, body: Body) -> Option<String> {
    if let Some(arn) = body.text("SourceArn") {
        return Some(arn.to_owned());
    }
    if let Some(url) = body.text("QueueUrl") {
        let mut parts = url.rsplit('/');
        let (name, owner) = (parts.next()?, parts.next().unwrap_or(&account.id));
        return Some(format!("arn:aws:sqs:{}:{owner}:{name}", account.region));
    }
    let owner = body.text("QueueOwnerAWSAccountId").unwrap_or(&account.id);
    body.text("QueueName").map(|name| format!("arn:aws:sqs:{}:{owner}:{name}", account.region))
}

/// The account that an ARN speaks of; the caller's own for `*` and for ARNs without one.
pub fn owner<'a>(resource: &'a str, callers: &'a str) -> &'a str {
    resource.split(':').nth(4).filter(|owner| !owner.is_empty()).unwrap_or(callers)
}
