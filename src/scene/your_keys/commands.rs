//! A plan as commands of the AWS CLI. Each waits for the one before: a stream changes one thing at a time.

use super::Known;
use crate::content::{t, tf};
use key_study::plan::Plan;
use lab_content::format::{Format, share};
use std::fmt::Write;
use stream_engine::kinesis::shard::ShardId;

/// Characters of a stream's name that are taken from a file's.
const NAME_MAX: usize = 60;

/// A stream's name after a file's: `clicks-2026-11.csv` → `clicks-2026-11`. Letters, digits, `_`, `.` and `-` may stand
/// in one.
pub fn stream_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_.-".contains(character);
    let name: String = stem.chars().map(|character| if allowed(character) { character } else { '-' }).collect();
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() { t("keys.commands.stream").to_owned() } else { name.chars().take(NAME_MAX).collect() }
}

/// A line of the commands: what is typed, and a remark behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommandLine {
    pub text: String,
    pub remark: Option<String>,
}

/// The commands of a plan.
pub fn commands(known: &Known, plan: &Plan, stream: &str) -> Vec<CommandLine> {
    let plain = |text: String| CommandLine { text, remark: None };
    let wait = || plain(format!("aws kinesis wait stream-exists --stream-name {stream}"));
    let mut lines =
        vec![plain(format!("aws kinesis create-stream --stream-name {stream} --shard-count {}", plan.start)), wait()];
    let all = known.findings.rows;
    for split in &plan.splits {
        let id = ShardId(split.shard);
        lines.push(plain(format!("aws kinesis split-shard --stream-name {stream} --shard-to-split {id} \\")));
        let part = |records: u64| Format::Percent.text(share(records, all));
        let remark = format!("# {} | {}", part(split.parts.0), part(split.parts.1));
        lines.push(CommandLine { text: format!("  --new-starting-hash-key {}", split.at), remark: Some(remark) });
        lines.push(wait());
    }
    lines
}

/// The commands as one text.
pub fn script(lines: &[CommandLine]) -> String {
    let mut script = String::new();
    for line in lines {
        script.push_str(&line.text);
        if let Some(remark) = &line.remark {
            // Spaces that the page keeps narrow are no spaces to a shell, and none is needed in a remark.
            // A String takes everything.
            let _ = write!(script, "   {}", remark.replace(lab_content::format::THIN, " "));
        }
        script.push('\n');
    }
    script
}

/// What a plan comes to: `5 shards by 1 split of 4`.
pub fn summary(plan: &Plan) -> String {
    let (shards, splits) = (plan.shards.len().to_string(), plan.splits.len().to_string());
    let key = match plan.splits.len() {
        0 => "keys.commands.none",
        1 => "keys.commands.one",
        _ => "keys.commands.many",
    };
    tf(key, &[("start", &plan.start.to_string()), ("n", &splits), ("shards", &shards)])
}
