//! Runs that prove a key.

use crate::expression::Expression;
use crate::facts::Facts;
use crate::given::Drawn;
use crate::item::{Item, Kind, Proof, Run};
use crate::mark::Answer;
use crate::question::Question;
use crate::text::{Names, braced};
use lab_content::Content;
use lab_content::trial::{Finding, Trial};
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::extensions::Extensions;
use stream_engine::{Quotas, Scenario};

/// Entries of a trial that are made by repeating: the bytes of a large record are the most.
const REPEATS_MAX: u64 = 2_000_000;

/// What a run goes by: the lab's scenario, limits and prices.
pub struct Ground<'a> {
    pub lab: &'a Scenario,
    pub limits: &'a Rc<Quotas>,
    pub prices: &'a Prices,
}

impl Run {
    /// The trial with the numbers of a variant.
    ///
    /// # Errors
    /// What keeps the text from being a trial, in words.
    pub fn trial(&self, facts: &Facts, drawn: &Drawn) -> Result<Trial, String> {
        let mut trial: Value = serde_json::from_str(&self.trial).map_err(|error| error.to_string())?;
        let names = Names { facts, drawn, found: None };
        put_numbers_in(&mut trial, &names, &Cell::new(REPEATS_MAX))?;
        let mut trial: Trial = serde_json::from_value(trial).map_err(|error| error.to_string())?;
        // What is repeated stands one behind the other, whatever its times are.
        trial.steps.sort_by_key(|step| step.at_s);
        Ok(trial)
    }

    /// What stands in braces in it.
    pub fn placeholders(&self) -> Vec<String> {
        let mut found = Vec::new();
        if let Ok(trial) = serde_json::from_str(&self.trial) {
            braced_in(&trial, &mut found);
        }
        found
    }
}

/// What stands in braces in the texts of a value.
fn braced_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(braced(text).into_iter().map(str::to_owned)),
        Value::Array(values) => values.iter().for_each(|value| braced_in(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| braced_in(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces texts that are a placeholder by its number, and repeats what is to be repeated.
fn put_numbers_in(value: &mut Value, names: &Names, left: &Cell<u64>) -> Result<(), String> {
    match value {
        Value::String(text) => {
            match placeholder(text) {
                Some(inside) => *value = Value::from(whole(inside, names)?),
                None => *text = names.fill_plainly(text),
            }
            Ok(())
        }
        Value::Array(values) => {
            let mut all = Vec::with_capacity(values.len());
            for mut value in values.drain(..) {
                match repeated(&value) {
                    Some((times, of)) => {
                        let times = whole(times, names)?;
                        let rest = left.get().checked_sub(times).ok_or("too much is repeated")?;
                        left.set(rest);
                        // What has no number in it is as often the same: the bytes of a large record.
                        let mut inside = Vec::new();
                        braced_in(of, &mut inside);
                        if inside.is_empty() {
                            all.extend(std::iter::repeat_n(of.clone(), times as usize));
                            continue;
                        }
                        for nth in 1..=times {
                            let drawn = names.drawn.with("nth", nth);
                            let mut one = of.clone();
                            put_numbers_in(&mut one, &Names { drawn: &drawn, ..*names }, left)?;
                            all.push(one);
                        }
                    }
                    None => {
                        put_numbers_in(&mut value, names, left)?;
                        all.push(value);
                    }
                }
            }
            *values = all;
            Ok(())
        }
        Value::Object(fields) => fields.values_mut().try_for_each(|value| put_numbers_in(value, names, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// `{ repeat = "{workers}", of = … }`: how often, as it stands in the braces, and what.
fn repeated(value: &Value) -> Option<(&str, &Value)> {
    Some((placeholder(value.get("repeat")?.as_str()?)?, value.get("of")?))
}

/// What stands in the braces of a text that is nothing but a placeholder. The body of a call begins and ends with braces
/// too.
fn placeholder(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}').filter(|inside| !inside.is_empty() && !inside.contains(['"', '{']))
}

fn whole(inside: &str, names: &Names) -> Result<u64, String> {
    let number = names.value(&Expression::parse(inside)?).ok_or_else(|| format!("`{inside}` has no value"))?;
    match number >= 0.0 && number.fract() == 0.0 {
        true => Ok(number as u64),
        false => Err(format!("`{inside}` is {number}, and a scenario has whole numbers")),
    }
}

impl Item {
    /// Runs the proof, if it is a run.
    ///
    /// # Errors
    /// What is wrong with the item, in words.
    pub fn find(&self, facts: &Facts, drawn: &Drawn, ground: &Ground) -> Result<Option<Finding>, String> {
        let Proof::Run(run) = &self.proof else { return Ok(None) };
        let trial = run.trial(facts, drawn)?;
        Ok(Some(trial.find(ground.lab, ground.limits, ground.prices, Extensions::ALL)))
    }

    /// The number that a run showed, as the item's texts name it.
    pub fn found(&self, facts: &Facts, drawn: &Drawn, finding: Option<&Finding>) -> Option<f64> {
        let Some(Finding::Number(number)) = finding else { return None };
        let raw = *number as f64;
        let Proof::Run(Run { reading: Some(reading), .. }) = &self.proof else { return Some(raw) };
        Names { facts, drawn, found: Some(raw) }.value(&Expression::parse(reading).ok()?)
    }

    /// Whether the run bears the item's key out: one option is right by it, or the numbers are the same.
    ///
    /// # Errors
    /// What the run showed instead, in words.
    pub fn bear_out(&self, facts: &Facts, drawn: &Drawn, finding: &Finding) -> Result<(), String> {
        let found = self.found(facts, drawn, Some(finding));
        let names = Names { facts, drawn, found };
        let Proof::Run(run) = &self.proof else { return Ok(()) };
        let mut wanted: Vec<(&str, f64)> = run.equals.iter().map(|text| (text.as_str(), 0.0)).collect();
        if let Kind::Numeric { answer, tolerance, .. } = &self.kind {
            wanted.push((answer, *tolerance as f64));
        }
        for (text, tolerance) in wanted {
            let (value, found) = (names.value(&Expression::parse(text)?), found);
            let near = |(value, found): (f64, f64)| (value - found).abs() <= tolerance + 1e-9 * value.abs().max(1.0);
            if !value.zip(found).is_some_and(near) {
                return Err(format!("`{text}` is {value:?}, and the run showed {finding:?}, read as {found:?}"));
            }
        }
        let question = self.question(facts, drawn, 0, Some(finding)).ok_or("no question comes of it")?;
        match question.key() {
            Answer::Chosen(chosen) if chosen.is_empty() => Err(format!("no option fits {finding:?}")),
            _ => Ok(()),
        }
    }

    /// The question of a variant under a profile's limits, its key borne out by its run, if there is one.
    ///
    /// # Errors
    /// What is wrong with the item, in words.
    pub fn asked(&self, content: &Content, profile: &str, facts: &Facts, seed: u64) -> Result<Question, String> {
        let (drawn, finding) = self.run_in(content, profile, facts, seed)?;
        if let Some(finding) = &finding {
            self.bear_out(facts, &drawn, finding)?;
        }
        self.question(facts, &drawn, seed, finding.as_ref()).ok_or_else(|| "no question comes of it".to_owned())
    }

    /// The sentence under the proof of that variant, with what its run showed; None if the proof is no run.
    ///
    /// # Errors
    /// What is wrong with the item, in words.
    pub fn shown(&self, content: &Content, profile: &str, facts: &Facts, seed: u64) -> Result<Option<String>, String> {
        let (drawn, finding) = self.run_in(content, profile, facts, seed)?;
        Ok(finding.and_then(|finding| self.shows(facts, &drawn, &finding)))
    }

    /// That sentence, once its run is made; None if the proof is no run.
    pub fn shows(&self, facts: &Facts, drawn: &Drawn, finding: &Finding) -> Option<String> {
        let Proof::Run(run) = &self.proof else { return None };
        Some(Names { facts, drawn, found: self.found(facts, drawn, Some(finding)) }.fill(&run.shows))
    }

    /// The numbers of a variant, and what its run finds under a profile's limits, if its proof is one.
    fn run_in(
        &self,
        content: &Content,
        profile: &str,
        facts: &Facts,
        seed: u64,
    ) -> Result<(Drawn, Option<Finding>), String> {
        let drawn = self.draw(facts, seed).ok_or("no numbers fit the conditions")?;
        let Proof::Run(run) = &self.proof else { return Ok((drawn, None)) };
        let profile = content.profiles.iter().find(|one| one.id == profile).ok_or("no such profile")?;
        let lab = content.lab(&run.lab).ok_or_else(|| format!("no lab is named {}", run.lab))?;
        let limits = profile.quotas();
        let ground = Ground { lab: &lab.scenario, limits: &limits, prices: &content.prices.prices };
        let finding = self.find(facts, &drawn, &ground)?;
        Ok((drawn, finding))
    }

    /// Whether that question can be asked at all.
    ///
    /// # Errors
    /// What is wrong with the item, in words.
    pub fn prove(&self, content: &Content, profile: &str, facts: &Facts, seed: u64) -> Result<(), String> {
        let question = self.asked(content, profile, facts, seed)?;
        let flaws: Vec<String> = question.flaws().into_iter().chain(question.length_flaw()).collect();
        if flaws.is_empty() { Ok(()) } else { Err(flaws.join(", ")) }
    }
}
