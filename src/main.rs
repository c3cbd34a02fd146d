//! Starts the page.

fn main() {
    shardlab::start();
}
