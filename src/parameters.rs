//! What an address may ask for beside the page: `?theme=projector&speed=10&t=20000`, before the fragment or
//! in it. What is wrong is told, all else is taken.

use crate::content::{t, tf};
use lab_content::format::thousands;

/// Speeds as an address writes them, in the order of the page's own.
const SPEEDS: [(&str, u64); 6] =
    [("0.1", 1), ("1", 10), ("10", 100), ("100", 1_000), ("1000", 10_000), ("10000", 100_000)];
/// Latest moment that an address without a run may ask for, in milliseconds: one hour.
const MOMENT_MAX_MS: u64 = 3_600_000;
/// Panels of a lab, in the order of their tabs.
const PANELS: [&str; 6] = ["calls", "terminal", "table", "why", "lesson", "quiz"];
/// Read elsewhere: the run, exercise, result or answers that a link holds, and what the quiz is asked.
const OTHERS: [&str; 15] =
    ["s", "e", "r", "a", "q", "n", "of", "mode", "area", "topic", "lab", "item", "own", "count", "seed"];
/// Refused ones that are listed, and characters of their values.
const LISTED_MAX: usize = 6;
const VALUE_MAX: usize = 40;
/// Characters of a run's or limit's name, at most.
const NAME_MAX: usize = 100;

/// Light or dark, or the view for a whole room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Light,
    Dark,
    Projector,
}

/// What was asked for and can be done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parameters {
    pub theme: Option<Look>,
    /// Id of a quota profile.
    pub profile: Option<String>,
    /// Whether motion is reduced, whatever the system says.
    pub motion_reduced: Option<bool>,
    pub start: Start,
    /// Key of a limit or price that the facts are to be searched for.
    pub find: Option<String>,
    /// Place of the lab's panel that is to be open.
    pub panel: Option<usize>,
    /// Set if the page stands within another.
    pub embed: Option<Embed>,
    is_embedded: bool,
}

/// How the page stands within another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Embed {
    /// Whether it may remember something in this browser.
    pub stores: bool,
    /// Whether a lab's controls are left out.
    pub stage_alone: bool,
    /// The page around it, to which its messages go and whose messages it hears; they go to anybody if absent.
    pub origin: Option<String>,
}

/// How a lab is to begin.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Start {
    /// Simulated seconds per second, in tenths.
    pub speed_tenths: Option<u64>,
    pub moment_ms: Option<u64>,
    pub playing: bool,
    /// Name of one of the lab's runs; whether there is such a one, only the lab knows.
    pub run: Option<String>,
}

/// A parameter that was given and can't be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    pub name: String,
    pub value: String,
    pub why: String,
}

/// Reads the query of an address and that of its fragment, which counts more. `profiles` are the ids there are.
pub fn read(query: &str, fragment: &str, profiles: &[&str]) -> (Parameters, Vec<Refused>) {
    let mut found = Parameters::default();
    let mut refused = Vec::new();
    let of_fragment = fragment.split_once('?').map_or("", |(_, query)| query);
    let pairs = [query.trim_start_matches('?'), of_fragment].into_iter().flat_map(|query| query.split('&'));
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if let Err(why) = found.take(name, value, profiles) {
            refused.push(Refused { name: shown(name), value: shown(value), why });
        }
    }
    match found.is_embedded {
        true => _ = found.embed.get_or_insert_default(),
        false => found.embed = None,
    }
    (found, refused)
}

impl Parameters {
    fn take(&mut self, name: &str, value: &str, profiles: &[&str]) -> Result<(), String> {
        let one_of = |values: &[&str]| {
            let place = values.iter().position(|allowed| *allowed == value);
            place.ok_or_else(|| tf("parameters.one_of", &[("values", &values.join(", "))]))
        };
        match name {
            "theme" => {
                let looks = [Look::Light, Look::Dark, Look::Projector];
                self.theme = Some(looks[one_of(&["light", "dark", "projector"])?]);
            }
            "profile" => self.profile = Some(profiles[one_of(profiles)?].to_owned()),
            "motion" => self.motion_reduced = Some(one_of(&["full", "reduced"])? == 1),
            "speed" => self.start.speed_tenths = Some(SPEEDS[one_of(&SPEEDS.map(|(name, _)| name))?].1),
            "paused" => self.start.playing = one_of(&["0", "1"])? == 0,
            "t" => {
                let moment = value.parse().ok().filter(|ms| *ms <= MOMENT_MAX_MS);
                let why = || tf("parameters.moment", &[("max", &thousands(MOMENT_MAX_MS))]);
                self.start.moment_ms = Some(moment.ok_or_else(why)?);
            }
            "run" => self.start.run = Some(name_of(value)?),
            "find" => self.find = Some(name_of(value)?),
            "panel" => self.panel = Some(one_of(&PANELS)?),
            "lang" => _ = one_of(&["en"])?,
            "embed" => self.is_embedded = one_of(&["0", "1"])? == 1,
            "storage" => self.embed.get_or_insert_default().stores = one_of(&["0", "1"])? == 1,
            "controls" => self.embed.get_or_insert_default().stage_alone = one_of(&["full", "min"])? == 1,
            "origin" => self.embed.get_or_insert_default().origin = Some(origin_of(value)?),
            _ if OTHERS.contains(&name) => {}
            _ => return Err(t("parameters.unknown").to_owned()),
        }
        Ok(())
    }
}

/// The name of something, or the reason why it can't be one.
fn name_of(value: &str) -> Result<String, String> {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    let is_name = !value.is_empty() && value.len() <= NAME_MAX && value.bytes().all(is_of_name);
    if is_name { Ok(value.to_owned()) } else { Err(t("parameters.name").to_owned()) }
}

/// `https://lms.example:8443`, or the reason why it isn't one.
fn origin_of(value: &str) -> Result<String, String> {
    let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    let is_host = |host: &str| !host.is_empty() && host.len() <= NAME_MAX && host.bytes().all(is_of_host);
    if host.is_some_and(is_host) { Ok(value.to_owned()) } else { Err(t("parameters.origin").to_owned()) }
}

/// The notice for a run that a lab doesn't have.
pub fn no_such_run(name: &str) -> String {
    let refused = Refused { name: "run".to_owned(), value: shown(name), why: t("parameters.no_run").to_owned() };
    notice(&[refused]).unwrap_or_default()
}

/// The refused ones as lines for a notice; none if there are none.
pub fn notice(refused: &[Refused]) -> Option<String> {
    let line = |refused: &Refused| {
        tf("parameters.line", &[("name", &refused.name), ("value", &refused.value), ("why", &refused.why)])
    };
    let lines = refused.iter().take(LISTED_MAX).map(line);
    let more = refused.len().saturating_sub(LISTED_MAX);
    let more = (more > 0).then(|| tf("parameters.more", &[("n", &more.to_string())]));
    let all: Vec<String> = std::iter::once(t("parameters.title").to_owned()).chain(lines).chain(more).collect();
    (!refused.is_empty()).then(|| all.join("\n"))
}

/// The notice for a speed that another lab has, and this one hasn't; speeds in tenths with their labels.
pub fn no_such_speed(tenths: u64, speeds: &[(u64, &str)]) -> String {
    let text = |tenths: u64| if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("0.{tenths}") };
    let values: Vec<String> = speeds.iter().map(|(tenths, _)| text(*tenths)).collect();
    let why = tf("parameters.one_of", &[("values", &values.join(", "))]);
    notice(&[Refused { name: "speed".to_owned(), value: text(tenths), why }]).unwrap_or_default()
}

/// The fragment with this parameter in its query, or without it.
pub fn with(fragment: &str, name: &str, value: Option<&str>) -> String {
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let is_other = |pair: &&str| !pair.is_empty() && pair.split_once('=').map_or(*pair, |(name, _)| name) != name;
    let mut pairs: Vec<String> = query.split('&').filter(is_other).map(str::to_owned).collect();
    pairs.extend(value.map(|value| format!("{name}={value}")));
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(VALUE_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILES: [&str; 2] = ["exam-2022", "aws-2026"];

    fn found(query: &str, fragment: &str) -> (Parameters, Vec<String>) {
        let (found, refused) = read(query, fragment, &PROFILES);
        (found, refused.into_iter().map(|refused| refused.name).collect())
    }

    #[test]
    fn what_is_right_is_taken_and_what_is_wrong_is_listed() {
        let (all, refused) = found(
            "?theme=dark&lang=en",
            "#/lab/x?s=1.A&speed=10&t=20000&paused=0&motion=reduced&profile=exam-2022&run=a-1&panel=lesson&find=a_b.c",
        );
        assert_eq!(refused, Vec::<String>::new());
        assert_eq!((all.theme, all.motion_reduced), (Some(Look::Dark), Some(true)));
        assert_eq!(all.profile.as_deref(), Some("exam-2022"));
        assert_eq!((all.start.speed_tenths, all.start.moment_ms), (Some(100), Some(20_000)));
        assert_eq!((all.start.playing, all.start.run.as_deref(), all.panel), (true, Some("a-1"), Some(4)));
        assert_eq!(all.find.as_deref(), Some("a_b.c"));

        let (some, refused) =
            found("", "#/lab/x?speed=fast&t=-1&theme=projector&profile=aws-1999&embed=x&lang=eo&run=A<&panel=x&find=");
        assert_eq!(refused, ["speed", "t", "profile", "embed", "lang", "run", "panel", "find"]);
        assert_eq!(some, Parameters { theme: Some(Look::Projector), ..Parameters::default() });
    }

    #[test]
    fn within_another_page_it_stores_nothing_and_trusts_nobody_unless_told() {
        let embed = |query: &str| found(query, "#/lab/x").0.embed;
        assert_eq!((embed(""), embed("?embed=0&storage=1")), (None, None));
        assert_eq!(embed("?embed=1"), Some(Embed::default()));
        let asked = Embed { stores: true, stage_alone: true, origin: Some("https://lms.example:8443".to_owned()) };
        assert_eq!(embed("?embed=1&storage=1&controls=min&origin=https://lms.example:8443"), Some(asked));
        for wrong in ["lms.example", "https://", "https://a/b", "javascript:1", "*", "https://a b"] {
            assert_eq!(found(&format!("?embed=1&origin={wrong}"), "").1, ["origin"], "{wrong}");
        }
    }

    #[test]
    fn the_fragment_counts_more_than_the_query() {
        assert_eq!(found("?theme=dark", "#/?theme=light").0.theme, Some(Look::Light));
    }

    #[test]
    fn a_notice_names_parameter_value_and_reason_and_has_an_end() {
        let query = "speed=7&".repeat(9);
        let (_, refused) = read(&query, "#/", &PROFILES);
        let notice = notice(&refused).expect("nine are wrong");
        assert!(notice.contains("speed") && notice.contains('7') && notice.contains("0.1, 1, 10, 100"), "{notice}");
        assert_eq!(notice.lines().count(), LISTED_MAX + 2);
        assert_eq!(super::notice(&[]), None);
        let (_, long) = read(&format!("x={}", "é".repeat(500)), "#/", &PROFILES);
        assert_eq!(long[0].value.chars().count(), VALUE_MAX + 1);
    }

    #[test]
    fn a_speed_of_other_labs_is_told_with_those_of_this_one() {
        let notice = no_such_speed(1, &[(10, "1×"), (100_000, "10 000×")]);
        assert!(notice.contains("speed = “0.1”") && notice.contains("1, 10000"), "{notice}");
    }

    #[test]
    fn a_parameter_is_put_into_a_fragment_once_and_taken_out_again() {
        let cases = [
            ("#/", Some("projector"), "#/?theme=projector"),
            ("#/lab/x?s=1.A", Some("projector"), "#/lab/x?s=1.A&theme=projector"),
            ("#/lab/x?theme=dark&s=1.A", Some("projector"), "#/lab/x?s=1.A&theme=projector"),
            ("#/lab/x?s=1.A&theme=projector", None, "#/lab/x?s=1.A"),
            ("#/?theme=projector", None, "#/"),
        ];
        for (fragment, value, wanted) in cases {
            assert_eq!(with(fragment, "theme", value), wanted);
        }
    }

    #[test]
    fn no_address_breaks_it() {
        for (nth, text) in ["?", "&&&", "=", "a", "=&=", "?s", "%", "theme", "t=99999999999999999999", "\u{202e}=\u{0}"]
            .into_iter()
            .enumerate()
        {
            let (_, refused) = read(text, &format!("#/x?{text}"), &PROFILES);
            assert!(refused.len() <= 6, "{nth}");
        }
    }
}
