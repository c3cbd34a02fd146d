//! Waiting moves the lab's clock.

use crate::terminal::{Terminal, error};

#[test]
fn a_waiter_polls_every_ten_seconds_until_the_stream_is_there() {
    let mut terminal = Terminal::new();
    terminal.done("aws kinesis create-stream --stream-name gold --shard-count 1 && aws kinesis wait stream-exists --stream-name gold");
    let status = terminal.done("aws kinesis describe-stream-summary --stream-name gold --query StreamDescriptionSummary.StreamStatus --output text");
    assert_eq!(status, "ACTIVE\n");
    let waited = terminal.seconds();
    assert!(waited > 0.0 && waited % 10.0 == 0.0, "{waited}");
    terminal
        .done("aws kinesis delete-stream --stream-name gold; aws kinesis wait stream-not-exists --stream-name gold");
    assert_eq!(terminal.done("aws kinesis list-streams --query 'length(StreamNames)'"), "0\n");
}

#[test]
fn a_waiter_gives_up_on_an_error_and_after_its_attempts() {
    let mut terminal = Terminal::new();
    assert_eq!(
        terminal.fails("aws kinesis wait stream-exists --stream-name gold", 255),
        error(
            "Waiter StreamExists failed: An error occurred (ResourceNotFoundException): Stream gold under account 123456789012 not found."
        )
    );
    let mut terminal = Terminal::with_stream(1);
    assert_eq!(
        terminal.fails("aws kinesis wait stream-not-exists --stream-name gold", 255),
        error("Waiter StreamNotExists failed: Max attempts exceeded")
    );
    assert_eq!(terminal.seconds(), 60.0 + 170.0);
    assert_eq!(
        terminal.fails("aws dynamodb wait table-exists --table-name none", 255),
        error(
            "Waiter TableExists failed: Max attempts exceeded. Previously accepted state: Matched expected service error code: ResourceNotFoundException"
        )
    );
}
