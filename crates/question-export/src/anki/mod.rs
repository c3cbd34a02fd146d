//! Cards for Anki: the question in front; the key, the reasons and the sources on the back. As text to import (`anki_tsv`)
//! or as a package of a deck (`apkg`). Both know a card by the item's id and its variant, so that what is imported again
//! takes the place of what was there.

mod collection;
mod schema;

use crate::key::{in_order, key, kind};
use crate::prose::{general, line, prose};
use crate::sheet::{Exported, Sheet};
use file_writer::xml::{Element, Node, element, fragment};
use file_writer::zip::{Entry, archive};
use question_bank::question::{Body, Explained, Shown};
use question_bank::text::letter;

/// The sides of a card, as fields of a note.
const FIELDS: [&str; 2] = ["Front", "Back"];

/// The sheet as text that Anki imports, after its manual's "Text Files" (general knowledge, assumed): columns for the note's
/// id, its two sides as HTML, and its tags.
pub fn anki_tsv(sheet: &Sheet) -> String {
    let [front_name, back_name] = FIELDS;
    let mut out = format!("#separator:tab\n#html:true\n#deck:{}\n", line(&sheet.title));
    out.push_str(&format!("#columns:GUID\t{front_name}\t{back_name}\tTags\n#guid column:1\n#tags column:4\n"));
    for exported in &sheet.questions {
        let [front, back] = sides(exported, sheet).map(|side| line(&side));
        out.push_str(&format!("{}\t{front}\t{back}\t{}\n", exported.name(), tags(exported)));
    }
    out
}

/// The sheet as a package with a deck of its title. `now_ms` is the time since 1970, in ms: Anki takes over what is newer
/// than what it has.
pub fn apkg(sheet: &Sheet, now_ms: u64) -> Vec<u8> {
    let files = [("collection.anki2", collection::collection(sheet, now_ms)), ("media", b"{}".to_vec())];
    archive(&files.map(|(name, bytes)| Entry::stored(name, bytes)))
}

/// The card's sides as HTML, in the order of `FIELDS`.
fn sides(exported: &Exported, sheet: &Sheet) -> [String; 2] {
    let question = &exported.question;
    let mut front: Vec<Node> = vec![element("p").with_all(prose(&question.stem)).into()];
    let mut back: Vec<Node> = Vec::new();
    match &question.body {
        Body::Choice { options, .. } => {
            front.push(lettered(options.iter().map(|option| &option.text)).into());
            back.push(element("p").with(element("b").with(key(question))).into());
            back.push(element("ul").with_all(options.iter().enumerate().map(reason)).into());
        }
        Body::Number { unit, .. } => {
            front.push(element("p").with("… ").with_all(prose(unit)).into());
            back.push(element("p").with(element("b").with(key(question))).with(" ").with_all(prose(unit)).into());
        }
        Body::Order { steps, places } => {
            front.push(lettered(steps.iter().map(|step| &step.text)).into());
            let step = |place: usize| element("li").with_all(prose(&steps[place].text));
            back.push(element("p").with(element("b").with(key(question))).into());
            back.push(element("ol").with_all(in_order(places).into_iter().map(step)).into());
        }
        Body::Match { lefts, rights, key: belongs } => {
            front.push(element("ol").with_all(lefts.iter().map(|left| item(&left.text))).into());
            front.push(lettered(rights.iter()).into());
            back.push(element("p").with(element("b").with(key(question))).into());
            let pair = |(left, right): (&Explained, &usize)| {
                element("li").with_all(prose(&left.text)).with(" → ").with_all(prose(&rights[*right]))
            };
            back.push(element("ol").with_all(lefts.iter().zip(belongs).map(pair)).into());
        }
    }
    back.extend(general(exported, sheet));
    [fragment(&front), fragment(&back)]
}

fn item(text: &str) -> Element {
    element("li").with_all(prose(text))
}

fn lettered<'a>(texts: impl Iterator<Item = &'a String>) -> Element {
    element("ol").set("type", "A").with_all(texts.map(|text| item(text)))
}

fn reason((nth, option): (usize, &Shown)) -> Element {
    let letter = element("b").with(format!("{}:", letter(nth)));
    element("li").with(letter).with(" ").with_all(prose(&option.why))
}

/// Tags, with spaces between them: they hold none.
fn tags(exported: &Exported) -> String {
    let divides = |one: char| if one.is_ascii() { !one.is_ascii_alphanumeric() } else { one.is_whitespace() };
    let tag = |text: &str| {
        let words = text.split(divides).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
    };
    let difficulty = format!("difficulty-{}", exported.difficulty);
    let kind = kind(&exported.question.body).to_owned();
    let all = [tag(&exported.topic), tag(&exported.domain), difficulty, kind];
    all.into_iter().filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join(" ")
}
