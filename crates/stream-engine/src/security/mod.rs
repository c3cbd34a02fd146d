//! Security of the account: principals with their policies, policies of resources, KMS keys, VPC
//! endpoints, and who calls under which name by which way.

mod access;
pub mod action;
pub(crate) mod actors;
pub mod change;
pub mod condition;
pub mod context;
mod date;
pub mod endpoint;
pub mod evaluation;
mod holds;
pub mod kms;
mod named;
pub mod policy;
pub mod principal;
mod principals;
mod read;
pub mod refusal;
pub mod survey;
pub mod trail;
pub mod wildcard;

pub use change::SecurityCommand;
pub use endpoint::{Caller, NetworkPath, Tls};
pub(crate) use holds::call_holds;

use endpoint::VpcEndpoint;
use kms::Keys;
use policy::Document;
use principal::{Identity, Principal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Principals, policies, endpoints of one run at most, each: the engine's own bound.
pub const ENTRIES_MAX: usize = 1_000;

/// What calls are held against.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Security {
    /// Users and roles by ARN, those of other accounts among them.
    pub principals: BTreeMap<String, Principal>,
    /// Policies of streams, consumers and queues, by ARN.
    pub resource_policies: BTreeMap<String, Document>,
    pub keys: Keys,
    /// By id.
    pub endpoints: BTreeMap<String, VpcEndpoint>,
    /// How producers and consumers call, by their names; who is absent calls as the root user.
    pub callers: BTreeMap<String, Caller>,
    /// Counts the changes, so that what was decided before one is known as stale.
    pub version: u64,
}

impl Security {
    /// Who a caller is: None if no such principal is known.
    pub fn identity(&self, caller: &Caller, account: &str) -> Option<Identity> {
        let Some(arn) = &caller.principal else { return Some(Identity::root(account)) };
        let identity = Identity::parse(arn)?;
        let known = identity.kind == principal::Kind::Root || self.principals.contains_key(&identity.arn);
        known.then_some(identity)
    }

    /// The user or role that a request names: by ARN, or by `user/name` or `role/name`.
    pub fn principal(&self, named: &str) -> Option<&Principal> {
        self.principals.get(named).or_else(|| {
            let ending = format!(":{named}");
            self.principals.values().find(|principal| principal.identity.arn.ends_with(&ending))
        })
    }
}
