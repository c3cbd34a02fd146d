//! The ways of calls through the gates of security, as data to draw. The VPC at the left, with the
//! actors; the Region around the rest, with the stream: it stands outside of the VPC.

pub mod drafts;
pub mod journey;
pub mod locate;
pub mod permissions;

use super::chart::Size;
use super::pieces::{Bar, Card, Wire, Words, for_bold, wrap};
use crate::content::{t, tf};
use journey::{Gate, GateName, Journey, Passage, journeys};
use stream_engine::Simulation;

/// Below this the gates stand below each other.
const WIDE: f64 = 680.0;
const MARGIN: f64 = 12.0;
const LINE: f64 = 15.0;
/// From this width on a gate's words take three lines, below it five.
const ROOMY: f64 = 820.0;
/// Where it is narrow: a row for each gate.
const ROW: f64 = 70.0;
const ROWS_TOP: f64 = 28.0;
/// An actor has a line more than a gate.
const ACTOR_MORE: f64 = 16.0;
/// Lines that an error may take.
const ERROR_LINES: usize = 3;
const ERROR_LINES_NARROW: usize = 5;
/// Where it is narrow: what the words of both last calls take at most, and stand apart at least and at most.
const WORDS_NARROW: f64 = 2.0 * ERROR_LINES_NARROW as f64 * LINE;
const APART: f64 = 8.0;
const APART_MAX: f64 = 20.0;

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct SecurityScene {
    pub size: Size,
    /// Grounds behind all else: the VPC and the Region.
    pub grounds: Vec<Bar>,
    pub wires: Vec<Wire>,
    pub cards: Vec<Card>,
    pub words: Vec<Words>,
    /// The picture in words.
    pub description: String,
}

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { Lanes::of(width).height } else { ROWS_TOP + ACTOR_MORE + 6.0 * ROW + WORDS_NARROW + 2.0 * APART }
}

/// Where it is wide: how large the cards are.
struct Lanes {
    height: f64,
    actor: f64,
    gap: f64,
    card: f64,
    /// Tops of the writer's and the reader's cards.
    tops: [f64; 2],
}

impl Lanes {
    fn of(width: f64) -> Lanes {
        match width >= ROOMY {
            true => Lanes { height: 376.0, actor: 118.0, gap: 16.0, card: 82.0, tops: [44.0, 214.0] },
            false => Lanes { height: 400.0, actor: 114.0, gap: 12.0, card: 106.0, tops: [40.0, 212.0] },
        }
    }
}

/// The picture of a run, of its first writer and its first reader.
pub fn security(run: &Simulation, size: Size) -> SecurityScene {
    let all = journeys(run);
    let shown: Vec<&Journey> =
        [all.iter().find(|one| !one.reads), all.iter().find(|one| one.reads)].into_iter().flatten().collect();
    let description = shown.iter().map(|journey| describe(journey)).collect::<Vec<_>>().join(" ");
    let mut scene = SecurityScene {
        size,
        grounds: Vec::new(),
        wires: Vec::new(),
        cards: Vec::new(),
        words: Vec::new(),
        description: format!("{description} {}", t("security.outside")),
    };
    if size.width >= WIDE {
        wide(&mut scene, &shown, run)
    } else {
        narrow(&mut scene, &shown)
    }
    scene
}

fn wide(scene: &mut SecurityScene, journeys: &[&Journey], run: &Simulation) {
    let size = scene.size;
    let Lanes { actor: actor_width, gap, card: height, tops, .. } = Lanes::of(size.width);
    let first = MARGIN + 12.0 + actor_width + gap;
    let card = (size.width - MARGIN - 10.0 - first - 4.0 * gap) / 5.0;
    let x = |nth: usize| first + nth as f64 * (card + gap);
    // The border of the VPC runs through the middle of the way: an endpoint stands on it.
    let border = x(1) + card / 2.0;
    let ground = |x: f64, width: f64, class: &str| Bar {
        x,
        y: 28.0,
        width,
        height: size.height - 40.0,
        class: class.to_owned(),
    };
    scene.grounds =
        vec![ground(border, size.width - MARGIN - border, "region"), ground(MARGIN, border - MARGIN, "vpc")];
    let endpoints = run.security().endpoints.values().next();
    let vpc = endpoints.map_or("", |endpoint| endpoint.vpc_id.as_str());
    scene.words.push(Words::new(MARGIN, 19.0, "head", tf("security.vpc", &[("id", vpc)]).trim_end().to_owned()));
    let region = tf("security.region", &[("region", &run.account().region)]);
    scene.words.push(Words::at_end(size.width - MARGIN, 19.0, "head", region));
    for (journey, top) in journeys.iter().zip(tops) {
        let middle = top + height / 2.0;
        scene.cards.push(Card { x: MARGIN + 12.0, y: top, width: actor_width, height, ..actor(journey) }.fitted());
        for (nth, gate) in journey.gates.iter().enumerate() {
            let from = if nth == 0 { MARGIN + 12.0 + actor_width } else { x(nth) - gap };
            scene.wires.push(wire(journey, nth, (from + 1.0, middle), (x(nth) - 1.0, middle)));
            scene.cards.push(Card { x: x(nth), y: top, width: card, height, ..gate_card(gate) }.fitted());
        }
        let below = top + height + 20.0;
        // The words of the last call stay in the VPC; those of an error stand over both grounds, as far as they need.
        let inside = said(journey, border - MARGIN - 24.0, ERROR_LINES + 1);
        let lines = match inside.len() <= ERROR_LINES {
            true => inside,
            false => said(journey, size.width - 2.0 * MARGIN - 28.0, ERROR_LINES),
        };
        for (nth, (class, line)) in lines.into_iter().enumerate() {
            scene.words.push(Words::new(MARGIN + 14.0, below + nth as f64 * LINE, class, line));
        }
    }
    scene.words.push(Words::at_end(
        size.width - MARGIN - 12.0,
        size.height - 20.0,
        "mark-text said",
        t("security.outside"),
    ));
}

fn narrow(scene: &mut SecurityScene, journeys: &[&Journey]) {
    let width = (scene.size.width - 3.0 * 10.0) / 2.0;
    let x = |nth: usize| 10.0 + nth as f64 * (width + 10.0);
    let y = |row: usize| ROWS_TOP + row as f64 * ROW + if row > 0 { ACTOR_MORE } else { 0.0 };
    let ground = |row: usize, rows: usize, class: &str| Bar {
        x: 4.0,
        // In the middle between two rows.
        y: y(row) - 5.0,
        width: scene.size.width - 8.0,
        height: y(row + rows) - y(row),
        class: class.to_owned(),
    };
    scene.grounds = vec![ground(0, 2, "vpc"), ground(3, 3, "region")];
    scene.words.push(Words::new(10.0, 16.0, "head", t("security.vpc_short")));
    scene.words.push(Words::at_end(scene.size.width - 10.0, 16.0, "head", t("security.region_short")));
    for (nth, journey) in journeys.iter().enumerate() {
        scene
            .cards
            .push(Card { x: x(nth), y: y(0), width, height: ROW - 10.0 + ACTOR_MORE, ..actor(journey) }.fitted());
        for (row, gate) in journey.gates.iter().enumerate() {
            let middle = x(nth) + width / 2.0;
            scene.wires.push(wire(journey, row, (middle, y(row + 1) - 9.0), (middle, y(row + 1) - 1.0)));
            scene.cards.push(Card { x: x(nth), y: y(row + 1), width, height: ROW - 10.0, ..gate_card(gate) }.fitted());
        }
    }
    let room = scene.size.width - 20.0;
    let mut told: Vec<_> = journeys.iter().map(|journey| said(journey, room, ERROR_LINES_NARROW)).collect();
    let outside = wrap(t("security.outside"), room, 11.0, 2).into_iter().map(|line| ("mark-text", line));
    let lines = |told: &[Vec<_>]| told.iter().map(|one| one.len() as f64 * LINE).sum::<f64>();
    told.push(outside.collect());
    if lines(&told) + APART > WORDS_NARROW {
        told.pop();
    }
    let apart = ((WORDS_NARROW - lines(&told)) / told.len() as f64).clamp(APART, APART_MAX);
    let mut below = y(6) + 12.0;
    for lines in told {
        for (class, line) in lines {
            scene.words.push(Words::new(10.0, below, class, line));
            below += LINE;
        }
        below += apart;
    }
}

fn actor(journey: &Journey) -> Card {
    let (passed, refused) = (journey.passed.to_string(), journey.refused.to_string());
    let counts = tf("security.counts", &[("passed", &passed), ("refused", &refused)]);
    let class = if journey.refused > 0 && journey.said.is_some() { "box hot" } else { "box" };
    Card {
        class,
        title: journey.actor.clone(),
        lines: vec![journey.role.clone(), journey.operation.to_owned(), counts],
        ..Card::default()
    }
}

fn gate_card(gate: &Gate) -> Card {
    let (class, mark) = match gate.passage {
        Passage::Passed => ("gate passed", Some(("✓".to_owned(), "good"))),
        Passage::Stopped => ("gate stopped", Some(("✕".to_owned(), "bad"))),
        Passage::Unreached => ("gate unreached", None),
        Passage::Open => ("gate", None),
    };
    Card { class, mark, title: gate.title.clone(), lines: gate.details.clone(), ..Card::default() }
}

/// The wire before a gate: the call has come so far, or not.
fn wire(journey: &Journey, before: usize, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> Wire {
    let came = match journey.gates[before].passage {
        Passage::Unreached => "way unreached",
        Passage::Stopped => "way stopped",
        Passage::Passed | Passage::Open => "way passed",
    };
    Wire { path: format!("M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}"), class: came.to_owned() }
}

/// What came of the last call, in lines with their class.
fn said(journey: &Journey, width: f64, most: usize) -> Vec<(&'static str, String)> {
    let lines = |class: &'static str, width: f64, text: &str| {
        wrap(text, width, 11.0, most).into_iter().map(move |line| (class, line)).collect::<Vec<_>>()
    };
    let plain = |text: &str| lines("rate said", width, text);
    let bad = |text: &str| lines("refused said", for_bold(width), text);
    match (&journey.said, &journey.sees) {
        (Some(said), _) => bad(&format!("✕ {}: {}", said.code, said.message)),
        (None, _) if journey.at.is_none() => plain(t("security.no_call")),
        (None, Some((sample, true))) => plain(&tf("security.sees", &[("data", sample)])),
        (None, Some((sample, false))) => bad(&tf("security.noise", &[("data", sample)])),
        (None, None) if journey.reads => plain(t("security.nothing_read")),
        (None, None) => plain(t("security.stored")),
    }
}

fn describe(journey: &Journey) -> String {
    let stopped = journey.gates.iter().find(|gate| gate.passage == Passage::Stopped);
    let way = journey.gates.iter().find(|gate| gate.name == GateName::Way).map_or("", |gate| &gate.title);
    let values = [
        ("actor", journey.actor.as_str()),
        ("role", &journey.role),
        ("operation", journey.operation),
        ("way", way),
        ("passed", &journey.passed.to_string()),
        ("refused", &journey.refused.to_string()),
    ];
    let begin = tf("security.describe", &values);
    let end = match (stopped, &journey.said) {
        (Some(gate), Some(said)) => {
            tf("security.describe.stopped", &[("gate", &gate.title), ("code", said.code), ("message", &said.message)])
        }
        _ if journey.at.is_none() => t("security.no_call").to_owned(),
        _ => match &journey.sees {
            Some((sample, false)) => tf("security.noise", &[("data", sample)]),
            _ => t("security.describe.passed").to_owned(),
        },
    };
    format!("{begin} {end}")
}

#[cfg(test)]
mod tests;
