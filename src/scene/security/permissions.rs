//! What the actors may do, beside what they need: a grid of kinds by ways, and every action one by one.

use crate::content::{t, tf};
use stream_engine::Simulation;
use stream_engine::security::NetworkPath;
use stream_engine::security::survey::{Cell, Kind, Surveyed};

pub const KINDS: [Kind; 6] = [Kind::Put, Kind::Read, Kind::UseKey, Kind::Look, Kind::Manage, Kind::ManageKeys];

/// How a field of the grid stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// What is needed is allowed, and no more.
    Right,
    /// Nothing is allowed, nothing needed.
    Quiet,
    /// More is allowed than needed.
    Beyond,
    /// Something that is needed is refused.
    Missing,
}

/// One field: a kind of actions by one way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub standing: Standing,
    /// `2 of 2`.
    pub text: String,
    /// The actions behind it.
    pub title: String,
}

/// The grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grid {
    /// Actor and way of each column.
    pub columns: Vec<(String, &'static str)>,
    /// A kind's name with its fields.
    pub rows: Vec<(&'static str, Vec<Field>)>,
    pub beyond: usize,
    pub missing: usize,
}

/// The grid of a run as it stands.
pub fn grid(run: &Simulation) -> Grid {
    let survey = run.survey();
    let columns = survey.iter().map(|one| (one.actor.clone(), way(&one.path))).collect();
    let row = |kind: Kind| (name(kind), survey.iter().map(|one| field(one, kind)).collect());
    Grid {
        columns,
        rows: KINDS.into_iter().map(row).collect(),
        beyond: survey.iter().map(Surveyed::beyond).sum(),
        missing: survey.iter().map(Surveyed::missing).sum(),
    }
}

fn field(surveyed: &Surveyed, kind: Kind) -> Field {
    let cells: Vec<&Cell> = surveyed.cells.iter().filter(|cell| cell.kind == kind).collect();
    let count = |wanted: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| wanted(cell)).count();
    let (beyond, allowed) = (count(&|cell| cell.beyond), count(&|cell| cell.refusal.is_none()));
    let missing = count(&|cell| surveyed.own && cell.needed && cell.refusal.is_some());
    let standing = match (missing, beyond, allowed) {
        (1.., ..) => Standing::Missing,
        (_, 1.., _) => Standing::Beyond,
        (_, _, 0) => Standing::Quiet,
        _ => Standing::Right,
    };
    let listed = |wanted: &dyn Fn(&Cell) -> bool| {
        let actions: Vec<&str> = cells.iter().filter(|cell| wanted(cell)).map(|cell| cell.action.as_str()).collect();
        actions.join(", ")
    };
    let title = match standing {
        Standing::Missing => {
            tf("permissions.missing.title", &[("actions", &listed(&|cell| cell.needed && cell.refusal.is_some()))])
        }
        Standing::Beyond => tf("permissions.beyond.title", &[("actions", &listed(&|cell| cell.beyond))]),
        Standing::Right => listed(&|cell| cell.refusal.is_none()),
        Standing::Quiet => t("permissions.quiet").to_owned(),
    };
    let shown = if standing == Standing::Beyond { beyond } else { allowed };
    let numbers = [("n", shown.to_string()), ("all", cells.len().to_string()), ("missing", missing.to_string())];
    let numbers = numbers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = match standing {
        _ if cells.is_empty() => "–".to_owned(),
        Standing::Missing => tf("permissions.missing", &numbers),
        Standing::Beyond => tf("permissions.beyond", &numbers),
        Standing::Right => tf("permissions.right", &numbers),
        Standing::Quiet => tf("permissions.none", &numbers),
    };
    Field { standing, text, title }
}

/// A way in a word.
pub fn way(path: &NetworkPath) -> &'static str {
    match path {
        NetworkPath::Endpoint(_) => t("permissions.endpoint"),
        _ => t("permissions.internet"),
    }
}

/// A kind in words.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Put => t("permissions.put"),
        Kind::Read => t("permissions.read"),
        Kind::UseKey => t("permissions.use_key"),
        Kind::Look => t("permissions.look"),
        Kind::Manage => t("permissions.manage"),
        Kind::ManageKeys => t("permissions.manage_keys"),
    }
}
