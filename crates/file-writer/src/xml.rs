//! XML as it is written, for QTI, for packages and for the little HTML that other formats hold.

/// How the names of QTI are written: as in version 3, or without `qti-` and hyphens, as in version 2.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    AsTheyAre,
    Camel,
}

#[derive(Clone)]
pub enum Node {
    Text(String),
    Element(Element),
}

#[derive(Clone)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Node>,
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(text)
    }
}

pub fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), content: Vec::new() }
}

impl Element {
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Element {
        self.attributes.push((name, value.into()));
        self
    }

    pub fn with(mut self, node: impl Into<Node>) -> Element {
        self.content.push(node.into());
        self
    }

    pub fn with_all<N: Into<Node>>(mut self, nodes: impl IntoIterator<Item = N>) -> Element {
        self.content.extend(nodes.into_iter().map(Into::into));
        self
    }

    fn write(&self, out: &mut String, names: Names) {
        let name = match names {
            Names::Camel => self.name.strip_prefix("qti-").map_or_else(|| self.name.to_owned(), camel),
            Names::AsTheyAre => self.name.to_owned(),
        };
        out.push('<');
        out.push_str(&name);
        for (attribute, value) in &self.attributes {
            let attribute = if names == Names::Camel { camel(attribute) } else { (*attribute).to_owned() };
            out.push_str(&format!(" {attribute}=\""));
            escape(value, true, out);
            out.push('"');
        }
        if self.content.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        write_all(&self.content, out, names);
        out.push_str(&format!("</{name}>"));
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let mut camel = words.next().unwrap_or("").to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}

fn write_all(nodes: &[Node], out: &mut String, names: Names) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(text, false, out),
            Node::Element(element) => element.write(out, names),
        }
    }
}

/// XML has no place for most control characters, not even escaped: they become U+FFFD. Ends of lines and tabs of an
/// attribute become spaces, as any reader would make them.
fn escape(text: &str, of_attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if of_attribute => out.push_str("&quot;"),
            '\n' | '\t' | '\r' if of_attribute => out.push(' '),
            '\n' | '\t' => out.push(character),
            '\r' => {}
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}

/// A text as an attribute of XML or HTML holds it.
pub fn attribute(text: &str) -> String {
    let mut out = String::new();
    escape(text, true, &mut out);
    out
}

/// A file of its own.
pub fn document(root: &Element, names: Names) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    root.write(&mut out, names);
    out.push('\n');
    out
}

/// Nodes alone, which HTML reads as well as XML does.
pub fn fragment(nodes: &[Node]) -> String {
    let mut out = String::new();
    write_all(nodes, &mut out, Names::AsTheyAre);
    out
}
