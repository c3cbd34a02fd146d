//! Users and roles of the account, and the policies written into them.

use super::Security;
use super::change::{bounded, missing, read};
use super::policy::{Document, PolicyKind};
use super::principal::{Identity, Principal};
use super::refusal::SecurityRefusal;
use std::collections::BTreeMap;

impl Security {
    /// Makes a user or role known.
    pub(crate) fn add_principal(&mut self, arn: &str, trust: Option<Document>) -> Result<(), SecurityRefusal> {
        let identity = Identity::parse(arn).ok_or_else(|| missing(format!("principal {arn}")))?;
        if self.principals.contains_key(&identity.arn) {
            let what = format!("{} with name {}", entity(&identity.arn), identity.name);
            return Err(SecurityRefusal::EntityAlreadyExists { what });
        }
        bounded(&self.principals, &identity.arn)?;
        let principal = Principal { identity, trust, policies: BTreeMap::new() };
        self.principals.insert(principal.identity.arn.clone(), principal);
        Ok(())
    }

    pub(crate) fn principal_mut(&mut self, named: &str) -> Result<&mut Principal, SecurityRefusal> {
        let arn = self.principal(named).map(|principal| principal.identity.arn.clone());
        let found = arn.and_then(|arn| self.principals.get_mut(&arn));
        found.ok_or_else(|| {
            let name = named.rsplit('/').next().unwrap_or(named);
            missing(format!("{} with name {name}", entity(named)))
        })
    }

    /// Writes a policy into a user or role; all of its policies together have `most` characters.
    pub(crate) fn put_policy(
        &mut self,
        principal: &str,
        name: &str,
        text: &str,
        most: u64,
    ) -> Result<(), SecurityRefusal> {
        let document = read(text, PolicyKind::Identity)?;
        let principal = self.principal_mut(principal)?;
        let others = principal.policies.iter().filter(|(other, _)| *other != name);
        // White space doesn't count.
        let count = |text: &str| text.chars().filter(|char| !char.is_whitespace()).count();
        let chars = count(text) + others.map(|(_, document)| count(&document.text)).sum::<usize>();
        if chars as u64 > most {
            let what = format!("PolicySize: {most}");
            return Err(SecurityRefusal::LimitExceeded { what });
        }
        principal.policies.insert(name.to_owned(), document);
        Ok(())
    }

    pub(crate) fn delete_policy(&mut self, principal: &str, name: &str) -> Result<(), SecurityRefusal> {
        let gone = self.principal_mut(principal)?.policies.remove(name);
        gone.map(drop).ok_or_else(|| missing(format!("role policy with name {name}")))
    }
}

fn entity(named: &str) -> &'static str {
    if named.contains("user/") { "user" } else { "role" }
}
