//! What an item is made of: limits, prices and its own numbers, by the names that stand in it.

use crate::expression::Expression;
use crate::item::{Item, Kind, Proof, Right};
use crate::text::braced;

impl Item {
    /// Every name that its proof, texts and expressions hold, each once, those of the proof first.
    pub fn names(&self) -> Vec<String> {
        let mut inside: Vec<String> = Vec::new();
        match &self.proof {
            Proof::Facts(keys) => inside.extend(keys.iter().cloned()),
            Proof::Run(run) => {
                inside.extend(run.placeholders());
                inside.extend(run.reading.iter().chain(&run.equals).cloned());
            }
        }
        if let Kind::Numeric { answer, .. } = &self.kind {
            inside.push(answer.clone());
        }
        inside.extend(self.texts().into_iter().flat_map(braced).map(str::to_owned));
        inside.extend(self.conditions.iter().cloned());
        inside.extend(self.options().iter().filter_map(|option| match &option.right {
            Right::If(text) => Some(text.clone()),
            _ => None,
        }));
        let mut names: Vec<String> = Vec::new();
        for text in inside {
            let expression = text.split('|').next().unwrap_or("");
            let Ok(parsed) = Expression::parse(expression) else { continue };
            let new = parsed.names().into_iter().filter(|name| !names.iter().any(|known| known == name));
            let new: Vec<String> = new.map(str::to_owned).collect();
            names.extend(new);
        }
        names
    }
}
