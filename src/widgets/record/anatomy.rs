//! A stored record taken apart.

use crate::content::{t, tf};
use crate::scene::clock;
use crate::session::Session;
use lab_content::format::{thousands, with_unit};
use leptos::prelude::*;
use stream_engine::api::data::{base64, record_data, record_key};
use stream_engine::kinesis::put_records::Stored;
use stream_engine::kinesis::sequence_number::SequenceNumber;
use stream_engine::{Simulation, Time};

/// Characters of Base64 shown; a record may hold a MiB.
const BASE64_SHOWN: usize = 400;

/// The parts of a record that a learner put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Anatomy {
    stored: Stored,
    sequence_number: SequenceNumber,
    key: String,
    data: String,
    data_bytes: usize,
    arrived: Time,
}

impl Anatomy {
    /// Of the record at this place of the run's first stream.
    pub fn of(run: &Simulation, stored: Stored) -> Option<Anatomy> {
        let shard = run.streams().first()?.shards.get(stored.shard.0 as usize)?;
        let record = shard.records.get(stored.index)?;
        let payload = shard.payload(stored.index);
        let data = record_data(run, record, payload);
        let mut text = base64(&data);
        if text.len() > BASE64_SHOWN {
            text.truncate(BASE64_SHOWN);
            text.push('…');
        }
        Some(Anatomy {
            stored,
            sequence_number: shard.sequence_number(stored.index)?,
            key: record_key(run, record, payload).into_owned(),
            data: text,
            data_bytes: data.len(),
            arrived: record.arrived,
        })
    }

    /// Whether a run holds this record: not before it was put, not in another run.
    fn is_in(&self, run: &Simulation) -> bool {
        let shard = run.streams().first().and_then(|stream| stream.shards.get(self.stored.shard.0 as usize));
        shard.and_then(|shard| shard.sequence_number(self.stored.index)) == Some(self.sequence_number)
    }
}

/// The record that was put last.
#[component]
pub fn AnatomyCard(session: Session, anatomy: RwSignal<Option<Anatomy>>) -> impl IntoView {
    let shown = Memo::new(move |_| anatomy.get().filter(|anatomy| session.run(|run| anatomy.is_in(run))));
    let most = session.peek(|run| run.quotas().record_default_max_bytes_key_plus_data);
    move || shown.get().map(|anatomy| card(&anatomy, most))
}

fn card(anatomy: &Anatomy, most: u64) -> impl IntoView + use<> {
    let (key, data) = (anatomy.key.len() as u64, anatomy.data_bytes as u64);
    let counted = tf(
        "controls.record.size_of",
        &[
            ("key", &thousands(key)),
            ("data", &thousands(data)),
            ("n", &with_unit(key + data, "bytes")),
            ("max", &with_unit(most, "bytes")),
        ],
    );
    let base64 = match anatomy.data.is_empty() {
        true => html! { <dd>{t("controls.record.no_data")}</dd> }.into_any(),
        false => html! { <dd class="mono">{anatomy.data.clone()}</dd> }.into_any(),
    };
    html! {
        <div class="card anatomy">
            <h3 class="control-title">{t("controls.record.title")}</h3>
            <dl class="digest">
                <div class="long">
                    <dt>{t("controls.record.sequence_number")}</dt>
                    <dd class="mono">{anatomy.sequence_number.to_string()}</dd>
                </div>
                <div><dt>{t("controls.record.partition_key")}</dt><dd class="mono">{anatomy.key.clone()}</dd></div>
                <div><dt>{t("controls.record.data")}</dt>{base64}</div>
                <div><dt>{t("controls.record.size")}</dt><dd>{counted}</dd></div>
                <div><dt>{t("controls.record.shard")}</dt><dd class="mono">{anatomy.stored.shard.to_string()}</dd></div>
                <div><dt>{t("controls.record.arrival")}</dt><dd>{clock(anatomy.arrived)}</dd></div>
            </dl>
        </div>
    }
}
