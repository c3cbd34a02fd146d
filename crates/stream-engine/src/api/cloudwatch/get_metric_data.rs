//! GetMetricData: values of several metrics at once. Metric math is left out.

use super::shapes::{DIMENSIONS, METRIC_NAME, NAMESPACE, PERIOD, dimensions, invalid, period, statistic, time_range};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::cloudwatch::samples;
use crate::cloudwatch::statistic::{periods, values};
use crate::simulation::Simulation;
use crate::time::Time;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "GetMetricData",
    members: &[
        required("MetricDataQueries", Shape::List { of: &QUERY, count: Range::between(0, 500) }),
        required("StartTime", Shape::Timestamp),
        required("EndTime", Shape::Timestamp),
        optional("NextToken", Shape::TEXT),
        optional("ScanBy", Shape::one_of(&["TimestampDescending", "TimestampAscending"])),
        optional("MaxDatapoints", Shape::Integer(Range::ANY)),
        optional("LabelOptions", Shape::Any),
    ],
    since: 0,
    run,
};

const QUERY: Shape = Shape::Structure(&[
    required("Id", Shape::text(Range::between(1, 255))),
    optional("MetricStat", STAT),
    optional("Expression", Shape::text(Range::between(1, 2_048))),
    optional("Label", Shape::TEXT),
    optional("ReturnData", Shape::Boolean),
    optional("Period", PERIOD),
    optional("AccountId", Shape::text(Range::between(1, 255))),
]);

const STAT: Shape = Shape::Structure(&[
    required("Metric", METRIC),
    required("Period", PERIOD),
    required("Stat", Shape::TEXT),
    optional("Unit", Shape::TEXT),
]);

const METRIC: Shape = Shape::Structure(&[
    optional("Namespace", NAMESPACE),
    optional("MetricName", METRIC_NAME),
    optional("Dimensions", DIMENSIONS),
]);

/// Values of one answer, by default and at most: of the API's grammar.
const VALUES_MAX: u64 = 100_800;

/// One query's values: moment in seconds since 1970, and value.
struct Found<'a> {
    id: &'a str,
    label: &'a str,
    values: Vec<(u64, f64)>,
}

fn run(world: &mut Simulation, body: Body) -> Answer {
    let range = time_range(world, body)?;
    let ascending = body.text("ScanBy") == Some("TimestampAscending");
    let most = body.count("MaxDatapoints").unwrap_or(VALUES_MAX);
    if !(1..=VALUES_MAX).contains(&most) {
        return Err(invalid(format!("The parameter MaxDatapoints must be between 1 and {VALUES_MAX}.")));
    }
    // A token says how many values have been given.
    let given: u64 = match body.text("NextToken") {
        Some(token) => token.parse().map_err(|_| Failure::new("InvalidNextToken", "The token isn't valid."))?,
        None => 0,
    };
    let mut ids = Vec::new();
    let (mut skip, mut room, mut more) = (given, most, false);
    let mut results = Vec::new();
    for query in body.structures("MetricDataQueries") {
        let id = query.required("Id");
        if !is_id(id) || ids.contains(&id) {
            let text = format!(
                "The value {id} for parameter MetricDataQueries.member.Id must be unique, begin with a small letter, and hold letters, digits and underscores only."
            );
            return Err(Failure::validation(text));
        }
        ids.push(id);
        let found = find(world, query, range, ascending)?;
        if query.flag("ReturnData") == Some(false) {
            continue;
        }
        let count = found.values.len() as u64;
        let (from, taken) = (skip.min(count), count.saturating_sub(skip).min(room));
        (skip, room) = (skip - from, room - taken);
        let is_cut = from + taken < count;
        more |= is_cut;
        results.push(shown(&found, from as usize, taken as usize, is_cut));
    }
    let mut answer = json!({ "MetricDataResults": results, "Messages": [] });
    if more {
        answer["NextToken"] = given.saturating_add(most).to_string().into();
    }
    Ok(answer)
}

fn find<'a>(
    world: &Simulation,
    query: Body<'a>,
    (from, to): (Time, Time),
    ascending: bool,
) -> Result<Found<'a>, Failure> {
    let id = query.required("Id");
    let Some(stat) = query.structure("MetricStat") else {
        let text = "Each query needs a MetricStat: metric math is not simulated.";
        return Err(Failure::validation(text));
    };
    let metric = stat.structure("Metric").ok_or_else(|| Failure::validation("A MetricStat needs a Metric."))?;
    let (period, statistic) = (period(stat)?, statistic(stat.required("Stat"))?);
    let name = metric.required("MetricName");
    let samples = samples(world, metric.required("Namespace"), name, &dimensions(metric), from, to);
    let periods = periods(&samples, world.account.epoch.second(Time::ZERO), period);
    let mut values: Vec<_> = values(&periods, statistic).collect();
    if !ascending {
        values.reverse();
    }
    Ok(Found { id, label: query.text("Label").unwrap_or(name), values })
}

fn shown(found: &Found, from: usize, taken: usize, is_cut: bool) -> Value {
    let page = &found.values[from..from + taken];
    json!({
        "Id": found.id,
        "Label": found.label,
        "Timestamps": page.iter().map(|(at, _)| *at).collect::<Vec<u64>>(),
        "Values": page.iter().map(|(_, value)| *value).collect::<Vec<f64>>(),
        "StatusCode": if is_cut { "PartialData" } else { "Complete" },
    })
}

fn is_id(text: &str) -> bool {
    let rest = |char: char| char.is_ascii_alphanumeric() || char == '_';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(rest)
}
