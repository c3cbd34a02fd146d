//! A question as it stands before the learner: an item with its numbers, and what its run showed.

use lab_content::trial::Finding;
use question_bank::facts::Facts;
use question_bank::given::Drawn;
use question_bank::item::{Proof, Topic};
use question_bank::{Bank, Item, Question};

/// An item with numbers, under the limits of a profile.
#[derive(Clone, Debug)]
pub struct Variant {
    pub item: &'static Item,
    pub topic: &'static Topic,
    pub facts: &'static Facts,
    /// Place of the quota profile.
    pub profile: usize,
    pub drawn: Drawn,
    pub seed: u64,
}

/// A question with all that it was made of.
#[derive(Clone, Debug)]
pub struct Asked {
    pub variant: Variant,
    pub question: Question,
    /// Whether the question tells what is right: not before its run, if the key is what that shows.
    pub has_key: bool,
    /// None until its proof has run, or if that isn't a run.
    pub finding: Option<Finding>,
}

impl Variant {
    /// The item at this place of the bank; None if it isn't asked under these limits.
    pub fn new(bank: &'static Bank, nth: usize, seed: u64, profile: usize) -> Option<Variant> {
        let item = bank.items.get(nth)?;
        let topic = bank.topics.get(usize::from(item.topic).checked_sub(1)?)?;
        let (name, facts) = bank.facts.get(profile)?;
        let drawn = item.draw(facts, seed).filter(|_| item.is_asked_in(name))?;
        Some(Variant { item, topic, facts, profile, drawn, seed })
    }

    /// The question; None if its key or a text is what a run shows, and that isn't known.
    pub fn asked(self, finding: Option<Finding>) -> Option<Asked> {
        if finding.is_none() && self.item.needs_run() {
            return None;
        }
        let question = self.item.question(self.facts, &self.drawn, self.seed, finding.as_ref())?;
        Some(Asked { variant: self, question, has_key: true, finding })
    }

    /// The question to be read and answered, as long as its key isn't known.
    pub fn without_key(self) -> Option<Asked> {
        let question = self.item.question_without_key(self.facts, &self.drawn, self.seed)?;
        Some(Asked { variant: self, question, has_key: false, finding: None })
    }
}

impl Asked {
    /// Whether a run can prove it.
    pub fn has_run(&self) -> bool {
        matches!(self.variant.item.proof, Proof::Run(_))
    }

    /// What the run showed, in a sentence; None without a run.
    pub fn shows(&self) -> Option<String> {
        let Variant { item, facts, drawn, .. } = &self.variant;
        item.shows(facts, drawn, self.finding.as_ref()?)
    }

    /// What the run showed instead of the key, if it doesn't bear that out.
    pub fn doubt(&self) -> Option<String> {
        let Variant { item, facts, drawn, .. } = &self.variant;
        item.bear_out(facts, drawn, self.finding.as_ref()?).err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::bank;
    use question_bank::question::Body;

    #[test]
    fn a_question_whose_key_is_unknown_is_whole_but_for_the_key() {
        let profile = bank().facts.len() - 1;
        let mut keyless = 0;
        for nth in 0..bank().items.len() {
            let Some(variant) = Variant::new(bank(), nth, 7, profile) else { continue };
            let Some(asked) = variant.clone().without_key() else { panic!("{}", variant.item.id) };
            let texts = match &asked.question.body {
                Body::Choice { options, .. } => options.iter().map(|option| option.text.clone()).collect(),
                _ => Vec::new(),
            };
            let is_filled = |text: &String| !text.contains("{found");
            assert!(texts.iter().chain([&asked.question.stem]).all(is_filled), "{}", variant.item.id);
            match variant.item.needs_run() {
                true => keyless += usize::from(variant.asked(None).is_none()),
                false => {
                    let keyed = variant.asked(None).expect("its key is known");
                    assert_eq!(keyed.question.stem, asked.question.stem);
                }
            }
        }
        assert!(keyless > 40, "{keyless}");
    }
}
