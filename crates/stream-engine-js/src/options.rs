//! What `createLab` takes, once the JavaScript side has held every value against its type and range.

use crate::profiles::profiles;
use serde::Deserialize;
use std::rc::Rc;
use stream_engine::account::Account;
use stream_engine::time::Epoch;
use stream_engine::{Quotas, Scenario, Simulation};

/// The limits of a lab that names no profile.
const PROFILE: &str = "aws-2026";
/// Unless the caller says otherwise.
const SEED: u64 = 1;

/// Options as JSON; what is absent has its default.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    profile: Option<String>,
    seed: Option<u64>,
    region: Option<String>,
    account_id: Option<String>,
    /// Microseconds since 1970.
    start_us: Option<u64>,
    throttling: Option<bool>,
    durations: Durations,
}

/// How long a stream's changes take, in milliseconds.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Durations {
    create_stream_ms: Option<u64>,
    delete_stream_ms: Option<u64>,
    update_stream_ms: Option<u64>,
}

impl Options {
    /// Reads them, or says what is wrong.
    pub fn read(json: &str) -> Result<Options, String> {
        serde_json::from_str(json).map_err(|problem| problem.to_string())
    }

    /// An empty world as these options want it.
    pub fn world(self) -> Result<Simulation, String> {
        let quotas = self.quotas()?;
        let default = Account::default();
        let account = Account {
            id: self.account_id.unwrap_or(default.id),
            region: self.region.unwrap_or(default.region),
            epoch: self.start_us.map_or(default.epoch, Epoch),
        };
        let scenario: Scenario = serde_json::from_value(serde_json::json!({ "seed": self.seed.unwrap_or(SEED) }))
            .map_err(|problem| problem.to_string())?;
        Ok(Simulation::in_account(&scenario, Rc::new(quotas), account))
    }

    fn quotas(&self) -> Result<Quotas, String> {
        let wanted = self.profile.as_deref().unwrap_or(PROFILE);
        let all = profiles();
        let known: Vec<String> = all.iter().map(|(id, _)| format!("\"{id}\"")).collect();
        let found = all.into_iter().find(|(id, _)| id == wanted);
        let Some((_, quotas)) = found else {
            return Err(format!("profile must be one of {}, not {wanted:?}", known.join(", ")));
        };
        let mut quotas = if self.throttling == Some(false) { quotas.without_throttling() } else { quotas };
        self.durations.apply(&mut quotas);
        Ok(quotas)
    }
}

impl Durations {
    fn apply(&self, quotas: &mut Quotas) {
        let set = |field: &mut u64, value: Option<u64>| *field = value.unwrap_or(*field);
        set(&mut quotas.model_create_stream_ms, self.create_stream_ms);
        set(&mut quotas.model_delete_stream_ms, self.delete_stream_ms);
        set(&mut quotas.model_update_stream_ms, self.update_stream_ms);
        set(&mut quotas.model_reshard_ms, self.update_stream_ms);
        set(&mut quotas.model_update_shard_count_ms, self.update_stream_ms);
    }
}
