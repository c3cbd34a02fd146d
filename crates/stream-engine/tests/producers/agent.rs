//! The Kinesis Agent: rotation with and without loss, its checkpoint, its buffers, its keys.

use crate::common::{done, pass_ms, quotas, shard, simulation, stream};
use crate::{change, check_sums, fleet, run};
use std::collections::BTreeMap;
use stream_engine::api::data::record_data;
use stream_engine::producers::agent::convert::DataProcessing;
use stream_engine::producers::agent::files::{RotateBy, Rotation};
use stream_engine::producers::agent::lines::LineKind;
use stream_engine::producers::agent::parse::LogFormat;
use stream_engine::producers::agent::{AgentSetup, InitialPosition, PartitionKeyOption};
use stream_engine::producers::client::{Client, ClientState};
use stream_engine::producers::control::ProducerChange;
use stream_engine::{Change, Command, Quotas, Scenario, Simulation};

/// A hundred lines a second, sent at least each second.
fn log(setup: AgentSetup) -> Scenario {
    let setup = AgentSetup { max_buffer_age_ms: Some(setup.max_buffer_age_ms.unwrap_or(1_000)), ..setup };
    fleet(2, Client::Agent(setup))
}

fn silence(run: &mut Simulation) {
    done(run, Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(0) });
}

/// How often each line is in the stream.
fn copies(run: &Simulation) -> BTreeMap<u32, u32> {
    let mut copies = BTreeMap::new();
    for record in stream(run).shards.iter().flat_map(|shard| shard.records.iter()) {
        *copies.entry(record.number).or_default() += 1;
    }
    copies
}

fn rotated(run: &Simulation) -> u32 {
    match &run.producers()[0].client {
        ClientState::Agent(agent) => agent.files.rotations,
        _ => 0,
    }
}

#[test]
fn rotation_once_in_a_few_seconds_loses_no_line_and_repeats_none() {
    for by in [RotateBy::Rename, RotateBy::Truncate] {
        let rotation = Rotation { by, every_ms: Some(3_000), ..Rotation::default() };
        let mut run = run(&log(AgentSetup { rotation, ..AgentSetup::default() }), 60);
        silence(&mut run);
        pass_ms(&mut run, 5_000);
        check_sums(&run, "rotation");
        assert!(rotated(&run) >= 19, "{}", rotated(&run));
        let (copies, made) = (copies(&run), run.producers()[0].made);
        assert_eq!(copies.len() as u32, made, "{by:?}");
        assert!(copies.values().all(|count| *count == 1), "{by:?}");
    }
}

#[test]
fn rotation_many_times_a_second_outruns_it() {
    let rotation = Rotation { every_ms: Some(30), keep: 2, ..Rotation::default() };
    let mut run = run(&log(AgentSetup { rotation, ..AgentSetup::default() }), 60);
    silence(&mut run);
    pass_ms(&mut run, 5_000);
    check_sums(&run, "outrun");
    let lost = run.producers()[0].lost;
    assert!(lost > 500, "{lost} of {}", run.producers()[0].made);
}

#[test]
fn a_log_that_is_emptied_and_not_kept_loses_what_was_not_read() {
    let rotation = Rotation { by: RotateBy::Truncate, every_ms: Some(150), keep: 0, ..Rotation::default() };
    let mut run = run(&log(AgentSetup { rotation, ..AgentSetup::default() }), 30);
    silence(&mut run);
    pass_ms(&mut run, 5_000);
    check_sums(&run, "not kept");
    let (lost, made) = (run.producers()[0].lost, u64::from(run.producers()[0].made));
    assert!(lost > made / 10 && lost < made, "{lost} of {made}");
}

#[test]
fn a_restart_resumes_at_the_checkpoint_and_sends_what_lies_behind_it_again() {
    for option in [PartitionKeyOption::Random, PartitionKeyOption::Deterministic] {
        let setup =
            AgentSetup { partition_key_option: option, max_buffer_size_records: Some(50), ..AgentSetup::default() };
        let mut scenario = log(setup);
        scenario.producers[0].rate_per_second = 500;
        // Until a full buffer is answered some calls have arrived that the checkpoint doesn't know.
        let mut crashed = None;
        for ms in (20_000..21_000).step_by(13) {
            let mut run = simulation(&scenario);
            pass_ms(&mut run, ms);
            done(&mut run, change(ProducerChange::Crash));
            pass_ms(&mut run, 3_000);
            check_sums(&run, "dead");
            done(&mut run, change(ProducerChange::Restart));
            pass_ms(&mut run, 10_000);
            silence(&mut run);
            pass_ms(&mut run, 10_000);
            check_sums(&run, "restarted");
            let (copies, fleet) = (copies(&run), &run.producers()[0]);
            assert_eq!(copies.len() as u32, fleet.made, "no line is lost");
            let more: u32 = copies.values().map(|count| count - 1).sum();
            assert_eq!(u64::from(more), fleet.counts.duplicates);
            if more > 0 {
                crashed = Some(run);
                break;
            }
        }
        let run = crashed.expect("some crash lies between a call and its answer");
        let twice = copies(&run).into_iter().find(|(_, count)| *count == 2).expect("it has duplicates").0;
        let records = stream(&run).shards.iter().flat_map(|shard| shard.records.iter());
        let keys: Vec<String> = records
            .filter(|record| record.number == twice)
            .map(|record| run.keys().text(record.key, record.origin()))
            .collect();
        assert_eq!(keys[0] == keys[1], option == PartitionKeyOption::Deterministic, "{keys:?}");
    }
}

#[test]
fn an_agent_that_was_away_too_long_loses_what_was_rotated_away() {
    let rotation = Rotation { every_ms: Some(1_500), keep: 2, ..Rotation::default() };
    let mut run = run(&log(AgentSetup { rotation, ..AgentSetup::default() }), 10);
    done(&mut run, change(ProducerChange::Crash));
    pass_ms(&mut run, 30_000);
    done(&mut run, change(ProducerChange::Restart));
    pass_ms(&mut run, 10_000);
    check_sums(&run, "away");
    let lost = run.producers()[0].lost;
    assert!((2_000..3_000).contains(&lost), "about 30 s of lines less what three files hold: {lost}");
}

#[test]
fn without_a_checkpoint_it_begins_where_it_is_told() {
    let read = |initial_position| {
        let setup = AgentSetup { initial_position, max_buffer_age_ms: Some(900_000), ..AgentSetup::default() };
        let mut scenario = log(setup);
        scenario.producers[0].readings = Some(300);
        let mut run = run(&scenario, 5);
        // Nothing was sent, so there is no checkpoint.
        done(&mut run, change(ProducerChange::Crash));
        done(&mut run, change(ProducerChange::Restart));
        pass_ms(&mut run, 901_000);
        check_sums(&run, "begins");
        run.producers()[0].counts.stored
    };
    assert_eq!(read(InitialPosition::StartOfFile), 300);
    assert_eq!(read(InitialPosition::EndOfFile), 0);
}

#[test]
fn a_buffer_goes_out_by_records_by_bytes_or_by_age() {
    let calls = |setup: AgentSetup| {
        let mut scenario = fleet(2, Client::Agent(setup));
        scenario.producers[0].readings = Some(1_000);
        let run = run(&scenario, 130);
        check_sums(&run, "buffers");
        assert_eq!(run.producers()[0].counts.stored, 1_000);
        run.producers()[0].counts.calls
    };
    assert_eq!(calls(AgentSetup::default()), 2, "500 lines each");
    assert_eq!(calls(AgentSetup { max_buffer_size_records: Some(100), ..AgentSetup::default() }), 10);
    let by_bytes = calls(AgentSetup { max_buffer_size_bytes: Some(21_600), ..AgentSetup::default() });
    assert_eq!(by_bytes, 10, "200 bytes and a key of 16");
    let by_age = calls(AgentSetup { max_buffer_age_ms: Some(1_000), ..AgentSetup::default() });
    assert!((9..=11).contains(&by_age), "{by_age}");
}

#[test]
fn a_refused_buffer_waits_longer_and_longer_and_holds_up_the_next() {
    let quotas = Quotas { shard_write_records_per_second: 30, ..quotas() };
    let mut scenario = log(AgentSetup { max_buffer_size_records: Some(100), ..AgentSetup::default() });
    (scenario.producers[0].readings, scenario.producers[0].rate_per_second) = (Some(2_000), 200);
    let mut run = Simulation::new(&scenario, quotas.into());
    pass_ms(&mut run, 15_000);
    check_sums(&run, "refused");
    assert!(run.producers()[0].unstored() > 500);
    pass_ms(&mut run, 300_000);
    check_sums(&run, "afterwards");
    let fleet = &run.producers()[0];
    assert_eq!((fleet.counts.stored, fleet.counts.duplicates, fleet.lost), (2_000, 0, 0));
    assert!(fleet.counts.failed_entries < 6_000, "the pauses spare the stream: {}", fleet.counts.failed_entries);
}

#[test]
fn a_record_holds_what_preprocessing_made_of_its_line() {
    let process =
        Some(DataProcessing::LogToJson { log_format: LogFormat::CombinedApacheLog, custom_field_names: None });
    let mut scenario = log(AgentSetup { data_processing: process, ..AgentSetup::default() });
    scenario.producers[0].record_bytes = 150;
    let run_json = run(&scenario, 10);
    for record in shard(&run_json, 0).records.iter().take(50) {
        let data = record_data(&run_json, record, None);
        assert_eq!(data.len() + 16, record.bytes as usize);
        let json: serde_json::Value = serde_json::from_slice(&data).expect("JSON");
        assert!(json["request"].as_str().is_some_and(|text| text.contains(&format!("/item/{} ", record.number))));
    }
    // The log is not what the option says: the Agent makes no records of it.
    let process = Some(DataProcessing::LogToJson { log_format: LogFormat::Syslog, custom_field_names: None });
    let setup = AgentSetup { data_processing: process, lines: LineKind::Json, ..AgentSetup::default() };
    let run = run(&log(setup), 10);
    check_sums(&run, "filtered");
    assert_eq!(run.producers()[0].counts.stored, 0);
    assert!(run.producers()[0].lost > 900);
}
