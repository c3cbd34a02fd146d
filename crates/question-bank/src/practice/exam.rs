//! A mock exam: items by the weights of the exam's domains, in an order by a seed.

use crate::given::shuffled;
use crate::item::{Bank, Domain, Item};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use stream_engine::rng::Generator;

/// Domains of the exam DVA-C02 with their parts of the scored content in percent. Source: AWS Certified Developer –
/// Associate (DVA-C02) Exam Guide, checked 2026-11-23.
pub const WEIGHTS: [(Domain, usize); 4] =
    [(Domain::Development, 32), (Domain::Security, 26), (Domain::Deployment, 24), (Domain::Troubleshooting, 18)];
/// Seconds for an item at the exam's pace: 130 minutes for 65 questions, by the same guide.
pub const SECONDS_FOR_EACH: u64 = 130 * 60 / 65;
/// Lengths that can be chosen; the last is the exam's own.
pub const LENGTHS: [usize; 3] = [20, 40, 65];

/// What is asked in an exam.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exam {
    /// Places of the bank's items with the seed of each.
    pub asked: Vec<(usize, u64)>,
}

/// Right answers of a domain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub domain: Domain,
    pub right: usize,
    pub asked: usize,
}

impl Exam {
    /// Draws so many items that are asked in a profile. Where a domain has too few, others fill up; a topic comes again
    /// only when all others of its domain have come.
    pub fn draw(items: &[Item], profile: &str, count: usize, seed: u64) -> Exam {
        let mut chance = Generator::named(seed, "exam");
        let order: Vec<usize> =
            shuffled(items.len(), &mut chance).into_iter().filter(|nth| items[*nth].is_asked_in(profile)).collect();
        let mut chosen = Vec::with_capacity(count);
        let quotas = quotas(count);
        for (domain, quota) in quotas {
            let of_domain: Vec<usize> = order.iter().copied().filter(|nth| items[*nth].domain == domain).collect();
            chosen.extend(spread(items, &of_domain).into_iter().take(quota));
        }
        let taken: BTreeSet<usize> = chosen.iter().copied().collect();
        let rest: Vec<usize> = order.iter().copied().filter(|nth| !taken.contains(nth)).collect();
        let missing = count.saturating_sub(chosen.len());
        chosen.extend(spread(items, &rest).into_iter().take(missing));
        let mixed = shuffled(chosen.len(), &mut chance);
        Exam { asked: mixed.into_iter().map(|nth| (chosen[nth], seed.wrapping_add(nth as u64))).collect() }
    }

    /// The score by domain; `right` has an entry for each item asked.
    pub fn parts(&self, bank: &Bank, right: &[bool]) -> Vec<Part> {
        let part = |(domain, _): (Domain, usize)| {
            let of_domain = self.asked.iter().zip(right).filter(|((nth, _), _)| bank.items[*nth].domain == domain);
            let (asked, right) =
                of_domain.fold((0, 0), |(asked, sum), (_, right)| (asked + 1, sum + usize::from(*right)));
            Part { domain, right, asked }
        };
        WEIGHTS.into_iter().map(part).filter(|part| part.asked > 0).collect()
    }
}

/// How many items of each domain, by its weight: whole numbers that make up `count`, the largest rests rounded up.
fn quotas(count: usize) -> [(Domain, usize); 4] {
    let mut quotas = WEIGHTS.map(|(domain, weight)| (domain, count * weight / 100));
    let mut by_rest: Vec<usize> = (0..WEIGHTS.len()).collect();
    by_rest.sort_by_key(|nth| std::cmp::Reverse(count * WEIGHTS[*nth].1 % 100));
    let missing = count - quotas.iter().map(|(_, quota)| quota).sum::<usize>();
    by_rest.into_iter().take(missing).for_each(|nth| quotas[nth].1 += 1);
    quotas
}

/// The same items, first one of each topic, then a second of each, and so on.
fn spread(items: &[Item], places: &[usize]) -> Vec<usize> {
    let mut nth_of_topic = vec![0_usize; 256];
    let mut turns: Vec<(usize, usize)> = places
        .iter()
        .map(|item| {
            let turn = &mut nth_of_topic[usize::from(items[*item].topic)];
            *turn += 1;
            (*turn, *item)
        })
        .collect();
    // Stable: within a turn the order by chance stays.
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domains_get_their_parts() {
        let of = |count| quotas(count).map(|(_, quota)| quota);
        assert_eq!(of(100), [32, 26, 24, 18]);
        assert_eq!(of(65).iter().sum::<usize>(), 65);
        assert_eq!(of(20), [6, 5, 5, 4]);
        assert_eq!(SECONDS_FOR_EACH, 120);
    }
}
