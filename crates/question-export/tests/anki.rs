//! Packages for Anki, read by SQLite itself, and texts for Anki, read by a parser of tables that isn't ours.

mod common;

use common::reading::{bare_line, files, letters, said_by_html, utf8};
use common::{SHEETS, sheet};
use question_bank::question::Body;
use question_export::{Exported, anki_tsv, apkg};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const NOW_MS: u64 = 1_800_000_000_123;

/// A note with its one card.
#[derive(Debug, PartialEq)]
struct Note {
    id: i64,
    type_id: i64,
    modified_s: i64,
    tags: String,
    fields: String,
    deck: i64,
    place: i64,
}

/// The notes by their lasting ids, and the collection's head.
fn read(name: &str, package: Vec<u8>) -> (BTreeMap<String, Note>, Value, Value) {
    let files = files(package);
    assert_eq!(utf8(&files["media"]), "{}");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.anki2"));
    std::fs::write(&path, &files["collection.anki2"]).expect("cargo's temporary folder can be written");
    let database = Connection::open(&path).expect("a database");
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).expect("a row");
    assert_eq!(one("PRAGMA integrity_check"), "ok");
    assert_eq!(one("SELECT group_concat(name) FROM sqlite_master"), "col,notes,cards,revlog,graves");
    assert_eq!(
        one("SELECT ver || ' ' || (SELECT count(*) FROM revlog) || (SELECT count(*) FROM graves) FROM col"),
        "11 00"
    );
    let json = |column: &str| serde_json::from_str(&one(&format!("SELECT {column} FROM col"))).expect("JSON");
    let sql = "SELECT guid, notes.id, mid, notes.mod, tags, flds, did, due FROM notes JOIN cards ON nid = notes.id
        WHERE ord = 0 AND queue = 0 AND cards.type = 0 AND reps = 0";
    let mut statement = database.prepare(sql).expect("the columns are there");
    let rows = statement.query_map([], |row| {
        let note = Note {
            id: row.get(1)?,
            type_id: row.get(2)?,
            modified_s: row.get(3)?,
            tags: row.get(4)?,
            fields: row.get(5)?,
            deck: row.get(6)?,
            place: row.get(7)?,
        };
        Ok((row.get::<_, String>(0)?, note))
    });
    let notes = rows.expect("rows").collect::<Result<_, _>>().expect("columns of these types");
    (notes, json("models"), json("decks"))
}

/// Both sides of a card say what the question says.
fn check_sides(exported: &Exported, front: &str, back: &str) {
    let question = &exported.question;
    let [front, back] = [front, back].map(|html| bare_line(&said_by_html(html)));
    let on = |side: &str, text: &str| {
        assert!(side.contains(bare_line(text).trim()), "{}: {text}\nnot in\n{side}", exported.item)
    };
    let key = letters(question);
    assert!(back.starts_with(&key), "{}: {key} doesn't begin {back}", exported.item);
    on(&front, &question.stem);
    on(&back, &question.explanation);
    exported.sources.iter().for_each(|source| on(&back, &source.title));
    match &question.body {
        Body::Choice { options, .. } => {
            let whole: String = options.iter().map(|option| bare_line(&option.text)).collect();
            on(&front, &whole);
            for (letter, option) in ["A", "B", "C", "D", "E", "F"].iter().zip(options) {
                on(&back, &format!("{letter}: {}", option.why));
            }
        }
        Body::Number { unit, .. } => {
            on(&front, unit);
            on(&back, &format!("{key} {unit}"));
        }
        Body::Order { steps, places } => {
            on(&front, &steps.iter().map(|step| step.text.as_str()).collect::<String>());
            let right = |place| &steps[places.iter().position(|one| *one == place).expect("each place is taken")].text;
            on(&back, &(0..steps.len()).map(|place| right(place).as_str()).collect::<String>());
        }
        Body::Match { lefts, rights, key } => {
            for (left, right) in lefts.iter().zip(key) {
                on(&front, &left.text);
                on(&back, &format!("{} → {}", left.text, rights[*right]));
            }
            on(&front, &rights.concat());
        }
    }
}

#[test]
fn sqlite_reads_the_package_and_it_says_what_the_questions_say() {
    for (name, sheet) in &*SHEETS {
        let (notes, models, decks) = read(name, apkg(sheet, NOW_MS));
        assert_eq!(notes.len(), sheet.questions.len());
        for (place, exported) in (1..).zip(&sheet.questions) {
            let note = &notes[&exported.name()];
            assert_eq!((note.place, note.modified_s), (place, 1_800_000_000));
            let kind = &models[note.type_id.to_string()];
            assert_eq!(kind["flds"].as_array().map(Vec::len), Some(2));
            assert_eq!(decks[note.deck.to_string()]["name"], bare_line(&sheet.title));
            let tags: Vec<&str> = note.tags.split_whitespace().collect();
            assert!(tags.contains(&format!("difficulty-{}", exported.difficulty).as_str()), "{tags:?}");
            let (front, back) = note.fields.split_once('\u{1f}').expect("two fields");
            check_sides(exported, front, back);
        }
        let ids: BTreeSet<i64> = notes.values().map(|note| note.id).collect();
        assert_eq!(ids.len(), notes.len());
    }
}

#[test]
fn the_text_holds_the_same_cards() {
    for (_, sheet) in &*SHEETS {
        let text = anki_tsv(sheet);
        let (head, table): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        let wanted =
            ["#separator:tab", "#html:true", "#columns:GUID\tFront\tBack\tTags", "#guid column:1", "#tags column:4"];
        assert!(wanted.iter().all(|line| head.contains(line)), "{head:?}");
        let table = table.join("\n");
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("a table");
        assert_eq!(rows.len(), sheet.questions.len());
        for (exported, row) in sheet.questions.iter().zip(&rows) {
            assert_eq!((row.len(), &row[0]), (4, exported.name().as_str()));
            check_sides(exported, &row[1], &row[2]);
        }
    }
}

#[test]
fn what_is_imported_again_is_known_again() {
    let all = &SHEETS[0].1;
    let (first, models, _) = read("first", apkg(all, NOW_MS));
    // A part of it, in another order, later.
    let some: Vec<Exported> = all.questions.iter().rev().step_by(3).cloned().collect();
    let (second, models_later, _) = read("second", apkg(&sheet("Another title", 9, some), NOW_MS + 5_000));
    for (guid, note) in &second {
        let before = &first[guid];
        assert_eq!((before.id, before.type_id, &before.fields), (note.id, note.type_id, &note.fields));
        assert!(note.modified_s > before.modified_s && note.deck != before.deck);
    }
    assert_eq!(
        models.as_object().map(|of| of.keys().cloned().collect::<Vec<_>>()),
        models_later.as_object().map(|of| of.keys().cloned().collect())
    );
    // Other numbers are other cards.
    let (others, _, _) = read("others", apkg(&SHEETS[1].1, NOW_MS));
    assert!(others.keys().all(|guid| !first.contains_key(guid)));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    for (name, sheet) in &*SHEETS {
        assert!(apkg(sheet, NOW_MS) == apkg(sheet, NOW_MS), "{name}");
    }
}
