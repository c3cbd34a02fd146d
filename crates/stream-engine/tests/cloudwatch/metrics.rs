//! What a run counted, by metric, statistic and period.

use crate::common::pass_ms;
use crate::world::{START, answer, asked, query, world};
use serde_json::{Value, json};
use stream_engine::{Simulation, api};

fn values(result: &Value) -> Vec<f64> {
    result["Values"].as_array().expect("values").iter().map(|value| value.as_f64().expect("a number")).collect()
}

#[test]
fn statistics_by_the_minute_come_from_the_seconds() {
    let mut run = world();
    let stats = ["Sum", "Average", "Minimum", "Maximum", "SampleCount", "p50"];
    let queries: Vec<Value> =
        stats.iter().enumerate().map(|(nth, stat)| query(&format!("m{nth}"), "IncomingRecords", stat)).collect();
    let found = answer(&mut run, "GetMetricData", &asked(&queries));
    let results = found["MetricDataResults"].as_array().expect("results");
    assert_eq!(results[0]["Timestamps"], json!([START + 120, START + 60, START]), "newest first");
    assert_eq!((&results[0]["Label"], &results[0]["StatusCode"]), (&json!("IncomingRecords"), &json!("Complete")));
    // The middle minute is a whole one of 100 records a second; the network shifts a few.
    let middle: Vec<f64> = results.iter().map(|result| values(result)[1]).collect();
    let [sum, average, least, most, count, half] = middle[..] else { panic!("{middle:?}") };
    let counted: u32 = (60..120).filter_map(|second| run.seconds().get(second)).map(|second| second.stored).sum();
    assert_eq!((sum, count), (f64::from(counted), 60.0));
    assert!((sum - 6_000.0).abs() < 10.0 && (average - sum / 60.0).abs() < 1e-9, "{middle:?}");
    assert!(least <= half && half <= most && (95.0..=100.0).contains(&least) && most <= 105.0, "{middle:?}");
}

#[test]
fn shards_sum_up_to_their_stream() {
    let mut run = world();
    let of_shard = |id: &str, shard: &str| {
        let mut query = query(id, "IncomingRecords", "Sum");
        let stream = json!({ "Name": "StreamName", "Value": "telemetry" });
        let shard = json!({ "Name": "ShardId", "Value": shard });
        query["MetricStat"]["Metric"]["Dimensions"] = json!([stream, shard]);
        query
    };
    let queries = [
        query("all", "IncomingRecords", "Sum"),
        of_shard("first", "shardId-000000000000"),
        of_shard("second", "shardId-000000000001"),
        of_shard("none", "shardId-000000000002"),
    ];
    let found = answer(&mut run, "GetMetricData", &asked(&queries));
    let [all, first, second, none] = [0, 1, 2, 3].map(|nth| values(&found["MetricDataResults"][nth]));
    assert_eq!(none, [] as [f64; 0]);
    for minute in 0..3 {
        assert!(first[minute] > 0.0 && second[minute] > 0.0);
        assert_eq!(first[minute] + second[minute], all[minute]);
    }
}

#[test]
fn pages_give_each_value_once() {
    let mut run = world();
    let queries = [query("a", "IncomingRecords", "Sum"), query("b", "IncomingBytes", "Sum")];
    let whole = answer(&mut run, "GetMetricData", &asked(&queries));
    let mut body = asked(&queries);
    body["MaxDatapoints"] = 2.into();
    let (mut pages, mut seen) = (0, [Vec::new(), Vec::new()]);
    loop {
        let page = answer(&mut run, "GetMetricData", &body);
        for (nth, seen) in seen.iter_mut().enumerate() {
            seen.extend(values(&page["MetricDataResults"][nth]));
        }
        pages += 1;
        match page["NextToken"].as_str() {
            Some(token) => body["NextToken"] = token.into(),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    for (nth, seen) in seen.into_iter().enumerate() {
        assert_eq!(seen, values(&whole["MetricDataResults"][nth]));
    }
}

#[test]
fn an_hour_is_kept_and_nothing_of_the_future_is_told() {
    let mut run = world();
    pass_ms(&mut run, 3 * 3_600_000);
    let mut body = asked(&[query("a", "IncomingRecords", "Sum")]);
    assert_eq!(values(&answer(&mut run, "GetMetricData", &body)["MetricDataResults"][0]), [] as [f64; 0]);
    body["EndTime"] = (START + 1_000_000).into();
    let minutes = values(&answer(&mut run, "GetMetricData", &body)["MetricDataResults"][0]).len();
    assert!((60..=62).contains(&minutes), "{minutes}");
}

#[test]
fn metrics_are_listed_by_namespace_name_and_dimension() {
    let mut run = world();
    let count = |run: &mut Simulation, body: Value| {
        answer(run, "ListMetrics", &body)["Metrics"].as_array().expect("metrics").len()
    };
    assert_eq!(count(&mut run, json!({ "Namespace": "AWS/Kinesis" })), 3 * 7, "a stream and two shards");
    assert_eq!(count(&mut run, json!({ "MetricName": "IncomingRecords" })), 3);
    let shard = json!([{ "Name": "ShardId" }]);
    assert_eq!(count(&mut run, json!({ "MetricName": "IncomingRecords", "Dimensions": shard })), 2);
    assert_eq!(count(&mut run, json!({ "Namespace": "AWS/SQS" })), 0);
}

#[test]
fn several_statistics_of_one_metric_come_in_one_point() {
    let mut run = world();
    let body = json!({
        "Namespace": "AWS/Kinesis", "MetricName": "GetRecords.IteratorAgeMilliseconds",
        "Dimensions": [{ "Name": "StreamName", "Value": "telemetry" }],
        "StartTime": START, "EndTime": START + 180, "Period": 60,
        "Statistics": ["Maximum", "SampleCount"], "ExtendedStatistics": ["p99"],
    });
    let found = answer(&mut run, "GetMetricStatistics", &body);
    let points = found["Datapoints"].as_array().expect("points");
    assert_eq!((points.len(), &points[0]["Timestamp"]), (3, &json!(START)));
    assert_eq!(points[1]["SampleCount"], 60.0);
    assert!(points[1]["ExtendedStatistics"]["p99"].as_f64() <= points[1]["Maximum"].as_f64());
}

#[test]
fn a_queues_metrics_are_there_too() {
    let mut run = world();
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
    for (operation, body) in [
        ("CreateQueue", json!({ "QueueName": "orders" })),
        ("SendMessage", json!({ "QueueUrl": url, "MessageBody": "x" })),
        ("SendMessage", json!({ "QueueUrl": url, "MessageBody": "y" })),
    ] {
        assert_eq!(api::call(&mut run, &format!("AmazonSQS.{operation}"), &body.to_string()).status, 200);
    }
    pass_ms(&mut run, 60_000);
    let dimensions = json!([{ "Name": "QueueName", "Value": "orders" }]);
    let metric = |name: &str| json!({ "Namespace": "AWS/SQS", "MetricName": name, "Dimensions": dimensions });
    let query = |id: &str, name: &str, stat: &str| json!({ "Id": id, "MetricStat": { "Metric": metric(name), "Period": 60, "Stat": stat } });
    let queries = [
        query("sent", "NumberOfMessagesSent", "Sum"),
        query("visible", "ApproximateNumberOfMessagesVisible", "Maximum"),
    ];
    let mut body = asked(&queries);
    body["EndTime"] = (START + 600).into();
    let found = answer(&mut run, "GetMetricData", &body);
    assert_eq!([0, 1].map(|nth| values(&found["MetricDataResults"][nth])), [[2.0], [2.0]]);
}
