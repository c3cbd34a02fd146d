//! The calculator's answer as lines to read: the formula with the numbers put in, both bills, what to beware of.

use crate::content::{t, tf};
use calculator::sizing::poll_interval_ms;
use calculator::{Bill, Load, Reads, Sizing, on_demand_shards, size};
use lab_content::format::{spaced, thousands, with_unit};
use lab_content::reference::Reference;
use stream_engine::Quotas;
use stream_engine::bill::money::to_cents;

/// All that the page shows for a load.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub shards: u64,
    pub on_demand_shards: u64,
    pub formula: Vec<Step>,
    pub provisioned: BillLines,
    pub on_demand: BillLines,
    /// How much the cheaper mode saves; none if both cost the same.
    pub cheaper: Option<Cheaper>,
    pub notes: Vec<String>,
}

/// One line of the formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub name: &'static str,
    pub text: String,
    /// This one asks for most shards.
    pub decides: bool,
}

/// A bill as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BillLines {
    /// Name of the dimension, and its month's sum written out.
    pub lines: Vec<(&'static str, String)>,
    pub total: String,
}

/// Which mode costs less.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cheaper {
    Provisioned,
    OnDemand,
}

/// Reckons the load under one profile's limits.
pub fn answer(load: &Load, reference: &'static Reference, profile: usize) -> Answer {
    let (quotas, prices) = (&reference.profiles[profile].limits, &reference.prices);
    let sizing = size(load, quotas);
    let (provisioned, on_demand) = (Bill::provisioned(load, quotas, prices), Bill::on_demand(load, quotas, prices));
    let cheaper = match provisioned.total().cmp(&on_demand.total()) {
        std::cmp::Ordering::Less => Some(Cheaper::Provisioned),
        std::cmp::Ordering::Greater => Some(Cheaper::OnDemand),
        std::cmp::Ordering::Equal => None,
    };
    Answer {
        shards: sizing.shards,
        on_demand_shards: on_demand_shards(load, quotas),
        formula: formula(load, &sizing, quotas),
        provisioned: lines(&provisioned, reference),
        on_demand: lines(&on_demand, reference),
        cheaper,
        notes: notes(load, &sizing, reference, profile),
    }
}

fn lines(bill: &Bill, reference: &'static Reference) -> BillLines {
    let name = |key: &str| reference.fact(&format!("price.{key}")).map_or("", |fact| fact.name.as_str());
    let lines = bill.lines.iter().map(|line| (name(line.dimension.key()), spaced(&line.arithmetic))).collect();
    BillLines { lines, total: spaced(&to_cents(bill.total())) }
}

fn formula(load: &Load, sizing: &Sizing, quotas: &Quotas) -> Vec<Step> {
    let bytes = |bytes: u64| with_unit(bytes, "bytes");
    let (peak, packing) = (thousands(sizing.peak_per_second), sizing.packing);
    let step = |name: &'static str, text: String| Step { name, text, decides: false };
    let mut steps = Vec::new();
    if load.peak_percent > 100 {
        let values = [
            ("rate", thousands(load.records_per_second)),
            ("percent", thousands(load.peak_percent)),
            ("peak", peak.clone()),
        ];
        steps.push(step(t("calculator.step.peak"), filled("calculator.formula.peak", &values)));
    }
    let sizes =
        [("key", bytes(load.key_bytes)), ("data", bytes(load.data_bytes)), ("bytes", bytes(load.record_bytes()))];
    steps.push(step(t("calculator.step.size"), filled("calculator.formula.size", &sizes)));
    if packing.user_records > 1 {
        let values = [
            ("n", thousands(packing.user_records)),
            ("bytes", bytes(packing.bytes)),
            ("most", bytes(quotas.kpl_aggregation_max_bytes)),
        ];
        steps.push(step(t("calculator.step.packed"), filled("calculator.formula.packed", &values)));
    }
    let divided = |per_second: u64, shards: u64| {
        let by = match packing.user_records {
            1 => thousands(per_second),
            n => format!("({} × {})", thousands(n), thousands(per_second)),
        };
        format!("⌈{peak} ÷ {by}⌉ = {}", thousands(shards))
    };
    let records = divided(quotas.shard_write_records_per_second, sizing.by_records);
    let limit = with_unit(quotas.shard_write_bytes_per_second, "bytes");
    let fitting = format!("⌊{limit} ÷ {}⌋ = {}", bytes(packing.bytes), thousands(sizing.fitting_per_second));
    let written = format!("{fitting}; {}", divided(sizing.fitting_per_second, sizing.by_bytes));
    let read = match (load.reads, load.applications) {
        (_, 0) => t("calculator.formula.unread").to_owned(),
        (Reads::Enhanced, _) => {
            let each = with_unit(quotas.efo_read_bytes_per_second_per_consumer_per_shard, "bytes/s");
            filled("calculator.formula.enhanced", &[("each", each)])
        }
        (Reads::Shared, applications) => {
            let given = with_unit(quotas.shard_shared_read_bytes_per_second, "bytes");
            let by = match packing.user_records {
                1 => given,
                n => format!("({} × {given})", thousands(n)),
            };
            format!("⌈{peak} × {} × {applications} ÷ {by}⌉ = {}", bytes(packing.bytes), thousands(sizing.by_reads))
        }
    };
    // Of several that ask for as many the first is named; none if one shard is enough for all.
    let asked = [
        (t("calculator.step.records"), records, sizing.by_records),
        (t("calculator.step.bytes"), written, sizing.by_bytes),
        (t("calculator.step.reads"), read, sizing.by_reads),
    ];
    let first = asked.iter().position(|(_, _, shards)| *shards == sizing.shards).filter(|_| sizing.shards > 1);
    steps.extend(asked.into_iter().enumerate().map(|(nth, (name, text, _))| Step {
        name,
        text,
        decides: first == Some(nth),
    }));
    steps
}

fn notes(load: &Load, sizing: &Sizing, reference: &Reference, profile: usize) -> Vec<String> {
    let quotas = &reference.profiles[profile].limits;
    let fact = |key: &str| reference.fact(key).map(|fact| fact.text(profile)).unwrap_or_default();
    let mut notes = Vec::new();
    let mut note = |holds: bool, key: &str, values: &[(&str, String)]| {
        if holds {
            notes.push(filled(key, values));
        }
    };
    let largest = quotas.record_default_max_bytes_key_plus_data;
    let (found, most) = (with_unit(load.record_bytes(), "bytes"), with_unit(largest, "bytes"));
    note(load.record_bytes() > largest, "calculator.note.record", &[("found", found), ("most", most)]);
    let quota = quotas.provisioned_shard_quota_large_regions;
    note(sizing.shards > quota, "calculator.note.quota", &[("most", thousands(quota))]);
    let calls = quotas.shard_get_records_calls_per_second;
    let shared = load.reads == Reads::Shared && load.applications > calls;
    let interval = with_unit(poll_interval_ms(load, quotas), "ms");
    note(shared, "calculator.note.calls", &[("calls", thousands(calls)), ("ms", interval)]);
    let consumers = quotas.efo_consumers_per_stream_documented;
    let registered = load.reads == Reads::Enhanced && load.applications > consumers;
    note(registered, "calculator.note.consumers", &[("most", thousands(consumers))]);
    let doubled = load.peak_percent > 100 * quotas.on_demand_peak_multiplier;
    let values = [
        ("times", fact("on_demand_peak_multiplier")),
        ("days", fact("on_demand_peak_window_days")),
        ("minutes", fact("on_demand_throttle_window_minutes")),
    ];
    note(doubled, "calculator.note.peak", &values);
    let most = quotas.on_demand_max_write_bytes_per_second_large_regions;
    let over = sizing.peak_per_second * sizing.packing.bytes / sizing.packing.user_records.max(1) > most;
    note(over, "calculator.note.on_demand", &[("most", with_unit(most, "bytes/s"))]);
    note(sizing.packing.user_records > 1, "calculator.note.packing", &[]);
    note(load.aggregation && sizing.packing.user_records == 1, "calculator.note.unpacked", &[]);
    notes
}

fn filled(key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    tf(key, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::reference;
    use lab_content::format::THIN;

    const LOAD: Load = Load {
        records_per_second: 2_000,
        data_bytes: 1_090,
        key_bytes: 10,
        peak_percent: 100,
        applications: 2,
        reads: Reads::Shared,
        retention_hours: 24,
        aggregation: false,
    };

    fn texts(load: &Load) -> Vec<String> {
        let answer = answer(load, reference(), reference().profiles.len() - 1);
        answer.formula.iter().map(|step| step.text.replace(THIN, " ")).collect()
    }

    #[test]
    fn the_formula_has_the_numbers_in_it() {
        let found = texts(&LOAD);
        assert!(found.contains(&"⌈2 000 ÷ 1 000⌉ = 2".to_owned()), "{found:?}");
        assert!(found.contains(&"⌊1 MiB ÷ 1 100 bytes⌋ = 953; ⌈2 000 ÷ 953⌉ = 3".to_owned()), "{found:?}");
        assert!(found.contains(&"⌈2 000 × 1 100 bytes × 2 ÷ 2 MiB⌉ = 3".to_owned()), "{found:?}");
    }

    #[test]
    fn no_number_of_the_page_is_without_its_spaces() {
        let load = Load { records_per_second: 1_234_567, peak_percent: 1_500, aggregation: true, ..LOAD };
        for load in [load, Load { reads: Reads::Enhanced, applications: 21, ..load }] {
            for profile in 0..reference().profiles.len() {
                let answer = answer(&load, reference(), profile);
                let bills = [&answer.provisioned, &answer.on_demand];
                let sums = bills.iter().flat_map(|bill| bill.lines.iter().map(|line| &line.1).chain([&bill.total]));
                let texts = answer.formula.iter().map(|step| &step.text).chain(sums).chain(&answer.notes);
                for text in texts {
                    assert_eq!(spaced(text), *text);
                }
                assert!(answer.provisioned.total.contains(THIN), "{}", answer.provisioned.total);
            }
        }
    }

    #[test]
    fn the_limit_that_asks_for_most_shards_decides() {
        let newest = reference().profiles.len() - 1;
        let decides = |load: &Load| {
            let answer = answer(load, reference(), newest);
            answer.formula.iter().filter(|step| step.decides).map(|step| step.name).collect::<Vec<_>>()
        };
        assert_eq!(decides(&LOAD), [t("calculator.step.bytes")]);
        assert_eq!(decides(&Load { applications: 5, ..LOAD }), [t("calculator.step.reads")]);
        assert_eq!(decides(&Load { data_bytes: 90, ..LOAD }), [t("calculator.step.records")]);
        assert_eq!(decides(&Load { records_per_second: 1, ..LOAD }), Vec::<&str>::new());
    }

    #[test]
    fn what_cannot_be_had_is_said() {
        let notes = |load: &Load| answer(load, reference(), 0).notes.len();
        assert_eq!(notes(&LOAD), 0);
        assert_eq!(notes(&Load { applications: 6, ..LOAD }), 1);
        assert_eq!(notes(&Load { peak_percent: 300, ..LOAD }), 1);
        assert_eq!(notes(&Load { applications: 21, reads: Reads::Enhanced, ..LOAD }), 1);
        assert_eq!(notes(&Load { records_per_second: 1_000_000, ..LOAD }), 2);
    }
}
