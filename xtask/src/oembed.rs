//! oEmbed for labs, by files alone: `lab/<id>.html`, an address that can be pasted where somebody writes, and the answer
//! `oembed/<id>.json` which it names. Both hold addresses of the host, since others read them: without one there are none.
//! After oEmbed 1.0 (oembed.com, sections 2.3.4 and 4).

use crate::assets::Files;

/// Pixels: a lab beside its controls, as `docs/embedding.md` has it.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 900;
const PROVIDER: &str = "Shardlab";

/// A lab as a card of the learning path has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Card {
    pub id: String,
    pub title: String,
    pub question: String,
}

/// The cards of `content/course.toml`, whose tables of labs hold a text a line.
pub fn cards(course: &str) -> Vec<Card> {
    let labs = course.split("[[").filter_map(|table| table.strip_prefix("lab]]"));
    let card = |table: &str| {
        let value = |name: &str| {
            let line = table.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))?;
            Some(line.trim().trim_matches('"').replace("\\\"", "\""))
        };
        Some(Card { id: value("id")?, title: value("title")?, question: value("question")? })
    };
    labs.filter_map(card).collect()
}

/// An address of the page's folder with its `/` at the end, or what is wrong with it.
pub fn host(url: &str) -> Result<String, String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-._~:/[]%".contains(char);
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(is_plain) => {
            Ok(format!("{}/", url.trim_end_matches('/')))
        }
        _ => Err(format!("--url needs the address of the page's folder, as https://your.host/shardlab/, not `{url}`")),
    }
}

/// The files of these labs, for a page at this address.
pub fn files(cards: &[Card], host: &str) -> Files {
    let files = cards.iter().flat_map(|card| {
        let id = &card.id;
        [(format!("lab/{id}.html"), page(card, host)), (format!("oembed/{id}.json"), answer(card, host))]
    });
    files.map(|(name, text)| (name, text.into_bytes())).collect()
}

/// A page for programs that look for oEmbed and for previews in chats; it leads people on to the lab.
fn page(Card { id, title, question }: &Card, host: &str) -> String {
    let (title, question) = (attribute(&format!("{title} · {PROVIDER}")), attribute(question));
    let lab = format!("../#/lab/{id}");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<meta name=\"description\" content=\"{question}\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n<meta property=\"og:description\" content=\"{question}\">\n\
         <link rel=\"icon\" href=\"../icon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{host}oembed/{id}.json\" title=\"{title}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={lab}\">\n</head>\n\
         <body><p><a href=\"{lab}\">{title}</a>: {question}</p></body>\n</html>\n"
    )
}

fn answer(Card { id, title, .. }: &Card, host: &str) -> String {
    let frame = format!(
        "<iframe title=\"{}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" loading=\"lazy\" allow=\"fullscreen; clipboard-write\" \
         src=\"{host}?embed=1#/lab/{id}\"></iframe>",
        attribute(title)
    );
    format!(
        "{{\n  \"version\": \"1.0\",\n  \"type\": \"rich\",\n  \"title\": {},\n  \"provider_name\": \"{PROVIDER}\",\n  \
         \"provider_url\": {},\n  \"width\": {WIDTH},\n  \"height\": {HEIGHT},\n  \"html\": {}\n}}\n",
        json(title),
        json(host),
        json(&frame)
    )
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text without control characters, as titles are.
fn json(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lab_of_the_path_has_a_card() {
        let cards = cards(include_str!("../../content/course.toml"));
        assert_eq!(cards.len(), include_str!("../../content/course.toml").matches("[[lab]]").count());
        let hot = cards.iter().find(|card| card.id == "hot-shard").expect("it is on the path");
        assert_eq!((hot.title.as_str(), hot.question.as_str()), ("Hot shard", "One truck went chatty"));
        assert!(cards.iter().all(|card| !card.question.is_empty() && !card.title.contains('\\')));
    }

    #[test]
    fn an_answer_names_the_host_and_the_lab_and_is_found_from_its_page() {
        let card = Card { id: "a-b".into(), title: "Split & \"merge\"".into(), question: "Why < and >?".into() };
        let made = files(&[card], "https://your.host/shardlab/");
        let text = |name: &str| String::from_utf8(made[name].clone()).expect("UTF-8");
        let answer = text("oembed/a-b.json");
        for line in [
            "  \"version\": \"1.0\",",
            "  \"type\": \"rich\",",
            "  \"title\": \"Split & \\\"merge\\\"\",",
            "  \"provider_url\": \"https://your.host/shardlab/\",",
            "  \"width\": 960,",
        ] {
            assert!(answer.lines().any(|other| other == line), "{line} in {answer}");
        }
        let frame = "<iframe title=\\\"Split &amp; &quot;merge&quot;\\\" width=\\\"960\\\"";
        assert!(answer.contains(frame) && answer.contains("src=\\\"https://your.host/shardlab/?embed=1#/lab/a-b\\\""));
        let page = text("lab/a-b.html");
        assert!(page.contains("type=\"application/json+oembed\" href=\"https://your.host/shardlab/oembed/a-b.json\""));
        assert!(page.contains("url=../#/lab/a-b\"") && page.contains("content=\"Why &lt; and &gt;?\""), "{page}");
    }

    #[test]
    fn a_host_is_an_address_of_a_folder() {
        for url in ["https://your.host/shardlab", "https://your.host/shardlab/"] {
            assert_eq!(host(url).as_deref(), Ok("https://your.host/shardlab/"));
        }
        for url in
            ["your.host", "ftp://your.host/", "https://", "https:///a", "https://a/?b", "https://a/\"", "https://a b/"]
        {
            assert!(host(url).is_err(), "{url}");
        }
    }
}
