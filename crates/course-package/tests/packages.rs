//! Packages read back by parsers that aren't ours: the archive, the manifest, the launch page.

use course_package::{Course, Entry, Format, Kind, package, packed};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

const TITLE: &str = "Keys & <shards>, \"hot\" {fragment}";
const FRAGMENT: &str = "#/lab/hot-shard?s=1.AbC_-&speed=10";

fn course(kind: Kind) -> Course {
    Course { title: TITLE.to_owned(), fragment: FRAGMENT.to_owned(), kind }
}

/// One file that gets smaller by deflate, one that doesn't, one that is stored, one without content.
fn page() -> Vec<Entry> {
    let deflated = |name: &str, content: Vec<u8>| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let small = encoder.write_all(&content).and_then(|()| encoder.finish()).expect("memory takes all");
        let (name, content) = packed(name, content);
        Entry::deflated(name, content, small)
    };
    let stored = |name: &str, content: &[u8]| {
        let (name, content) = packed(name, content.to_vec());
        Entry::stored(name, content)
    };
    vec![
        deflated("lab-1.wasm", b"a shard, a shard and another shard; ".repeat(200)),
        deflated("icon.svg", b"<svg/>".to_vec()),
        stored("index.html", b"<!doctype html>\n"),
        stored("snippets/a/inline0.js", b""),
    ]
}

fn files(archive: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut files = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).expect("a file of the archive");
        let mut bytes = Vec::new();
        // The reader holds the content against its checksum.
        file.read_to_end(&mut bytes).expect("a sound file");
        let name = file.name().expect("a name in UTF-8").into_owned();
        assert!(files.insert(name.clone(), bytes).is_none(), "{name} is there twice");
    }
    files
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).expect("UTF-8")
}

fn child<'a, 'input>(node: Node<'a, 'input>, path: &[&str]) -> Node<'a, 'input> {
    path.iter().fold(node, |node, name| {
        let mut children = node.children().filter(|child| child.tag_name().name() == *name);
        let child = children.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(children.next().is_none(), "{name} is there twice");
        child
    })
}

#[test]
fn an_archive_holds_the_page_as_it_was_and_the_same_bytes_each_time() {
    let one = package(&course(Kind::Lab), Format::Scorm12, &page());
    assert_eq!(one, package(&course(Kind::Lab), Format::Scorm12, &page()));
    let files = files(one);
    assert_eq!(files["page/lab-1.wasm"], b"a shard, a shard and another shard; ".repeat(200));
    assert_eq!(files["page/icon.svg"], b"<svg/>");
    assert_eq!(files["page/snippets/a/inline0.js"], b"");
}

#[test]
fn a_scorm_manifest_lists_every_file_once_but_itself() {
    let files = files(package(&course(Kind::Lab), Format::Scorm12, &page()));
    let manifest = Document::parse(text(&files, "imsmanifest.xml")).expect("well-formed");
    let root = manifest.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.imsproject.org/xsd/imscp_rootv1p1p2"));
    assert_eq!(child(root, &["metadata", "schema"]).text(), Some("ADL SCORM"));
    assert_eq!(child(root, &["metadata", "schemaversion"]).text(), Some("1.2"));

    let organizations = child(root, &["organizations"]);
    let organization = child(organizations, &["organization"]);
    assert_eq!(organizations.attribute("default"), organization.attribute("identifier"));
    let item = child(organization, &["item"]);
    for titled in [organization, item] {
        assert_eq!(child(titled, &["title"]).text(), Some(TITLE));
    }
    let resource = child(root, &["resources", "resource"]);
    assert_eq!(item.attribute("identifierref"), resource.attribute("identifier"));
    assert_eq!(resource.attribute(("http://www.adlnet.org/xsd/adlcp_rootv1p2", "scormtype")), Some("sco"));
    assert_eq!((resource.attribute("type"), resource.attribute("href")), (Some("webcontent"), Some("launch.html")));

    let listed: Vec<String> = resource
        .children()
        .filter(Node::is_element)
        .map(|file| file.attribute("href").expect("a file has its href").to_owned())
        .collect();
    let set: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(set.len(), listed.len(), "no file is listed twice");
    assert_eq!(set, files.into_keys().filter(|name| name != "imsmanifest.xml").collect());
}

#[test]
fn a_cmi5_structure_has_one_unit_with_a_name_of_its_own() {
    let structure = |course: &Course| {
        let files = files(package(course, Format::Cmi5, &page()));
        text(&files, "cmi5.xml").to_owned()
    };
    let (lab, quiz) = (structure(&course(Kind::Lab)), structure(&course(Kind::Quiz)));
    let mut ids = BTreeSet::new();
    for (text, mastery) in [(&lab, None), (&quiz, Some("0.70"))] {
        let document = Document::parse(text).expect("well-formed");
        let root = document.root_element();
        assert_eq!(root.tag_name().namespace(), Some("https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"));
        let (course, unit) = (child(root, &["course"]), child(root, &["au"]));
        for described in [course, unit] {
            for name in ["title", "description"] {
                assert_eq!(child(described, &[name, "langstring"]).text(), Some(TITLE));
            }
            ids.insert(described.attribute("id").expect("an id").to_owned());
        }
        // The schema has them in this order.
        let names: Vec<_> = unit.children().filter(Node::is_element).map(|node| node.tag_name().name()).collect();
        assert_eq!(names, ["title", "description", "url"]);
        assert_eq!(child(unit, &["url"]).text(), Some("launch.html"));
        assert_eq!((unit.attribute("moveOn"), unit.attribute("masteryScore")), (Some("Passed"), mastery));
    }
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert!(ids.iter().all(|id| id.starts_with("urn:x-shardlab:")));
}

#[test]
fn the_launch_page_knows_what_to_open_and_sends_nothing_but_by_cmi5() {
    for (format, connect) in [(Format::Scorm12, "connect-src 'none';"), (Format::Cmi5, "connect-src https: http:;")] {
        let files = files(package(&course(Kind::Quiz), format, &page()));
        let launch = text(&files, "launch.html");
        assert!(launch.contains(connect) && launch.contains("default-src 'none'; script-src 'self'"), "{launch}");
        assert!(launch.contains("<title>Keys &amp; &lt;shards&gt;, &quot;hot&quot; {fragment}</title>"), "{launch}");
        assert!(launch.contains(
            "data-kind=\"quiz\" data-fragment=\"#/lab/hot-shard?s=1.AbC_-&amp;speed=10\" data-mastery=\"70\""
        ));
        for name in launch.split('"').filter(|name| [".js", ".css", ".svg"].iter().any(|end| name.ends_with(end))) {
            assert!(files.contains_key(name), "{name} goes along");
        }
        assert!(text(&files, "launch.js").contains("from \"./report.js\"") && files.contains_key("report.js"));
    }
}
