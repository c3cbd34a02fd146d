//! The terminal as a person uses it: lines in, texts and exit codes out.

mod arguments;
mod calls;
mod commands;
mod completion;
mod help;
mod model;
mod output;
mod pages;
mod script;
mod shell;
mod terminal;
mod waiters;
