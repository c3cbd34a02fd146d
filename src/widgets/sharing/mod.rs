//! The part `sharing`: what only those need who hand a run on. The page reaches it through `SHARING` alone.

mod dialog;
mod open;
mod picture;
mod save;
mod take_away;

use crate::parts::Sharing;

/// What the part does, as the page calls it.
pub const SHARING: Sharing =
    Sharing { dialog: dialog::dialog, open_file: open::open_file, save: save::save, take_away: take_away::contents };
