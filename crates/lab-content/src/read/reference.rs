//! Reads what the tools look up: all facts of all profiles, all prices, the changes, the fidelity.

use super::facts::{PriceFile, ProfileFile, is_date, nano_dollars};
use super::{PROFILES, Reader};
use crate::format::placeholders;
use crate::lesson::Lesson;
use crate::profile::FactValue;
use crate::reference::{Change, FactRow, Fidelity, ProfileLimits, Reference, Said};
use crate::{Content, Frame, profile};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    service: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    #[serde(rename = "id")]
    _id: String,
    title: String,
    prefixes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FidelityFile {
    service: Vec<Fidelity>,
}

/// Sources that have been met, each once.
#[derive(Default)]
struct Sources(Vec<String>);

impl Sources {
    fn place(&mut self, source: String) -> u16 {
        let at = self.0.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.0.push(source);
            self.0.len() - 1
        });
        u16::try_from(at).expect("a few hundred sources")
    }
}

impl Reader<'_> {
    /// All of it; the limits come from what has been read for the labs.
    pub(super) fn reference(&mut self, frame: &Frame, content: &Content) -> Option<Reference> {
        let services: Services = self.toml("services.toml")?;
        let changes: Changes = self.toml("changes.toml")?;
        let fidelity: FidelityFile = self.toml("fidelity.toml")?;
        let files: Vec<ProfileFile> =
            PROFILES.iter().filter_map(|id| self.toml(&format!("quotas/{id}.toml"))).collect();
        let prices: PriceFile = self.toml("prices/us-east-1.toml")?;
        let mut sources = Sources::default();
        let mut facts = Vec::new();
        let newest = files.last()?;
        for (key, quota) in &newest.quota {
            let said = files.iter().filter_map(|file| file.quota.get(key)).map(|quota| Said {
                value: quota.fact(),
                source: sources.place(quota.source.clone()),
                date: quota.date.clone(),
                note: quota.note.clone(),
            });
            let said = said.collect();
            facts.push(self.row(&services, key.clone(), quota.name.clone(), quota.unit.clone(), said));
        }
        for (key, price) in prices.price {
            let value = FactValue::NanoDollars(nano_dollars(price.usd));
            let said = vec![Said { value, source: sources.place(price.source), date: price.date, note: price.note }];
            facts.push(self.row(&services, format!("price.{key}"), price.name, price.unit, said));
        }
        facts.sort_by_key(|fact| fact.service);
        let limits = |profile: &profile::Profile| ProfileLimits {
            id: profile.id.clone(),
            short: profile.short.clone(),
            limits: profile.limits.clone(),
        };
        let reference = Reference {
            profiles: content.profiles.iter().map(limits).collect(),
            prices: content.prices.prices,
            region: content.prices.region.clone(),
            checked: content.prices.checked.clone(),
            services: services.service.into_iter().map(|service| service.title).collect(),
            facts,
            sources: sources.0,
            changes: changes.change,
            fidelity: fidelity.service,
            lessons: self.lessons_of_no_lab(frame),
        };
        self.check_reference(&reference);
        Some(reference)
    }

    fn row(&mut self, services: &Services, key: String, name: String, unit: String, said: Vec<Said>) -> FactRow {
        let longest = |service: &Service| {
            service.prefixes.iter().filter(|prefix| key.starts_with(*prefix)).map(String::len).max().unwrap_or(0)
        };
        let found = services.service.iter().enumerate().max_by_key(|(_, service)| longest(service));
        let service = found.filter(|(_, service)| longest(service) > 0).map(|(at, _)| at as u8);
        if service.is_none() {
            self.problem("services.toml", None, format!("{key} belongs to no service: give one a prefix of it"));
        }
        FactRow { key, name, unit, service: service.unwrap_or(0), said }
    }

    fn lessons_of_no_lab(&mut self, frame: &Frame) -> Vec<Lesson> {
        let cards = frame.lessons.iter();
        cards.filter_map(|card| Some(Lesson { id: card.id.clone(), html: self.lesson(&card.id)?.html })).collect()
    }

    fn check_reference(&mut self, reference: &Reference) {
        let known = |key: &str| reference.fact(key).is_some();
        let mut wrong = Vec::new();
        for change in &reference.changes {
            let day = change.date.len() == 7 || is_date(&change.date);
            if !day || !is_date(&change.checked) || change.source.is_empty() {
                wrong.push(("changes.toml", format!("{}: a date, a source and the day of the check", change.title)));
            }
            wrong.extend(change.facts.iter().filter(|key| !known(key)).map(|key| ("changes.toml", no_fact(key))));
        }
        let ordered = reference.changes.windows(2).all(|pair| pair[0].date >= pair[1].date);
        if !ordered {
            wrong.push(("changes.toml", "newest first".to_owned()));
        }
        for text in reference.fidelity.iter().flat_map(Fidelity::texts) {
            wrong.extend(
                placeholders(text).into_iter().filter(|key| !known(key)).map(|key| ("fidelity.toml", no_fact(key))),
            );
        }
        let reasons = reference.fidelity.iter().flat_map(|service| &service.simplified);
        for simplification in reasons.filter(|simplification| simplification.why.is_empty()) {
            wrong.push(("fidelity.toml", format!("{}: why?", simplification.what)));
        }
        for (file, text) in wrong {
            self.problem(file, None, text);
        }
        for lesson in &reference.lessons {
            let unknown = placeholders(&lesson.html).into_iter().filter(|key| reference.said_by(key).is_none());
            unknown.for_each(|key| self.problem(&format!("lessons/{}.md", lesson.id), None, no_fact(key)));
        }
    }
}

fn no_fact(key: &str) -> String {
    format!("{{{key}}} is neither a quota nor a price")
}
