//! The exports for the browser: numbers only, bytes through two places in memory. An instance restores once.

use crate::Restorer;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Default)]
struct Door {
    input: Vec<u8>,
    restorer: Option<Restorer>,
}

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut Door) -> T) -> T {
    DOOR.with(|door| work(&mut door.borrow_mut()))
}

/// Makes room for so many squeezed bytes and says where it begins.
#[wasm_bindgen]
pub fn input(bytes: usize) -> usize {
    with(|door| {
        door.input = vec![0; bytes];
        door.input.as_ptr() as usize
    })
}

/// Takes what was written into the input. Gives how many bytes it comes to; 0 if it is damaged.
#[wasm_bindgen]
pub fn begin() -> usize {
    with(|door| {
        door.restorer = Restorer::new(std::mem::take(&mut door.input));
        door.restorer.as_ref().map_or(0, |restorer| restorer.length)
    })
}

/// Restores so many bytes more, or what is left; true if all are there.
#[wasm_bindgen]
pub fn go_on(bytes: usize) -> bool {
    with(|door| door.restorer.as_mut().is_none_or(|restorer| restorer.go_on(bytes)))
}

/// Where the restored bytes begin; 0 if they are not all there, or not what was squeezed.
#[wasm_bindgen]
pub fn output() -> usize {
    with(|door| match &door.restorer {
        Some(restorer) if restorer.is_whole() => restorer.bytes().as_ptr() as usize,
        _ => 0,
    })
}
