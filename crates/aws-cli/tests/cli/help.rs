//! Help of the CLI and of the shell.

use crate::terminal::Terminal;
use aws_cli::model::services;

#[test]
fn every_service_and_operation_has_a_help() {
    let mut terminal = Terminal::new();
    assert!(terminal.done("help").contains("sleep 30"));
    assert!(terminal.done("aws help").contains("o cloudwatch\n"));
    for service in services() {
        let name = service.cli_name;
        let help = terminal.done(&format!("aws {name} help"));
        for operation in &service.operations {
            assert!(help.contains(&format!("o {}\n", operation.cli_name)), "{name} {}", operation.cli_name);
            let help = terminal.done(&format!("aws {name} {} help", operation.cli_name));
            for section in ["NAME", "DESCRIPTION", "SYNOPSIS", "OPTIONS", "OUTPUT"] {
                assert!(help.contains(&format!("{section}\n")), "{name} {}: {section}", operation.cli_name);
            }
        }
        for waiter in &service.waiters {
            let help = terminal.done(&format!("aws {name} wait {} help", waiter.cli_name));
            assert!(help.contains("return code of 255"), "{name} {}", waiter.cli_name);
        }
    }
    assert!(terminal.done("aws kinesis wait help").contains("o stream-exists\n"));
}

#[test]
fn the_help_of_an_operation_shows_its_synopsis_and_options() {
    let help = Terminal::new().done("aws kinesis put-records help");
    let synopsis = "\
SYNOPSIS
          put-records
        --records <value>
        [--stream-name <value>]
        [--stream-arn <value>]
        [--cli-input-json <value>]
";
    assert!(help.contains(synopsis), "{help}");
    let records = "
       --records (list) [required]
          min: 1
          (structure)
              Data -> (blob) [required]
              ExplicitHashKey -> (string)
              PartitionKey -> (string) [required]
                  min: 1
          Shorthand Syntax:
              Data=blob,ExplicitHashKey=string,PartitionKey=string ...
";
    assert!(help.contains(records), "{help}");
    let output = "
OUTPUT
       FailedRecordCount -> (integer)
       Records -> (list)
           (structure)
               SequenceNumber -> (string)
               ShardId -> (string)
               ErrorCode -> (string)
               ErrorMessage -> (string)
       EncryptionType -> (string)
";
    assert!(help.contains(output), "{help}");
}

#[test]
fn a_boolean_and_pages_are_told_of() {
    let mut terminal = Terminal::new();
    assert!(
        terminal
            .done("aws kinesis delete-stream help")
            .contains("[--enforce-consumer-deletion | --no-enforce-consumer-deletion]")
    );
    let help = terminal.done("aws kinesis list-shards help");
    assert!(help.contains("--starting-token") && !help.contains("--next-token"), "{help}");
    assert!(help.contains("paginated operation"));
    let help = terminal.done("aws kinesis get-shard-iterator help");
    assert!(help.contains("Possible values:\n          o AFTER_SEQUENCE_NUMBER\n"), "{help}");
}
