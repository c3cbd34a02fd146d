//! The Agent's preprocessing, on the examples of its guide and on what its source says of odd lines.

use stream_engine::producers::agent::convert::{DataProcessing, convert};
use stream_engine::producers::agent::lines::{LineKind, line_text};
use stream_engine::producers::agent::parse::LogFormat;

fn log_to_json(log_format: LogFormat) -> DataProcessing {
    DataProcessing::LogToJson { log_format, custom_field_names: None }
}

fn check(processing: &DataProcessing, line: &str, wanted: Option<&str>) {
    assert_eq!(convert(Some(processing), line).as_deref(), wanted, "{processing:?} {line}");
}

#[test]
fn lines_become_what_the_guide_shows() {
    let common =
        "64.242.88.10 - - [07/Mar/2004:16:10:02 -0800] \"GET /mailman/listinfo/hsdivision HTTP/1.1\" 200 6291\n";
    check(
        &log_to_json(LogFormat::CommonApacheLog),
        common,
        Some(concat!(
            r#"{"host":"64.242.88.10","ident":null,"authuser":null,"datetime":"07/Mar/2004:16:10:02 -0800","#,
            r#""request":"GET /mailman/listinfo/hsdivision HTTP/1.1","response":"200","bytes":"6291"}"#,
            "\n"
        )),
    );
    let names = ["f1", "f2", "f3", "f4", "f5", "f6", "f7"].map(str::to_owned).to_vec();
    let own = DataProcessing::LogToJson { log_format: LogFormat::CommonApacheLog, custom_field_names: Some(names) };
    check(
        &own,
        common,
        Some(concat!(
            r#"{"f1":"64.242.88.10","f2":null,"f3":null,"f4":"07/Mar/2004:16:10:02 -0800","#,
            r#""f5":"GET /mailman/listinfo/hsdivision HTTP/1.1","f6":"200","f7":"6291"}"#,
            "\n"
        )),
    );
}

#[test]
fn each_format_is_taken_apart() {
    let check = |format, line: &str, wanted: &str| check(&log_to_json(format), line, Some(wanted));
    check(
        LogFormat::CombinedApacheLog,
        "h u a [d] \"GET / HTTP/1.1\" 404 - \"-\" \"curl/8 (x)\"\n",
        "{\"host\":\"h\",\"ident\":\"u\",\"authuser\":\"a\",\"datetime\":\"d\",\"request\":\"GET / HTTP/1.1\",\"response\":\"404\",\"bytes\":null,\"referer\":null,\"agent\":\"curl/8 (x)\"}\n",
    );
    check(
        LogFormat::ApacheErrorLog,
        "[Fri Sep 09 10:42:29 2011] [core:error] [pid 35708:tid 4328636416] [client 72.15.99.187:80] File does not exist: /favicon.ico\n",
        "{\"timestamp\":\"Fri Sep 09 10:42:29 2011\",\"module\":\"core\",\"severity\":\"error\",\"processid\":\"35708\",\"threadid\":\"4328636416\",\"client\":\"72.15.99.187:80\",\"message\":\"File does not exist: /favicon.ico\"}\n",
    );
    check(
        LogFormat::Syslog,
        "Mar  1 12:00:00 truck-1 telemetry[77]: all: well\n",
        "{\"timestamp\":\"Mar  1 12:00:00\",\"hostname\":\"truck-1\",\"program\":\"telemetry\",\"processid\":\"77\",\"message\":\"all: well\"}\n",
    );
    check(
        LogFormat::Rfc3339Syslog,
        "2026-01-01T10:00:00Z truck-1 telemetry: \n",
        "{\"timestamp\":\"2026-01-01T10:00:00Z\",\"hostname\":\"truck-1\",\"program\":\"telemetry\",\"processid\":null,\"message\":\"\"}\n",
    );
}

#[test]
fn a_line_of_another_format_is_filtered_out() {
    let formats = [
        LogFormat::CommonApacheLog,
        LogFormat::CombinedApacheLog,
        LogFormat::ApacheErrorLog,
        LogFormat::Syslog,
        LogFormat::Rfc3339Syslog,
    ];
    for format in formats {
        for line in [
            "",
            "\n",
            "hello\n",
            "[[[\n",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}: x\n",
            "a b c [d] \"e\" x y\n",
        ] {
            check(&log_to_json(format), line, None);
        }
    }
}

#[test]
fn columns_get_the_names_that_were_given() {
    let csv = |delimiter: Option<&str>| DataProcessing::CsvToJson {
        custom_field_names: ["a", "b", "c"].map(str::to_owned).to_vec(),
        delimiter: delimiter.map(str::to_owned),
    };
    check(&csv(None), "1,2,3,4\n", Some("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}\n"));
    check(&csv(None), "1\n", Some("{\"a\":\"1\",\"b\":null,\"c\":null}\n"));
    check(&csv(Some(";")), "x;\"y\";z", Some("{\"a\":\"x\",\"b\":\"\\\"y\\\"\",\"c\":\"z\"}\n"));
}

#[test]
fn several_lines_become_one() {
    check(&DataProcessing::SingleLine, "first\n    at second  \n\tthird\n", Some("firstat secondthird\n"));
    assert_eq!(convert(None, "as it is \n").as_deref(), Some("as it is \n"));
}

#[test]
fn what_the_lab_writes_fits_the_format_it_is_called() {
    let pairs = [
        (LineKind::CommonLog, LogFormat::CommonApacheLog),
        (LineKind::CombinedLog, LogFormat::CombinedApacheLog),
        (LineKind::ErrorLog, LogFormat::ApacheErrorLog),
        (LineKind::Syslog, LogFormat::Syslog),
        (LineKind::Rfc3339Syslog, LogFormat::Rfc3339Syslog),
    ];
    for (kind, format) in pairs {
        let line = line_text(kind, 12_345, 7, 300);
        let json = convert(Some(&log_to_json(format)), &line).unwrap_or_else(|| panic!("{kind:?}: {line}"));
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        assert!(kind == LineKind::CommonLog || line.len() == 300, "{kind:?} {}", line.len());
    }
    let json = line_text(LineKind::Json, 1, 1, 90);
    assert!(json.len() == 90 && serde_json::from_str::<serde_json::Value>(&json).is_ok());
    assert_eq!(line_text(LineKind::Trace, 1, 1, 200).lines().count(), 3);
}
