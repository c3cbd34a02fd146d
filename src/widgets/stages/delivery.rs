//! One stream and its three kinds of readers.

use super::pieces::{bars, cards, wires, words};
use super::svg::{Pictured, picture};
use crate::scene::delivery::{DeliveryScene, delivery, height};
use crate::session::Session;
use crate::widgets::shape::{Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn readers(session: Session) -> AnyView {
    picture(session, Pictured { height, scene: delivery, describe, draw })
}

fn describe(scene: &DeliveryScene) -> String {
    scene.description.clone()
}

fn draw(scene: &DeliveryScene) -> Vec<Shape> {
    shapes![wires(&scene.wires), cards(&scene.cards), bars(&scene.bars), words(&scene.words)]
}
