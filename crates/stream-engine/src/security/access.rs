//! The authorisation step of every call: the way to the service, the caller, the policies, the key.

use super::action::{Permission, owner, permissions, prefix};
use super::context::Context;
use super::date;
use super::endpoint::{Caller, NetworkPath, service_suffix, takes_plain_http};
use super::evaluation::{Attached, Decision, Gate, Request, decide};
use super::named::{arrivals, stream_of_call, stream_of_token};
use super::principal::{Identity, Kind};
use super::refusal::{NoConnection, SecurityRefusal};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::kinesis::stream::{Stream, StreamId};
use crate::simulation::Simulation;
use crate::time::Time;
use std::borrow::Cow;

impl Simulation {
    /// The authorisation of a call, with its failure as the service writes it.
    pub(crate) fn admit(
        &self,
        caller: &Caller,
        target_prefix: &str,
        operation: &str,
        body: Body,
    ) -> Result<(), Failure> {
        self.authorise(caller, target_prefix, operation, body).map_err(|refusal| {
            let status = match refusal {
                SecurityRefusal::NoConnection { .. } => 0,
                _ if ["sqs", "lambda", "iam", "s3", "cloudwatch"].contains(&prefix(target_prefix)) => 403,
                _ => 400,
            };
            Failure { code: refusal.code(), message: Some(refusal.message()), status }
        })
    }

    /// Decides whether this call may be made at all. Called between the check of its shape and its
    /// being carried out: whether what it names is there is not looked at before.
    pub fn authorise(
        &self,
        caller: &Caller,
        target_prefix: &str,
        operation: &str,
        body: Body,
    ) -> Result<(), SecurityRefusal> {
        let service = prefix(target_prefix);
        if *caller == Caller::default() && !self.has_resource_policy(service, body) {
            // The root user on the plain way, in a run that has no policies and no keys.
            return Ok(());
        }
        self.check_way(caller, service)?;
        let identity = self.security.identity(caller, &self.account.id).ok_or(SecurityRefusal::UnrecognizedClient)?;
        for permission in self.needed(&identity, service, operation, body) {
            self.decide(caller, &identity, &permission).into_result(&identity, &permission)?;
            if identity.account != self.account.id && owner(&permission.resource, &identity.account) != self.account.id
            {
                let (account, resource) = (identity.account, permission.resource);
                return Err(SecurityRefusal::AnotherAccount { account, resource });
            }
        }
        self.check_key_of_call(&identity, service, operation, body)
    }

    /// What a call needs, with the decision on each: what a picture of its way shows.
    pub fn decisions(
        &self,
        caller: &Caller,
        target_prefix: &str,
        operation: &str,
        body: Body,
    ) -> Result<Vec<(Permission, Decision)>, SecurityRefusal> {
        let service = prefix(target_prefix);
        self.check_way(caller, service)?;
        let identity = self.security.identity(caller, &self.account.id).ok_or(SecurityRefusal::UnrecognizedClient)?;
        let needed = self.needed(&identity, service, operation, body).into_iter();
        Ok(needed.map(|permission| (permission.clone(), self.decide(caller, &identity, &permission))).collect())
    }

    /// What a call needs. A name without an account is one of the caller's own account.
    fn needed(&self, identity: &Identity, service: &str, operation: &str, body: Body) -> Vec<Permission> {
        let stream_of = |token: &str| {
            let stream = stream_of_token(self, token)?;
            self.streams.get(usize::from(stream.0)).map(|stream| stream.name.clone())
        };
        let mut account = Cow::Borrowed(&*self.account);
        if identity.account != account.id {
            account.to_mut().id.clone_from(&identity.account);
        }
        let mut needed = permissions(&account, service, operation, body, stream_of);
        if service == "kms" {
            for permission in &mut needed {
                // A key goes by many names; policies know its ARN.
                if let Ok(key) = self.security.keys.find(&permission.resource, self.now) {
                    permission.resource.clone_from(&key.arn);
                }
            }
        }
        needed
    }

    pub(crate) fn check_way(&self, caller: &Caller, service: &str) -> Result<(), SecurityRefusal> {
        let host = format!("{service}.{}.amazonaws.com", self.account.region);
        if !caller.secure_transport && !takes_plain_http(service) {
            return Err(SecurityRefusal::NoConnection { host, why: NoConnection::PlainHttp });
        }
        if caller.secure_transport && caller.tls.percent() < self.quotas.tls_min_version_percent {
            return Err(SecurityRefusal::NoConnection { host, why: NoConnection::OldTls });
        }
        let NetworkPath::Endpoint(id) = &caller.path else { return Ok(()) };
        let name = format!("com.amazonaws.{}.{}", self.account.region, service_suffix(service));
        match self.security.endpoints.get(id) {
            Some(endpoint) if endpoint.service_name == name => Ok(()),
            _ => {
                let host = format!("{id}.{service}.{}.vpce.amazonaws.com", self.account.region);
                Err(SecurityRefusal::NoConnection { host, why: NoConnection::NoEndpoint })
            }
        }
    }

    /// Decides on one action by the policies that stand on its way.
    pub fn decide(&self, caller: &Caller, identity: &Identity, permission: &Permission) -> Decision {
        let context = self.context(caller, identity, permission);
        let mut attached = self.identity_policies(identity);
        if let NetworkPath::Endpoint(id) = &caller.path
            && let Some(document) = self.security.endpoints.get(id).and_then(|endpoint| endpoint.policy.as_ref())
        {
            attached.push(Attached { gate: Gate::Endpoint, name: id, policy: &document.policy });
        }
        let of_resource = self.resource_policy(&permission.resource);
        if let Some(document) = &of_resource {
            attached.push(Attached { gate: Gate::Resource, name: &permission.resource, policy: &document.policy });
        }
        if permission.action.starts_with("kms:")
            && let Ok(key) = self.security.keys.find(&permission.resource, self.now)
        {
            attached.push(Attached { gate: Gate::Key, name: &key.arn, policy: &key.policy.policy });
        }
        self.decide_by(identity, permission, &context, &attached)
    }

    fn decide_by(
        &self,
        identity: &Identity,
        permission: &Permission,
        context: &Context,
        attached: &[Attached],
    ) -> Decision {
        let owner = owner(&permission.resource, &identity.account);
        let (action, resource) = (permission.action.as_str(), permission.resource.as_str());
        decide(&Request { caller: identity, action, resource, owner, context }, attached)
    }

    /// The policies of a user or role. A principal of another account has what its account gave it.
    pub fn identity_policies(&self, identity: &Identity) -> Vec<Attached<'_>> {
        let principal = self.security.principals.get(&identity.arn);
        let policies = principal.into_iter().flat_map(|principal| &principal.policies);
        policies.map(|(name, document)| Attached { gate: Gate::Identity, name, policy: &document.policy }).collect()
    }

    /// The keys that conditions may ask for.
    fn context(&self, caller: &Caller, identity: &Identity, permission: &Permission) -> Context {
        let mut context = self.context_of(identity);
        context.set("aws:SecureTransport", caller.secure_transport.to_string());
        context.set("aws:ViaAWSService", "false");
        context.set("aws:ResourceAccount", owner(&permission.resource, &identity.account));
        if let Some(address) = caller.path.source_ip() {
            context.set("aws:SourceIp", address);
        }
        if let NetworkPath::Endpoint(id) = &caller.path
            && let Some(endpoint) = self.security.endpoints.get(id)
        {
            context.set("aws:SourceVpce", id);
            context.set("aws:SourceVpc", &endpoint.vpc_id);
        }
        context
    }

    /// Keys about the caller and the moment.
    pub(crate) fn context_of(&self, identity: &Identity) -> Context {
        let mut context = Context::default();
        context.set("aws:PrincipalArn", &identity.arn);
        context.set("aws:PrincipalAccount", &identity.account);
        context.set("aws:PrincipalType", identity.type_name());
        context.set("aws:RequestedRegion", &self.account.region);
        if identity.kind == Kind::User {
            context.set("aws:username", &identity.name);
        }
        let ms = self.account.epoch.ms(self.now);
        context.set("aws:CurrentTime", date::format(ms * 1_000));
        context.set("aws:EpochTime", (ms / 1_000).to_string());
        context
    }

    /// Whether the key of an encrypted stream can be used for this call.
    fn check_key_of_call(
        &self,
        identity: &Identity,
        service: &str,
        operation: &str,
        body: Body,
    ) -> Result<(), SecurityRefusal> {
        let Some(action) = key_action(operation).filter(|_| service == "kinesis") else { return Ok(()) };
        // If there is no such stream, the operation will say so.
        let Some(stream) = stream_of_call(self, body) else { return Ok(()) };
        let Some(arrivals) = arrivals(self, stream, body) else { return Ok(()) };
        self.check_keys(identity, stream, self.encryption_of(stream, arrivals), action)
    }

    /// Which changes of encryption records that arrived between two instants had seen.
    pub(crate) fn encryption_of(&self, stream: StreamId, (first, last): (Time, Time)) -> (usize, usize) {
        let settings = self.streams.get(usize::from(stream.0)).map(|stream| &stream.settings);
        settings.map_or((0, 0), |settings| (settings.encryption_at(first), settings.encryption_at(last)))
    }

    /// Whether Kinesis may use every key of these changes for the caller.
    pub(crate) fn check_keys(
        &self,
        identity: &Identity,
        stream: StreamId,
        (first, last): (usize, usize),
        action: &str,
    ) -> Result<(), SecurityRefusal> {
        let Some(stream) = self.streams.get(usize::from(stream.0)) else { return Ok(()) };
        let keys = (first..=last).filter_map(|changes| stream.settings.key_after(changes));
        keys.into_iter().try_for_each(|key| self.check_key(identity, stream, key, action))
    }

    pub(super) fn check_key(
        &self,
        identity: &Identity,
        stream: &Stream,
        named: &str,
        action: &str,
    ) -> Result<(), SecurityRefusal> {
        let key = self.security.keys.usable(named, self.now).map_err(SecurityRefusal::Kms)?;
        let mut context = self.context_of(identity);
        context.set("aws:ViaAWSService", "true");
        context.set("kms:ViaService", format!("kinesis.{}.amazonaws.com", self.account.region));
        context.set("kms:CallerAccount", &identity.account);
        context.set(
            "kms:EncryptionContext:aws:kinesis:arn",
            self.account.arn("kinesis", &format!("stream/{}", stream.name)),
        );
        context.set("kms:EncryptionContextKeys", "aws:kinesis:arn");
        let permission = Permission { action: action.to_owned(), resource: key.arn.clone() };
        let mut attached = self.identity_policies(identity);
        attached.push(Attached { gate: Gate::Key, name: &key.arn, policy: &key.policy.policy });
        match self.decide_by(identity, &permission, &context, &attached).is_allowed() {
            true => Ok(()),
            false => Err(SecurityRefusal::KmsAccessDenied {
                caller: identity.session_arn(),
                action: permission.action,
                key: permission.resource,
                stream: stream.name.clone(),
            }),
        }
    }
}

/// What Kinesis asks of KMS when it writes or reads an encrypted stream.
pub(crate) fn key_action(operation: &str) -> Option<&'static str> {
    match operation {
        "PutRecord" | "PutRecords" => Some("kms:GenerateDataKey"),
        "GetRecords" | "SubscribeToShard" => Some("kms:Decrypt"),
        _ => None,
    }
}

impl Decision {
    /// The refusal that a client gets.
    pub fn into_result(self, identity: &Identity, permission: &Permission) -> Result<(), SecurityRefusal> {
        if self.is_allowed() {
            return Ok(());
        }
        Err(SecurityRefusal::AccessDenied {
            caller: identity.session_arn(),
            action: permission.action.clone(),
            resource: permission.resource.clone(),
            gate: self.gate,
            verdict: self.verdict,
        })
    }
}
