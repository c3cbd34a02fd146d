//! What all batch calls have in common: rules for the entries, and the shape of the answer.

use super::shapes::present;
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::quota::Quotas;
use crate::sqs::Refused;
use crate::sqs::refused::{Code, query_code};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Longest Id of an entry.
const ID_CHARS_MAX: usize = 80;

/// The entries of a batch, if there are as many as may be and their Ids are well formed and distinct.
pub fn entries<'a>(body: Body<'a>, entry: &str, quotas: &Quotas) -> Result<Vec<(&'a str, Body<'a>)>, Refused> {
    present(body, "Entries")?;
    let entries: Vec<Body> = body.structures("Entries").collect();
    if entries.is_empty() {
        let text = format!("There should be at least one {entry} in the request.");
        return Err(Refused::new(Code::EmptyBatchRequest, text));
    }
    let (count, most) = (entries.len(), quotas.sqs_batch_max_messages);
    if count as u64 > most {
        let text = format!("Maximum number of entries per request are {most}. You have sent {count}.");
        return Err(Refused::new(Code::TooManyEntriesInBatchRequest, text));
    }
    let mut ids = BTreeSet::new();
    for entry in &entries {
        let id = entry.text("Id").ok_or_else(|| Refused::missing("Id"))?;
        let plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
        if id.is_empty() || id.len() > ID_CHARS_MAX || !id.chars().all(plain) {
            let text = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
            return Err(Refused::new(Code::InvalidBatchEntryId, text));
        }
        if !ids.insert(id) {
            return Err(Refused::new(Code::BatchEntryIdsNotDistinct, format!("Id {id} repeated.")));
        }
    }
    Ok(entries.into_iter().map(|entry| (entry.required("Id"), entry)).collect())
}

/// The answer to a batch: what was done and what wasn't; a list that would be empty is left out.
#[derive(Default)]
pub struct Outcome {
    successful: Vec<Value>,
    failed: Vec<Value>,
}

impl Outcome {
    pub fn done(&mut self, entry: Value) {
        self.successful.push(entry);
    }

    pub fn failed(&mut self, id: &str, failure: Failure) {
        let message = failure.message.unwrap_or_default();
        let code = query_code(failure.code);
        self.failed.push(json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message }));
    }

    pub fn answer(self) -> Value {
        let mut answer = Map::new();
        for (name, entries) in [("Successful", self.successful), ("Failed", self.failed)] {
            if !entries.is_empty() {
                answer.insert(name.to_owned(), entries.into());
            }
        }
        Value::Object(answer)
    }
}
