//! The exports of the npm package: numbers only, texts and bytes through two buffers. A module
//! instance holds one lab.
//!
//! So a lab has memory of its own, which goes when its instance goes; what breaks one lab can't
//! reach another; and a long body is copied once, by the browser's own encoder. Strings of
//! wasm-bindgen are checked letter by letter in JavaScript before they are copied.

use crate::lab::Lab;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Default)]
struct Door {
    lab: Option<Lab>,
    input: Vec<u8>,
    output: Vec<u8>,
    headers: String,
}

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut Door) -> T) -> T {
    DOOR.with(|door| work(&mut door.borrow_mut()))
}

impl Door {
    /// Texts are written by an encoder that makes nothing but UTF-8.
    fn text(&self, from: usize, to: usize) -> &str {
        self.input.get(from..to).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or("\0")
    }

    /// Takes over the lab, or leaves the problem in the output.
    fn settle(&mut self, result: Result<Lab, String>) -> bool {
        match result {
            Ok(lab) => {
                self.lab = Some(lab);
                true
            }
            Err(problem) => {
                self.output = problem.into_bytes();
                false
            }
        }
    }
}

/// Makes room for so many bytes of input and says where it begins.
#[wasm_bindgen]
pub fn input(bytes: usize) -> usize {
    with(|door| {
        if door.input.len() < bytes {
            door.input.resize(bytes, 0);
        }
        door.input.as_ptr() as usize
    })
}

/// Where the output begins: an answer's body, saved bytes, or what is wrong.
#[wasm_bindgen]
pub fn output() -> usize {
    with(|door| door.output.as_ptr() as usize)
}

#[wasm_bindgen]
pub fn output_bytes() -> usize {
    with(|door| door.output.len())
}

/// Where the headers of the last answer begin: `name: value`, one a line.
#[wasm_bindgen]
pub fn headers() -> usize {
    with(|door| door.headers.as_ptr() as usize)
}

#[wasm_bindgen]
pub fn headers_bytes() -> usize {
    with(|door| door.headers.len())
}

/// A fresh lab by the options in the input. False: the output tells what is wrong.
#[wasm_bindgen]
pub fn create(options_bytes: usize) -> bool {
    with(|door| {
        let result = Lab::create(door.text(0, options_bytes));
        door.settle(result)
    })
}

/// The lab that the input holds. False: the output tells what is wrong.
#[wasm_bindgen]
pub fn restore(saved_bytes: usize) -> bool {
    with(|door| {
        let result = Lab::restore(door.input.get(..saved_bytes).unwrap_or_default());
        // A saved lab may be large, and the next input is a call.
        door.input = Vec::new();
        door.settle(result)
    })
}

/// Puts the saved lab into the output.
#[wasm_bindgen]
pub fn save() {
    with(|door| door.output = door.lab.as_ref().map(Lab::save).unwrap_or_default());
}

/// A call; the input holds the target and behind it the body. Gives the status; output and headers
/// hold the rest.
#[wasm_bindgen]
pub fn call(target_bytes: usize, body_bytes: usize) -> u32 {
    with(|door| {
        let Some(mut lab) = door.lab.take() else { return 0 };
        let target = door.text(0, target_bytes);
        let answer = lab.call(target, door.text(target_bytes, target_bytes + body_bytes));
        door.lab = Some(lab);
        door.output = answer.body.into_bytes();
        door.headers = answer.headers;
        u32::from(answer.status)
    })
}

/// Puts the events of the subscription that the input names into the output.
#[wasm_bindgen]
pub fn events(subscription_bytes: usize) {
    with(|door| {
        let Some(mut lab) = door.lab.take() else { return };
        door.output = lab.events(door.text(0, subscription_bytes)).into_bytes();
        door.lab = Some(lab);
    });
}

/// Lets so many microseconds pass; false if that led beyond what can be counted.
#[wasm_bindgen]
pub fn advance(us: f64) -> bool {
    // A whole number below 2^53, as the JavaScript side has seen to.
    with(|door| door.lab.as_mut().is_some_and(|lab| lab.advance_us(us as u64)))
}

/// Microseconds since 1970.
#[wasm_bindgen]
pub fn now() -> f64 {
    with(|door| door.lab.as_ref().map_or(0.0, |lab| lab.now_us() as f64))
}
