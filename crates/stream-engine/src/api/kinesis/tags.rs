//! Tags of streams and consumers: which characters they may have, and how many there may be. Texts:
//! kinesalite's suite, which its author ran on AWS; that the text speaks of ten tags is the service's.

use crate::api::failure::Failure;
use crate::kinesis::settings::Tags;
use crate::simulation::Simulation;
use serde_json::{Value, json};

/// The tags of a request, if the service takes their characters. `purpose` is "add tags to" or
/// "remove tags from".
pub fn checked<'a>(
    world: &Simulation,
    stream: &str,
    tags: impl Iterator<Item = (&'a str, &'a str)>,
    purpose: &str,
) -> Result<Tags, Failure> {
    let tags: Tags = tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let texts = || tags.iter().flat_map(|(key, value)| [key, value]);
    if texts().any(|text| !text.chars().all(is_known)) {
        return Err(Failure::invalid_argument(
            "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.",
        ));
    }
    if texts().any(|text| text.contains('%')) {
        let what = format!("Failed to {purpose} stream {stream} under account {}", world.account().id);
        return Err(Failure::invalid_argument(format!(
            "{what} because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'."
        )));
    }
    Ok(tags)
}

fn is_known(char: char) -> bool {
    let letter = matches!(char, '\u{c0}'..='\u{1fff}' | '\u{2c00}'..='\u{d7ff}');
    letter || char.is_ascii_alphanumeric() || "_./-=+ @%:".contains(char)
}

/// Known tags with more of them, as long as there are not too many.
pub fn merged(world: &Simulation, stream: &str, mut known: Tags, more: Tags) -> Result<Tags, Failure> {
    known.extend(more);
    match known.len() as u64 > world.quotas().tags_per_resource_max {
        true => Err(Failure::invalid_argument(format!(
            "Failed to add tags to stream {stream} under account {} because a given stream cannot have more than 10 tags associated with it.",
            world.account().id
        ))),
        false => Ok(known),
    }
}

/// A tag as answers write it.
pub fn written((key, value): (&String, &String)) -> Value {
    json!({ "Key": key, "Value": value })
}
