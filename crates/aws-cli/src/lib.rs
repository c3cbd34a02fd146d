//! The AWS CLI, version 2, over the simulated services, and a small shell around it. No browser and
//! no page: whoever shows a terminal implements [`World`], keeps a [`Shell`], and hands it the lines
//! that were entered.
//!
//! What an operation takes comes from the engine's shapes, so a new operation is there as soon as its
//! answer stands in `model/services.txt`. Texts, exit codes and formats follow AWS CLI 2.36.7
//! (checked 2026-11-26); `docs/terminal.md` tells where they don't.

mod answer;
mod arguments;
mod calling;
mod cli;
mod command_line;
mod complete;
mod failure;
mod help;
pub mod model;
mod names;
mod output;
mod paging;
mod query;
mod shell;
mod skeleton;
mod value;
mod waiting;
mod world;

pub use cli::{Environment, Outcome, aws};
pub use command_line::command_line;
pub use complete::{Completion, complete};
pub use shell::Shell;
pub use shell::lex::lines;
pub use world::{Channel, Simulated, World};
