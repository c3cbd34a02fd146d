//! The launch page: the built page in a frame, and the scripts that report what it tells.

use crate::{Course, Entry, Format};
use file_writer::xml::attribute;

/// What a learning-management system opens.
pub const PAGE: &str = "launch.html";

/// Where its script may send something: cmi5 names an address at each launch, SCORM 1.2 is called within the browser.
const NOWHERE: &str = "'none'";
const AS_LAUNCHED: &str = "https: http:";

/// The launch page with its scripts. `report.js` is the one that knows the format.
pub fn files(course: &Course, format: Format) -> Vec<Entry> {
    let (report, connect) = match format {
        Format::Scorm12 => (include_str!("../launch/scorm12.js"), NOWHERE),
        Format::Cmi5 => (include_str!("../launch/cmi5.js"), AS_LAUNCHED),
    };
    let mastery = course.kind.mastery().map_or(String::new(), |percent| percent.to_string());
    let values = [
        ("{title}", course.title.as_str()),
        ("{fragment}", &course.fragment),
        ("{kind}", course.kind.name()),
        ("{mastery}", &mastery),
        ("{connect}", connect),
    ];
    let page = filled(include_str!("../launch/launch.html"), &values);
    let texts = [
        (PAGE, page.as_str()),
        ("launch.css", include_str!("../launch/launch.css")),
        ("launch.js", include_str!("../launch/launch.js")),
        ("report.js", report),
    ];
    texts.map(|(name, text)| Entry::stored(name, text.into())).into()
}

/// A template with its values, each put in once: what a value holds is text, and no place for another.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let value = values.iter().find(|(name, _)| from.starts_with(name));
        match value {
            Some((name, value)) => {
                out.push_str(&attribute(value));
                rest = &from[name.len()..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out + rest
}
