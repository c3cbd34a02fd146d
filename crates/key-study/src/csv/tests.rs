//! Rows of CSV, good and broken.

use super::*;

fn rows(text: &str) -> Vec<(u64, Result<Vec<String>, Flaw>)> {
    let mut rows = Rows::new(b',');
    let mut found = Vec::new();
    let mut note = |number, row: Row| {
        let what = match row {
            Row::Damaged(flaw, _) => Err(flaw),
            Row::Whole(fields, row) => {
                let text = |nth| {
                    let mut scratch = Vec::new();
                    let text = fields.text(row, nth, &mut scratch).expect("it is counted");
                    String::from_utf8(text.to_vec()).expect("the tests' text is UTF-8")
                };
                Ok((0..fields.count()).map(text).collect())
            }
        };
        found.push((number, what));
    };
    for (nth, line) in text.split('\n').enumerate() {
        rows.push(nth as u64 + 1, line.as_bytes(), &mut note);
    }
    rows.finish(&mut note);
    found
}

fn fields(fields: &[&str]) -> Result<Vec<String>, Flaw> {
    Ok(fields.iter().map(|field| (*field).to_owned()).collect())
}

#[test]
fn quotes_hold_delimiters_quotes_and_line_ends() {
    type Rows = [(u64, Result<Vec<String>, Flaw>)];
    let cases: [(&str, &Rows); 8] = [
        ("a,b\nc,d", &[(1, fields(&["a", "b"])), (2, fields(&["c", "d"]))]),
        ("a,\r\n,b\r\n", &[(1, fields(&["a", ""])), (2, fields(&["", "b"]))]),
        ("\"a,b\",c", &[(1, fields(&["a,b", "c"]))]),
        ("\"a \"\"b\"\"\",\"\"\nx,\"\"\"\"", &[(1, fields(&["a \"b\"", ""])), (2, fields(&["x", "\""]))]),
        ("\"a\nb\r\n\",c\nd,e", &[(1, fields(&["a\nb\r\n", "c"])), (4, fields(&["d", "e"]))]),
        ("\"a\",\"b\"\r\nc,d", &[(1, fields(&["a", "b"])), (2, fields(&["c", "d"]))]),
        ("5\" pipe,x\"\"y", &[(1, fields(&["5\" pipe", "x\"\"y"]))]),
        ("\n\na,b\n\n", &[(3, fields(&["a", "b"]))]),
    ];
    for (text, wanted) in cases {
        assert_eq!(rows(text), wanted, "{text:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_its_line_only() {
    let lost = Err(Flaw::Quote);
    let wanted = [(1, fields(&["a", "b"])), (2, lost.clone()), (3, fields(&["e", "f"])), (4, fields(&["g", "h"]))];
    assert_eq!(rows("a,b\nc,\"d\ne,f\ng,h"), wanted);
    assert_eq!(rows("\"a\"b,c\nd,e"), [(1, lost.clone()), (2, fields(&["d", "e"]))]);
    // The second quote closes the first one's field, and text behind it gives both away.
    assert_eq!(rows("a,\"b\nc,\"d\ne,f"), [(1, lost.clone()), (2, lost.clone()), (3, fields(&["e", "f"]))]);
    let long = format!("a,\"b\n{}", "c,d\n".repeat(LINE_MAX / 4 + 9));
    let found = rows(&long);
    assert_eq!(found.len(), LINE_MAX / 4 + 10);
    assert_eq!(found.iter().filter(|(_, row)| row.is_err()).count(), 1);
    assert!(found.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0));
}
