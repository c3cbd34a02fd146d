//! Draws questions by a seed and asks them, each with its key proven, for a file or for paper.

use crate::content::{frame, t};
use crate::parts::Whole;
use crate::quiz::Quiz;
use crate::quiz::asked::Variant;
use crate::quiz::round::in_order_of;
use crate::quiz::wish::{Of, domain_key};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use question_export::{Exported, Labels, Sheet};

/// Which questions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    pub of: Of,
    pub count: usize,
    pub seed: u64,
}

/// Draws them; `told` hears after each how far it is. Runs are made where a key needs one, with turns of the browser
/// between them.
pub async fn draw(quiz: Quiz, selection: Selection, whole: Whole, told: impl Fn(usize)) -> Sheet {
    let Selection { of, count, seed } = selection;
    let bank = quiz.bank.get_untracked();
    let ours = crate::content::bank().items.len();
    let profile = untrack(|| quiz.shell.profile_place());
    let mut questions = Vec::new();
    for nth in in_order_of(bank, ours, seed).into_iter().filter(|nth| of.takes(bank, ours, *nth)) {
        if questions.len() == count {
            break;
        }
        let variant_seed = seed.wrapping_add(questions.len() as u64);
        let Some(variant) = Variant::new(bank, nth, variant_seed, profile) else { continue };
        let mut finding = None;
        if variant.item.needs_run() {
            TimeoutFuture::new(0).await;
            let found = (whole.find)(variant.item, variant.facts, &variant.drawn, profile);
            finding = found.ok().flatten();
        }
        let (item, topic) = (variant.item, variant.topic);
        let Some(asked) = variant.asked(finding) else { continue };
        questions.push(Exported {
            item: item.id.clone(),
            version: item.version,
            variant: item.is_generator().then_some(variant_seed),
            topic: topic.name.clone(),
            domain: t(domain_key(item.domain)).to_owned(),
            difficulty: item.difficulty,
            sources: item.sources.clone(),
            question: asked.question,
        });
        told(questions.len());
    }
    Sheet {
        title: t("papers.sheet").to_owned(),
        seed,
        profile: frame().profiles[profile].label.clone(),
        language: "en".to_owned(),
        labels: Labels {
            key: t("papers.key").to_owned(),
            sources: t("quiz.sources").to_owned(),
            checked: t("papers.checked").to_owned(),
            seed: t("papers.seed").to_owned(),
        },
        questions,
    }
}
