//! Shapes that several operations of Lambda share.

use crate::api::shape::{Member, Range, Shape, optional};

pub const ARN: Shape = Shape::text(Range::between(1, 2_048));
pub const FUNCTION_NAME: Shape = Shape::text(Range::between(1, 170));
pub const UUID: Shape = Shape::text(Range::between(1, 64));
pub const BATCH_SIZE: Shape = Shape::Integer(Range::up_to(1, |quotas| quotas.lambda_esm_batch_size_max_records));
pub const BATCH_WINDOW: Shape = Shape::Integer(Range::up_to(0, |quotas| quotas.lambda_esm_batch_window_max_seconds));
pub const FACTOR: Shape =
    Shape::Integer(Range::up_to(1, |quotas| quotas.lambda_esm_parallelization_factor_max_batches_per_shard));
pub const RECORD_AGE: Shape = Shape::Integer(Range::up_to(-1, |quotas| quotas.lambda_esm_max_record_age_max_seconds));
pub const RETRIES: Shape = Shape::Integer(Range::up_to(-1, |quotas| quotas.lambda_esm_max_retry_attempts_max));
/// MaximumConcurrency of a queue's mapping: 2 to 1 000, as the API's model has it.
pub const SCALING_CONFIG: Shape =
    Shape::Structure(&[optional("MaximumConcurrency", Shape::Integer(Range::between(2, 1_000)))]);
pub const TUMBLING: Shape = Shape::Integer(Range::up_to(0, |quotas| quotas.lambda_esm_tumbling_window_max_seconds));
pub const RESPONSE_TYPES: Shape =
    Shape::List { of: &Shape::one_of(&["ReportBatchItemFailures"]), count: Range::between(0, 1) };
pub const FILTER_CRITERIA: Shape = Shape::Structure(&[optional(
    "Filters",
    Shape::List {
        of: &Shape::Structure(&[optional("Pattern", Shape::text(Range::between(0, 4_096)))]),
        count: Range::between(0, 10),
    },
)]);
const DESTINATION: Shape = Shape::Structure(&[optional("Destination", Shape::text(Range::between(0, 350)))]);
const DESTINATIONS: &[Member] = &[optional("OnSuccess", DESTINATION), optional("OnFailure", DESTINATION)];
pub const DESTINATION_CONFIG: Shape = Shape::Structure(DESTINATIONS);
