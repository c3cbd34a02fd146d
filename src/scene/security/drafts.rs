//! Drafts of policies tried on a copy of the run, and their mistakes.

use super::locate::{Place, place};
use lab_content::policy::PolicyDocument;
use stream_engine::Simulation;

/// What is wrong with a text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    pub place: Place,
    pub text: String,
}

/// What is wrong with a text for its document.
pub fn mistake(document: &PolicyDocument, text: &str) -> Option<Mistake> {
    let error = document.place.check(text).err()?;
    Some(Mistake { place: place(text, &error), text: error.to_string() })
}

/// A copy of the run with every draft in its place that has no mistake; None if there is none.
pub fn tried(documents: &[PolicyDocument], drafts: &[Option<String>], run: &Simulation) -> Option<Simulation> {
    let drafts = documents.iter().zip(drafts).filter_map(|(document, text)| Some((&document.place, text.as_ref()?)));
    let sound: Vec<_> = drafts.filter(|(place, text)| place.is_known(run) && place.check(text).is_ok()).collect();
    if sound.is_empty() {
        return None;
    }
    let mut copy = run.clone();
    for (place, text) in sound {
        // A refused one changes nothing, as it wouldn't in the run.
        let _ = copy.apply(&place.command(text));
    }
    Some(copy)
}
