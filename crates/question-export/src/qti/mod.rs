//! A sheet as a content package of QTI, in the versions that learning platforms read: a manifest, the questions, and a test
//! that holds them in the sheet's order. QTI 2.1 and 3.0 say the same under other names (`item`); 1.2 is another language
//! (`first`). Sources: 1EdTech, "QTI 3.0 Assessment, Section, and Item Information Model", "QTI 2.1" and "QTI 1.2 ASI
//! Best Practice" (the schemas that items were held against are named in docs/adr/0015).

mod first;
mod item;
mod processing;

use crate::sheet::Sheet;
use file_writer::xml::{Element, Names, document, element};
use file_writer::zip::{Entry, archive};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const MANIFEST: &str = "imsmanifest.xml";
const TEST: &str = "test.xml";

/// What a version calls things.
struct Edition {
    names: Names,
    /// The namespace of items and tests, and where its schema is.
    namespace: &'static str,
    schema: &'static str,
    manifest: Manifest,
    item_type: &'static str,
    test_type: &'static str,
}

struct Manifest {
    namespace: &'static str,
    schema: &'static str,
    version: &'static str,
}

const EDITION_3_0: Edition = Edition {
    names: Names::AsTheyAre,
    namespace: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    manifest: Manifest {
        namespace: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        schema: "QTI Package",
        version: "3.0.0",
    },
    item_type: "imsqti_item_xmlv3p0",
    test_type: "imsqti_test_xmlv3p0",
};

const EDITION_2_1: Edition = Edition {
    names: Names::Camel,
    namespace: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    schema: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    manifest: Manifest {
        namespace: "http://www.imsglobal.org/xsd/imscp_v1p1",
        schema: "QTIv2.1 Package",
        version: "1.0.0",
    },
    item_type: "imsqti_item_xmlv2p1",
    test_type: "imsqti_test_xmlv2p1",
};

const MANIFEST_1_2: Manifest =
    Manifest { namespace: "http://www.imsglobal.org/xsd/imscp_v1p1", schema: "IMS Content", version: "1.1.3" };

/// The sheet as a package of QTI 3.0: a zip archive with a file for each question.
pub fn qti_3_0(sheet: &Sheet) -> Vec<u8> {
    package(sheet, &EDITION_3_0)
}

/// The sheet as a package of QTI 2.1: a zip archive with a file for each question.
pub fn qti_2_1(sheet: &Sheet) -> Vec<u8> {
    package(sheet, &EDITION_2_1)
}

/// The sheet as a package of QTI 1.2: a zip archive with one assessment, as Canvas and Blackboard read it. An order is asked
/// as pairs of a step and its place.
pub fn qti_1_2(sheet: &Sheet) -> Vec<u8> {
    let manifest = manifest(&MANIFEST_1_2, vec![resource("assessment", "imsqti_xmlv1p2", TEST)]);
    let files = [(MANIFEST, manifest), (TEST, first::assessment(sheet))];
    archive(&files.map(|(name, root)| Entry::stored(name, document(&root, Names::AsTheyAre).into_bytes())))
}

fn package(sheet: &Sheet, edition: &Edition) -> Vec<u8> {
    let path = |name: &str| format!("items/{name}.xml");
    let names: Vec<String> = sheet.questions.iter().map(|exported| exported.name()).collect();
    let needed = |name: &String| element("dependency").set("identifierref", resource_id(name));
    let mut resources = vec![resource("test", edition.test_type, TEST).with_all(names.iter().map(needed))];
    resources.extend(names.iter().map(|name| resource(&resource_id(name), edition.item_type, &path(name))));
    let written = |root: Element| document(&root, edition.names).into_bytes();
    let mut files = vec![
        Entry::stored(MANIFEST, written(manifest(&edition.manifest, resources))),
        Entry::stored(TEST, written(test(sheet, edition, &names, &path))),
    ];
    for (exported, name) in sheet.questions.iter().zip(&names) {
        files.push(Entry::stored(path(name), written(item::item(exported, sheet, edition))));
    }
    archive(&files)
}

fn resource_id(name: &str) -> String {
    format!("item.{name}")
}

fn resource(id: &str, kind: &str, path: &str) -> Element {
    let file = element("file").set("href", path);
    element("resource").set("identifier", id).set("type", kind).set("href", path).with(file)
}

fn manifest(kind: &Manifest, resources: Vec<Element>) -> Element {
    let metadata =
        element("metadata").with(element("schema").with(kind.schema)).with(element("schemaversion").with(kind.version));
    element("manifest")
        .set("xmlns", kind.namespace)
        .set("identifier", "manifest")
        .with(metadata)
        .with(element("organizations"))
        .with(element("resources").with_all(resources))
}

/// The root of a file of items or tests.
fn root(name: &'static str, edition: &Edition) -> Element {
    element(name)
        .set("xmlns", edition.namespace)
        .set("xmlns:xsi", XSI)
        .set("xsi:schemaLocation", format!("{} {}", edition.namespace, edition.schema))
}

/// All questions in one part, to be answered in any order.
fn test(sheet: &Sheet, edition: &Edition, names: &[String], path: &dyn Fn(&str) -> String) -> Element {
    let item =
        |name: &String| element("qti-assessment-item-ref").set("identifier", name.as_str()).set("href", path(name));
    let section = element("qti-assessment-section")
        .set("identifier", "section")
        .set("title", sheet.title.as_str())
        .set("visible", "true")
        .with_all(names.iter().map(item));
    let part = element("qti-test-part")
        .set("identifier", "part")
        .set("navigation-mode", "nonlinear")
        .set("submission-mode", "individual")
        .with(section);
    root("qti-assessment-test", edition).set("identifier", "test").set("title", sheet.title.as_str()).with(part)
}
