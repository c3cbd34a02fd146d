//! KMS keys: who manages them, their state, their policies and aliases. Encryption itself is not
//! simulated: what matters is who may ask for a data key, and what happens when nobody may.

use super::policy::{Document, PolicyKind};
use crate::account::Account;
use crate::time::Time;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Keys of one run at most: the engine's own bound, below the service's.
pub const KEYS_MAX: usize = 1_000;

/// The alias of the key that Kinesis keeps for an account.
pub const KINESIS_ALIAS: &str = "alias/aws/kinesis";

/// A key's state as it was set; time may have moved it on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KeyState {
    Enabled,
    Disabled,
    /// Gone from this instant on.
    PendingDeletion(Time),
}

impl KeyState {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            KeyState::Enabled => "Enabled",
            KeyState::Disabled => "Disabled",
            KeyState::PendingDeletion(_) => "PendingDeletion",
        }
    }
}

/// Who looks after a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KeyManager {
    Aws,
    Customer,
}

/// A symmetric key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Key {
    pub id: String,
    pub arn: String,
    pub manager: KeyManager,
    pub description: String,
    pub state: KeyState,
    pub created: Time,
    pub policy: Document,
    /// It was named before anybody made a key.
    pub adopted: bool,
}

/// All keys of the account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Keys {
    /// In the order of their making.
    keys: Vec<Key>,
    /// Key ids by alias.
    aliases: BTreeMap<String, String>,
    /// A fault: KMS answers that it is asked too often.
    pub throttled: bool,
}

/// Why a key can't be used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KeyProblem {
    NotFound { key: String },
    Disabled { arn: String },
    PendingDeletion { arn: String },
    Throttled,
}

impl Keys {
    /// The key that a request names by id, ARN, alias or the ARN of an alias, unless it is gone.
    pub fn find(&self, named: &str, now: Time) -> Result<&Key, KeyProblem> {
        let missing = || KeyProblem::NotFound { key: named.to_owned() };
        let plain = if named.starts_with("arn:") { named.splitn(6, ':').nth(5).unwrap_or("") } else { named };
        let id = match plain.starts_with("alias/") {
            true => self.aliases.get(plain).ok_or_else(missing)?,
            false => plain.strip_prefix("key/").unwrap_or(plain),
        };
        let gone = |key: &&Key| matches!(key.state, KeyState::PendingDeletion(at) if at <= now);
        self.keys.iter().find(|key| key.id == id).filter(|key| !gone(key)).ok_or_else(missing)
    }

    pub fn find_mut(&mut self, named: &str, now: Time) -> Result<&mut Key, KeyProblem> {
        let id = self.find(named, now)?.id.clone();
        let missing = KeyProblem::NotFound { key: named.to_owned() };
        self.keys.iter_mut().find(|key| key.id == id).ok_or(missing)
    }

    /// The key that a request names, if data can be encrypted and decrypted with it now.
    pub fn usable(&self, named: &str, now: Time) -> Result<&Key, KeyProblem> {
        let key = self.find(named, now)?;
        let arn = key.arn.clone();
        match key.state {
            KeyState::Enabled if self.throttled => Err(KeyProblem::Throttled),
            KeyState::Enabled => Ok(key),
            KeyState::Disabled => Err(KeyProblem::Disabled { arn }),
            KeyState::PendingDeletion(_) => Err(KeyProblem::PendingDeletion { arn }),
        }
    }

    /// All keys that are there at `now`.
    pub fn iter(&self, now: Time) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| self.find(&key.id, now).is_ok())
    }

    /// Aliases with the ids of their keys.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.aliases.iter().map(|(alias, id)| (alias.as_str(), id.as_str()))
    }

    /// Makes a key; None if there are too many.
    pub fn create(&mut self, account: &Account, now: Time, description: &str, policy: Document) -> Option<&mut Key> {
        self.add(account, now, KeyManager::Customer, description, policy)
    }

    fn add(
        &mut self,
        account: &Account,
        now: Time,
        manager: KeyManager,
        description: &str,
        policy: Document,
    ) -> Option<&mut Key> {
        if self.keys.len() >= KEYS_MAX {
            return None;
        }
        let id = uuid(&format!("{}/{}/{}", account.id, account.region, self.keys.len()));
        let arn = account.arn("kms", &format!("key/{id}"));
        let description = description.to_owned();
        self.keys.push(Key {
            id,
            arn,
            manager,
            description,
            state: KeyState::Enabled,
            created: now,
            policy,
            adopted: false,
        });
        self.keys.last_mut()
    }

    /// Gives a key a further name; false if the name is taken.
    pub fn name(&mut self, alias: &str, id: &str) -> bool {
        let free = !self.aliases.contains_key(alias) && self.aliases.len() < KEYS_MAX;
        if free {
            self.aliases.insert(alias.to_owned(), id.to_owned());
        }
        free
    }

    /// Whether anybody has made a key.
    pub fn has_customer_keys(&self) -> bool {
        self.keys.iter().any(|key| key.manager == KeyManager::Customer && !key.adopted)
    }

    /// Takes a key that nobody made as one that was there before the run.
    pub fn adopt(&mut self, account: &Account, named: &str, now: Time) {
        let Ok(policy) = Document::read(&default_policy(account), PolicyKind::Resource) else { return };
        let plain = named.rsplit(':').next().unwrap_or(named);
        let alias = plain.starts_with("alias/").then(|| plain.to_owned());
        let Some(key) = self.add(account, now, KeyManager::Customer, "", policy) else { return };
        key.adopted = true;
        if alias.is_none() {
            key.id = plain.strip_prefix("key/").unwrap_or(plain).to_owned();
            key.arn = account.arn("kms", &format!("key/{}", key.id));
        }
        let id = key.id.clone();
        if let Some(alias) = alias {
            self.name(&alias, &id);
        }
    }

    /// Makes the key that Kinesis keeps for the account, when it is first asked for.
    pub fn ensure_kinesis_key(&mut self, account: &Account, now: Time) {
        if self.aliases.contains_key(KINESIS_ALIAS) {
            return;
        }
        let description = "Default key that protects my Kinesis data when no other key is defined";
        let Ok(policy) = Document::read(&kinesis_key_policy(account), PolicyKind::Resource) else { return };
        let id = self.add(account, now, KeyManager::Aws, description, policy).map(|key| key.id.clone());
        if let Some(id) = id {
            self.name(KINESIS_ALIAS, &id);
        }
    }
}

/// The policy of a key made without one: the account's identity policies decide. Source: KMS
/// Developer Guide, "Default key policy" (checked 2026-11-23).
pub fn default_policy(account: &Account) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Id":"key-default-1","Statement":[{{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{}:root"}},"Action":"kms:*","Resource":"*"}}]}}"#,
        account.id
    )
}

/// Everybody in the account, by way of Kinesis; after the form of AWS managed keys' policies.
fn kinesis_key_policy(account: &Account) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Id":"auto-kinesis-2","Statement":[{{"Sid":"Allow access through Kinesis for all principals in the account that are authorized to use Kinesis","Effect":"Allow","Principal":{{"AWS":"*"}},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey"],"Resource":"*","Condition":{{"StringEquals":{{"kms:ViaService":"kinesis.{}.amazonaws.com","kms:CallerAccount":"{}"}}}}}}]}}"#,
        account.region, account.id
    )
}

/// A UUID in AWS' form made from a text, the same for the same text.
pub fn uuid(from: &str) -> String {
    let hex: String = Md5::digest(from.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}
