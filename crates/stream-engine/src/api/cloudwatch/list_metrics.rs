//! ListMetrics: which metrics the run has. Those of streams and queues without traffic are there, too.

use super::shapes::{FILTERS, METRIC_NAME, NAMESPACE};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional};
use crate::cloudwatch::{Metric, list};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListMetrics",
    members: &[
        optional("Namespace", NAMESPACE),
        optional("MetricName", METRIC_NAME),
        optional("Dimensions", FILTERS),
        optional("NextToken", Shape::TEXT),
        optional("RecentlyActive", Shape::one_of(&["PT3H"])),
        optional("IncludeLinkedAccounts", Shape::Boolean),
        optional("OwningAccount", Shape::TEXT),
    ],
    since: 0,
    run,
};

/// Metrics of one answer: of the API's grammar.
const PAGE: usize = 500;

fn run(world: &mut Simulation, body: Body) -> Answer {
    // A token says how many metrics have been given.
    let given: usize = match body.text("NextToken") {
        Some(token) => token.parse().map_err(|_| Failure::new("InvalidNextToken", "The token isn't valid."))?,
        None => 0,
    };
    let matching: Vec<Metric> = list(world).into_iter().filter(|metric| is_wanted(metric, body)).collect();
    let page = matching.iter().skip(given).take(PAGE).map(shown);
    let mut answer = json!({ "Metrics": page.collect::<Vec<Value>>() });
    if matching.len().saturating_sub(given) > PAGE {
        answer["NextToken"] = (given + PAGE).to_string().into();
    }
    Ok(answer)
}

fn is_wanted(metric: &Metric, body: Body) -> bool {
    let same = |member: &str, found: &str| body.text(member).is_none_or(|wanted| wanted == found);
    let has = |filter: Body| {
        let (name, value) = (filter.required("Name"), filter.text("Value"));
        metric.dimensions.iter().any(|(found, of)| *found == name && value.is_none_or(|value| value == of))
    };
    same("Namespace", metric.namespace) && same("MetricName", metric.name) && body.structures("Dimensions").all(has)
}

fn shown(metric: &Metric) -> Value {
    let dimensions = metric.dimensions.iter().map(|(name, value)| json!({ "Name": name, "Value": value }));
    json!({
        "Namespace": metric.namespace,
        "MetricName": metric.name,
        "Dimensions": dimensions.collect::<Vec<Value>>(),
    })
}
