//! What is wrong with an exercise, in the page's words.

use crate::content::{bank, content, t, tf};
use crate::scene::builder::told::told;
use crate::scene::clock;
use classroom::assignment::{Assignment, Flaw};

/// What keeps it from being played, a line each.
pub fn obstacles(assignment: &Assignment) -> Vec<String> {
    assignment.obstacles(content(), &is_item).iter().map(text).collect()
}

/// All that is wrong with it, a line each: it is played, and its solution, too.
pub fn flaws(assignment: &Assignment) -> Vec<String> {
    assignment.flaws(content(), &is_item).iter().map(text).collect()
}

fn is_item(id: &str) -> bool {
    bank().items.iter().any(|item| item.id == id)
}

fn text(flaw: &Flaw) -> String {
    let named = |key: &str, name: &str| tf(key, &[("name", name)]);
    match flaw {
        Flaw::Title => t("classroom.flaw.title").to_owned(),
        Flaw::Text => t("classroom.flaw.text").to_owned(),
        Flaw::Profile(id) => named("classroom.flaw.profile", id),
        Flaw::Lab(id) => named("classroom.flaw.lab", id),
        Flaw::Control(id) => named("classroom.flaw.control", id),
        Flaw::Scenario(error) => told(error),
        Flaw::Goals => t("classroom.flaw.goals").to_owned(),
        Flaw::Question(id) => named("classroom.flaw.question", id),
        Flaw::Bounds => t("classroom.flaw.bounds").to_owned(),
        Flaw::Order => t("classroom.flaw.order").to_owned(),
        Flaw::AlreadyMet => t("classroom.flaw.already_met").to_owned(),
        Flaw::MetIdly(at) => tf("classroom.flaw.met_idly", &[("moment", &clock(*at))]),
        Flaw::NotSolved => t("classroom.flaw.not_solved").to_owned(),
        Flaw::NotAllowed(nth) => tf("classroom.flaw.not_allowed", &[("n", &(nth + 1).to_string())]),
    }
}
