//! Draws the pieces that pictures are put together from.

use crate::scene::pieces::{Bar, Card, FIRST_LINE, LINE, Wire, Words};
use leptos::prelude::*;

pub fn cards(cards: &[Card]) -> impl IntoView + use<> {
    cards.iter().map(card).collect_view()
}

fn card(card: &Card) -> impl IntoView + use<> {
    let (x, y) = (card.x + 10.0, card.y);
    let lines = card.lines.iter().enumerate().map(|(nth, line)| {
        html! { <text x=x y=y + FIRST_LINE + LINE * nth as f64 class="card-line">{line.clone()}</text> }
    });
    let mark = card.mark.as_ref().map(|(mark, class)| {
        let class = format!("card-mark {class}");
        html! { <text x=card.x + card.width - 10.0 y=y + 20.0 text-anchor="end" class=class>{mark.clone()}</text> }
    });
    html! {
        <rect x=card.x y=y width=card.width height=card.height rx="9" class=card.class/>
        <text x=x y=y + 20.0 class="lane-name">{card.title.clone()}</text>
        {mark}
        {lines.collect_view()}
    }
}

pub fn wires(wires: &[Wire]) -> impl IntoView + use<> {
    let one = |wire: &Wire| html! { <path d=wire.path.clone() class=wire.class.clone()/> };
    wires.iter().map(one).collect_view()
}

pub fn words(words: &[Words]) -> impl IntoView + use<> {
    let one = |words: &Words| {
        html! { <text x=words.x y=words.y text-anchor=words.anchor class=words.class>{words.text.clone()}</text> }
    };
    words.iter().map(one).collect_view()
}

pub fn bars(bars: &[Bar]) -> impl IntoView + use<> {
    let one = |bar: &Bar| {
        html! { <rect x=bar.x y=bar.y width=bar.width height=bar.height rx="3" class=bar.class.clone()/> }
    };
    bars.iter().map(one).collect_view()
}
