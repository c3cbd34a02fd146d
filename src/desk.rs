//! One file being studied: what it is, which columns are taken, how far it is read, what was found. The only door
//! through which "Your keys" changes any of it; a copyable bundle of handles.

mod picks;

use crate::app::Shell;
use crate::content::{content, t, tf};
use crate::given::GivenKeys;
use crate::reader::{self, Outcome, Progress, Wish};
use crate::scene::keys::LINES_MAX;
use crate::scene::your_keys::Known;
use crate::scene::your_keys::file::{Read, refused};
use crate::scene::your_keys::needs::Needs;
use key_study::need::{EVEN_MAX, Limits};
use key_study::{Settings, Source};
use lab_content::format::thousands;
use lab_content::profile::Profile;
use leptos::prelude::*;
use leptos::task::spawn_local;
pub use picks::Picks;
use std::rc::Rc;
use web_sys::File;

/// Lines of a lab's list of keys: enough that a key of a thousandth of the rows has its part, few enough that the lab
/// counts them within a blink.
const SAMPLE: usize = LINES_MAX / 5;
/// The slider of shards goes so far at least.
const SHARDS_MAX_LEAST: u32 = 24;
/// Records a second that a file without times is taken to bring, at first.
const RATE: u64 = 1_000;

/// A file with what its beginning tells.
#[derive(Clone)]
struct Input {
    file: File,
    head: Rc<[u8]>,
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Phase {
    /// No file yet.
    Empty,
    /// Made-up clicks are being made, so many thousandths.
    Making(u64),
    Reading(Progress),
    Done,
}

/// A file's study.
#[derive(Clone, Copy)]
pub struct Desk {
    pub shell: Shell,
    input: RwSignal<Option<Input>, LocalStorage>,
    pub source: RwSignal<Option<Source>>,
    pub picks: RwSignal<Option<Picks>>,
    pub phase: RwSignal<Phase>,
    pub read: RwSignal<Option<Read>>,
    known: RwSignal<Option<Rc<Known>>, LocalStorage>,
    /// What can't be done, until something else is tried.
    pub problem: RwSignal<Option<String>>,
    /// Said aloud.
    pub status: RwSignal<String>,
    pub shards: RwSignal<u32>,
    /// The most shards that are looked at: some times what the file needs.
    pub shards_max: RwSignal<u32>,
    pub applications: RwSignal<u64>,
    pub rate: RwSignal<u64>,
    /// Counts readings: a later one makes an earlier one stop.
    reading: RwSignal<u32>,
    stopped: RwSignal<bool>,
}

impl Desk {
    pub fn new(shell: Shell) -> Desk {
        Desk {
            shell,
            input: RwSignal::new_local(None),
            source: RwSignal::new(None),
            picks: RwSignal::new(None),
            phase: RwSignal::new(Phase::Empty),
            read: RwSignal::new(None),
            known: RwSignal::new_local(None),
            problem: RwSignal::new(None),
            status: RwSignal::new(String::new()),
            shards: RwSignal::new(1),
            shards_max: RwSignal::new(SHARDS_MAX_LEAST),
            applications: RwSignal::new(1),
            rate: RwSignal::new(RATE),
            reading: RwSignal::new(0),
            stopped: RwSignal::new(false),
        }
    }

    /// Looks at what was found, and follows it.
    pub fn known<T>(&self, look: impl FnOnce(&Known) -> T) -> Option<T> {
        self.known.with(|known| known.as_deref().map(look))
    }

    /// The profile that is on.
    pub fn profile(&self) -> &'static Profile {
        &content().profiles[self.shell.profile_place()]
    }

    /// Limits of a shard under the profile that is on.
    pub fn limits(&self) -> Limits {
        Limits::of(&self.profile().limits, self.applications.get())
    }

    /// Takes a file: looks at its beginning, then reads it with the columns that seem right.
    pub fn open(self, file: File) {
        let nth = self.begin();
        spawn_local(async move {
            let head = reader::head(&file).await;
            if self.wish(nth) == Wish::Forget {
                return;
            }
            let name = file.name();
            let Some(head) = head else { return self.refuse(tf("keys.refused.unreadable", &[("file", &name)])) };
            match Source::of(&head, head.len() as f64 >= file.size()) {
                Err(why) => self.refuse(refused(why, &name)),
                Ok(source) => {
                    self.input.set(Some(Input { file, head: head.into() }));
                    self.picks.set(Some(Picks::proposed(&source)));
                    self.source.set(Some(source));
                    self.study();
                }
            }
        });
    }

    /// Takes a text.
    pub fn paste(self, text: &str) {
        if let Some(file) = reader::text_file(text, t("keys.paste.name")) {
            self.open(file);
        }
    }

    /// Makes clicks up and takes them.
    pub fn make_up(self) {
        let nth = self.begin();
        self.phase.set(Phase::Making(0));
        spawn_local(async move {
            let tell = |done| self.phase.set(Phase::Making(done));
            if let Some(file) = reader::made_up(t("keys.made_up.name"), || self.wish(nth), tell).await {
                self.open(file);
            }
        });
    }

    /// Takes other fields, and reads the file again.
    pub fn pick(self, change: impl FnOnce(&mut Picks)) {
        self.picks.update(|picks| {
            if let Some(picks) = picks {
                change(picks);
            }
        });
        self.study();
    }

    /// Takes the first row for names, or for a row.
    pub fn name_columns(self, has_names: bool) {
        let head = self.input.with_untracked(|input| input.as_ref().map(|input| input.head.clone()));
        if let Some(head) = head {
            self.source
                .update(|source| source.iter_mut().for_each(|source| *source = source.with_names(&head, has_names)));
            self.study();
        }
    }

    /// The page is left: a reading ends, what is known stays.
    pub fn leave(self) {
        self.begin();
        if self.known.with_untracked(Option::is_none) {
            self.source.set(None);
            self.phase.set(Phase::Empty);
        }
    }

    /// Stops reading: what was read so far is what is known.
    pub fn stop(self) {
        self.stopped.set(true);
    }

    /// Takes another rate for a file without times.
    pub fn set_rate(self, rate: u64) {
        self.rate.set(rate);
        self.known.update(|known| {
            if let Some(known) = known {
                *known = Rc::new(Known::new(known.findings.clone(), rate));
            }
        });
    }

    /// Opens the lab of partition keys with these.
    pub fn play(self) {
        let file = self.read.with_untracked(|read| read.as_ref().map(|read| read.name.clone()));
        let (Some(known), Some(file)) = (self.known.get_untracked(), file) else { return };
        let all = known.findings.line.total();
        let whole = |number: f64| number.round().clamp(1.0, f64::from(stream_engine::RATE_MAX)) as u32;
        self.shell.given.set(Some(GivenKeys {
            keys: known.findings.keys.sample(SAMPLE),
            file,
            shards: self.shards.get_untracked(),
            rate_per_second: whole(known.moments.peak.records),
            record_bytes: whole(all.bytes as f64 / all.records.max(1) as f64),
        }));
        // The address is the page's own.
        let _set = window().location().set_hash(&crate::route::lab_href("partition-keys"));
    }

    fn begin(self) -> u32 {
        self.problem.set(None);
        self.stopped.set(false);
        self.reading.update(|nth| *nth = nth.wrapping_add(1));
        self.reading.get_untracked()
    }

    /// What a reading has to do; after the page is gone there is nobody who wants it.
    fn wish(self, nth: u32) -> Wish {
        match (self.reading.try_get_untracked(), self.stopped.try_get_untracked()) {
            (Some(reading), Some(stopped)) if reading == nth => {
                if stopped {
                    Wish::Stop
                } else {
                    Wish::GoOn
                }
            }
            _ => Wish::Forget,
        }
    }

    /// Says why; what was known before stays.
    fn refuse(self, why: String) {
        self.problem.set(Some(why));
        let known = self.known.with_untracked(Option::is_some);
        if !known {
            self.source.set(None);
        }
        self.phase.set(if known { Phase::Done } else { Phase::Empty });
    }

    /// Reads the file with the fields that are taken.
    fn study(self) {
        let nth = self.begin();
        let (Some(input), Some(settings)) = (self.input.get_untracked(), self.settings()) else { return };
        self.known.set(None);
        self.phase.set(Phase::Reading(Progress { of: input.file.size(), ..Progress::default() }));
        self.status.set(tf("keys.reading.title", &[("file", &input.file.name())]));
        spawn_local(async move {
            let tell = |progress| self.phase.set(Phase::Reading(progress));
            match reader::read(&input.file, &settings, || self.wish(nth), tell).await {
                Outcome::Overtaken => {}
                _ if self.wish(nth) == Wish::Forget => {}
                Outcome::Unreadable => {
                    self.input.set(None);
                    self.source.set(None);
                    self.refuse(tf("keys.refused.unreadable", &[("file", &input.file.name())]));
                }
                Outcome::Read(study, progress) => self.show(&input.file, study.finish(), progress),
            }
        });
    }

    fn show(self, file: &File, findings: key_study::Findings, progress: Progress) {
        let (rows, damaged) = (thousands(findings.rows), thousands(findings.damage.rows));
        if findings.rows == 0 {
            self.problem.set(Some(tf("keys.refused.no_row", &[("file", &file.name()), ("n", &damaged)])));
        }
        let known = Rc::new(Known::new(Rc::new(findings), self.rate.get_untracked()));
        let needs = untrack(|| Needs::of(&known, self.limits()));
        // A file without times may be tried at any rate.
        let most = if known.is_timed() { (needs.shards().0 * 3).clamp(SHARDS_MAX_LEAST, EVEN_MAX) } else { EVEN_MAX };
        self.shards_max.set(most);
        self.shards.set(needs.even_keys.min(EVEN_MAX));
        self.read.set(Some(Read {
            name: file.name(),
            bytes: progress.of,
            bytes_read: progress.bytes,
            seconds: progress.seconds,
        }));
        self.known.set(Some(known));
        self.phase.set(Phase::Done);
        self.status.set(tf("keys.reading.done", &[("rows", &rows), ("damaged", &damaged)]));
    }

    fn settings(self) -> Option<Settings> {
        let (source, picks) = (self.source.get_untracked()?, self.picks.get_untracked()?);
        let limits = &untrack(|| self.profile()).limits;
        Some(Settings {
            format: source.format,
            has_names: source.has_names,
            columns: source.width,
            key: picks.key,
            time: picks.time,
            size: picks.size,
            key_characters_max: limits.partition_key_max_chars,
            payload_unit_bytes: limits.put_payload_unit_bytes,
        })
    }
}
