//! Anki's collection as a package holds it: a SQLite database of schema 11, which every version since 2012 reads. Tables and
//! their columns are Anki's; the importer makes indexes of its own.

use super::{FIELDS, sides, tags};
use crate::prose::line;
use crate::sheet::Sheet;
use crate::sqlite::{Table, Value, database};
use serde_json::json;
use std::collections::BTreeMap;

/// The note type's id and, as Anki counts, the ms in which it was made. A change of its fields needs another.
const NOTE_TYPE: i64 = 1_795_651_200_000;
const NOTE_TYPE_NAME: &str = "Shardlab";
/// When a day begins, as a second of 1970.
const CREATED_S: i64 = 1_795_651_200;
/// Ids made from names lie in so many ms, from here on, for notes and for decks: times at which nobody makes any.
const NOTES_FROM: i64 = 1_000_000_000_000;
const DECKS_FROM: i64 = 1_300_000_000_000;
const IDS: u64 = 250_000_000_000;
/// What was never sent to Anki's server.
const NOT_SYNCHRONIZED: i64 = -1;
/// Divides the fields of a note.
const DIVIDER: char = '\u{1f}';

const COL: &str = "CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, \
    scm integer not null, ver integer not null, dty integer not null, usn integer not null, ls integer not null, \
    conf text not null, models text not null, decks text not null, dconf text not null, tags text not null)";
const NOTES: &str = "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, \
    mod integer not null, usn integer not null, tags text not null, flds text not null, sfld integer not null, \
    csum integer not null, flags integer not null, data text not null)";
const CARDS: &str = "CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, \
    ord integer not null, mod integer not null, usn integer not null, type integer not null, queue integer not null, \
    due integer not null, ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, \
    left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null)";
const REVLOG: &str = "CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, \
    ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null, \
    time integer not null, type integer not null)";
const GRAVES: &str = "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null)";

/// The database's bytes.
pub(super) fn collection(sheet: &Sheet, now_ms: u64) -> Vec<u8> {
    let now_ms = now_ms as i64;
    let now_s = now_ms / 1_000;
    let deck = DECKS_FROM + (hash(&sheet.title) % IDS) as i64;
    let (mut notes, mut cards) = (BTreeMap::new(), BTreeMap::new());
    for (nth, exported) in (0..).zip(&sheet.questions) {
        let guid = exported.name();
        let mut id = NOTES_FROM + (hash(&guid) % IDS) as i64;
        while notes.contains_key(&id) {
            id += 1;
        }
        let fields = sides(exported, sheet).map(|side| side.replace(DIVIDER, " "));
        let tags = format!(" {} ", tags(exported));
        // Anki reckons its checksum of the first field by itself when it imports.
        let note = [
            Value::Null,
            text(&guid),
            Value::Whole(NOTE_TYPE),
            Value::Whole(now_s),
            Value::Whole(NOT_SYNCHRONIZED),
            text(&tags),
            text(&fields.join(&DIVIDER.to_string())),
            text(&line(&exported.question.stem)),
            Value::Whole(0),
            Value::Whole(0),
            text(""),
        ];
        notes.insert(id, note.to_vec());
        // New, not yet asked; `due` is its place among those.
        let mut card = vec![Value::Null];
        card.extend([id, deck, 0, now_s, NOT_SYNCHRONIZED, 0, 0, nth + 1].map(Value::Whole));
        card.extend(std::iter::repeat_n(Value::Whole(0), 8));
        card.push(text(""));
        cards.insert(id, card);
    }
    let table = |name, sql, rows: BTreeMap<i64, Vec<Value>>| Table { name, sql, rows: rows.into_iter().collect() };
    database(&[
        table("col", COL, BTreeMap::from([(1, head(sheet, deck, now_ms))])),
        table("notes", NOTES, notes),
        table("cards", CARDS, cards),
        table("revlog", REVLOG, BTreeMap::new()),
        table("graves", GRAVES, BTreeMap::new()),
    ])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The one row of `col`: the note type, the decks and how they are learned, as JSON.
fn head(sheet: &Sheet, deck: i64, now_ms: i64) -> Vec<Value> {
    let now_s = now_ms / 1_000;
    let field = |(ord, name): (usize, &&str)| json!({ "name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20 });
    let fields: Vec<_> = FIELDS.iter().enumerate().map(field).collect();
    let [front, back] = FIELDS.map(|name| format!("{{{{{name}}}}}"));
    let template = json!({
        "name": "Card 1", "ord": 0, "did": null, "bqfmt": "", "bafmt": "",
        "qfmt": front, "afmt": format!("{{{{FrontSide}}}}<hr id=answer>{back}"),
    });
    let models = json!({ NOTE_TYPE.to_string(): {
        "id": NOTE_TYPE, "name": NOTE_TYPE_NAME, "type": 0, "mod": CREATED_S, "usn": NOT_SYNCHRONIZED, "sortf": 0,
        "did": deck, "flds": fields, "tmpls": [template], "req": [[0, "any", [0]]], "css": "", "latexPre": "", "latexPost": "",
        "tags": [], "vers": [],
    } });
    let deck_of = |id: i64, name: &str| {
        json!({
            "id": id, "name": name, "mod": now_s, "usn": NOT_SYNCHRONIZED, "desc": "", "dyn": 0, "conf": 1,
            "collapsed": false, "extendNew": 0, "extendRev": 0, "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0],
            "timeToday": [0, 0],
        })
    };
    let decks = json!({ "1": deck_of(1, "Default"), deck.to_string(): deck_of(deck, &line(&sheet.title)) });
    let options = json!({ "1": {
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true,
        "dyn": false,
        "new": { "delays": [1, 10], "ints": [1, 4, 7], "initialFactor": 2_500, "order": 1, "perDay": 20, "bury": false },
        "rev": { "perDay": 200, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36_500, "bury": false },
        "lapse": { "delays": [10], "mult": 0, "minInt": 1, "leechFails": 8, "leechAction": 1 },
    } });
    let conf = json!({ "activeDecks": [1], "curDeck": 1, "curModel": NOTE_TYPE, "nextPos": sheet.questions.len() + 1,
        "newSpread": 0, "collapseTime": 1_200, "timeLim": 0, "estTimes": true, "dueCounts": true, "sortType": "noteFld",
        "sortBackwards": false, "addToCur": true });
    let mut row = vec![Value::Null];
    row.extend([CREATED_S, now_ms, CREATED_S * 1_000, 11, 0, 0, 0].map(Value::Whole));
    row.extend([conf, models, decks, options].map(|json| text(&json.to_string())));
    row.push(text("{}"));
    row
}

/// FNV-1a in 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
