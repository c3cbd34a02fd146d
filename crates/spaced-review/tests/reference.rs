//! The formulas against the crate `fsrs`, which counts in `f32`.

use fsrs::{FSRS, MemoryState};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use spaced_review::{Memory, RETENTION, Rating};

fn assert_near(ours: f64, theirs: f32, what: &str) {
    let theirs = f64::from(theirs);
    assert!((ours - theirs).abs() <= 2e-3 * theirs.abs().max(1e-3), "{what}: {ours} {theirs}");
}

#[test]
fn a_thousand_histories_leave_the_same_memory_and_the_same_next_days() {
    let reference = FSRS::default();
    let mut chance = Pcg32::seed_from_u64(7);
    for history in 0..1_000 {
        let (mut memory, mut state) = (None::<Memory>, None::<MemoryState>);
        for answer in 0..12 {
            // On the same day, on the next ones, or months later.
            let days = match chance.next_u32() % 4 {
                0 => 0,
                1 => chance.next_u32() % 4,
                2 => chance.next_u32() % 40,
                _ => chance.next_u32() % 400,
            };
            let all = reference.next_states(state, RETENTION as f32, days).expect("the reference takes this");
            let theirs = [&all.again, &all.hard, &all.good, &all.easy];
            let next = Rating::ALL.map(|rating| match memory {
                Some(memory) => memory.answered(rating, days),
                None => Memory::new(rating),
            });
            for (ours, theirs) in next.iter().zip(theirs) {
                let what = format!("history {history}, answer {answer}, after {days} days");
                assert_near(ours.stability(), theirs.memory.stability, &what);
                assert_near(ours.difficulty(), theirs.memory.difficulty, &what);
                assert_near(ours.interval(RETENTION), theirs.interval, &what);
            }
            let chosen = chance.next_u32() as usize % 4;
            memory = Some(next[chosen]);
            state = Some(theirs[chosen].memory);
        }
    }
}

#[test]
fn what_is_remembered_falls_to_the_retention_when_it_is_due() {
    for rating in Rating::ALL {
        let memory = Memory::new(rating);
        assert_near(memory.retrievability(memory.interval(RETENTION)), RETENTION as f32, "due");
        assert!((memory.retrievability(0.0) - 1.0).abs() < 1e-9);
        for retention in [0.7, 0.8, 0.95] {
            assert_near(memory.retrievability(memory.interval(retention)), retention as f32, "due");
        }
        let theirs = MemoryState { stability: memory.stability() as f32, difficulty: memory.difficulty() as f32 };
        for days in [1.0, 10.0, 100.0] {
            let theirs = fsrs::current_retrievability(theirs, days as f32, fsrs::FSRS6_DEFAULT_DECAY);
            assert_near(memory.retrievability(days), theirs, "remembered");
        }
    }
}

#[test]
fn better_answers_are_asked_later_and_none_within_a_day() {
    let mut memory = Memory::new(Rating::Good);
    for days in [1, 3, 8, 20] {
        let next = Rating::ALL.map(|rating| memory.answered(rating, days).due_in_days());
        assert!(next.is_sorted() && next[0] >= 1 && next[3] > next[0], "{next:?}");
        memory = memory.answered(Rating::Good, days);
    }
    assert_eq!(Memory::new(Rating::Again).due_in_days(), 1);
}
