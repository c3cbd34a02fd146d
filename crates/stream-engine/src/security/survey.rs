//! What the producers and consumers of a run could do with their permissions: every operation of Kinesis and of KMS on
//! their stream and its keys, by every way, held against what their work needs. Nothing is called.
//!
//! Like SimulatePrincipalPolicy, but with the policies of resources, endpoints and keys, which that leaves out.

use super::access::key_action;
use super::action::Permission;
use super::endpoint::{Caller, NetworkPath, service_suffix};
use super::kms::KeyManager;
use super::principal::Identity;
use super::refusal::SecurityRefusal;
use crate::api::service::Operation;
use crate::api::{kinesis, kms};
use crate::kinesis::stream::{Stream, StreamId};
use crate::simulation::Simulation;

/// What a producer calls, and what a polling consumer calls.
const PRODUCER_NEEDS: [&str; 2] = ["PutRecord", "PutRecords"];
const CONSUMER_NEEDS: [&str; 3] = ["GetRecords", "GetShardIterator", "ListShards"];

/// An actor by one way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Surveyed {
    /// Name of the producer or consumer.
    pub actor: String,
    pub path: NetworkPath,
    /// Whether the actor goes this way now.
    pub own: bool,
    pub cells: Vec<Cell>,
}

/// One thing that the actor could do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// As `kinesis:PutRecord`.
    pub action: String,
    pub kind: Kind,
    /// Whether the actor's work needs it.
    pub needed: bool,
    /// Why it would be refused; None if it is allowed.
    pub refusal: Option<SecurityRefusal>,
    /// Allowed, though the work can do without it on this way.
    pub beyond: bool,
}

/// What sort of thing it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Put,
    Read,
    /// Describes and lists, changes nothing.
    Look,
    /// Changes the stream or its consumers.
    Manage,
    /// Works on data with the key, by way of Kinesis.
    UseKey,
    /// Manages the account's keys.
    ManageKeys,
}

/// Who is surveyed, and what its work needs.
struct Actor<'a> {
    name: &'a str,
    stream: &'a Stream,
    needs: &'static [&'static str],
    needs_key_action: &'static str,
}

impl Simulation {
    /// Every producer and polling consumer by every way: over the internet, and through each endpoint for Kinesis.
    /// Nobody, where the run is without permissions.
    pub fn survey(&self) -> Vec<Surveyed> {
        (self.extensions.survey)(self)
    }

    pub(crate) fn survey_actors(&self) -> Vec<Surveyed> {
        self.surveyed_actors().iter().flat_map(|actor| self.survey_ways(actor)).collect()
    }

    fn surveyed_actors(&self) -> Vec<Actor<'_>> {
        let stream = |id: StreamId| self.streams.get(usize::from(id.0));
        let producers = self.producers.iter().filter_map(|producer| {
            let (name, stream) = (&producer.setup.name, stream(producer.setup.stream)?);
            Some(Actor { name, stream, needs: &PRODUCER_NEEDS, needs_key_action: "kms:GenerateDataKey" })
        });
        let consumers = self.consumers.iter().filter_map(|consumer| {
            let (name, stream) = (&consumer.setup.name, stream(consumer.setup.stream)?);
            Some(Actor { name, stream, needs: &CONSUMER_NEEDS, needs_key_action: "kms:Decrypt" })
        });
        producers.chain(consumers).collect()
    }

    fn survey_ways(&self, actor: &Actor) -> Vec<Surveyed> {
        let plain = Caller::default();
        let caller = self.security.callers.get(actor.name).unwrap_or(&plain);
        let own = [caller.path.clone()].into_iter();
        let endpoints = self
            .security
            .endpoints
            .values()
            .filter(|endpoint| endpoint.service_name.ends_with(&format!(".{}", service_suffix("kinesis"))));
        let others = [NetworkPath::Internet].into_iter();
        let others = others.chain(endpoints.map(|endpoint| NetworkPath::Endpoint(endpoint.id.clone())));
        let is_other = |path: &NetworkPath| *path != caller.path && (is_private(path) || is_private(&caller.path));
        own.chain(others.filter(is_other)).map(|path| self.survey_way(actor, caller, path)).collect()
    }

    fn survey_way(&self, actor: &Actor, caller: &Caller, path: NetworkPath) -> Surveyed {
        let own = path == caller.path;
        let (private, name) = (is_private(&path), actor.name.to_owned());
        // By another way it would come with a good connection; by its own it comes as it does.
        let caller = match own {
            true => caller.clone(),
            false => Caller { principal: caller.principal.clone(), path: path.clone(), ..Caller::default() },
        };
        let identity = self.security.identity(&caller, &self.account.id);
        let refusal = |permission: &Permission, operation: &str| {
            let identity = identity.as_ref().ok_or(SecurityRefusal::UnrecognizedClient);
            let allowed = identity.and_then(|identity| self.try_call(&caller, identity, permission, operation, actor));
            allowed.err()
        };
        let stream_arn = self.account.arn("kinesis", &format!("stream/{}", actor.stream.name));
        let known = |operation: &&&Operation| operation.since <= self.quotas.as_of;
        let of_kinesis = kinesis::SERVICE.operations.iter().filter(known).map(|operation| {
            let resource = if names(operation, "Stream") { stream_arn.clone() } else { "*".to_owned() };
            let permission = Permission { action: format!("kinesis:{}", operation.name), resource };
            let needed = actor.needs.contains(&operation.name);
            let refusal = refusal(&permission, operation.name);
            let beyond = refusal.is_none() && !(needed && private);
            Cell { action: permission.action, kind: kind(operation.name), needed, refusal, beyond }
        });
        let mut cells: Vec<Cell> = of_kinesis.collect();
        if own {
            cells.extend(self.survey_keys(actor, identity.as_ref()));
        }
        if !private {
            let operations = kms::SERVICE.operations.iter().filter(known);
            cells.extend(
                operations
                    .flat_map(|operation| {
                        let resources = match names(operation, "Key") {
                            true => self.customer_keys().map(|key| key.arn.clone()).collect(),
                            false => vec!["*".to_owned()],
                        };
                        let action = format!("kms:{}", operation.name);
                        resources.into_iter().map(move |resource| Permission { action: action.clone(), resource })
                    })
                    .map(|permission| {
                        let refusal = refusal(&permission, "");
                        let beyond = refusal.is_none();
                        Cell { action: permission.action, kind: Kind::ManageKeys, needed: false, refusal, beyond }
                    }),
            );
        }
        Surveyed { actor: name, path, own, cells }
    }

    /// The two things that Kinesis asks of KMS for a caller, on each key of the account's own. The key that AWS keeps
    /// lets everybody in, so nobody can be blamed for it.
    fn survey_keys(&self, actor: &Actor, identity: Option<&Identity>) -> Vec<Cell> {
        let used = actor.stream.settings.key_after(actor.stream.settings.encryption_at(self.now));
        let mut cells = Vec::new();
        for key in self.customer_keys() {
            let is_used = used.and_then(|named| self.security.keys.find(named, self.now).ok());
            let is_used = is_used.is_some_and(|used| used.id == key.id);
            for action in ["kms:GenerateDataKey", "kms:Decrypt"] {
                let allowed = identity.ok_or(SecurityRefusal::UnrecognizedClient);
                let allowed = allowed.and_then(|identity| self.check_key(identity, actor.stream, &key.arn, action));
                let needed = is_used && action == actor.needs_key_action;
                let refusal = allowed.err();
                let beyond = refusal.is_none() && !needed;
                cells.push(Cell { action: action.to_owned(), kind: Kind::UseKey, needed, refusal, beyond });
            }
        }
        cells
    }

    fn customer_keys(&self) -> impl Iterator<Item = &super::kms::Key> {
        self.security.keys.iter(self.now).filter(|key| key.manager == KeyManager::Customer)
    }

    fn try_call(
        &self,
        caller: &Caller,
        identity: &Identity,
        permission: &Permission,
        operation: &str,
        actor: &Actor,
    ) -> Result<(), SecurityRefusal> {
        let service = permission.action.split(':').next().unwrap_or_default();
        self.check_way(caller, service)?;
        self.decide(caller, identity, permission).into_result(identity, permission)?;
        match key_action(operation) {
            Some(action) => {
                let now = actor.stream.settings.encryption_at(self.now);
                self.check_keys(identity, actor.stream.id, (now, now), action)
            }
            None => Ok(()),
        }
    }
}

impl Surveyed {
    /// Allowed things that the work can do without.
    pub fn beyond(&self) -> usize {
        self.cells.iter().filter(|cell| cell.beyond).count()
    }

    /// Needed things that are refused on the actor's own way.
    pub fn missing(&self) -> usize {
        self.cells.iter().filter(|cell| self.own && cell.needed && cell.refusal.is_some()).count()
    }
}

fn is_private(path: &NetworkPath) -> bool {
    matches!(path, NetworkPath::Endpoint(_))
}

/// Whether an operation is about a resource whose member's name begins so: `StreamName`, `StreamARN`, `KeyId`.
fn names(operation: &Operation, beginning: &str) -> bool {
    let about =
        |name: &str| name.starts_with(beginning) || matches!(name, "ResourceARN" | "ConsumerARN" | "ShardIterator");
    operation.members.iter().any(|member| about(member.name) || (beginning == "Key" && member.name == "TargetKeyId"))
}

fn kind(operation: &str) -> Kind {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| operation.starts_with(beginning));
    match operation {
        "PutRecord" | "PutRecords" => Kind::Put,
        "GetRecords" | "GetShardIterator" | "SubscribeToShard" | "ListShards" => Kind::Read,
        _ if begins(&["Describe", "List", "Get"]) => Kind::Look,
        _ => Kind::Manage,
    }
}
