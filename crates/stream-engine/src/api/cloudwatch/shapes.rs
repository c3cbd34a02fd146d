//! Shapes that several operations of CloudWatch share, and what is checked of them.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::shape::{Range, Shape, optional, required};
use crate::cloudwatch::statistic::Statistic;
use crate::simulation::Simulation;
use crate::time::Time;

pub const NAMESPACE: Shape = Shape::text(Range::between(1, 255));
pub const METRIC_NAME: Shape = Shape::text(Range::between(1, 255));
pub const DIMENSIONS: Shape = Shape::List { of: &DIMENSION, count: Range::between(0, 30) };
pub const PERIOD: Shape = Shape::Integer(Range::at_least(1));

const DIMENSION: Shape = Shape::Structure(&[
    required("Name", Shape::text(Range::between(1, 255))),
    required("Value", Shape::text(Range::between(1, 1_024))),
]);

/// A filter's dimension may leave its value open.
pub const FILTERS: Shape = Shape::List {
    of: &Shape::Structure(&[
        required("Name", Shape::text(Range::between(1, 255))),
        optional("Value", Shape::text(Range::between(1, 1_024))),
    ]),
    count: Range::between(0, 10),
};

/// Names and values of the dimensions.
pub fn dimensions<'a>(body: Body<'a>) -> Vec<(&'a str, &'a str)> {
    body.structures("Dimensions").map(|dimension| (dimension.required("Name"), dimension.required("Value"))).collect()
}

/// A value that has no sense.
pub fn invalid(message: impl Into<String>) -> Failure {
    Failure::new("InvalidParameterValueException", message)
}

/// The seconds of one period: 1, 5, 10, 30, or whole minutes.
pub fn period(body: Body) -> Result<u64, Failure> {
    let seconds = body.count("Period").unwrap_or(0);
    match [1, 5, 10, 30].contains(&seconds) || seconds > 0 && seconds.is_multiple_of(60) {
        true => Ok(seconds),
        false => Err(invalid("The parameter Period must be 1, 5, 10, 30, or a multiple of 60.")),
    }
}

/// A statistic by name.
pub fn statistic(text: &str) -> Result<Statistic, Failure> {
    Statistic::read(text).ok_or_else(|| invalid(format!("The value {text} for parameter Stat is not supported.")))
}

/// The time between StartTime and EndTime, the end not included.
pub fn time_range(world: &Simulation, body: Body) -> Result<(Time, Time), Failure> {
    let (start, end) = (body.timestamp_ms("StartTime").unwrap_or(0), body.timestamp_ms("EndTime").unwrap_or(0));
    if start >= end {
        return Err(Failure::validation("The parameter StartTime must be less than the parameter EndTime."));
    }
    Ok((world.account.epoch.at_ms(start), world.account.epoch.at_ms(end)))
}
