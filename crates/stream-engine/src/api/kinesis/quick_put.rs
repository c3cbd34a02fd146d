//! The short way of PutRecords, for a request in the form in which programs send it: read in one
//! pass, its data decoded where they will be stored, the answer written without a tree. Whatever is
//! unusual about a request leaves it to the ordinary way, which answers the same.

use super::streams;
use crate::kinesis::hash_key::HashKey;
use crate::kinesis::payload::Bytes;
use crate::kinesis::put_records::{Incoming, Stored};
use crate::kinesis::sequence_number::NumberWriter;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::Value;
use std::rc::Rc;

/// Room in the answer for one record.
const ANSWER_BYTES: usize = 128;

/// The answer's body; None leaves the request to the ordinary way, and nothing has happened.
pub fn answer(world: &mut Simulation, body: &str) -> Option<String> {
    let request = Scan::new(body).request(world.quotas.put_records_max_records_per_call as usize)?;
    let id = match request.stream {
        Named::Name(name) => streams::by_name(world, name),
        Named::Arn(arn) => streams::by_arn(world, arn),
    };
    let id = id.ok().filter(|id| world.streams[usize::from(id.0)].takes_records())?;
    let most = streams::stream(world, id).settings.record_max_bytes(&world.quotas);
    // A key has no more letters than bytes.
    let fits =
        |part: &Part| (part.key + part.data) as u64 <= most && part.key as u64 <= world.quotas.partition_key_max_chars;
    let total_fits = request.buffer.len() as u64 <= world.quotas.put_records_max_bytes_per_call;
    if !total_fits || !request.parts.iter().all(fits) {
        return None;
    }
    let buffer = Rc::new(request.buffer);
    let incoming =
        |part: Part| Incoming::new(Bytes::part(&buffer, part.start, part.key, part.data), part.explicit_hash_key);
    let incoming: Vec<Incoming> = request.parts.into_iter().map(incoming).collect();
    let results = world.put_incoming(id, &incoming);
    Some(write(world, id, &results))
}

#[inline(never)]
fn write(world: &Simulation, id: StreamId, results: &[Result<Stored, crate::error::Throttle>]) -> String {
    let stream = streams::stream(world, id);
    let encryption = if stream.settings.key_id.is_some() { "\"EncryptionType\":\"KMS\"," } else { "" };
    let failed = results.iter().filter(|result| result.is_err()).count();
    let mut out = String::with_capacity(64 + ANSWER_BYTES * results.len());
    out += &format!("{{{encryption}\"FailedRecordCount\":{failed},\"Records\":[");
    let mut writer = NumberWriter::default();
    for (nth, result) in results.iter().enumerate() {
        out.push_str(if nth == 0 { "{" } else { ",{" });
        match result {
            Ok(stored) => {
                let shard = &stream.shards[stored.shard.0 as usize];
                let number = shard.sequence_number(stored.index).expect("the record has just been stored");
                out.push_str(encryption);
                out.push_str("\"SequenceNumber\":\"");
                writer.write(number, &mut out);
                out.push_str("\",\"ShardId\":\"");
                stored.shard.write(&mut out);
                out.push('"');
            }
            Err(throttle) => {
                let message = Value::from(throttle.message(world.place(id)));
                out += &format!("\"ErrorCode\":\"{}\",\"ErrorMessage\":{message}", throttle.code());
            }
        }
        out.push('}');
    }
    out.push_str("]}");
    out
}

enum Named<'a> {
    Name(&'a str),
    Arn(&'a str),
}

/// A request as it was read.
struct Request<'a> {
    stream: Named<'a>,
    /// Keys and data of all records, one behind the other.
    buffer: Vec<u8>,
    parts: Vec<Part>,
}

/// One record's place in the buffer.
struct Part {
    start: usize,
    key: usize,
    data: usize,
    explicit_hash_key: Option<HashKey>,
}

/// Reads from left to right; None is "not in the usual form".
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Scan<'a> {
        Scan { text, at: 0 }
    }

    #[inline(never)]
    fn request(mut self, records_most: usize) -> Option<Request<'a>> {
        let (mut stream, mut records) = (None, None);
        self.expect(b'{')?;
        loop {
            let name = self.name()?;
            match name {
                "StreamName" if stream.is_none() => stream = Some(Named::Name(self.string()?)),
                "StreamARN" if stream.is_none() => stream = Some(Named::Arn(self.string()?)),
                "Records" if records.is_none() => records = Some(self.records(records_most)?),
                _ => return None,
            }
            if !self.goes_on(b'}')? {
                break;
            }
        }
        self.skip_space();
        let (buffer, parts) = records?;
        (self.at == self.text.len()).then_some(Request { stream: stream?, buffer, parts })
    }

    fn records(&mut self, most: usize) -> Option<(Vec<u8>, Vec<Part>)> {
        let mut buffer = Vec::with_capacity((self.text.len() - self.at) * 3 / 4);
        let mut parts = Vec::with_capacity(most);
        self.expect(b'[')?;
        loop {
            parts.push(self.record(&mut buffer)?);
            if parts.len() > most {
                return None;
            }
            if !self.goes_on(b']')? {
                return Some((buffer, parts));
            }
        }
    }

    fn record(&mut self, buffer: &mut Vec<u8>) -> Option<Part> {
        let start = buffer.len();
        let (mut key, mut data, mut explicit_hash_key) = (None, None, None);
        self.expect(b'{')?;
        loop {
            match self.name()? {
                "PartitionKey" if key.is_none() => {
                    let text = self.string()?;
                    if text.is_empty() {
                        return None;
                    }
                    key = Some(text);
                    // The key stands before its data; data that came first move up.
                    match data {
                        None => buffer.extend_from_slice(text.as_bytes()),
                        Some(_) => _ = buffer.splice(start..start, text.bytes()),
                    }
                }
                "Data" if data.is_none() => {
                    let from = buffer.len();
                    self.base64(buffer)?;
                    data = Some(buffer.len() - from);
                }
                "ExplicitHashKey" if explicit_hash_key.is_none() => {
                    explicit_hash_key = Some(self.string()?.parse::<HashKey>().ok()?);
                }
                _ => return None,
            }
            if !self.goes_on(b'}')? {
                return Some(Part { start, key: key?.len(), data: data?, explicit_hash_key });
            }
        }
    }

    /// A member's name and the colon.
    fn name(&mut self) -> Option<&'a str> {
        self.skip_space();
        let name = self.string()?;
        self.expect(b':')?;
        self.skip_space();
        Some(name)
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'a str> {
        let rest = self.text.as_bytes().get(self.at..)?.strip_prefix(b"\"")?;
        let length = rest.iter().position(|byte| *byte == b'"' || *byte == b'\\' || *byte < b' ')?;
        let from = self.at + 1;
        self.at = from + length + 1;
        (rest[length] == b'"').then(|| self.text.get(from..from + length))?
    }

    /// A string that is Base64, decoded.
    fn base64(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..)?.strip_prefix(b"\"")?;
        let mut read = 0;
        // Eight groups at a time, so that the buffer grows seldom.
        for block in rest.chunks_exact(4 * GROUPS) {
            let (mut decoded, mut odd) = ([0; 3 * GROUPS], 0);
            for (quad, place) in block.chunks_exact(4).zip(decoded.chunks_exact_mut(3)) {
                let bits = group(quad);
                odd |= bits;
                place.copy_from_slice(&bits.to_be_bytes()[1..]);
            }
            if odd & NONE != 0 {
                break;
            }
            out.extend_from_slice(&decoded);
            read += block.len();
        }
        for quad in rest[read..].chunks_exact(4) {
            let bits = group(quad);
            if bits & NONE != 0 {
                break;
            }
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            read += 4;
        }
        // What is left before the quote is nothing, or a group with padding.
        let tail = rest.get(read..)?;
        let value = |nth: usize| tail.get(nth).map(|byte| VALUES[usize::from(*byte)]).filter(|value| *value < NONE);
        let padding = match tail {
            [b'"', ..] => 0,
            [_, _, b'=', b'=', b'"', ..] => {
                let bits = value(0)? << 6 | value(1)?;
                if bits & 15 != 0 {
                    return None;
                }
                out.push((bits >> 4) as u8);
                4
            }
            [_, _, _, b'=', b'"', ..] => {
                let bits = value(0)? << 12 | value(1)? << 6 | value(2)?;
                if bits & 3 != 0 {
                    return None;
                }
                out.extend_from_slice(&[(bits >> 10) as u8, (bits >> 2) as u8]);
                4
            }
            _ => return None,
        };
        self.at += 1 + read + padding + 1;
        Some(())
    }

    /// Whether a comma follows, or else the end of the object or list.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.skip_space();
        let byte = self.text.as_bytes().get(self.at)?;
        self.at += 1;
        match *byte {
            b',' => {
                self.skip_space();
                Some(true)
            }
            other => (other == end).then_some(false),
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.skip_space();
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += 1;
        found.then_some(())
    }

    fn skip_space(&mut self) {
        while self.text.as_bytes().get(self.at).is_some_and(|byte| b" \n\r\t".contains(byte)) {
            self.at += 1;
        }
    }
}

/// Groups of four letters that are decoded together.
const GROUPS: usize = 8;
/// A bit that no group's 24 bits have.
const NONE: u32 = 1 << 31;

/// The 24 bits of a group of four letters; `NONE` is set if one isn't of Base64.
fn group(quad: &[u8]) -> u32 {
    let value = |nth: usize| VALUES[usize::from(quad[nth])];
    let bits = value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
    // Shifted out at the front, the mark of an odd letter comes back.
    bits | ((value(0) | value(1) | value(2)) & NONE)
}

/// The value of each letter of Base64, else `NONE`.
const VALUES: [u32; 256] = {
    let mut values = [NONE; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut nth = 0;
    while nth < letters.len() {
        values[letters[nth] as usize] = nth as u32;
        nth += 1;
    }
    values
};
