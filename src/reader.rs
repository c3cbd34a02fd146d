//! A file of the person's read in slices, with turns of the browser between them: the page stays at hand however large
//! the file is. Nothing of it leaves the page. Also the files that are made here, from a text or by chance.

use crate::turns::Turns;
use js_sys::{Array, Promise, Uint8Array};
use key_study::made_up::MadeUp;
use key_study::source::HEAD;
use key_study::{Settings, Study};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag};

/// Bytes that are asked of the browser at once; the next ones are fetched while these are counted.
const SLICE: f64 = 4_194_304.0;
/// Bytes that are counted before anything else of the page may go on: at first, at least, at most.
const PIECE_FIRST: usize = 256 << 10;
const PIECE_MIN: usize = 128 << 10;
/// How long that may take, in ms.
const TURN_MS: f64 = 8.0;
/// The progress is told so often, in ms.
const TOLD_MS: f64 = 250.0;

/// How far the reading has come.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Progress {
    pub bytes: f64,
    pub of: f64,
    pub rows: u64,
    pub damaged: u64,
    pub seconds: f64,
}

/// What came of a reading.
pub enum Outcome {
    /// Read to the end, or up to where it was stopped.
    Read(Box<Study>, Progress),
    /// Another reading has begun.
    Overtaken,
    /// The browser can't read the file any more.
    Unreadable,
}

/// Whether a reading goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    GoOn,
    /// What was read so far is enough.
    Stop,
    /// Nobody wants it any more.
    Forget,
}

/// A file's beginning; none if it can't be read.
pub async fn head(file: &File) -> Option<Vec<u8>> {
    let length = file.size().min(HEAD as f64);
    if length == 0.0 {
        return Some(Vec::new());
    }
    arrived(slice(file, (0.0, length))).await.map(|array| array.to_vec())
}

/// Reads a file into a study.
pub async fn read(file: &File, settings: &Settings, wish: impl Fn() -> Wish, tell: impl Fn(Progress)) -> Outcome {
    let mut study = Study::new(settings);
    let mut turns = Turns::new();
    let mut progress = Progress { of: file.size(), ..Progress::default() };
    let (start, mut told) = (now(), now());
    let mut buffer = Vec::new();
    let mut piece = PIECE_FIRST;
    let mut coming = slice(file, (0.0, SLICE));
    while progress.bytes < progress.of {
        let Some(array) = arrived(coming).await else { return Outcome::Unreadable };
        if array.length() == 0 {
            // Shorter than it was when it was chosen.
            return Outcome::Unreadable;
        }
        let next = progress.bytes + f64::from(array.length());
        coming = slice(file, (next, next + SLICE));
        let mut at = 0;
        while at < array.length() {
            match wish() {
                Wish::GoOn => {}
                Wish::Forget => return Outcome::Overtaken,
                Wish::Stop => {
                    progress.seconds = (now() - start) / 1_000.0;
                    return Outcome::Read(Box::new(study), progress);
                }
            }
            let begun = now();
            let end = array.length().min(at.saturating_add(piece as u32));
            buffer.resize((end - at) as usize, 0);
            array.subarray(at, end).copy_to(&mut buffer);
            study.push(&buffer);
            progress.bytes += f64::from(end - at);
            at = end;
            let took = now() - begun;
            // As much as fits into a turn the next time; clocks are coarse, so that it may only double.
            let fitting = piece as f64 * (TURN_MS / took.max(TURN_MS / 2.0));
            piece = (fitting as usize).clamp(PIECE_MIN, SLICE as usize);
            if begun - told >= TOLD_MS {
                told = begun;
                (progress.rows, progress.damaged) = (study.rows(), study.damaged());
                progress.seconds = (begun - start) / 1_000.0;
                tell(progress);
            }
            turns.pass().await;
        }
    }
    progress.seconds = (now() - start) / 1_000.0;
    Outcome::Read(Box::new(study), progress)
}

/// A file of made-up clicks; none if nobody wants it any more.
pub async fn made_up(name: &str, wish: impl Fn() -> Wish, tell: impl Fn(u64)) -> Option<File> {
    let (mut made_up, mut turns) = (MadeUp::default(), Turns::new());
    let (parts, mut text) = (Array::new(), String::new());
    let mut more = true;
    while more {
        let begun = now();
        text.clear();
        while more && now() - begun < TURN_MS {
            more = made_up.write(&mut text);
        }
        parts.push(&Uint8Array::from(text.as_bytes()));
        turns.pass().await;
        if wish() == Wish::Forget {
            return None;
        }
        tell(made_up.done());
    }
    file_of(&parts, name)
}

/// A text as a file.
pub fn text_file(text: &str, name: &str) -> Option<File> {
    file_of(&Array::of1(&JsValue::from_str(text)), name)
}

fn file_of(parts: &Array, name: &str) -> Option<File> {
    // Put together first: a file made of thousands of parts is slow to read in some browsers.
    let blob = Blob::new_with_blob_sequence_and_options(parts, &BlobPropertyBag::new()).ok()?;
    File::new_with_blob_sequence_and_options(&Array::of1(&blob), name, &FilePropertyBag::new()).ok()
}

type Coming = Option<Promise>;

fn slice(file: &File, (from, to): (f64, f64)) -> Coming {
    let to = to.min(file.size());
    if from >= to {
        return None;
    }
    Some(file.slice_with_f64_and_f64(from, to).ok()?.array_buffer().unchecked_into())
}

async fn arrived(coming: Coming) -> Option<Uint8Array> {
    let buffer = JsFuture::from(coming?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

/// Milliseconds of the page's clock.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
