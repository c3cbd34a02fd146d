//! Anki's collection as a package holds it: a SQLite database of schema 11, which old and new versions read (general
//! knowledge, assumed; Anki 26.09 does). The importer makes indexes and checksums of its own.

use super::schema::{CARDS, COL, GRAVES, MODELS, NOTE_TYPE, NOTES, OPTIONS, REVLOG, SETTINGS, deck};
use super::{sides, tags};
use crate::prose::line;
use crate::sheet::{Exported, Sheet};
use crate::sqlite::{Table, Value, database};

/// When the collection began, as a second of 1970: days of learning are counted from it.
const CREATED_S: i64 = NOTE_TYPE / 1_000;
/// Ids made from names lie in so many ms, from here on, for notes and for decks: times at which nobody makes any.
const NOTES_FROM: i64 = 1_000_000_000_000;
const DECKS_FROM: i64 = 1_300_000_000_000;
const IDS: u64 = 250_000_000_000;
/// What was never sent to Anki's server.
const NOT_SYNCHRONIZED: i64 = -1;
/// Divides the fields of a note.
const DIVIDER: char = '\u{1f}';

/// The database's bytes.
pub(super) fn collection(sheet: &Sheet, now_ms: u64) -> Vec<u8> {
    let now_ms = now_ms as i64;
    let deck_id = DECKS_FROM + (hash(&sheet.title) % IDS) as i64;
    let mut notes: Vec<(i64, Vec<Value>)> = Vec::new();
    let mut cards = Vec::new();
    for (place, exported) in (1..).zip(&sheet.questions) {
        let mut id = NOTES_FROM + (hash(&exported.name()) % IDS) as i64;
        let at = loop {
            match notes.binary_search_by_key(&id, |(id, _)| *id) {
                Ok(_) => id += 1,
                Err(at) => break at,
            }
        };
        notes.insert(at, (id, note(exported, sheet, now_ms / 1_000)));
        cards.insert(at, (id, card(id, deck_id, place, now_ms / 1_000)));
    }
    let table = |name, sql, rows| Table { name, sql, rows };
    database(&[
        table("col", COL, vec![(1, head(sheet, deck_id, now_ms))]),
        table("notes", NOTES, notes),
        table("cards", CARDS, cards),
        table("revlog", REVLOG, Vec::new()),
        table("graves", GRAVES, Vec::new()),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn note(exported: &Exported, sheet: &Sheet, now_s: i64) -> Vec<Value> {
    let fields = sides(exported, sheet).map(|side| side.replace(DIVIDER, " "));
    let mut row = vec![Value::Null, text(&exported.name())];
    row.extend([NOTE_TYPE, now_s, NOT_SYNCHRONIZED].map(Value::Whole));
    row.push(text(&format!(" {} ", tags(exported))));
    row.push(text(&fields.join(&DIVIDER.to_string())));
    // What it is sorted by; a checksum of the first field; flags.
    row.push(text(&line(&exported.question.stem)));
    row.extend([0, 0].map(Value::Whole));
    row.push(text(""));
    row
}

/// A card that was never asked; `place` is its turn among those.
fn card(note: i64, deck: i64, place: i64, now_s: i64) -> Vec<Value> {
    let mut row = vec![Value::Null];
    row.extend([note, deck, 0, now_s, NOT_SYNCHRONIZED, 0, 0, place].map(Value::Whole));
    row.extend([0; 8].map(Value::Whole));
    row.push(text(""));
    row
}

/// The one row of `col`.
fn head(sheet: &Sheet, deck_id: i64, now_ms: i64) -> Vec<Value> {
    let now_s = now_ms / 1_000;
    let decks = format!("{{{},{}}}", deck(1, "Default", now_s), deck(deck_id, &line(&sheet.title), now_s));
    let mut row = vec![Value::Null];
    row.extend([CREATED_S, now_ms, CREATED_S * 1_000, 11, 0, 0, 0].map(Value::Whole));
    row.extend([SETTINGS, MODELS, &decks, OPTIONS, "{}"].map(text));
    row
}

/// FNV-1a in 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
