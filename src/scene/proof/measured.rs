//! What the proof of a question looks at, as numbers that move with its run.

use crate::content::{t, tf};
use lab_content::format::Format;
use lab_content::measure::known;
use lab_content::trial::{Finding, Probe, Trial};
use stream_engine::bill::Prices;
use stream_engine::goal::Measure;
use stream_engine::kinesis::stream::StreamMode;
use stream_engine::{Command, Simulation, Time};

/// Shown of what isn't known yet.
const NOT_YET: &str = "–";

/// Something measured, with what it is at the moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub label: String,
    pub value: String,
}

/// What a trial's run is watched for.
#[derive(Clone, Debug)]
pub struct Measured {
    probe: Probe,
    /// What was found in the end, for a probe that needs more than one moment of one run.
    finding: Option<Finding>,
    /// When it is known.
    known_at: Time,
    /// The last step's operation.
    asked: String,
}

impl Measured {
    pub fn new(trial: &Trial, finding: Option<Finding>) -> Measured {
        let last = trial.steps.last();
        let known_at_s = match trial.probe {
            Probe::LastOutcome | Probe::LastReply { .. } => last.map_or(0, |step| step.at_s),
            _ => trial.until_s,
        };
        Measured {
            probe: trial.probe.clone(),
            finding,
            known_at: Time::from_s(known_at_s),
            asked: last.map(|step| operation(&step.command).to_owned()).unwrap_or_default(),
        }
    }

    /// What there is to read off the run as it stands.
    pub fn lines(&self, run: &Simulation, prices: &Prices) -> Vec<Line> {
        let now = self.probe.now(run, prices);
        let found = || self.finding.as_ref().filter(|_| run.now() >= self.known_at);
        match &self.probe {
            Probe::FullestShardRecords => vec![line(t("proof.fullest_shard").to_owned(), counted(now.as_ref()))],
            Probe::Measure { measure, of, window_s } => {
                let label = label(run, *measure, *of, *window_s);
                vec![line(label, number(now.as_ref()).map(|value| formatted(*measure, value)))]
            }
            Probe::Throttled { window_s } => {
                let label = tf("proof.throttled", &[("s", &window_s.to_string())]);
                vec![line(label, text(now.as_ref()).map(|found| t(&format!("proof.throttled.{found}")).to_owned()))]
            }
            Probe::CheaperMode { window_s } => modes(run, prices, *window_s),
            Probe::LastCallOf { actor } => {
                vec![line(tf("proof.last_call", &[("name", actor)]), answer(now.as_ref(), "proof.no_call"))]
            }
            Probe::LastOutcome => vec![line(self.answer_to(), answer(found(), "proof.accepted"))],
            Probe::LastReply { at } => {
                let value = match found() {
                    Some(Finding::Number(count)) => {
                        let member = at.rsplit('/').next().unwrap_or(at);
                        Some(format!("{member}: {}", Format::Count.text(*count)))
                    }
                    found => answer(found, "proof.accepted"),
                };
                vec![line(self.answer_to(), value)]
            }
            Probe::ThrottledComparedWithBefore { producer, .. } => {
                let percent = number(found()).map(|percent| Format::Percent.text(percent * 1_000));
                vec![line(tf("proof.refused_of_before", &[("name", producer)]), percent)]
            }
            Probe::SpedUp { sides, window_s, .. } => {
                let side = |(name, measure): &(String, Measure)| {
                    let probe = Probe::Measure { measure: *measure, of: 0, window_s: *window_s };
                    let found = probe.now(run, prices);
                    let label =
                        tf("proof.side", &[("name", name), ("what", &over(*measure, word(*measure), *window_s))]);
                    line(label, number(found.as_ref()).map(|value| formatted(*measure, value)))
                };
                sides.iter().map(side).collect()
            }
            Probe::FewestShards { sides, .. } => {
                let side = |(nth, (stream, _)): (usize, &(u16, _))| {
                    let name = run.streams().get(usize::from(*stream)).map_or("", |stream| &stream.name);
                    let fewest = match found() {
                        Some(Finding::Numbers(numbers)) => numbers.get(nth).map(|count| Format::Count.text(*count)),
                        _ => None,
                    };
                    line(tf("proof.fewest_shards", &[("name", name)]), fewest)
                };
                sides.iter().enumerate().map(side).collect()
            }
        }
    }

    fn answer_to(&self) -> String {
        tf("proof.answer_to", &[("operation", &self.asked)])
    }
}

fn line(label: String, value: Option<String>) -> Line {
    Line { label, value: value.unwrap_or_else(|| NOT_YET.to_owned()) }
}

/// What a month costs in each stream's mode.
fn modes(run: &Simulation, prices: &Prices, window_s: u64) -> Vec<Line> {
    let measure = Measure::LoadCostPerMonth;
    let of = |stream: &stream_engine::kinesis::stream::Stream| {
        let mode = if stream.mode == StreamMode::OnDemand { "proof.on_demand" } else { "proof.provisioned" };
        let probe = Probe::Measure { measure, of: u8::try_from(stream.id.0).unwrap_or(u8::MAX), window_s };
        let found = probe.now(run, prices);
        line(tf(mode, &[("name", &stream.name)]), number(found.as_ref()).map(|value| formatted(measure, value)))
    };
    run.streams().iter().map(of).collect()
}

fn number(finding: Option<&Finding>) -> Option<u64> {
    match finding? {
        Finding::Number(number) => Some(*number),
        Finding::Text(_) | Finding::Numbers(_) => None,
    }
}

fn counted(finding: Option<&Finding>) -> Option<String> {
    number(finding).map(|count| Format::Count.text(count))
}

fn text(finding: Option<&Finding>) -> Option<&str> {
    match finding? {
        Finding::Text(text) => Some(text),
        Finding::Number(_) | Finding::Numbers(_) => None,
    }
}

/// An error's name or what stood in the answer; this word if nothing did.
fn answer(finding: Option<&Finding>, nothing: &str) -> Option<String> {
    Some(match text(finding)? {
        "" => t(nothing).to_owned(),
        "ok" => t("proof.accepted").to_owned(),
        said => said.to_owned(),
    })
}

/// A measure with its window, and with whose it is where there are several.
fn label(run: &Simulation, measure: Measure, of: u8, window_s: u64) -> String {
    let what = word(measure);
    match named(run, measure, usize::from(of)) {
        Some(name) => over(measure, &tf("proof.side", &[("name", name), ("what", what)]), window_s),
        None => over(measure, what, window_s),
    }
}

fn word(measure: Measure) -> &'static str {
    known(measure).map_or("", |known| t(&format!("measure.{}", known.key)))
}

/// With how far it looks back.
fn over(measure: Measure, what: &str, window_s: u64) -> String {
    match measure.looks_back() && window_s > 1 {
        true => tf("proof.window", &[("what", what), ("s", &window_s.to_string())]),
        false => what.to_owned(),
    }
}

fn formatted(measure: Measure, value: u64) -> String {
    known(measure).map_or(Format::Count, |known| known.format).text(value)
}

/// Whose measure it is, if the run has several.
fn named(run: &Simulation, measure: Measure, of: usize) -> Option<&str> {
    match measure {
        Measure::Kcl(_) | Measure::KclWorking | Measure::KclRecordsPerSecond if run.kcl().len() > 1 => {
            run.kcl().get(of).map(|application| application.setup.name.as_str())
        }
        Measure::LoadThrottledShare | Measure::LoadCostPerMonth | Measure::StreamRecordsPerSecond
            if run.streams().len() > 1 =>
        {
            run.streams().get(of).map(|stream| stream.name.as_str())
        }
        _ => None,
    }
}

/// The operation's name as AWS has it.
fn operation(command: &Command) -> &str {
    match command {
        Command::Call { target, .. } => target.rsplit('.').next().unwrap_or(target),
        command => command.operation().map_or("", |operation| operation.name()),
    }
}
