//! The shell's own commands.

use super::Shell;
use super::run::{Capture, put};
use crate::failure::INTERRUPTED;
use crate::world::{Channel, World};
use stream_engine::civil::Civil;
use stream_engine::time::SECOND_US;

/// Names of all of them, for completion.
pub const NAMES: [&str; 11] =
    ["aws", "clear", "date", "echo", "export", "false", "help", "history", "sleep", "true", "unset"];

/// Exit code of a command that isn't there.
const NOT_FOUND: u8 = 127;

const HELP: &str = "\
This terminal calls the services of the lab, at the moment at which it stands.

  aws help                  services and options, as in the AWS CLI, version 2
  aws kinesis help          operations of a service
  aws kinesis put-record help

  sleep 30                  lets 30 seconds of the lab pass (also 5m, 2h)
  date                      the lab's time; date +%s in seconds since 1970
  NAME=$(aws …)             keeps what a command prints; $NAME stands for it
  echo $NAME                prints words; $? is the last exit code
  export NAME=value         the same as NAME=value
  history, clear            lines entered; takes the output away
  a; b   a && b   a || b    one after the other, if it went well, if not
";

impl Shell {
    pub(super) async fn builtin<W: World>(&mut self, world: &mut W, words: &[String], capture: &mut Capture<'_>) {
        let args = &words[1..];
        self.status = match words[0].as_str() {
            "echo" => self.echo(world, args, capture),
            "sleep" => self.sleep(world, args).await,
            "date" => date(world, args, capture),
            "history" => self.list_history(world, args, capture),
            "export" => self.export(world, args),
            "help" => {
                put(world, capture, HELP);
                0
            }
            "clear" => {
                world.clear();
                0
            }
            "unset" => {
                args.iter().for_each(|name| _ = self.variables.remove(name));
                0
            }
            "true" | ":" => 0,
            "false" => 1,
            name => {
                world.show(Channel::Error, &format!("{name}: command not found; help lists what there is\n"));
                NOT_FOUND
            }
        };
    }

    fn echo<W: World>(&self, world: &mut W, args: &[String], capture: &mut Capture<'_>) -> u8 {
        let (args, end) = match args.split_first() {
            Some((first, rest)) if first == "-n" => (rest, ""),
            _ => (args, "\n"),
        };
        put(world, capture, &(args.join(" ") + end));
        0
    }

    async fn sleep<W: World>(&mut self, world: &mut W, args: &[String]) -> u8 {
        let times: Option<Vec<u64>> = args.iter().map(|arg| duration_us(arg)).collect();
        let Some(times) = times.filter(|times| !times.is_empty()) else {
            let what = if args.is_empty() {
                "missing operand".to_owned()
            } else {
                format!("invalid time interval '{}'", args.join(" "))
            };
            world.show(Channel::Error, &format!("sleep: {what}\n"));
            return 1;
        };
        let until = world.now() + times.iter().fold(0_u64, |sum, time| sum.saturating_add(*time));
        if world.pass(until).await {
            return 0;
        }
        self.broken_off = true;
        world.show(Channel::Error, "\n");
        INTERRUPTED
    }

    fn list_history<W: World>(&mut self, world: &mut W, args: &[String], capture: &mut Capture<'_>) -> u8 {
        if args.first().is_some_and(|arg| arg == "-c") {
            self.history.clear();
            return 0;
        }
        let lines = self.history.iter().enumerate().map(|(nth, line)| format!("{:5}  {line}\n", nth + 1));
        put(world, capture, &lines.collect::<String>());
        0
    }

    fn export<W: World>(&mut self, world: &mut W, args: &[String]) -> u8 {
        for arg in args {
            match arg.split_once('=') {
                Some((name, value)) => _ = self.variables.insert(name.to_owned(), value.to_owned()),
                // Every variable is seen by every command here.
                None if self.variables.contains_key(arg) => {}
                None => {
                    world.show(Channel::Error, &format!("export: {arg}: no such variable\n"));
                    return 1;
                }
            }
        }
        0
    }
}

/// `30`, `0.5`, `5m`, `2h`, `1d` in microseconds; bounded by a year.
fn duration_us(text: &str) -> Option<u64> {
    let seconds = |unit: char| match unit {
        's' => Some(1.0),
        'm' => Some(60.0),
        'h' => Some(3_600.0),
        'd' => Some(86_400.0),
        _ => None,
    };
    let last = text.chars().last()?;
    let (number, unit) = match seconds(last) {
        Some(unit) => (&text[..text.len() - 1], unit),
        None => (text, 1.0),
    };
    let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)?;
    // A cast from a float ends at the type's bounds.
    Some(((number * unit).min(366.0 * 86_400.0) * SECOND_US as f64) as u64)
}

/// The lab's time in UTC.
fn date<W: World>(world: &mut W, args: &[String], capture: &mut Capture<'_>) -> u8 {
    let ms = world.look(|run| run.account().epoch.ms(run.now()));
    let format = args.iter().find_map(|arg| arg.strip_prefix('+'));
    let text = match format {
        Some(format) => formatted(format, ms),
        None => formatted("%a %b %e %H:%M:%S UTC %Y", ms),
    };
    put(world, capture, &(text + "\n"));
    0
}

fn formatted(format: &str, ms: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let civil = Civil::from_ms(ms);
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            out.push(char);
            continue;
        }
        out += &match chars.next() {
            Some('s') => (ms / 1_000).to_string(),
            Some('F') => formatted("%Y-%m-%d", ms),
            Some('T') => formatted("%H:%M:%S", ms),
            Some('Y') => format!("{:04}", civil.year),
            Some('m') => format!("{:02}", civil.month),
            Some('d') => format!("{:02}", civil.day),
            Some('e') => format!("{:2}", civil.day),
            Some('H') => format!("{:02}", civil.hour),
            Some('M') => format!("{:02}", civil.minute),
            Some('S') => format!("{:02}", civil.second),
            Some('a') => DAYS[(ms / 86_400_000 % 7) as usize].to_owned(),
            Some('b') => MONTHS[(civil.month as usize + 11) % 12].to_owned(),
            Some('z') => "+0000".to_owned(),
            Some('Z') => "UTC".to_owned(),
            Some(other) => format!("%{other}").replace("%%", "%"),
            None => "%".to_owned(),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units() {
        let times = [("30", 30_000), ("0.5", 500), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000)];
        for (text, ms) in times {
            assert_eq!(duration_us(text), Some(ms * 1_000), "{text}");
        }
        for text in ["", "x", "-1", "5y", "m", "inf"] {
            assert_eq!(duration_us(text), None, "{text}");
        }
    }

    #[test]
    fn dates_read_as_they_do_in_a_shell() {
        assert_eq!(formatted("%a %b %e %H:%M:%S UTC %Y", 1_767_225_630_000), "Thu Jan  1 00:00:30 UTC 2026");
        assert_eq!(formatted("%FT%TZ %s 100%%", 1_767_225_630_000), "2026-01-01T00:00:30Z 1767225630 100%");
    }
}
