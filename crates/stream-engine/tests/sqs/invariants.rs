//! Random runs over many seeds, watched from outside: a second, simple model of the rules follows
//! the calls and answers of a client and says what may and what must come.

use crate::client::{Client, bodies};
use crate::common::{quiet, quotas};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use stream_engine::rng::Generator;
use stream_engine::sqs::message::Content;
use stream_engine::{Quotas, Simulation};

/// What the watcher knows of a message.
#[derive(Clone, Debug)]
struct Known {
    body: String,
    group: String,
    sent_s: u64,
    /// Until when it is in flight or delayed.
    hidden_until_s: u64,
    receives: u64,
    gone: bool,
    handle: String,
}

struct Watcher {
    client: Client,
    chance: Generator,
    fifo: bool,
    retention_s: u64,
    max_receives: u64,
    delay_s: u64,
    scope_is_group: bool,
    in_flight_max: u64,
    window: usize,
    messages: Vec<Known>,
    accepted: BTreeMap<String, u64>,
    dead: u64,
    now_s: u64,
}

impl Watcher {
    fn new(seed: u64, fifo: bool) -> Watcher {
        let mut chance = Generator::named(seed, "watcher");
        let (in_flight_max, window) = (chance.between(2, 12), chance.between(3, 30));
        let limits = Quotas {
            sqs_fifo_in_flight_max_messages: in_flight_max,
            sqs_fifo_group_lookup_window_messages: window,
            ..quotas()
        };
        let mut client = Client { world: Simulation::new(&quiet(1), limits.into()), url: String::new() };
        let (suffix, kind) = if fifo { (".fifo", json!({ "FifoQueue": "true" })) } else { ("", json!({})) };
        let dead = client.create(&format!("dead{suffix}"), kind);
        assert!(dead.ends_with(suffix));
        let max_receives = chance.between(1, 4);
        let (retention_s, delay_s) = (chance.between(60, 400), chance.below(3) * chance.below(5));
        let scope_is_group = fifo && chance.below(2) == 0;
        let arn = format!("arn:aws:sqs:us-east-1:123456789012:dead{suffix}");
        let redrive = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": max_receives });
        let mut attributes = json!({
            "RedrivePolicy": redrive.to_string(),
            "MessageRetentionPeriod": retention_s.to_string(),
            "DelaySeconds": delay_s.to_string(),
        });
        if fifo {
            attributes["FifoQueue"] = "true".into();
            attributes["DeduplicationScope"] = if scope_is_group { "messageGroup" } else { "queue" }.into();
        }
        client.url = client.create(&format!("q{suffix}"), attributes);
        Watcher {
            client,
            chance,
            fifo,
            retention_s,
            max_receives,
            delay_s,
            scope_is_group,
            in_flight_max,
            window: window as usize,
            messages: Vec::new(),
            accepted: BTreeMap::new(),
            dead: 0,
            now_s: 0,
        }
    }

    /// Messages that must be in the queue, oldest first.
    fn live(&self) -> Vec<usize> {
        let alive = |known: &Known| !known.gone && known.sent_s + self.retention_s > self.now_s;
        (0..self.messages.len()).filter(|at| alive(&self.messages[*at])).collect()
    }

    fn is_hidden(&self, at: usize) -> bool {
        self.messages[at].hidden_until_s > self.now_s
    }

    fn in_flight(&self) -> u64 {
        let of = |at: &&usize| self.is_hidden(**at) && self.messages[**at].receives > 0;
        self.live().iter().filter(of).count() as u64
    }

    fn send(&mut self) {
        let group = format!("g{}", self.chance.below(5));
        let id = format!("d{}", self.chance.below(40));
        let body = format!("m{}", self.messages.len());
        let mut call = json!({ "MessageBody": body });
        if self.fifo {
            call["MessageGroupId"] = group.clone().into();
            call["MessageDeduplicationId"] = id.clone().into();
        }
        self.client.ok("SendMessage", call);
        if self.fifo {
            let scope = if self.scope_is_group { format!("{group}/{id}") } else { id };
            if self.accepted.get(&scope).is_some_and(|at| at + 300 > self.now_s) {
                return;
            }
            self.accepted.insert(scope, self.now_s);
        }
        self.messages.push(Known {
            body,
            group,
            sent_s: self.now_s,
            hidden_until_s: self.now_s + self.delay_s,
            receives: 0,
            gone: false,
            handle: String::new(),
        });
    }

    /// What a FIFO receive gives, by the rules as the guide tells them: for each group in the window
    /// the visible messages before the first hidden one; those received too often leave the queue.
    fn receive(&mut self) {
        let (most, timeout_s) = (self.chance.between(1, 10), self.chance.below(4) * self.chance.between(1, 15));
        let live = self.live();
        let room = most.min(self.in_flight_max.saturating_sub(self.in_flight()));
        let answer = self.client.receive_with(json!({ "MaxNumberOfMessages": most, "VisibilityTimeout": timeout_s }));
        let got = bodies(&answer);
        assert!(got.len() as u64 <= most);
        if self.fifo {
            assert!(got.len() as u64 <= room || timeout_s == 0, "{got:?} with room for {room}");
            self.check_fifo(&live, &got, most, timeout_s);
        } else {
            self.check_standard(&live, &got, most);
        }
        for (body, message) in got.iter().zip(&answer) {
            let known = self.messages.iter_mut().find(|known| known.body == *body).expect("it was sent");
            known.receives += 1;
            known.hidden_until_s = self.now_s + timeout_s;
            known.handle = message["ReceiptHandle"].as_str().expect("a handle").to_owned();
        }
    }

    fn check_fifo(&mut self, live: &[usize], got: &[String], most: u64, timeout_s: u64) {
        let dead_before = self.dead;
        self.bury();
        // Each dead letter let one more message into the window.
        let window = self.window + (self.dead - dead_before) as usize;
        let searched: Vec<String> = live.iter().take(window).map(|at| self.messages[*at].group.clone()).collect();
        let mut given = got.iter().peekable();
        let mut groups_done: Vec<String> = Vec::new();
        while let Some(body) = given.peek() {
            let group = self.messages.iter().find(|known| known.body == ***body).expect("it was sent").group.clone();
            assert!(searched.contains(&group), "{group} is beyond the window");
            assert!(!groups_done.contains(&group), "one group first, then others: {got:?}");
            for at in self.of_group(live, &group) {
                let Some(body) = given.next_if(|body| **body == self.messages[at].body) else { break };
                assert!(!self.is_hidden(at), "{body} is in flight or delayed: its group is locked");
                assert!(self.messages[at].receives < self.max_receives, "{body} is a dead letter");
            }
            groups_done.push(group);
        }
        // A call that could have had more found nothing more to have.
        let in_flight = self.in_flight() + if timeout_s > 0 { got.len() as u64 } else { 0 };
        if got.len() as u64 == most || in_flight >= self.in_flight_max {
            return;
        }
        for group in self.searched(live) {
            let rest = self.of_group(live, &group).into_iter().find(|at| !got.contains(&self.messages[*at].body));
            assert!(rest.is_none_or(|at| self.is_hidden(at)), "{rest:?} of {group} was free and not given");
        }
    }

    /// Notes the dead letters of a call: whatever is newly in the dead-letter queue.
    fn bury(&mut self) {
        let dead = self.client.world.sqs().queues().find(|queue| queue.name.starts_with("dead")).expect("it is there");
        let bodies = dead.messages().filter_map(|(_, message)| match &message.content {
            Content::Whole(payload) => Some(payload.body.clone()),
            Content::Reading(_) => None,
        });
        for body in bodies.collect::<Vec<_>>() {
            let at = self.messages.iter().position(|known| known.body == body).expect("it was sent");
            if !self.messages[at].gone {
                assert!(
                    self.messages[at].receives >= self.max_receives && !self.is_hidden(at),
                    "{body} is no dead letter"
                );
                self.messages[at].gone = true;
                self.dead += 1;
            }
        }
    }

    fn of_group(&self, live: &[usize], group: &str) -> Vec<usize> {
        let of = |at: &usize| self.messages[*at].group == group && !self.messages[*at].gone;
        live.iter().copied().filter(of).collect()
    }

    /// The groups of the oldest messages, as many as are searched.
    fn searched(&self, live: &[usize]) -> Vec<String> {
        let there = live.iter().filter(|at| !self.messages[**at].gone);
        there.take(self.window).map(|at| self.messages[*at].group.clone()).collect()
    }

    fn check_standard(&mut self, live: &[usize], got: &[String], most: u64) {
        self.bury();
        let free = |at: &usize| !self.messages[*at].gone && !self.is_hidden(*at);
        let visible: Vec<usize> = live.iter().copied().filter(free).collect();
        for body in got {
            let at = visible.iter().find(|at| self.messages[**at].body == *body);
            let at = *at.unwrap_or_else(|| panic!("{body} is not visible"));
            assert!(self.messages[at].receives < self.max_receives);
        }
        let good = visible.iter().filter(|at| self.messages[**at].receives < self.max_receives).count();
        assert_eq!(got.len() as u64, most.min(good as u64), "a short poll looks everywhere here");
    }

    fn counts(&mut self) -> (u64, u64, u64) {
        let names = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        ];
        let [visible, in_flight, delayed] = names.map(|name| self.client.attribute(name).parse().expect("a number"));
        (visible, in_flight, delayed)
    }

    fn pick_received(&mut self) -> Option<usize> {
        let live = self.live();
        let received: Vec<usize> = live.into_iter().filter(|at| !self.messages[*at].handle.is_empty()).collect();
        let nth = self.chance.below(received.len() as u64) as usize;
        received.get(nth).copied()
    }

    fn delete(&mut self) {
        let Some(at) = self.pick_received() else { return };
        let result = self.client.call("DeleteMessage", json!({ "ReceiptHandle": self.messages[at].handle }));
        if self.fifo && !self.is_hidden(at) {
            let error = result.expect_err("its time is over");
            assert!(error.message.ends_with("The receipt handle has expired."), "{error:?}");
        } else {
            assert_eq!(result, Ok(Value::Null));
            self.messages[at].gone = true;
        }
    }

    fn change_visibility(&mut self) {
        let Some(at) = self.pick_received() else { return };
        let timeout_s = self.chance.below(3) * self.chance.below(20);
        let call = json!({ "ReceiptHandle": self.messages[at].handle, "VisibilityTimeout": timeout_s });
        let result = self.client.call("ChangeMessageVisibility", call);
        match self.fifo && !self.is_hidden(at) {
            true => assert!(result.is_err()),
            false => {
                assert_eq!(result, Ok(Value::Null));
                self.messages[at].hidden_until_s = self.now_s + timeout_s;
            }
        }
    }

    fn pass(&mut self) {
        let seconds = match self.chance.below(8) {
            0 => self.chance.between(30, 330),
            _ => self.chance.between(1, 6),
        };
        self.now_s += seconds;
        self.client.pass_ms(seconds * 1_000);
    }

    /// Sent = visible + in flight + delayed + deleted + moved + expired, by both books.
    fn check_conservation(&mut self) {
        let (visible, in_flight, delayed) = self.counts();
        let live = self.live();
        let hidden = live.iter().filter(|at| self.is_hidden(**at)).count() as u64;
        assert_eq!((visible + in_flight + delayed, in_flight + delayed), (live.len() as u64, hidden));
        if self.fifo {
            assert!(in_flight <= self.in_flight_max);
        }
        for queue in self.client.world.sqs().queues() {
            let counts = queue.counts();
            assert_eq!(queue.totals.held(), counts.visible + counts.in_flight + counts.delayed, "{}", queue.name);
        }
        let moved: u64 = self.client.world.sqs().queues().map(|queue| queue.totals.moved_in).sum();
        assert_eq!(moved, self.dead);
    }

    fn run(&mut self, steps: u64) {
        for _ in 0..steps {
            match self.chance.below(10) {
                0..=3 => self.send(),
                4..=5 => self.receive(),
                6 => self.delete(),
                7 => self.change_visibility(),
                _ => self.pass(),
            }
        }
        self.check_conservation();
    }
}

#[test]
fn fifo_rules_hold_over_many_seeds() {
    (0..500).for_each(|seed| Watcher::new(seed, true).run(120));
}

#[test]
fn standard_rules_hold_over_many_seeds() {
    (0..500).for_each(|seed| Watcher::new(seed, false).run(100));
}

#[test]
fn a_run_goes_on_from_its_bytes_as_if_never_stopped() {
    for seed in 0..20 {
        let mut watcher = Watcher::new(seed, true);
        watcher.run(100);
        let again = Simulation::from_bytes(&watcher.client.world.to_bytes()).expect("it was just written");
        assert_eq!(again.to_bytes(), watcher.client.world.to_bytes());
        watcher.client.world = again;
        watcher.run(50);
    }
}
