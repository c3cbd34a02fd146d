//! Draws the pieces that pictures are put together from.

use crate::scene::pieces::{Bar, Card, FIRST_LINE, LINE, Wire, Words};
use crate::widgets::shape::{self, Shape, shapes};

pub fn cards(cards: &[Card]) -> Vec<Shape> {
    cards.iter().map(card).collect()
}

fn card(card: &Card) -> Shape {
    let (x, y) = (card.x + 10.0, card.y);
    let lines = card
        .lines
        .iter()
        .enumerate()
        .map(|(nth, line)| shape::text(x, y + FIRST_LINE + LINE * nth as f64, line.clone()).class("card-line"));
    let mark = card.mark.as_ref().map(|(mark, class)| {
        let class = format!("card-mark {class}");
        shape::text(card.x + card.width - 10.0, y + 20.0, mark.clone()).anchor("end").class(class)
    });
    shape::group(shapes![
        shape::rect(card.x, y, card.width, card.height).round(9.0).class(card.class),
        shape::text(x, y + 20.0, card.title.clone()).class("lane-name"),
        mark,
        lines
    ])
}

/// The class of what says whether an order is kept.
pub fn of_order(is_kept: bool) -> &'static str {
    if is_kept { "race-order kept" } else { "race-order broken" }
}

pub fn wires(wires: &[Wire]) -> Vec<Shape> {
    let one = |wire: &Wire| shape::path(wire.path.clone()).class(wire.class.clone());
    wires.iter().map(one).collect()
}

pub fn words(words: &[Words]) -> Vec<Shape> {
    let one = |words: &Words| shape::text(words.x, words.y, words.text.clone()).anchor(words.anchor).class(words.class);
    words.iter().map(one).collect()
}

pub fn bars(bars: &[Bar]) -> Vec<Shape> {
    let one = |bar: &Bar| shape::rect(bar.x, bar.y, bar.width, bar.height).round(3.0).class(bar.class.clone());
    bars.iter().map(one).collect()
}
