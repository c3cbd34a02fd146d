//! Changes of the account's security: by command, so that they are part of a run's log.

use super::action::prefix;
use super::endpoint::{Caller, NetworkPath, Tls, VpcEndpoint, service_suffix};
use super::kms::{KINESIS_ALIAS, KeyState, default_policy, uuid};
use super::policy::{Document, PolicyKind};
use super::refusal::SecurityRefusal;
use super::{ENTRIES_MAX, Security};
use crate::simulation::Simulation;
use crate::time::HOUR_US;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What can be changed. Principals are named by ARN, or by `user/<name>` and `role/<name>`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SecurityCommand {
    CreateUser {
        user_name: String,
    },
    CreateRole {
        role_name: String,
    },
    /// A user or role of another account is known from now on.
    MeetPrincipal {
        arn: String,
    },
    /// PutUserPolicy or PutRolePolicy; for a principal of another account what that account did.
    PutPolicy {
        principal: String,
        policy_name: String,
        document: String,
    },
    DeletePolicy {
        principal: String,
        policy_name: String,
    },
    PutResourcePolicy {
        resource_arn: String,
        document: String,
    },
    DeleteResourcePolicy {
        resource_arn: String,
    },
    CreateVpcEndpoint {
        vpc_id: String,
        /// The target's prefix or the IAM prefix of the service, as `kinesis`.
        service: String,
        #[serde(default)]
        document: Option<String>,
    },
    /// A new policy of an endpoint; none lets everything through.
    ModifyVpcEndpoint {
        id: String,
        document: Option<String>,
    },
    DeleteVpcEndpoint {
        id: String,
    },
    CreateKey {
        /// A name that starts with `alias/`.
        alias: String,
        #[serde(default)]
        document: Option<String>,
    },
    PutKeyPolicy {
        key: String,
        document: String,
    },
    EnableKey {
        key: String,
    },
    DisableKey {
        key: String,
    },
    ScheduleKeyDeletion {
        key: String,
        #[serde(default)]
        pending_window_days: Option<u64>,
    },
    /// A fault: KMS answers that it is asked too often.
    ThrottleKms(bool),
    /// How a producer or consumer calls from now on; none is the root user over the internet.
    Call {
        actor: String,
        caller: Option<Caller>,
    },
    /// A producer or consumer goes another way from now on, under the same name.
    TakeWay {
        actor: String,
        path: NetworkPath,
    },
    /// It comes with TLS of at most this version from now on, or without.
    Speak {
        actor: String,
        tls: Option<Tls>,
    },
}

impl Simulation {
    /// Carries out a change; a refused one changes nothing.
    pub(crate) fn secure(&mut self, command: &SecurityCommand) -> Result<(), SecurityRefusal> {
        let mut security = Security::clone(&self.security);
        self.change_security(&mut security, command)?;
        security.version += 1;
        self.security = Rc::new(security);
        Ok(())
    }

    /// The account's security, to be changed: what was decided before is stale from now on.
    pub(crate) fn security_mut(&mut self) -> &mut Security {
        let security = Rc::make_mut(&mut self.security);
        security.version += 1;
        security
    }

    /// Makes sure that a stream can be encrypted under a key: the one that Kinesis keeps is made
    /// when it is first named. As long as nobody has made a key, any other that is named counts as
    /// one that was there before the run (assumed: clients that don't care for KMS name any).
    pub(crate) fn prepare_key(&mut self, named: &str) -> Result<(), SecurityRefusal> {
        let (account, now) = (self.account.clone(), self.now);
        let keys = &mut self.security_mut().keys;
        if named.ends_with(KINESIS_ALIAS) {
            keys.ensure_kinesis_key(&account, now);
        } else if keys.find(named, now).is_err() && !keys.has_customer_keys() {
            keys.adopt(&account, named, now);
        }
        keys.usable(named, now).map(|_| ()).map_err(SecurityRefusal::Kms)
    }

    fn change_security(&self, security: &mut Security, command: &SecurityCommand) -> Result<(), SecurityRefusal> {
        let account = &self.account;
        match command {
            SecurityCommand::CreateUser { user_name } => {
                security.add_principal(&format!("arn:aws:iam::{}:user/{user_name}", account.id), None)
            }
            SecurityCommand::CreateRole { role_name } => {
                security.add_principal(&format!("arn:aws:iam::{}:role/{role_name}", account.id), None)
            }
            SecurityCommand::MeetPrincipal { arn } => security.add_principal(arn, None),
            SecurityCommand::PutPolicy { principal, policy_name, document } => {
                let most = self.quotas.iam_role_inline_policies_max_chars;
                security.put_policy(principal, policy_name, document, most)
            }
            SecurityCommand::DeletePolicy { principal, policy_name } => security.delete_policy(principal, policy_name),
            SecurityCommand::PutResourcePolicy { resource_arn, document } => {
                let document = read(document, PolicyKind::Resource)?;
                bounded(&security.resource_policies, resource_arn)?;
                security.resource_policies.insert(resource_arn.clone(), document);
                Ok(())
            }
            SecurityCommand::DeleteResourcePolicy { resource_arn } => {
                let gone = security.resource_policies.remove(resource_arn);
                gone.map(drop).ok_or_else(|| missing(format!("policy of {resource_arn}")))
            }
            SecurityCommand::Call { actor, caller } => {
                bounded(&security.callers, actor)?;
                match caller {
                    Some(caller) => drop(security.callers.insert(actor.clone(), caller.clone())),
                    None => drop(security.callers.remove(actor)),
                }
                Ok(())
            }
            SecurityCommand::TakeWay { actor, path } => {
                bounded(&security.callers, actor)?;
                security.callers.entry(actor.clone()).or_default().path = path.clone();
                Ok(())
            }
            SecurityCommand::Speak { actor, tls } => {
                bounded(&security.callers, actor)?;
                let caller = security.callers.entry(actor.clone()).or_default();
                caller.secure_transport = tls.is_some();
                caller.tls = tls.unwrap_or_default();
                Ok(())
            }
            SecurityCommand::ThrottleKms(throttled) => {
                security.keys.throttled = *throttled;
                Ok(())
            }
            SecurityCommand::CreateVpcEndpoint { .. }
            | SecurityCommand::ModifyVpcEndpoint { .. }
            | SecurityCommand::DeleteVpcEndpoint { .. } => self.change_endpoint(security, command),
            _ => self.change_key(security, command),
        }
    }

    fn change_endpoint(&self, security: &mut Security, command: &SecurityCommand) -> Result<(), SecurityRefusal> {
        let policy =
            |document: &Option<String>| document.as_ref().map(|text| read(text, PolicyKind::Endpoint)).transpose();
        let unknown = |id: &String| missing(format!("VPC endpoint {id}"));
        match command {
            SecurityCommand::CreateVpcEndpoint { vpc_id, service, document } => {
                let policy = policy(document)?;
                let made = format!("{}/vpce/{}", self.seed, security.version);
                let id = format!("vpce-0{}", &uuid(&made).replace('-', "")[..16]);
                bounded(&security.endpoints, &id)?;
                let iam = if prefix(service) == "unknown" { service } else { prefix(service) };
                let service_name = format!("com.amazonaws.{}.{}", self.account.region, service_suffix(iam));
                let (vpc_id, created) = (vpc_id.clone(), self.now);
                let endpoint = VpcEndpoint { id: id.clone(), vpc_id, service_name, policy, created };
                security.endpoints.insert(id, endpoint);
            }
            SecurityCommand::ModifyVpcEndpoint { id, document } => {
                let policy = policy(document)?;
                security.endpoints.get_mut(id).ok_or_else(|| unknown(id))?.policy = policy;
            }
            SecurityCommand::DeleteVpcEndpoint { id } => {
                security.endpoints.remove(id).ok_or_else(|| unknown(id))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn change_key(&self, security: &mut Security, command: &SecurityCommand) -> Result<(), SecurityRefusal> {
        let now = self.now;
        let keys = &mut security.keys;
        match command {
            SecurityCommand::CreateKey { alias, document } => {
                let text = document.clone().unwrap_or_else(|| default_policy(&self.account));
                let policy = read(&text, PolicyKind::Resource)?;
                let key = keys.create(&self.account, now, "", policy);
                let id = key.ok_or_else(|| SecurityRefusal::LimitExceeded { what: "keys".to_owned() })?.id.clone();
                if !keys.name(alias, &id) {
                    return Err(SecurityRefusal::EntityAlreadyExists { what: alias.clone() });
                }
            }
            SecurityCommand::PutKeyPolicy { key, document } => {
                let policy = read(document, PolicyKind::Resource)?;
                keys.find_mut(key, now).map_err(SecurityRefusal::Kms)?.policy = policy;
            }
            SecurityCommand::EnableKey { key } => {
                keys.find_mut(key, now).map_err(SecurityRefusal::Kms)?.state = KeyState::Enabled;
            }
            SecurityCommand::DisableKey { key } => {
                keys.find_mut(key, now).map_err(SecurityRefusal::Kms)?.state = KeyState::Disabled;
            }
            SecurityCommand::ScheduleKeyDeletion { key, pending_window_days } => {
                let days = pending_window_days.unwrap_or(self.quotas.kms_key_deletion_window_max_days);
                let state = KeyState::PendingDeletion(now + days.saturating_mul(24 * HOUR_US));
                keys.find_mut(key, now).map_err(SecurityRefusal::Kms)?.state = state;
            }
            _ => {}
        }
        Ok(())
    }
}

pub(crate) fn read(text: &str, kind: PolicyKind) -> Result<Document, SecurityRefusal> {
    Document::read(text, kind).map_err(SecurityRefusal::MalformedPolicyDocument)
}

pub(crate) fn missing(what: String) -> SecurityRefusal {
    SecurityRefusal::NoSuchEntity { what }
}

pub(super) fn bounded<T>(entries: &BTreeMap<String, T>, name: &str) -> Result<(), SecurityRefusal> {
    match entries.len() < ENTRIES_MAX || entries.contains_key(name) {
        true => Ok(()),
        false => Err(SecurityRefusal::LimitExceeded { what: format!("{ENTRIES_MAX} entries of one kind") }),
    }
}
