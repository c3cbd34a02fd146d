//! Tables for spreadsheets (RFC 4180).

/// Writes a line, ended by CR LF.
pub fn row(out: &mut String, cells: &[String]) {
    for (nth, cell) in cells.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        match cell.contains(['"', ',', '\n', '\r']) {
            true => out.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
            false => out.push_str(cell),
        }
    }
    out.push_str("\r\n");
}

/// The text; behind an apostrophe if a spreadsheet would take it for a formula.
pub fn guarded(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = String::new();
        row(&mut out, &["a", "b,c", "say \"d\"", "e\nf", ""].map(str::to_owned));
        assert_eq!(out, "a,\"b,c\",\"say \"\"d\"\"\",\"e\nf\",\r\n");
        assert_eq!([guarded("=1+1"), guarded("1+1")], ["'=1+1", "1+1"]);
    }
}
