//! How long calls take: the way there and back, and the service's own time. AWS publishes means of
//! the whole, not of its parts; the parts are assumed, and the means come out (docs/model.md).

use crate::quota::Quotas;
use crate::rng::Generator;

/// Quantiles of the exponential distribution with mean 1 000, at every 64th: −1 000 · ln(1 − n/64),
/// the last one at 127/128, where the tail is cut.
const TAIL: [u64; 65] = [
    0, 16, 32, 48, 65, 81, 98, 116, 134, 152, 170, 189, 208, 227, 247, 267, 288, 309, 330, 352, 375, 398, 421, 445,
    470, 495, 521, 548, 575, 604, 633, 662, 693, 725, 758, 792, 827, 863, 901, 940, 981, 1_023, 1_068, 1_114, 1_163,
    1_214, 1_269, 1_326, 1_386, 1_451, 1_520, 1_594, 1_674, 1_761, 1_856, 1_962, 2_079, 2_213, 2_367, 2_549, 2_773,
    3_060, 3_466, 4_159, 4_852,
];

/// Microseconds of one way of a request or an answer: even between the shortest and the longest.
pub fn network_us(quotas: &Quotas, chance: &mut Generator) -> u64 {
    chance.between(quotas.model_network_delay_min_us, quotas.model_network_delay_max_us)
}

/// Microseconds that the service takes until an answer or a push is on its way: the shortest time
/// and a tail that falls off exponentially.
pub fn service_us(quotas: &Quotas, chance: &mut Generator) -> u64 {
    // A place among the quantiles, in thousandths of a step.
    let place = chance.below((TAIL.len() as u64 - 1) * 1_000);
    let (step, within) = ((place / 1_000) as usize, place % 1_000);
    let thousandths = TAIL[step] + (TAIL[step + 1] - TAIL[step]) * within / 1_000;
    quotas.model_service_delay_min_us + quotas.model_service_delay_tail_us * thousandths / 1_000
}

/// Microseconds after which every push has reached its actor.
pub fn longest_push_us(quotas: &Quotas) -> u64 {
    let tail = TAIL[TAIL.len() - 1];
    quotas.model_service_delay_min_us
        + quotas.model_service_delay_tail_us * tail / 1_000
        + quotas.model_network_delay_max_us
}
