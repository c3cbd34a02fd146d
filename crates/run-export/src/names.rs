//! Names for resources: AWS' own name, in the letters that a template allows, each once.

use std::collections::BTreeSet;

/// Names given so far.
#[derive(Default)]
pub struct Names(BTreeSet<String>);

impl Names {
    /// `my-stream` → `MyStream`; a second one of the same name gets a number.
    pub fn camel(&mut self, name: &str, kind: &str) -> String {
        let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
        self.unique(words.map(capital).collect::<String>() + kind)
    }

    /// `My.Stream` → `my_stream`.
    pub fn snake(&mut self, name: &str) -> String {
        let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let joined = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
        let begins = joined.chars().next().is_some_and(|char| char.is_ascii_alphabetic());
        self.unique(if begins { joined } else { format!("r_{joined}") })
    }

    fn unique(&mut self, wanted: String) -> String {
        let numbered = (2_u32..).map(|nth| format!("{wanted}{nth}"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|name| !self.0.contains(name));
        let free = free.expect("there are more numbers than names");
        self.0.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_what_templates_allow_and_are_given_once() {
        let mut names = Names::default();
        assert_eq!(names.camel("my-stream.fifo", "Queue"), "MyStreamFifoQueue");
        assert_eq!(names.camel("my_stream_fifo", "Queue"), "MyStreamFifoQueue2");
        assert_eq!(names.snake("7 Trucks"), "r_7_trucks");
        assert_eq!(names.snake("trucks.fifo"), "trucks_fifo");
    }
}
