//! GetMetricStatistics: several statistics of one metric.

use super::shapes::{DIMENSIONS, METRIC_NAME, NAMESPACE, PERIOD, dimensions, invalid, period, statistic, time_range};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::cloudwatch::samples;
use crate::cloudwatch::statistic::{Statistic, periods, values};
use crate::simulation::Simulation;
use crate::time::Time;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub static OPERATION: Operation = Operation {
    name: "GetMetricStatistics",
    members: &[
        required("Namespace", NAMESPACE),
        required("MetricName", METRIC_NAME),
        optional("Dimensions", DIMENSIONS),
        required("StartTime", Shape::Timestamp),
        required("EndTime", Shape::Timestamp),
        required("Period", PERIOD),
        optional("Statistics", Shape::List { of: &SIMPLE, count: Range::between(1, 5) }),
        optional("ExtendedStatistics", Shape::List { of: &Shape::TEXT, count: Range::between(1, 10) }),
        optional("Unit", Shape::TEXT),
    ],
    since: 0,
    run,
};

const SIMPLE: Shape = Shape::one_of(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]);

/// Periods of one answer at most: of the API's grammar.
const PERIODS_MAX: usize = 1_440;

fn run(world: &mut Simulation, body: Body) -> Answer {
    let (from, to) = time_range(world, body)?;
    let period = period(body)?;
    let read = |name| statistic(name).map(|statistic| (name, statistic));
    let simple: Vec<(&str, Statistic)> = body.texts("Statistics").map(read).collect::<Result<_, _>>()?;
    let extended: Vec<(&str, Statistic)> = body.texts("ExtendedStatistics").map(read).collect::<Result<_, _>>()?;
    if simple.is_empty() && extended.is_empty() {
        let text = "At least one of the parameters Statistics and ExtendedStatistics must be specified.";
        return Err(Failure::new("InvalidParameterCombinationException", text));
    }
    let name = body.required("MetricName");
    let samples = samples(world, body.required("Namespace"), name, &dimensions(body), from, to);
    let periods = periods(&samples, world.account.epoch.second(Time::ZERO), period);
    if periods.len() > PERIODS_MAX {
        let text =
            format!("You have requested {} datapoints, which exceeds the limit of {PERIODS_MAX}.", periods.len());
        return Err(invalid(text));
    }
    let mut points: BTreeMap<u64, Map<String, Value>> = BTreeMap::new();
    for (name, statistic) in simple {
        for (at, value) in values(&periods, statistic) {
            points.entry(at).or_default().insert(name.to_owned(), value.into());
        }
    }
    for (name, statistic) in extended {
        for (at, value) in values(&periods, statistic) {
            let all = points.entry(at).or_default().entry("ExtendedStatistics").or_insert_with(|| json!({}));
            all[name] = value.into();
        }
    }
    let points = points.into_iter().map(|(at, mut point)| {
        point.insert("Timestamp".to_owned(), at.into());
        Value::Object(point)
    });
    Ok(json!({ "Label": name, "Datapoints": points.collect::<Vec<Value>>() }))
}
