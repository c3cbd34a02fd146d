//! A file is read alike however it is cut, and as other readers read it; what is damaged is told and costs nothing else.

mod common;

use common::{below, digest, in_pieces, rng, settings, study};
use key_study::{Flaw, Source};

const CSV: &str = "\u{feff}ts;gerät;note\r\n2026-11-24T14:07:00Z;größe-1;\"a;b \"\"c\"\"\r\nd\"\r\n\
    2026-11-24T14:07:01.5+01:00;größe-2;\"\"\r\n2026-11-24T14:07:02Z;größe-1\r\nyesterday;größe-1;x\r\n\r\n\
    2026-11-24T14:07:03Z;;x\r\n2026-11-24T14:08:03Z;\"日本語\";5\" pipe\r\n2026-11-24T14:08:04Z;größe-1;\"open\r\n\
    2026-11-24T14:08:05Z;größe-3;last";
const JSON: &str = "{\"at\":1795529237,\"user\":{\"id\":\"größe\"}}\r\n{\"at\":1795529238123,\"user\":{\"id\":7}}\n\n\
    {\"at\":1795529239,\"user\":{}}\n{\"at\":1795529239,\"user\":{\"id\":\"a\\\"b\"}}\nnot json\n{\"user\":{\"id\":1},\"at\":\"2026-11-24\"}";
const LINES: &str = "truck-1\ntruck-2\r\ntruck-1\n\n größe \ntruck-3";

#[test]
fn a_file_cut_at_any_byte_gives_the_same() {
    for text in [CSV, JSON, LINES].map(str::as_bytes) {
        let settings = settings(&Source::of(text, true).expect("it is text"));
        let whole = digest(&in_pieces(&settings, text, usize::MAX));
        for cut in 0..=text.len() {
            let mut study = key_study::Study::new(&settings);
            study.push(&text[..cut]);
            study.push(&text[cut..]);
            assert_eq!(digest(&study.finish()), whole, "cut at {cut}");
        }
        for piece in 1..20 {
            assert_eq!(digest(&in_pieces(&settings, text, piece)), whole, "pieces of {piece}");
        }
    }
}

#[test]
fn damaged_rows_are_told_with_their_lines_and_the_others_are_counted() {
    let found = study(CSV.as_bytes());
    let told: Vec<(u64, Flaw)> = found.damage.shown.iter().map(|damaged| (damaged.line, damaged.flaw)).collect();
    let short = Flaw::Fields { found: 2, wanted: 3 };
    assert_eq!(told, [(5, short), (6, Flaw::Time), (8, Flaw::NoKey), (10, Flaw::Quote)]);
    assert_eq!(found.damage.shown[0].excerpt, "2026-11-24T14:07:02Z;größe-1");
    let hottest: Vec<(&str, u64)> = found.hottest.iter().map(|hot| (hot.key.as_str(), hot.records)).collect();
    assert_eq!(hottest, [("größe-1", 1), ("größe-2", 1), ("größe-3", 1), ("日本語", 1)]);
    assert_eq!((found.rows, found.damage.rows), (4, 4));

    let found = study(JSON.as_bytes());
    let told: Vec<(u64, Flaw)> = found.damage.shown.iter().map(|damaged| (damaged.line, damaged.flaw)).collect();
    assert_eq!(told, [(4, Flaw::NoKey), (6, Flaw::Json)]);
    let keys: Vec<&str> = found.hottest.iter().map(|hot| hot.key.as_str()).collect();
    assert_eq!(keys, ["1", "7", "a\"b", "größe"]);

    let found = study(LINES.as_bytes());
    assert_eq!((found.rows, found.damage.rows, found.hottest[0].records), (5, 0, 2));
    assert_eq!(found.hottest[0].bytes, 2 * "truck-1".len() as u64);
}

#[test]
fn keys_are_held_to_what_the_service_takes() {
    let text = format!("{}\n{}\n\u{fffd}\n", "ü".repeat(256), "ü".repeat(257));
    let mut bytes = text.into_bytes();
    bytes.extend(b"M\xfcller\n");
    let found = study(&bytes);
    assert_eq!(found.rows, 2);
    let flaws: Vec<Flaw> = found.damage.shown.iter().map(|damaged| damaged.flaw).collect();
    assert_eq!(flaws, [Flaw::LongKey { characters: 257 }, Flaw::Encoding]);
    assert_eq!(found.damage.shown[1].excerpt, "M\u{fffd}ller");
    assert!(found.damage.shown[0].excerpt.ends_with("ü…"));
}

/// Well-formed CSV by chance, with all that quotes may hold.
fn random_csv(seed: u64) -> String {
    let mut rng = rng(seed);
    let columns = 2 + below(&mut rng, 4);
    let mut text = String::new();
    for _ in 0..1 + below(&mut rng, 40) {
        for column in 0..columns {
            if column > 0 {
                text.push(',');
            }
            let pieces = ["a", "ü", "日", " ", "7", ",", "\"\"", "\n", "\r\n", "key", "-"];
            let quoted = below(&mut rng, 3) == 0;
            if quoted {
                text.push('"');
            } else {
                text.push('k');
            }
            for _ in 0..below(&mut rng, 6) {
                let piece = pieces[below(&mut rng, pieces.len() as u32) as usize];
                let plain = !piece.contains([',', '"', '\n']);
                text.push_str(if quoted || plain { piece } else { "x" });
            }
            if quoted {
                text.push('"');
            }
        }
        text.push_str(if below(&mut rng, 4) == 0 { "\r\n" } else { "\n" });
    }
    text
}

/// The rows as csv-core reads them.
fn by_csv_core(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut rows, mut rest) = (Vec::new(), text.as_bytes());
    let (mut output, mut ends) = (vec![0; text.len() + 16], vec![0; 64]);
    loop {
        let (result, read, _, fields) = reader.read_record(rest, &mut output, &mut ends);
        rest = &rest[read..];
        match result {
            csv_core::ReadRecordResult::Record => {
                let starts = std::iter::once(0).chain(ends[..fields].iter().copied());
                let field = |(start, end): (usize, &usize)| String::from_utf8_lossy(&output[start..*end]).into_owned();
                rows.push(starts.zip(&ends[..fields]).map(field).collect());
            }
            csv_core::ReadRecordResult::InputEmpty => rest = &[],
            csv_core::ReadRecordResult::End => return rows,
            full => panic!("{full:?}"),
        }
    }
}

#[test]
fn well_formed_files_are_read_as_csv_core_reads_them() {
    for seed in 0..3_000 {
        let text = random_csv(seed);
        let mut rows = key_study::csv::Rows::new(b',');
        let mut lines = key_study::lines::Lines::default();
        let mut found: Vec<Vec<String>> = Vec::new();
        let mut note = |_, row: key_study::csv::Row| match row {
            key_study::csv::Row::Damaged(flaw, _) => panic!("{flaw:?} in {text:?}"),
            key_study::csv::Row::Whole(fields, row) => {
                let mut scratch = Vec::new();
                let mut text =
                    |nth| String::from_utf8_lossy(fields.text(row, nth, &mut scratch).expect("counted")).into_owned();
                found.push((0..fields.count()).map(&mut text).collect());
            }
        };
        let mut each = |number, line: key_study::lines::Line| {
            let key_study::lines::Line::Whole(line) = line else { panic!("no line is long") };
            rows.push(number, line, &mut note);
        };
        lines.push(text.as_bytes(), &mut each);
        lines.finish(&mut each);
        rows.finish(&mut note);
        assert_eq!(found, by_csv_core(&text), "{text:?}");
    }
}

#[test]
fn files_of_chance_are_never_fatal_and_never_depend_on_their_pieces() {
    let alphabet = b"ab,;\"\"\n\n\r{}[]:1\xc3\xbc\xff\t ";
    for seed in 0..2_000 {
        let mut rng = rng(seed);
        let length = 1 + below(&mut rng, 200) as usize;
        let text: Vec<u8> = (0..length).map(|_| alphabet[below(&mut rng, alphabet.len() as u32) as usize]).collect();
        let Ok(source) = Source::of(&text, true) else { continue };
        let settings = settings(&source);
        let whole = digest(&in_pieces(&settings, &text, usize::MAX));
        for piece in [1, 2, 3, 7, 64] {
            assert_eq!(digest(&in_pieces(&settings, &text, piece)), whole, "{:?}", String::from_utf8_lossy(&text));
        }
    }
}
