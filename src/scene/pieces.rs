//! Pieces that pictures in SVG are put together from, in CSS pixels: boxes with lines of text, wires, words.

/// Average width of a character of the page's sans serif at 1 px type size, and of a bold one.
const SANS: f64 = 0.55;
const BOLD: f64 = 0.62;
/// Share of the room that a broken word takes: it is an ARN or a number, and digits are wider than most letters.
const BROKEN: f64 = 0.95;
/// The first line of a card below its title, and how far apart lines stand.
pub const FIRST_LINE: f64 = 38.0;
pub const LINE: f64 = 16.0;

/// Where a rectangle stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rectangle {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A box with a title, lines below it and a mark at its right.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Card {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Of the page: how the box looks.
    pub class: &'static str,
    pub title: String,
    pub lines: Vec<String>,
    /// What stands at the right of the title, and its class.
    pub mark: Option<(String, &'static str)>,
}

/// A line from here to there.
#[derive(Clone, PartialEq, Debug)]
pub struct Wire {
    pub path: String,
    pub class: String,
}

/// A text at a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Words {
    pub x: f64,
    pub y: f64,
    pub anchor: &'static str,
    pub class: &'static str,
    pub text: String,
}

/// A filled rectangle.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub class: String,
}

impl Words {
    pub fn new(x: f64, y: f64, class: &'static str, text: impl Into<String>) -> Words {
        Words { x, y, anchor: "start", class, text: text.into() }
    }

    pub fn at_end(x: f64, y: f64, class: &'static str, text: impl Into<String>) -> Words {
        Words { anchor: "end", ..Words::new(x, y, class, text) }
    }

    pub fn in_middle(x: f64, y: f64, class: &'static str, text: impl Into<String>) -> Words {
        Words { anchor: "middle", ..Words::new(x, y, class, text) }
    }
}

impl Card {
    /// With its texts cut to its width; a line that is too long goes on in the next, if there is room for one.
    pub fn fitted(mut self) -> Card {
        let room = self.width - 20.0;
        let mark = self.mark.as_ref().map_or(0.0, |(mark, _)| width(mark, 11.5) + 5.0);
        self.title = fit(&self.title, for_bold(room - mark), 12.0);
        let most = ((self.height - FIRST_LINE - 4.0) / LINE).max(0.0) as usize + 1;
        let mut spare = most.saturating_sub(self.lines.len());
        let mut lines = Vec::new();
        for line in &self.lines {
            let parts = wrap(line, room, 11.0, 1 + spare);
            spare -= parts.len().saturating_sub(1);
            lines.extend(parts);
        }
        self.lines = lines.iter().map(|line| fit(line, room, 11.0)).collect();
        self
    }
}

/// The room that a bold text has, as if it weren't.
pub fn for_bold(pixels: f64) -> f64 {
    pixels * SANS / BOLD
}

/// About how wide a text is at this type size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * SANS
}

/// The same of a bold one.
pub fn bold_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * BOLD
}

/// The text, cut with an ellipsis to so many pixels.
pub fn fit(text: &str, pixels: f64, size: f64) -> String {
    let most = (pixels / (size * SANS)).max(1.0) as usize;
    match text.chars().count() <= most {
        true => text.to_owned(),
        false => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// The first of the texts that has room, or the last, which is cut.
pub fn first_that_fits(forms: &[String], pixels: f64, size: f64) -> String {
    let fits = |form: &&String| width(form, size) <= pixels;
    forms
        .iter()
        .find(fits)
        .cloned()
        .unwrap_or_else(|| forms.last().map_or_else(String::new, |one| fit(one, pixels, size)))
}

/// The text in lines of so many pixels, broken between words, or inside of one that is too long. What doesn't fit into
/// `most` lines is cut. Thin spaces hold a number and its unit together.
pub fn wrap(text: &str, pixels: f64, size: f64, most: usize) -> Vec<String> {
    let characters = |pixels: f64| (pixels / (size * SANS)).max(8.0) as usize;
    let (whole, broken) = (characters(pixels), characters(pixels * BROKEN));
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let mut rest: Vec<char> = word.chars().collect();
        let room = if rest.len() <= whole { whole } else { broken };
        while !rest.is_empty() {
            let line = lines.last_mut().expect("there is one from the start");
            let used = line.chars().count();
            let space = usize::from(used > 0);
            if used + space + rest.len() <= room {
                line.extend(std::iter::repeat_n(' ', space));
                line.extend(rest.drain(..));
            } else if used == 0 {
                line.extend(rest.drain(..room));
                lines.push(String::new());
            } else {
                lines.push(String::new());
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.last_mut().expect("most is 1 or more");
        let kept: String = last.chars().take(whole - 1).collect();
        *last = format!("{kept}…");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_breaks_between_words_and_a_long_word_inside() {
        let lines = wrap("not authorized to perform: kinesis:PutRecord", 88.0, 10.0, 9);
        assert_eq!(lines, ["not authorized", "to perform:", "kinesis:PutReco", "rd"]);
        assert_eq!(wrap("one two three four", 55.0, 10.0, 1), ["one two…"]);
        assert_eq!(wrap("0 objects · 3\u{202f}841", 60.0, 10.0, 2), ["0 objects", "· 3\u{202f}841"]);
        assert!(wrap("", 55.0, 10.0, 2).is_empty());
    }

    #[test]
    fn a_text_that_is_too_long_is_cut() {
        assert_eq!(fit("alias/aws/kinesis", 55.0, 10.0), "alias/aws…");
        assert_eq!(fit("alias", 55.0, 10.0), "alias");
        let forms = ["takes shard 3".to_owned(), "→ 3".to_owned()];
        assert_eq!(first_that_fits(&forms, 80.0, 10.0), "takes shard 3");
        assert_eq!(first_that_fits(&forms, 55.0, 10.0), "→ 3");
    }
}
