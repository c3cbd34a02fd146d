//! The shell around the CLI.

use crate::terminal::Terminal;

#[test]
fn words_are_read_as_a_shell_reads_them() {
    let mut terminal = Terminal::new();
    let lines = [
        ("echo a   b", "a b\n"),
        ("echo 'a   b' \"c  d\"", "a   b c  d\n"),
        (r"echo a\ b 'c\d' e\\f", "a b c\\d e\\f\n"),
        ("echo a \\\n  b", "a b\n"),
        ("echo a # b", "a\n"),
        ("echo a#b", "a#b\n"),
        ("# nothing", ""),
        ("X=1; echo $X ${X}2 \"$X\" '$X' $Y.", "1 12 1 $X .\n"),
        ("X='a  b'; echo $X; echo \"$X\"", "a b\na  b\n"),
        ("X=$(echo a; echo b); echo \"$X\"", "a\nb\n"),
        ("echo \"in $(echo $(echo deep))\"", "in deep\n"),
        ("echo -n a; echo b", "ab\n"),
        ("false; echo $?; true; echo $?", "1\n0\n"),
        ("true && echo yes || echo no", "yes\n"),
        ("false && echo yes || echo no", "no\n"),
        ("true &&\necho joined", "joined\n"),
        ("echo a\necho b\n\n# c\necho d", "a\nb\nd\n"),
        ("X=1 echo set; echo \"<$X>\"", "set\n<>\n"),
        ("export A=b; echo $A; unset A; echo \"<$A>\"", "b\n<>\n"),
        ("echo '' \"\" x", "  x\n"),
        ("echo a\"b\"'c'$?", "abc0\n"),
    ];
    for (line, wanted) in lines {
        terminal.shell.variables.clear();
        assert_eq!(terminal.run(line).1, wanted, "{line}");
    }
}

#[test]
fn what_the_shell_does_not_do_is_said() {
    let mut terminal = Terminal::new();
    let lines = [
        (
            "aws kinesis list-streams | jq .",
            2,
            "shell: pipes ('|') are not part of this terminal: choose what a command prints with --query\n",
        ),
        ("echo a > b", 2, "shell: redirection ('<', '>') is not part of this terminal: it has no files\n"),
        ("sleep 5 &", 2, "shell: commands in the background ('&') are not part of this terminal\n"),
        ("echo `date`", 2, "shell: backticks are not part of this terminal: write $(…)\n"),
        ("echo 'a", 2, "shell: unexpected end of the line\n"),
        ("$X=1", 2, "shell: a variable is set without the dollar: NAME=value\n"),
        ("ls", 127, "ls: command not found; help lists what there is\n"),
        ("sleep", 1, "sleep: missing operand\n"),
        ("sleep x", 1, "sleep: invalid time interval 'x'\n"),
    ];
    for (line, code, wanted) in lines {
        assert_eq!(terminal.fails(line, code), wanted, "{line}");
    }
}

#[test]
fn sleep_moves_the_labs_clock() {
    let mut terminal = Terminal::new();
    assert_eq!(
        terminal.done("date; sleep 30; date; sleep 2m 30s; date +%s"),
        "Thu Jan  1 00:00:00 UTC 2026\nThu Jan  1 00:00:30 UTC 2026\n1767225780\n"
    );
    assert_eq!(terminal.seconds(), 180.0);
}

#[test]
fn a_variable_keeps_what_a_command_prints() {
    let mut terminal = Terminal::with_stream(1);
    terminal.done("ID=$(aws kinesis list-shards --stream-name gold --query 'Shards[0].ShardId' --output text)");
    assert_eq!(terminal.done("echo $ID"), "shardId-000000000000\n");
    let (code, out, error) =
        terminal.run("ID=$(aws kinesis list-shards --stream-name none --query x --output text) && echo never; echo $?");
    assert_eq!((code, out.as_str()), (0, "254\n"));
    assert!(error.contains("ResourceNotFoundException"));
}

#[test]
fn history_remembers_lines_once() {
    let mut terminal = Terminal::new();
    ["echo a", "echo a", " ", "date"].iter().for_each(|line| terminal.shell.remember(line));
    assert_eq!(terminal.done("history"), "    1  echo a\n    2  date\n");
    terminal.done("history -c");
    assert_eq!(terminal.done("history"), "");
}

#[test]
fn clear_takes_the_output_away() {
    let mut terminal = Terminal::new();
    assert_eq!(terminal.done("echo a; clear; echo b"), "b\n");
}
