//! The run that a handout shows: it stands where the exercise begins, and takes nothing.

use super::Known;
use crate::app::Shell;
use crate::content::content;
use crate::scene::foretold::profile;
use crate::session::Session;
use crate::session::exercising::Terms;
use crate::session::kit::Kit;
use leptos::prelude::*;

/// Opens it; None if the page lacks its lab or its limits.
pub fn open(known: &Known, kit: Kit, shell: Shell) -> Option<Session> {
    let assignment = &known.assignment;
    let lab = Box::leak(Box::new(assignment.lab(content())?));
    let terms: &'static Terms = Box::leak(Box::new(Terms {
        begin: assignment.begin.clone(),
        from: assignment.from,
        calls: false,
        allows: Box::new(|_| false),
        reached: RwSignal::new(None),
    }));
    Some(Session::exercise(lab, profile(content(), &assignment.profile)?, terms, None, kit, shell))
}
