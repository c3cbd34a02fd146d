//! The ways of a writer's and a reader's calls, gate by gate.

use super::pieces::{bars, cards, wires, words};
use super::svg::{Pictured, picture};
use crate::scene::security::{SecurityScene, height, security};
use crate::session::Session;
use crate::widgets::shape::{Shape, shapes};
use leptos::prelude::*;

/// The picture.
pub fn gates(session: Session) -> AnyView {
    picture(session, Pictured { height, scene: security, describe, draw })
}

fn describe(scene: &SecurityScene) -> String {
    scene.description.clone()
}

fn draw(scene: &SecurityScene) -> Vec<Shape> {
    shapes![bars(&scene.grounds), wires(&scene.wires), cards(&scene.cards), words(&scene.words)]
}
