//! Who calls: root user, users, roles, principals of other accounts, services; and how policies
//! name them.

use super::policy::Document;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The session under which a role calls; the lab has one for each role (a simplification).
const SESSION: &str = "session";

/// Whom a policy's Principal names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PrincipalPattern {
    Anyone,
    /// All of an account, by its id or the ARN of its root: the account decides whom it lets.
    Account(String),
    /// A user, a role or a role's session, by ARN.
    Arn(String),
    /// An AWS service, as lambda.amazonaws.com.
    Service(String),
}

/// How a Principal element meets a caller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Named {
    No,
    /// Its account is named: what its identity policies allow counts.
    ByAccount,
    Directly,
}

impl PrincipalPattern {
    /// Reads one entry: `{"AWS": "…"}` or `{"Service": "…"}`.
    pub fn read(kind: &str, text: &str) -> Result<PrincipalPattern, String> {
        match kind {
            "AWS" if text == "*" => Ok(PrincipalPattern::Anyone),
            "AWS" if is_account(text) => Ok(PrincipalPattern::Account(text.to_owned())),
            "AWS" => match Identity::parse(text) {
                Some(identity) if identity.kind == Kind::Root => Ok(PrincipalPattern::Account(identity.account)),
                Some(_) if text.contains(['*', '?']) => {
                    Err(format!("\"{text}\": a wildcard can't stand for a part of a principal"))
                }
                Some(_) => Ok(PrincipalPattern::Arn(text.to_owned())),
                None => Err(format!("\"{text}\" must be \"*\", an account's id, or the ARN of a user or role")),
            },
            "Service" if text.contains('.') => Ok(PrincipalPattern::Service(text.to_owned())),
            "Service" => Err(format!("\"{text}\" is no service, as lambda.amazonaws.com")),
            _ => Err("only AWS and Service are simulated".to_owned()),
        }
    }

    /// How it meets this caller.
    pub fn names(&self, caller: &Identity) -> Named {
        match self {
            PrincipalPattern::Anyone => Named::Directly,
            PrincipalPattern::Account(account) if *account == caller.account => match caller.kind {
                Kind::Root => Named::Directly,
                _ => Named::ByAccount,
            },
            PrincipalPattern::Arn(arn) if *arn == caller.arn || *arn == caller.session_arn() => Named::Directly,
            PrincipalPattern::Service(service) if caller.kind == Kind::Service && *service == caller.name => {
                Named::Directly
            }
            _ => Named::No,
        }
    }
}

/// What a caller is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Kind {
    Root,
    User,
    Role,
    Service,
}

/// A caller as its ARN tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// Of the user or role; a service's name.
    pub arn: String,
    pub account: String,
    pub name: String,
    pub kind: Kind,
}

impl Identity {
    /// The root user of an account.
    pub fn root(account: &str) -> Identity {
        let arn = format!("arn:aws:iam::{account}:root");
        Identity { arn, account: account.to_owned(), name: "root".to_owned(), kind: Kind::Root }
    }

    /// Reads `arn:aws:iam::<account>:root`, `…:user/<path><name>`, `…:role/<path><name>`, or a role's
    /// session `arn:aws:sts::<account>:assumed-role/<name>/<session>`.
    pub fn parse(arn: &str) -> Option<Identity> {
        let (service, rest) = arn.strip_prefix("arn:aws:")?.split_once("::")?;
        let (account, resource) = rest.split_once(':')?;
        if !is_account(account) {
            return None;
        }
        let named = |kind: Kind, name: &str| {
            let name = name.rsplit('/').next().filter(|name| !name.is_empty())?;
            Some(Identity { arn: arn.to_owned(), account: account.to_owned(), name: name.to_owned(), kind })
        };
        match (service, resource.split_once('/')) {
            ("iam", None) if resource == "root" => Some(Identity::root(account)),
            ("iam", Some(("user", name))) => named(Kind::User, name),
            ("iam", Some(("role", name))) => named(Kind::Role, name),
            ("sts", Some(("assumed-role", session))) => {
                let (role, _) = session.split_once('/')?;
                let arn = format!("arn:aws:iam::{account}:role/{role}");
                Some(Identity { arn, account: account.to_owned(), name: role.to_owned(), kind: Kind::Role })
            }
            _ => None,
        }
    }

    /// The ARN under which it appears in messages and logs: a role by its session.
    pub fn session_arn(&self) -> String {
        match self.kind {
            Kind::Role => format!("arn:aws:sts::{}:assumed-role/{}/{SESSION}", self.account, self.name),
            _ => self.arn.clone(),
        }
    }

    /// As `aws:PrincipalType` and CloudTrail's `userIdentity` have it.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Root => "Account",
            Kind::User => "User",
            Kind::Role => "AssumedRole",
            Kind::Service => "AWSService",
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A user or role with the policies written into it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Principal {
    pub identity: Identity,
    /// Who may take a role; kept, as nobody takes roles here.
    pub trust: Option<Document>,
    /// By name.
    pub policies: BTreeMap<String, Document>,
}
