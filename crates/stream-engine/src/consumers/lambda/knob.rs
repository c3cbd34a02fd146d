//! One setting of a function's mappings at a time, as a control of a page turns it.

use super::destination::Destination;
use super::setup::MappingSetup;
use crate::error::{Constraint, Refusal};
use crate::quota::Quotas;
use serde::{Deserialize, Serialize};

/// A setting by AWS' name. Numbers beyond the service's bounds are taken as its nearest bound.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MappingKnob {
    BatchSize(u32),
    MaximumBatchingWindowInSeconds(u32),
    ParallelizationFactor(u32),
    /// -1: until the record expires.
    MaximumRetryAttempts(i32),
    /// -1: no maximum.
    MaximumRecordAgeInSeconds(i32),
    BisectBatchOnFunctionError(bool),
    ReportBatchItemFailures(bool),
    TumblingWindowInSeconds(u32),
    /// ARN of a queue, topic or bucket; empty for none.
    OnFailure(String),
    /// Pushed by enhanced fan-out instead of polling. A simplification: the service wants another
    /// mapping, by the consumer's ARN, which begins at a position of its own.
    FanOut(bool),
}

impl MappingKnob {
    /// Turns it; what the mapping reads by is not a part of its setup.
    pub fn set(&self, setup: &mut MappingSetup, quotas: &Quotas) -> Result<(), Refusal> {
        let within = |number: u32, least: u64, most: u64| u64::from(number).clamp(least, most) as u32;
        match self {
            MappingKnob::BatchSize(size) => {
                setup.batch_size = Some(within(*size, 1, quotas.lambda_esm_batch_size_max_records));
            }
            MappingKnob::MaximumBatchingWindowInSeconds(seconds) => {
                let most = quotas.lambda_esm_batch_window_max_seconds;
                setup.maximum_batching_window_in_seconds = Some(within(*seconds, 0, most));
            }
            MappingKnob::ParallelizationFactor(factor) => {
                let most = quotas.lambda_esm_parallelization_factor_max_batches_per_shard;
                setup.parallelization_factor = Some(within(*factor, 1, most));
            }
            MappingKnob::MaximumRetryAttempts(attempts) => {
                let most = quotas.lambda_esm_max_retry_attempts_max;
                setup.maximum_retry_attempts = u32::try_from(*attempts).ok().map(|attempts| within(attempts, 0, most));
            }
            MappingKnob::MaximumRecordAgeInSeconds(age) => {
                let (least, most) =
                    (quotas.lambda_esm_max_record_age_min_seconds, quotas.lambda_esm_max_record_age_max_seconds);
                setup.maximum_record_age_in_seconds = u32::try_from(*age).ok().map(|age| within(age, least, most));
            }
            MappingKnob::BisectBatchOnFunctionError(on) => setup.bisect_batch_on_function_error = *on,
            MappingKnob::ReportBatchItemFailures(on) => setup.report_batch_item_failures = *on,
            MappingKnob::TumblingWindowInSeconds(seconds) => {
                setup.tumbling_window_in_seconds = within(*seconds, 0, quotas.lambda_esm_tumbling_window_max_seconds);
            }
            MappingKnob::OnFailure(arn) if arn.is_empty() => setup.on_failure = None,
            MappingKnob::OnFailure(arn) => setup.on_failure = Some(known(arn, quotas)?.to_owned()),
            MappingKnob::FanOut(_) => {}
        }
        Ok(())
    }

    /// Whether a mapping stands as it would put it.
    pub fn holds(&self, setup: &MappingSetup, fans_out: bool, quotas: &Quotas) -> bool {
        let mut after = setup.clone();
        match self {
            MappingKnob::FanOut(on) => fans_out == *on,
            _ => self.set(&mut after, quotas).is_ok() && after == *setup,
        }
    }
}

/// A destination that the profile knows.
fn known<'a>(arn: &'a str, quotas: &Quotas) -> Result<&'a str, Refusal> {
    match Destination::of(arn) {
        Some(Destination::Queue(_) | Destination::Topic(_)) => Ok(arn),
        Some(Destination::Bucket(_)) if quotas.lambda_esm_on_failure_s3 > 0 => Ok(arn),
        _ => {
            let must = "Member must be the ARN of an SQS queue or an SNS topic".to_owned();
            Err(Refusal::Validation(vec![Constraint::new(arn.to_owned(), "destination", must)]))
        }
    }
}
