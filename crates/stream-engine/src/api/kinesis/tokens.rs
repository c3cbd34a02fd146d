//! Opaque texts that clients hand back: shard iterators and NextTokens. They look as AWS' do, Base64
//! of the bytes 00 00 00 00 00 00 00 01 and whole blocks of sixteen bytes. What they hold is
//! scrambled and sealed with the run's seed: a text that was changed, or comes from another run, is
//! none. (No cryptography: nothing here is secret.)

use crate::api::failure::Failure;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::rng::mix;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const HEAD: [u8; 8] = [0, 0, 0, 0, 0, 0, 0, 1];
const BLOCK: usize = 16;

/// What a shard iterator holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IteratorToken {
    pub stream_name: String,
    /// Of the stream: an earlier one of the same name had another.
    pub life: u64,
    pub shard: u32,
    pub position: u64,
    pub issued: Time,
    /// Reads since the first iterator: an answer's iterator is never the one that was sent.
    pub turn: u64,
}

/// What a NextToken holds: where the list goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NextToken {
    /// The operation that gave it.
    pub operation: String,
    pub issued: Time,
    /// The stream it is about, if it is about one.
    pub stream: Option<(StreamId, u64)>,
    /// The last entry that was given.
    pub after: String,
    /// The operation's own: what it was asked for.
    pub asked: String,
}

/// An iterator as clients see it; `turn` is 0 for a fresh one.
pub fn iterator(world: &Simulation, iterator: &ShardIterator, turn: u64) -> String {
    let ShardIterator { stream, shard, position, issued } = *iterator;
    let stream = world.streams().get(usize::from(stream.0));
    let (stream_name, life) = stream.map_or_else(Default::default, |stream| (stream.name.clone(), stream.life));
    IteratorToken { stream_name, life, shard: shard.0, position, issued, turn }.text(world)
}

impl IteratorToken {
    pub fn text(&self, world: &Simulation) -> String {
        // The length that the service's iterators have for a name of this length (kinesalite).
        let least = 9 + (self.stream_name.len() + 2) / BLOCK;
        seal(world, self, least)
    }

    /// None if the text is no iterator of this run.
    pub fn read(world: &Simulation, text: &str) -> Option<IteratorToken> {
        open(world, text)
    }
}

impl NextToken {
    pub fn text(&self, world: &Simulation) -> String {
        seal(world, self, 0)
    }

    /// The token that this operation gave out, as long as it lives.
    pub fn read(world: &Simulation, text: &str, operation: &str) -> Result<NextToken, Failure> {
        let token: Option<NextToken> = open(world, text);
        let Some(token) = token.filter(|token| token.operation == operation) else {
            return Err(Failure::invalid_argument("NextToken is invalid."));
        };
        match world.now().since(token.issued) > world.quotas().next_token_expiry_seconds * SECOND_US {
            true => Err(Failure::new("ExpiredNextTokenException", "The NextToken has expired.")),
            false => Ok(token),
        }
    }
}

/// The stream that an iterator or NextToken was given for, if it is still there.
pub fn stream_of(world: &Simulation, text: &str) -> Option<StreamId> {
    let of_iterator = || {
        let token: IteratorToken = open(world, text)?;
        world.stream_named(&token.stream_name).filter(|stream| stream.life == token.life)
    };
    let of_list = || {
        let (id, life) = open::<NextToken>(world, text)?.stream?;
        world.streams().get(usize::from(id.0)).filter(|stream| stream.life == life)
    };
    of_iterator().or_else(of_list).map(|stream| stream.id)
}

fn seal(world: &Simulation, value: &impl Serialize, blocks_least: usize) -> String {
    let plain = postcard::to_allocvec(value).expect("a token holds nothing that postcard can't write");
    let blocks = (plain.len() + 8).div_ceil(BLOCK).max(blocks_least);
    let mut bytes = vec![0; HEAD.len() + blocks * BLOCK];
    bytes[..8].copy_from_slice(&HEAD);
    bytes[16..16 + plain.len()].copy_from_slice(&plain);
    let seal = digest(world.seed(), &bytes[16..]);
    bytes[8..16].copy_from_slice(&seal.to_be_bytes());
    scramble(world.seed() ^ seal, &mut bytes[16..]);
    STANDARD.encode(bytes)
}

fn open<T: DeserializeOwned>(world: &Simulation, text: &str) -> Option<T> {
    let mut bytes = STANDARD.decode(text).ok()?;
    let (head, body) = bytes.split_at_mut_checked(8)?;
    if *head != HEAD || body.is_empty() || body.len() % BLOCK != 0 {
        return None;
    }
    let (seal, plain) = body.split_at_mut(8);
    let seal = u64::from_be_bytes((&*seal).try_into().ok()?);
    scramble(world.seed() ^ seal, plain);
    (digest(world.seed(), plain) == seal).then(|| postcard::take_from_bytes(plain).ok())?.map(|(value, _)| value)
}

fn digest(seed: u64, bytes: &[u8]) -> u64 {
    let word = |chunk: &[u8]| chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    bytes.chunks(8).fold(mix(seed), |sum, chunk| mix(sum ^ word(chunk)))
}

fn scramble(key: u64, bytes: &mut [u8]) {
    for (nth, chunk) in bytes.chunks_mut(8).enumerate() {
        let mask = mix(key.wrapping_add(nth as u64)).to_be_bytes();
        chunk.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
}
