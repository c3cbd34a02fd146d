//! `cmi5.xml`: a course of one assignable unit, passed when its goals are reached or enough of its answers are right.

use crate::Course;
use crate::launch::PAGE;
use file_writer::xml::{Element, Names, document, element};

/// The course structure. Ids are names that nobody looks up; the system keeps learners' records by them.
pub fn structure(course: &Course) -> String {
    let text = |name: &'static str| -> Element {
        element(name).with(element("langstring").set("lang", "en").with(course.title.as_str()))
    };
    let id = format!("urn:x-shardlab:{}", course.id());
    let mut unit = element("au").set("id", format!("{id}:unit")).set("moveOn", "Passed");
    if let Some(mastery) = course.kind.mastery() {
        unit = unit.set("masteryScore", format!("0.{mastery}"));
    }
    let unit = unit.with(text("title")).with(text("description")).with(element("url").with(PAGE));
    let whole = element("course").set("id", id).with(text("title")).with(text("description"));
    let root = element("courseStructure")
        .set("xmlns", "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd")
        .with(whole)
        .with(unit);
    document(&root, Names::AsTheyAre)
}
