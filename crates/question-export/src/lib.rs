//! Questions to take away: as they were asked, with the key and the reasons, in the formats that learning platforms, card
//! programs and spreadsheets read.
//!
//! No browser, no clock and no chance: the same sheet gives the same bytes. What is drawn, proven and put in order is done
//! before, by `question-bank`. Words beside the questions' own come with the sheet (`Labels`).

pub mod anki;
mod csv;
mod gift;
mod key;
mod markdown;
pub mod paper;
mod prose;
pub mod qti;
pub mod sheet;
mod sqlite;

pub use anki::{anki_tsv, apkg};
pub use csv::csv;
pub use gift::gift;
pub use markdown::markdown;
pub use paper::{Paper, paper};
pub use qti::{qti_1_2, qti_2_1, qti_3_0};
pub use sheet::{Exported, Labels, Sheet};
