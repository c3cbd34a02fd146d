//! A topology being built: the scenario as JSON, so that one form serves every kind of part.

pub mod parts;
pub mod told;

use lab_content::challenge::LabGoal;
use lab_content::exercise::{Exercise, VERSION};
use parts::{Field, PartKind, Shape};
use serde_json::{Map, Value, json};

/// The field that names a queue's dead-letter queue.
const DEAD_LETTERS: &str = "dead_letter_queue";

/// What stands in the builder.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    pub title: String,
    pub text: String,
    pub scenario: Map<String, Value>,
    pub goals: Vec<LabGoal>,
}

impl Draft {
    /// The exercise, to be changed.
    pub fn of(exercise: &Exercise) -> Draft {
        let scenario = match serde_json::to_value(&exercise.scenario) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let Exercise { title, text, goals, .. } = exercise.clone();
        Draft { title, text, scenario, goals }
    }

    /// The exercise that it makes; an error names what can't be read.
    pub fn exercise(&self) -> Result<Exercise, String> {
        let scenario = Value::Object(self.scenario.clone());
        let scenario = serde_json::from_value(scenario).map_err(|error| error.to_string())?;
        let Draft { title, text, goals, .. } = self.clone();
        Ok(Exercise { version: VERSION, title, text, scenario, goals })
    }

    /// The parts of a kind.
    pub fn parts(&self, kind: &PartKind) -> &[Value] {
        self.scenario.get(kind.list).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn parts_mut(&mut self, list: &str) -> &mut Vec<Value> {
        let entry = self.scenario.entry(list).or_insert_with(|| json!([]));
        if !entry.is_array() {
            *entry = json!([]);
        }
        // It was just made one.
        entry.as_array_mut().expect("an array")
    }

    /// One more part of a kind, with a name that nothing has yet.
    pub fn add(&mut self, kind: &PartKind) {
        let mut part: Value = serde_json::from_str(kind.blank).unwrap_or_default();
        if let Some(name) = part.get("name").and_then(Value::as_str) {
            part["name"] = Value::from(self.free_name(name));
        }
        for field in kind.fields {
            let choices = self.choices(field);
            // A reader of streams reads one if there is one.
            let wanted = if matches!(field.shape, Shape::StreamOrNone) { choices.get(1) } else { None };
            if let (Some(first), Value::Null) = (wanted.or(choices.first()), &part[field.path]) {
                part[field.path] = first.1.clone();
            }
        }
        self.parts_mut(kind.list).push(part);
    }

    /// Takes a part away, and with it whatever can't be without it. Parts of a later stream follow
    /// its number.
    pub fn remove(&mut self, kind: &PartKind, nth: usize) {
        if nth >= self.parts(kind).len() {
            return;
        }
        let gone = self.parts_mut(kind.list).remove(nth);
        for other in parts::KINDS {
            let orphans: Vec<usize> =
                (0..self.parts(other).len()).filter(|at| self.needs(other, *at, kind, nth, &gone)).collect();
            orphans.into_iter().rev().for_each(|at| self.remove(other, at));
            if kind.list == "streams" {
                self.follow_streams(other, nth);
            }
        }
        if kind.list == "queues" {
            for queue in self.parts_mut("queues").iter_mut().filter(|queue| queue[DEAD_LETTERS] == gone["name"]) {
                queue[DEAD_LETTERS] = Value::Null;
            }
        }
    }

    /// Whether a part can't be without the one that is gone.
    fn needs(&self, kind: &PartKind, at: usize, of: &PartKind, nth: usize, gone: &Value) -> bool {
        let part = &self.parts(kind)[at];
        kind.fields.iter().any(|field| match (field.shape, of.list) {
            // A queue's mapping has a stream's number that means nothing.
            (Shape::Stream | Shape::StreamOrNone, "streams") => {
                part.get("queue").is_none_or(Value::is_null) && part[field.path] == json!(nth)
            }
            // A queue goes on without the one for its dead letters.
            (Shape::NamedOrNone(_), _) if field.path == DEAD_LETTERS => false,
            (Shape::Named(list) | Shape::NamedOrNone(list), _) => {
                list == of.list && !part[field.path].is_null() && part[field.path] == gone["name"]
            }
            _ => false,
        })
    }

    fn follow_streams(&mut self, kind: &PartKind, gone: usize) {
        for field in kind.fields.iter().filter(|field| matches!(field.shape, Shape::Stream | Shape::StreamOrNone)) {
            for part in self.parts_mut(kind.list) {
                let number = part[field.path].as_u64().filter(|number| *number > gone as u64);
                if let Some(later) = number {
                    part[field.path] = json!(later - 1);
                }
            }
        }
    }

    /// Sets a field of a part. A new name is taken over by all that name it.
    pub fn set(&mut self, kind: &PartKind, nth: usize, field: &Field, value: Value) {
        let Some(part) = self.parts_mut(kind.list).get_mut(nth) else { return };
        let before = std::mem::replace(&mut part[field.path], value.clone());
        if field.path != "name" || before == value {
            return;
        }
        for other in parts::KINDS {
            for named in other.fields.iter().filter(
                |named| matches!(named.shape, Shape::Named(list) | Shape::NamedOrNone(list) if list == kind.list),
            ) {
                for part in self.parts_mut(other.list).iter_mut().filter(|part| part[named.path] == before) {
                    part[named.path] = value.clone();
                }
            }
        }
    }

    /// What a field may be chosen from: label and value; empty if it is typed.
    pub fn choices(&self, field: &Field) -> Vec<(String, Value)> {
        let named = |list: &str| -> Vec<String> {
            let parts = self.scenario.get(list).and_then(Value::as_array);
            let names = parts.into_iter().flatten().filter_map(|part| part.get("name")?.as_str());
            names.map(str::to_owned).collect()
        };
        let streams = || named("streams").into_iter().enumerate().map(|(nth, name)| (name, json!(nth)));
        let none = || (crate::content::t("builder.none").to_owned(), Value::Null);
        let by_name = |list| named(list).into_iter().map(|name| (name.clone(), Value::from(name)));
        match field.shape {
            Shape::Stream => streams().collect(),
            Shape::StreamOrNone => std::iter::once(none()).chain(streams()).collect(),
            Shape::Named(list) => by_name(list).collect(),
            Shape::NamedOrNone(list) => std::iter::once(none()).chain(by_name(list)).collect(),
            Shape::OneOf(options) => {
                let option = |(key, json): &(&str, &str)| {
                    let label = crate::content::t(&format!("builder.option.{key}"));
                    (label.to_owned(), serde_json::from_str(json).unwrap_or_default())
                };
                options.iter().map(option).collect()
            }
            Shape::Text | Shape::Number { .. } | Shape::Flag | Shape::Workers => Vec::new(),
        }
    }

    fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| {
            let lists = self.scenario.values().filter_map(Value::as_array);
            lists.flatten().any(|part| part.get("name").and_then(Value::as_str) == Some(name))
        };
        // A FIFO queue's name ends in its mark.
        let (stem, end) = wanted.strip_suffix(".fifo").map_or((wanted, ""), |stem| (stem, ".fifo"));
        let numbered = (1..).map(|n| if n == 1 { wanted.to_owned() } else { format!("{stem}-{n}{end}") });
        // There are fewer parts than numbers.
        numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_content::run::simulation;
    use stream_engine::{Scenario, Time};

    fn empty() -> Draft {
        let scenario = Scenario { seed: 1, ..Scenario::default() };
        let exercise =
            Exercise { version: VERSION, title: String::new(), text: String::new(), scenario, goals: Vec::new() };
        Draft::of(&exercise)
    }

    fn kind(list: &str) -> &'static PartKind {
        parts::KINDS.iter().find(|kind| kind.list == list).expect("there is such a kind")
    }

    fn with_all() -> Draft {
        let mut draft = empty();
        parts::KINDS.iter().for_each(|kind| draft.add(kind));
        draft
    }

    #[test]
    fn a_topology_with_one_part_of_each_kind_is_an_exercise_and_runs() {
        let exercise = with_all().exercise().expect("it can be read");
        assert_eq!(exercise.check(), Ok(()));
        let quotas = crate::content::content().profiles[0].quotas();
        let mut run = simulation(&exercise.scenario, quotas);
        run.run_until(Time::from_s(10));
        assert!(run.streams()[0].shards.iter().any(|shard| shard.records.end() > 0));
        assert_eq!(Draft::of(&exercise).exercise().expect("it comes back"), exercise);
    }

    #[test]
    fn a_second_part_gets_a_name_of_its_own() {
        let mut draft = empty();
        for _ in 0..3 {
            draft.add(kind("queues"));
        }
        let names: Vec<&str> = draft.parts(kind("queues")).iter().filter_map(|part| part["name"].as_str()).collect();
        assert_eq!(names, ["orders.fifo", "orders-2.fifo", "orders-3.fifo"]);
    }

    #[test]
    fn what_reads_a_stream_that_goes_goes_with_it_and_the_others_follow_their_own() {
        let mut draft = with_all();
        draft.add(kind("streams"));
        draft.add(kind("producers"));
        let stream = kind("producers").fields.iter().find(|field| field.path == "stream").expect("it has a stream");
        draft.set(kind("producers"), 1, stream, json!(1));
        draft.remove(kind("streams"), 0);
        let producers = draft.parts(kind("producers"));
        assert_eq!(producers.len(), 1);
        assert_eq!(producers[0]["stream"], json!(0));
        assert!(draft.parts(kind("kcl")).is_empty());
        assert!(draft.exercise().expect("it can be read").check().is_ok());
    }

    #[test]
    fn a_new_name_is_taken_over_by_those_that_use_it() {
        let mut draft = with_all();
        let name = kind("queues").fields.iter().find(|field| field.path == "name").expect("it has a name");
        draft.set(kind("queues"), 0, name, json!("other.fifo"));
        assert_eq!(draft.parts(kind("queue_consumers"))[0]["queue"], json!("other.fifo"));
        draft.remove(kind("queues"), 0);
        assert!(draft.parts(kind("queue_consumers")).is_empty() && draft.parts(kind("queue_feeds")).is_empty());
    }

    #[test]
    fn a_queue_stays_when_its_dead_letter_queue_goes() {
        let mut draft = with_all();
        draft.add(kind("queues"));
        let dead = kind("queues").fields.iter().find(|field| field.path == DEAD_LETTERS).expect("it has such a field");
        let name = draft.parts(kind("queues"))[1]["name"].clone();
        draft.set(kind("queues"), 0, dead, name);
        draft.remove(kind("queues"), 1);
        assert_eq!(draft.parts(kind("queues")).len(), 1);
        assert!(draft.parts(kind("queues"))[0][DEAD_LETTERS].is_null());
        assert!(draft.parts(kind("queue_consumers")).len() == 1);
        assert_eq!(draft.exercise().expect("it can be read").check(), Ok(()));
    }
}
