//! The hash-key line with what lies on it: how much of all records and bytes stands below a point.

use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};

/// Records at one hash key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub hash: u128,
    pub records: u64,
    pub bytes: u64,
}

/// Records and bytes together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amount {
    pub records: u64,
    pub bytes: u64,
}

/// What is counted when a line is halved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    Records,
    Bytes,
}

impl Amount {
    pub fn of(&self, weight: Weight) -> u64 {
        match weight {
            Weight::Records => self.records,
            Weight::Bytes => self.bytes,
        }
    }
}

/// All records by place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// In order, each with what lies up to and including it.
    places: Vec<(u128, Amount)>,
}

impl Line {
    /// From places in order.
    pub fn new(places: &[Place]) -> Line {
        let mut sum = Amount::default();
        let up_to = |place: &Place| {
            sum = Amount { records: sum.records + place.records, bytes: sum.bytes + place.bytes };
            (place.hash, sum)
        };
        Line { places: places.iter().map(up_to).collect() }
    }

    pub fn total(&self) -> Amount {
        self.places.last().map_or_else(Amount::default, |(_, sum)| *sum)
    }

    /// What lies below a point.
    pub fn below(&self, point: u128) -> Amount {
        match self.places.partition_point(|(hash, _)| *hash < point) {
            0 => Amount::default(),
            count => self.places[count - 1].1,
        }
    }

    /// What lies in a range.
    pub fn within(&self, range: HashKeyRange) -> Amount {
        let end = range.end.0.checked_add(1).map_or_else(|| self.total(), |after| self.below(after));
        let start = self.below(range.start.0);
        Amount { records: end.records - start.records, bytes: end.bytes - start.bytes }
    }

    /// The point that parts a range's load best into `below` and `of − below`, where a key's records are never parted;
    /// none if no point parts it at all. It is a hash key of the file, the first of the upper part.
    pub fn point(&self, range: HashKeyRange, weight: Weight, (below, of): (u64, u64)) -> Option<HashKey> {
        let first = self.places.partition_point(|(hash, _)| *hash < range.start.0);
        let last = self.places.partition_point(|(hash, _)| *hash <= range.end.0);
        let before = self.below(range.start.0).of(weight);
        let load = self.within(range).of(weight);
        let wanted = before + (u128::from(load) * u128::from(below) / u128::from(of.max(1))) as u64;
        // SplitShard refuses a point that leaves its lower child less than two hash keys, and the range's last one.
        let may_be = |hash: u128| hash > range.start.0.saturating_add(1) && hash < range.end.0;
        let nth = first + self.places[first..last].partition_point(|(_, sum)| sum.of(weight) <= wanted);
        // The place that the wanted load ends in, and its neighbours on both sides.
        let near = nth.saturating_sub(1).max(first + 1)..(nth + 2).min(last);
        let off = |nth: &usize| self.places[nth - 1].1.of(weight).abs_diff(wanted);
        let best = near.filter(|nth| may_be(self.places[*nth].0)).min_by_key(off)?;
        Some(HashKey(self.places[best].0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(places: &[(u128, u64)]) -> Line {
        let place = |(hash, records): &(u128, u64)| Place { hash: *hash, records: *records, bytes: records * 2 };
        Line::new(&places.iter().map(place).collect::<Vec<_>>())
    }

    fn range(start: u128, end: u128) -> HashKeyRange {
        HashKeyRange { start: HashKey(start), end: HashKey(end) }
    }

    #[test]
    fn ranges_hold_what_lies_in_them() {
        let line = line(&[(10, 1), (20, 2), (u128::MAX, 4)]);
        let records = |start, end| line.within(range(start, end)).records;
        assert_eq!([records(0, u128::MAX), records(10, 20), records(11, 19), records(20, 20)], [7, 3, 0, 2]);
        assert_eq!(line.within(range(21, u128::MAX)), Amount { records: 4, bytes: 8 });
        assert_eq!(Line::default().within(range(0, u128::MAX)), Amount::default());
    }

    #[test]
    fn a_point_parts_the_load_and_never_a_key() {
        let line = line(&[(10, 1), (20, 1), (30, 6), (40, 1), (50, 1)]);
        let point = |start, end, part| line.point(range(start, end), Weight::Records, part).map(|point| point.0);
        // The hot key stays whole: it goes to the side that comes nearer to half.
        assert_eq!(point(0, 100, (1, 2)), Some(30));
        assert_eq!(point(0, 100, (4, 5)), Some(40));
        assert_eq!(point(0, 29, (1, 2)), Some(20));
        assert_eq!(point(25, 35, (1, 2)), None);
        assert_eq!(point(60, 100, (1, 2)), None);
        // Too near to the range's ends.
        assert_eq!(point(19, 29, (1, 2)), None);
        assert_eq!(point(35, 50, (1, 2)), None);
        assert_eq!(Line::default().point(range(0, 100), Weight::Bytes, (1, 2)), None);
    }
}
