//! CloudWatch as its clients see it: metrics of the run, read and listed.

mod get_metric_data;
mod get_metric_statistics;
mod list_metrics;
mod shapes;

use super::dialect;
use super::failure::Failure;
use super::service::{Response, Service};

/// The service. Names and members: CloudWatch API Reference (checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "GraniteServiceVersion20100801",
    cli_name: "cloudwatch",
    json_version: "1.0",
    operations: &[&get_metric_data::OPERATION, &get_metric_statistics::OPERATION, &list_metrics::OPERATION],
    failure,
};

fn failure(failure: Failure) -> Response {
    dialect::plain(&SERVICE, failure)
}
