//! AWS KMS as its clients see it: keys, their state, policies and aliases. Encryption by clients
//! themselves (Encrypt, Decrypt, GenerateDataKey) is left out: Kinesis asks for that by itself.

mod cancel_key_deletion;
mod create_alias;
mod create_key;
mod describe_key;
mod disable_key;
mod enable_key;
mod get_key_policy;
mod keys;
mod list_aliases;
mod list_keys;
mod put_key_policy;
mod schedule_key_deletion;

use super::dialect;
use super::failure::Failure;
use super::service::{Response, Service};

/// The service. Names and members: AWS KMS API Reference (checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "TrentService",
    cli_name: "kms",
    json_version: "1.1",
    operations: &[
        &cancel_key_deletion::OPERATION,
        &create_alias::OPERATION,
        &create_key::OPERATION,
        &describe_key::OPERATION,
        &disable_key::OPERATION,
        &enable_key::OPERATION,
        &get_key_policy::OPERATION,
        &list_aliases::OPERATION,
        &list_keys::OPERATION,
        &put_key_policy::OPERATION,
        &schedule_key_deletion::OPERATION,
    ],
    failure,
};

fn failure(failure: Failure) -> Response {
    dialect::plain(&SERVICE, failure)
}
