//! About how many different keys there are, once they are too many to be remembered: HyperLogLog (Flajolet et al.,
//! 2007) on the keys' MD5 digests, which are there anyway. The standard error is 1.04 / √4 096, that is 1.6 %.

const BITS: u32 = 12;
const REGISTERS: usize = 1 << BITS;
/// The algorithm's constant for this many registers.
const ALPHA: f64 = 0.721_3 / (1.0 + 1.079 / REGISTERS as f64);

/// Counts different digests.
pub struct Distinct(Vec<u8>);

impl Default for Distinct {
    fn default() -> Distinct {
        Distinct(vec![0; REGISTERS])
    }
}

impl Distinct {
    /// Notes a digest.
    pub fn note(&mut self, digest: u128) {
        // The top bits are the key's place on the line and just as random as these.
        let register = (digest as usize) & (REGISTERS - 1);
        let rank = ((digest >> BITS) as u64).leading_zeros() as u8 + 1;
        self.0[register] = self.0[register].max(rank);
    }

    /// How many different ones were noted, about.
    pub fn estimate(&self) -> u64 {
        let sum: f64 = self.0.iter().map(|rank| (-f64::from(*rank)).exp2()).sum();
        let count = REGISTERS as f64;
        let raw = ALPHA * count * count / sum;
        let empty = self.0.iter().filter(|rank| **rank == 0).count();
        // Few keys leave registers empty, and these tell more.
        let estimate = if raw <= 2.5 * count && empty > 0 { count * (count / empty as f64).ln() } else { raw };
        estimate.round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::kinesis::hash_key::hash_key;

    #[test]
    fn the_estimate_is_within_four_standard_errors() {
        let mut distinct = Distinct::default();
        let mut noted = 0_u64;
        for wanted in [100_u64, 1_000, 10_000, 100_000, 300_000] {
            (noted..wanted).for_each(|n| distinct.note(hash_key(&format!("key-{n}")).0));
            (0..wanted.min(50)).for_each(|n| distinct.note(hash_key(&format!("key-{n}")).0));
            noted = wanted;
            let off = distinct.estimate().abs_diff(wanted) as f64 / wanted as f64;
            assert!(off < 0.065, "{wanted}: {}", distinct.estimate());
        }
    }
}
