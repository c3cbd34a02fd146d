//! `imsmanifest.xml` of SCORM 1.2: one organization, one item, one resource with every file of the package. No
//! `adlcp:masteryscore`: with one, systems overwrite the status by the score at each end, and whoever pauses has failed.

use crate::Course;
use crate::launch::PAGE;
use file_writer::xml::{Element, Names, document, element};

/// The manifest of a package with files of these names.
pub fn manifest(course: &Course, names: &[&str]) -> String {
    let title = || element("title").with(course.title.as_str());
    let metadata =
        element("metadata").with(element("schema").with("ADL SCORM")).with(element("schemaversion").with("1.2"));
    let item = element("item")
        .set("identifier", "item")
        .set("identifierref", "resource")
        .set("isvisible", "true")
        .with(title());
    let organization = element("organization").set("identifier", "course").with(title()).with(item);
    let resource = element("resource")
        .set("identifier", "resource")
        .set("type", "webcontent")
        .set("adlcp:scormtype", "sco")
        .set("href", PAGE)
        .with_all(names.iter().map(|name| -> Element { element("file").set("href", *name) }));
    let root = element("manifest")
        .set("identifier", course.id())
        .set("version", "1")
        .set("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2")
        .set("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2")
        .with(metadata)
        .with(element("organizations").set("default", "course").with(organization))
        .with(element("resources").with(resource));
    document(&root, Names::AsTheyAre)
}
