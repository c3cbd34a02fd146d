//! SQLite itself reads what was written: rows of every length at which something changes, and trees of several levels.

use super::*;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Writes the database, has SQLite look through it, and holds each row against what went in.
fn check(name: &str, rows: &[(i64, Vec<Value>)]) {
    let table =
        Table { name: "t", sql: "CREATE TABLE t (id integer primary key, a text, b integer)", rows: rows.to_vec() };
    let empty = Table { name: "u", sql: "CREATE TABLE u (a text)", rows: Vec::new() };
    let path = std::env::temp_dir().join(format!("question-export-{name}-{}.sqlite", std::process::id()));
    std::fs::write(&path, database(&[empty, table])).expect("the temporary folder can be written");
    {
        let read = Connection::open(&path).expect("a database");
        let verdict: String = read.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
        assert_eq!(verdict, "ok", "{name}");
        let mut statement = read.prepare("SELECT id, a, b FROM t").expect("the table is there");
        let mut found = statement.query([]).expect("rows");
        for (id, values) in rows {
            let row = found.next().expect("a readable row").expect("as many rows as went in");
            assert_eq!(row.get::<_, i64>(0), Ok(*id));
            for (nth, value) in values.iter().enumerate().skip(1) {
                match (value, row.get_ref(nth).expect("a column")) {
                    (Value::Text(text), ValueRef::Text(found)) => assert!(text.as_bytes() == found, "{name}: row {id}"),
                    (Value::Whole(number), ValueRef::Integer(found)) => assert_eq!(*number, found, "{name}: row {id}"),
                    (Value::Null, ValueRef::Null) => {}
                    (wanted, found) => panic!("{name}: row {id}: {found:?} and not {wanted:?}"),
                }
            }
        }
        assert!(found.next().expect("the end").is_none());
        // And finds them by their numbers.
        for (id, _) in rows.iter().step_by(97) {
            let count = read.query_row("SELECT count(*) FROM t WHERE id = ?1", [id], |row| row.get::<_, i64>(0));
            assert_eq!(count, Ok(1), "{name}: row {id}");
        }
    }
    std::fs::remove_file(&path).expect("the file is there");
}

fn row(id: i64, bytes: usize, number: i64) -> (i64, Vec<Value>) {
    let text = (0..bytes).map(|nth| char::from(b'a' + ((nth + id as usize) % 26) as u8)).collect();
    (id, vec![Value::Null, Value::Text(text), Value::Whole(number)])
}

#[test]
fn an_empty_table_is_one_too() {
    check("empty", &[]);
}

#[test]
fn rows_of_every_length_around_a_limit_come_back() {
    let around = [
        0,
        LOCAL_MIN,
        LOCAL_MAX,
        LOCAL_MIN + OVERFLOW_BYTES,
        LOCAL_MAX + OVERFLOW_BYTES,
        3 * OVERFLOW_BYTES,
        16_384,
        65_536,
    ];
    let lengths = around.iter().flat_map(|length| (0..40).map(move |by| (length + by).saturating_sub(20)));
    let rows: Vec<_> = (1..).zip(lengths).map(|(id, bytes)| row(id, bytes, id)).collect();
    check("lengths", &rows);
}

#[test]
fn numbers_of_every_size_come_back() {
    let sizes = (0..63).flat_map(|bits| [1_i64 << bits, (1 << bits) - 1, -(1 << bits), -(1 << bits) - 1]);
    let rows: Vec<_> = (1..).zip(sizes.chain([i64::MAX, i64::MIN, 0])).map(|(id, number)| row(id, 3, number)).collect();
    check("numbers", &rows);
    let ids: Vec<_> = [i64::MIN, -1, 0, 1, 127, 128, 16_383, 16_384, 1 << 35, 1 << 56, i64::MAX].to_vec();
    check(
        "ids",
        &ids.into_iter()
            .map(|id| (id, vec![Value::Null, Value::Text("a".to_owned()), Value::Null]))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn a_tree_of_three_levels_and_one_that_just_needs_two_are_sound() {
    // One row a leaf.
    let long = |count: usize| (1..=count as i64).map(|id| row(id * 3, 3_000, id)).collect::<Vec<_>>();
    check("one more than a page's children", &long(CHILDREN_MAX + 1));
    check("as many as a page's children", &long(CHILDREN_MAX));
    check("three levels", &long(CHILDREN_MAX * 3 + 1));
    check("many short rows", &(1..20_000).map(|id| row(id, 20, id)).collect::<Vec<_>>());
}
