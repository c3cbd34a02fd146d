//! What a collection of Anki's schema 11 holds before any card: its tables, and the settings that stand in `col` as JSON.

pub(super) const COL: &str = "CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, \
    scm integer not null, ver integer not null, dty integer not null, usn integer not null, ls integer not null, \
    conf text not null, models text not null, decks text not null, dconf text not null, tags text not null)";
pub(super) const NOTES: &str = "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, \
    mod integer not null, usn integer not null, tags text not null, flds text not null, sfld integer not null, \
    csum integer not null, flags integer not null, data text not null)";
pub(super) const CARDS: &str = "CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, \
    ord integer not null, mod integer not null, usn integer not null, type integer not null, queue integer not null, \
    due integer not null, ivl integer not null, factor integer not null, reps integer not null, \
    lapses integer not null, left integer not null, odue integer not null, odid integer not null, \
    flags integer not null, data text not null)";
pub(super) const REVLOG: &str = "CREATE TABLE revlog (id integer primary key, cid integer not null, \
    usn integer not null, ease integer not null, ivl integer not null, lastIvl integer not null, \
    factor integer not null, time integer not null, type integer not null)";
pub(super) const GRAVES: &str =
    "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null)";

/// The note type's id: as Anki counts, the ms in which it was made. A change of its fields needs another.
pub(super) const NOTE_TYPE: i64 = 1_795_651_200_000;

/// The one note type: the fields of `FIELDS`, the first in front, both on the back.
pub(super) const MODELS: &str = r#"{"1795651200000":{"id":1795651200000,"name":"Shardlab","type":0,
"mod":1795651200,"usn":-1,"sortf":0,"did":null,"css":"","latexPre":"","latexPost":"","tags":[],"vers":[],
"req":[[0,"any",[0]]],
"flds":[{"name":"Front","ord":0,"sticky":false,"rtl":false,"font":"Arial","size":20},
{"name":"Back","ord":1,"sticky":false,"rtl":false,"font":"Arial","size":20}],
"tmpls":[{"name":"Card 1","ord":0,"did":null,"bqfmt":"","bafmt":"",
"qfmt":"{{Front}}","afmt":"{{FrontSide}}<hr id=answer>{{Back}}"}]}}"#;

/// How decks are learned: Anki's own beginning.
pub(super) const OPTIONS: &str = r#"{"1":{"id":1,"name":"Default","mod":0,"usn":0,"maxTaken":60,"autoplay":true,
"timer":0,"replayq":true,"dyn":false,
"new":{"delays":[1,10],"ints":[1,4,7],"initialFactor":2500,"order":1,"perDay":20,"bury":false},
"rev":{"perDay":200,"ease4":1.3,"ivlFct":1,"maxIvl":36500,"bury":false},
"lapse":{"delays":[10],"mult":0,"minInt":1,"leechFails":8,"leechAction":1}}}"#;

pub(super) const SETTINGS: &str = r#"{"activeDecks":[1],"curDeck":1,"curModel":1795651200000,"nextPos":1,
"newSpread":0,"collapseTime":1200,"timeLim":0,"estTimes":true,"dueCounts":true,"sortType":"noteFld",
"sortBackwards":false,"addToCur":true}"#;

/// A deck as `decks` holds it.
pub(super) fn deck(id: i64, name: &str, now_s: i64) -> String {
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    let head = format!(r#""id":{id},"name":"{name}","mod":{now_s},"usn":-1,"desc":"","dyn":0,"conf":1"#);
    let days = r#""newToday":[0,0],"revToday":[0,0],"lrnToday":[0,0],"timeToday":[0,0]"#;
    format!(r#""{id}":{{{head},"collapsed":false,"extendNew":0,"extendRev":0,{days}}}"#)
}
