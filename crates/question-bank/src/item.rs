//! Items as they are written.

use crate::facts::Facts;
use crate::given::Given;
use crate::text::braced;
use lab_content::prediction::Match;
use serde::{Deserialize, Serialize};

/// All questions, with the limits that they name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bank {
    /// In the order of their numbers, from 1.
    pub topics: Vec<Topic>,
    pub items: Vec<Item>,
    /// By the profile's id, in the order of the page's switch.
    pub facts: Vec<(String, Facts)>,
}

/// A rule that questions are about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub name: String,
    pub area: Area,
    /// The lab in which it can be played.
    pub lab: String,
}

/// What mastery is shown by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Area {
    DataStreams,
    Capacity,
    Producers,
    Consumers,
    Resharding,
    Security,
    SqsFifo,
}

/// Domains of the exam AWS Certified Developer – Associate (DVA-C02).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Domain {
    Development,
    Security,
    Deployment,
    Troubleshooting,
}

/// A question, or a whole family of them if its numbers are drawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Never given to another item.
    pub id: String,
    /// Grows when the key or the sense changes.
    pub version: u32,
    /// From 1.
    pub topic: u8,
    pub domain: Domain,
    /// 1 (recall) to 3 (several rules at once).
    pub difficulty: u8,
    /// What someone believes who gets it wrong.
    pub misconception: String,
    /// Sorted by name.
    pub given: Vec<(String, Given)>,
    /// Expressions that must be above 0 for numbers to be asked.
    pub conditions: Vec<String>,
    pub stem: String,
    pub kind: Kind,
    pub explanation: String,
    pub sources: Vec<Source>,
    pub proof: Proof,
    /// Ids of the profiles in which it is asked; all if there is none.
    pub profiles: Vec<String>,
}

/// Where a rule is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    pub address: String,
    /// ISO date.
    pub checked: String,
}

/// How it is asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Kind {
    Single {
        options: Vec<Choice>,
    },
    Multi {
        options: Vec<Choice>,
    },
    /// One option, and the key is what a run shows.
    Predict {
        options: Vec<Choice>,
    },
    Numeric {
        /// An expression over limits, given numbers and `found`.
        answer: String,
        #[serde(default)]
        tolerance: u64,
        unit: String,
    },
    /// In the right order.
    Order {
        steps: Vec<Step>,
    },
    Match {
        pairs: Vec<Pair>,
    },
}

/// An option.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub text: String,
    /// Why it is right or wrong.
    pub why: String,
    #[serde(default)]
    pub right: Right,
}

/// When an option is right.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Right {
    #[default]
    No,
    Yes,
    /// Where the expression is above 0.
    If(String),
    /// By what the run shows.
    When(Match),
}

/// A step of an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub text: String,
    /// Why it stands where it does.
    pub why: String,
}

/// Two that belong together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub left: String,
    pub right: String,
    pub why: String,
}

/// What bears the key out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Proof {
    /// Limits by their keys.
    Facts(Vec<String>),
    Run(Run),
}

/// A run that shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// The lab whose scenario it is, unless the trial has one, and in which it can be opened.
    pub lab: String,
    /// A trial of `lab_content` as JSON. A text in it that is a placeholder, `"{rate}"`, becomes its number, and an entry
    /// of a list that is `{ repeat = "{workers}", of = … }` becomes so many entries, in which `{nth}` counts from 1.
    pub trial: String,
    /// From the `found` number to the one that is meant, as an expression; that number itself if absent.
    pub reading: Option<String>,
    /// An expression that the number found must equal; for an item whose key doesn't come from the run itself.
    pub equals: Option<String>,
    /// What was seen, in a sentence; `{found}` is the number.
    pub shows: String,
}

impl Item {
    /// Whether other numbers make another question of it.
    pub fn is_generator(&self) -> bool {
        self.given.iter().any(|(_, given)| given.choices() > 1)
    }

    /// Whether it is asked under the limits of this profile.
    pub fn is_asked_in(&self, profile: &str) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|one| one == profile)
    }

    /// Whether its key is known only after its run.
    pub fn key_needs_run(&self) -> bool {
        match &self.kind {
            Kind::Single { options } | Kind::Multi { options } | Kind::Predict { options } => {
                options.iter().any(|option| matches!(option.right, Right::When(_)))
            }
            Kind::Numeric { answer, .. } => answer.contains("found"),
            Kind::Order { .. } | Kind::Match { .. } => false,
        }
    }

    /// Whether what a learner reads of it, its proof apart, is whole only after its run.
    pub fn needs_run(&self) -> bool {
        let shows = match &self.proof {
            Proof::Run(run) => run.shows.as_str(),
            Proof::Facts(_) => "",
        };
        let names_found = |text: &&str| braced(text).into_iter().any(|inside| inside.contains("found"));
        self.key_needs_run() || self.texts().iter().filter(|text| **text != shows).any(names_found)
    }

    /// Its options, if it has some.
    pub fn options(&self) -> &[Choice] {
        match &self.kind {
            Kind::Single { options } | Kind::Multi { options } | Kind::Predict { options } => options,
            Kind::Numeric { .. } | Kind::Order { .. } | Kind::Match { .. } => &[],
        }
    }

    /// Every text of it that a learner reads.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.stem.as_str(), &self.explanation, &self.misconception];
        texts.extend(self.options().iter().flat_map(|option| [option.text.as_str(), &option.why]));
        match &self.kind {
            Kind::Order { steps } => texts.extend(steps.iter().flat_map(|step| [step.text.as_str(), &step.why])),
            Kind::Match { pairs } => {
                texts.extend(pairs.iter().flat_map(|pair| [pair.left.as_str(), &pair.right, &pair.why]));
            }
            _ => {}
        }
        if let Proof::Run(run) = &self.proof {
            texts.push(&run.shows);
        }
        texts
    }
}
