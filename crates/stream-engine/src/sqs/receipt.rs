//! Receipt handles: opaque to clients, but telling the service which receive of which message of
//! which queue they come from.

use super::message::Number;
use super::service::QueueId;
use crate::rng::mix;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// One receive of one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    pub queue: QueueId,
    pub number: Number,
    pub receipt: u32,
}

/// What every handle of the service begins with, as bytes: `AQEB`.
const HEAD: [u8; 3] = [1, 1, 1];

/// Bytes of a handle: about as long as the service's own.
const BYTES: usize = 138;

impl Receipt {
    /// The handle's text.
    pub fn handle(self) -> String {
        let words = [self.number, u64::from(self.queue.0) << 32 | u64::from(self.receipt), self.check()];
        // Masked, so that it doesn't tempt anybody to read it.
        let masked = words.iter().enumerate().flat_map(|(nth, word)| (word ^ mask(nth as u64)).to_be_bytes());
        let filler = (0..).flat_map(|nth: u64| mix(self.check() ^ nth).to_be_bytes());
        let bytes: Vec<u8> = HEAD.into_iter().chain(masked).chain(filler).take(BYTES).collect();
        STANDARD.encode(bytes)
    }

    /// What a handle tells; None if it is none of this service's.
    pub fn read(handle: &str) -> Option<Receipt> {
        let bytes = STANDARD.decode(handle).ok().filter(|bytes| bytes.len() == BYTES && bytes.starts_with(&HEAD))?;
        let word = |nth: usize| {
            let at = HEAD.len() + nth * 8;
            let bytes: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
            Some(u64::from_be_bytes(bytes) ^ mask(nth as u64))
        };
        let (number, rest) = (word(0)?, word(1)?);
        let receipt = Receipt { queue: QueueId((rest >> 32) as u32), number, receipt: rest as u32 };
        (word(2)? == receipt.check() && receipt.handle() == handle).then_some(receipt)
    }

    fn check(self) -> u64 {
        mix(self.number ^ mix(u64::from(self.queue.0) << 32 | u64::from(self.receipt)))
    }
}

fn mask(nth: u64) -> u64 {
    mix(nth.wrapping_add(0x5353))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_reads_back_and_nothing_else_does() {
        let receipt = Receipt { queue: QueueId(3), number: 77, receipt: 5 };
        let handle = receipt.handle();
        assert!(handle.starts_with("AQEB"), "{handle}");
        assert_eq!(Receipt::read(&handle), Some(receipt));
        let changed = handle.replacen(&handle[10..12], "zz", 1);
        for text in ["", "x", "AQEB", changed.as_str()] {
            assert_eq!(Receipt::read(text), None, "{text}");
        }
    }
}
