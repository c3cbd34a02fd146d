//! A lesson's Markdown: made into HTML, refused where it holds what a lesson may not, and taken apart into sections and
//! links for those who check it or search in it.

use super::line_of;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// A lesson as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    pub html: String,
    /// By heading; what stands before the first heading is a section without one.
    pub sections: Vec<Section>,
}

/// A heading and what stands below it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Section {
    pub heading: String,
    /// Without marks; facts as `{key}`.
    pub text: String,
    pub links: Vec<Link>,
    /// Points of its lists.
    pub points: usize,
}

/// A link with the line in which it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub href: String,
    pub line: usize,
}

/// Something that may not stand in a lesson, with its line.
pub type Refused = (usize, String);

impl Written {
    /// Reads a lesson, or tells all that may not stand in it: HTML, pictures, and links that lead neither into the page
    /// nor to a secure address.
    pub fn read(markdown: &str) -> Result<Written, Vec<Refused>> {
        let (mut written, mut refused) = (Written::default(), Vec::new());
        let mut shown = Vec::new();
        let events: Vec<_> = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter().collect();
        let mut in_heading = false;
        for (event, place) in events {
            let line = line_of(markdown, place.start + 1);
            if written.sections.is_empty() && !matches!(event, Event::Start(Tag::Heading { .. })) {
                written.sections.push(Section::default());
            }
            match &event {
                Event::Start(Tag::Heading { .. }) => {
                    in_heading = true;
                    written.sections.push(Section::default());
                }
                Event::End(TagEnd::Heading(_)) => in_heading = false,
                Event::Html(_) | Event::InlineHtml(_) => refused.push((line, "no HTML in a lesson".to_owned())),
                Event::Start(Tag::Image { .. }) => refused.push((line, "no picture in a lesson".to_owned())),
                Event::Start(Tag::Link { dest_url, .. }) if !is_allowed(dest_url) => {
                    refused.push((line, format!("`{dest_url}`: a link begins with `#/` or `https://`")));
                }
                _ => {}
            }
            if let Some(section) = written.sections.last_mut() {
                section.take(&event, in_heading, line);
            }
            let heading = written.sections.last().map_or("", |section| &section.heading);
            let (before, after) = match &event {
                Event::Start(Tag::Table(_)) => (Some(scrolling(heading)), None),
                Event::End(TagEnd::Table) => (None, Some("</div>".to_owned())),
                _ => (None, None),
            };
            let ours = |html: Option<String>| html.map(|html| Event::Html(html.into()));
            shown.extend(ours(before).into_iter().chain([event]).chain(ours(after)));
        }
        html::push_html(&mut written.html, shown.into_iter());
        if refused.is_empty() { Ok(written) } else { Err(refused) }
    }

    /// All links, in their order.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.sections.iter().flat_map(|section| &section.links)
    }

    /// Words of the whole lesson; a fact counts as one.
    pub fn words(&self) -> usize {
        let words = |text: &str| text.split_whitespace().count();
        self.sections.iter().map(|section| words(&section.heading) + words(&section.text)).sum()
    }
}

impl Section {
    fn take(&mut self, event: &Event<'_>, in_heading: bool, line: usize) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if in_heading { &mut self.heading } else { &mut self.text }.push_str(text);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.links.push(Link { href: dest_url.to_string(), line });
            }
            Event::Start(Tag::Item) => self.points += 1,
            // Blocks and cells stand apart.
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock) => {
                self.text.push(' ')
            }
            _ => {}
        }
    }
}

/// Around a table, which may be wider than the page: a person without a mouse reaches it, and hears what it is about.
fn scrolling(heading: &str) -> String {
    let escaped = heading.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{escaped}\">")
}

/// Into the page, or to a secure address elsewhere. Nothing that runs, nothing relative to where the page lies.
fn is_allowed(href: &str) -> bool {
    let is_plain = |char: char| char.is_ascii_graphic() && !"\"'<>`\\".contains(char);
    (href.starts_with("#/") || href.starts_with("https://")) && href.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(markdown: &str) -> Vec<usize> {
        Written::read(markdown).expect_err("it holds what it may not").into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_lesson_has_sections_links_points_and_tables() {
        let text = "## Why `x`?\n\nOne {fact}\ntwo.\n\n| a | b |\n|---|---|\n| c | d |\n\n## Try it\n\n1. [Go](#/lab/x?t=5)\n2. no\n";
        let written = Written::read(text).expect("nothing is wrong");
        let [first, last] = &written.sections[..] else { panic!("{:?}", written.sections) };
        assert_eq!((first.heading.as_str(), first.text.trim()), ("Why x?", "One {fact} two. a b c d"));
        assert_eq!((last.points, last.links.len()), (2, 1));
        assert_eq!(last.links[0], Link { href: "#/lab/x?t=5".to_owned(), line: 12 });
        let around = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Why x?\"><table>";
        assert!(written.html.contains(around) && written.html.contains("<a href=\"#/lab/x?t=5\">Go</a>"));
        assert_eq!(written.words(), 2 + 3 + 4 + 2 + 2);
    }

    #[test]
    fn what_may_not_stand_in_a_lesson_is_refused_with_its_line() {
        assert_eq!(lines("a\n\n<script>x</script>\n"), [3]);
        assert_eq!(lines("a <b>bold</b>"), [1, 1]);
        assert_eq!(lines("![x](#/y)"), [1]);
        for href in ["javascript:x", "http://a.b", "//a.b", "lab/x", "#top", "data:x", "mailto:a@b.c", "#/a\u{e9}"] {
            assert_eq!(lines(&format!("one\n\n[x]({href})")), [3], "{href}");
        }
        assert_eq!(lines("[x]\n\n[x]: javascript:y"), [1], "by reference");
        assert_eq!(lines("<ftp://a.b>"), [1], "by itself");
    }

    #[test]
    fn links_into_the_page_and_to_secure_addresses_are_kept() {
        let written =
            Written::read("[a](#/lab/x?run=y&paused=0) and [b](https://docs.aws.amazon.com/)").expect("both are");
        let hrefs: Vec<&str> = written.links().map(|link| link.href.as_str()).collect();
        assert_eq!(hrefs, ["#/lab/x?run=y&paused=0", "https://docs.aws.amazon.com/"]);
        assert_eq!(written.sections.len(), 1);
    }
}
