//! Limits and prices as rows, and which of them a search finds.

use lab_content::reference::{FactRow, Reference};

/// What is looked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    pub text: String,
    pub service: Option<usize>,
    /// Only what differs between the profiles.
    pub differing: bool,
}

/// A limit or price as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub key: &'static str,
    pub name: &'static str,
    pub service: usize,
    /// One for each profile, or one for all.
    pub values: Vec<String>,
    pub differs: bool,
    pub assumed: bool,
    pub origins: Vec<Origin>,
    /// All of it in lower case, to be searched.
    haystack: String,
}

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Numbers of the profiles that have it from there.
    pub profiles: Vec<usize>,
    pub source: &'static str,
    pub date: &'static str,
    pub note: &'static str,
}

/// All rows, by service.
pub fn rows(reference: &'static Reference) -> Vec<Row> {
    reference.facts.iter().map(|fact| row(reference, fact)).collect()
}

fn row(reference: &'static Reference, fact: &'static FactRow) -> Row {
    let values: Vec<String> = (0..fact.said.len()).map(|profile| fact.text(profile)).collect();
    let mut origins: Vec<Origin> = Vec::new();
    for (profile, said) in fact.said.iter().enumerate() {
        let source = reference.sources[usize::from(said.source)].as_str();
        let same = |known: &&mut Origin| known.source == source && known.date == said.date && known.note == said.note;
        match origins.iter_mut().find(same) {
            Some(known) => known.profiles.push(profile),
            None => origins.push(Origin { profiles: vec![profile], source, date: &said.date, note: &said.note }),
        }
    }
    let service = usize::from(fact.service);
    let mut haystack =
        format!("{} {} {} {}", fact.name, fact.key, fact.key.replace('_', " "), reference.services[service]);
    for text in values.iter().map(String::as_str).chain(origins.iter().flat_map(|origin| [origin.source, origin.note]))
    {
        haystack.push(' ');
        haystack.push_str(text);
        // Thousands are found with and without the space between them.
        haystack.push(' ');
        haystack.extend(text.chars().filter(|char| *char != lab_content::format::THIN));
    }
    Row {
        key: &fact.key,
        name: &fact.name,
        service,
        values,
        differs: fact.differs(),
        assumed: fact.is_assumed(&reference.sources),
        origins,
        haystack: haystack.to_lowercase(),
    }
}

impl Row {
    /// Whether it is what is looked for: every word of the text is in it.
    pub fn is_found(&self, wanted: &Wanted) -> bool {
        let text = wanted.text.to_lowercase();
        wanted.service.is_none_or(|service| service == self.service)
            && (self.differs || !wanted.differing)
            && text.split_whitespace().all(|word| self.haystack.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::reference;

    fn found(text: &str, differing: bool) -> Vec<&'static str> {
        let wanted = Wanted { text: text.to_owned(), service: None, differing };
        rows(reference()).iter().filter(|row| row.is_found(&wanted)).map(|row| row.key).collect()
    }

    #[test]
    fn every_word_counts_and_numbers_are_found_as_one_types_them() {
        assert!(found("retention longest", false).contains(&"retention_long_term_max_hours"));
        assert!(found("120000 flight", false).contains(&"sqs_fifo_in_flight_max_messages"));
        assert!(found("SHARD_HOUR", false).contains(&"price.shard_hour"));
        assert_eq!(found("nothing is called so", false), Vec::<&str>::new());
        assert_eq!(found("", false).len(), reference().facts.len());
    }

    #[test]
    fn the_switch_leaves_what_differs() {
        let differing = found("", true);
        assert!(differing.contains(&"sqs_message_max_bytes") && !differing.contains(&"shard_write_records_per_second"));
    }

    #[test]
    fn every_row_tells_source_and_date_for_every_profile() {
        for row in rows(reference()) {
            let told: usize = row.origins.iter().map(|origin| origin.profiles.len()).sum();
            assert_eq!(told, row.values.len(), "{}", row.key);
            assert!(
                row.origins.iter().all(|origin| !origin.source.is_empty() && origin.date.len() == 10),
                "{}",
                row.key
            );
        }
    }
}
