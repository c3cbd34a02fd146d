//! `MaxRecordSizeInKiB`, of CreateStream and UpdateMaxRecordSize.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::simulation::Simulation;

/// The largest record asked for, in bytes; None where the request, or the service as of the
/// profile, doesn't know the member.
pub fn asked(world: &Simulation, body: Body) -> Result<Option<u64>, Failure> {
    let quotas = world.quotas();
    let known = quotas.as_of >= super::update_max_record_size::OPERATION.since;
    let Some(kib) = body.count("MaxRecordSizeInKiB").filter(|_| known) else { return Ok(None) };
    let least = quotas.record_default_max_bytes_key_plus_data / 1_024;
    let most = quotas.record_opt_in_max_bytes_key_plus_data / 1_024;
    match (least..=most).contains(&kib) {
        true => Ok(Some(kib * 1_024)),
        false => Err(Failure::invalid_argument(format!("MaxRecordSizeInKiB must be between {least} and {most}."))),
    }
}
