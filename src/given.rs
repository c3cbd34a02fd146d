//! Keys that "Your keys" hands to a lab. They go by the shell and not by a link: no link is long enough for them, and
//! what is in a file stays on this page.

/// What a lab is to be played with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenKeys {
    /// Each as often as its part of the file.
    pub keys: Vec<String>,
    pub file: String,
    pub shards: u32,
    /// Records a second that all shards together get.
    pub rate_per_second: u32,
    pub record_bytes: u32,
}
