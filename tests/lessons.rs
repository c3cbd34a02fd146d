//! Every lesson holds what a lesson promises: a question first, three things to try as links into a run at the end, less
//! than five minutes of reading, and no link that leads nowhere.

use lab_content::challenge::Attempt;
use lab_content::read::markdown::{Link, Written};
use lab_content::{Content, Frame};
use shardlab::parameters::{self, Start};
use shardlab::route::Route;
use std::path::Path;
use stream_engine::goal::{KclMeasure, LambdaMeasure, Look, Measure};

/// Words that one reads in a minute.
const WORDS_A_MINUTE: usize = 200;
const MINUTES: usize = 5;
const TRIES: usize = 3;

fn lessons() -> (Frame, Content, Vec<(String, Written)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let read = || {
        let (frame, content) = lab_content::read::read(&root)?;
        let lessons = lab_content::read::read_lessons(&root, &frame)?;
        Ok((frame, content, lessons))
    };
    read().unwrap_or_else(|problems: Vec<lab_content::read::Problem>| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn all_lessons_are_there() {
    let (frame, content, lessons) = lessons();
    assert_eq!(lessons.len(), content.labs.len() + frame.lessons.len());
    assert!(frame.lesson("exam-map").is_some() && frame.lesson("what-changed").is_some());
}

#[test]
fn a_lesson_opens_with_a_question_and_is_read_in_five_minutes() {
    for (id, lesson) in lessons().2 {
        assert!(lesson.sections[0].heading.ends_with('?'), "{id}: {}", lesson.sections[0].heading);
        assert!(lesson.words() < WORDS_A_MINUTE * MINUTES, "{id}: {} words", lesson.words());
    }
}

#[test]
fn a_lesson_ends_with_three_things_to_try_each_a_link_into_a_run() {
    for (id, lesson) in lessons().2 {
        let last = lesson.sections.last().expect("a lesson has sections");
        let into_labs = last.links.iter().filter(|link| link.href.starts_with("#/lab/")).count();
        assert_eq!((last.heading.as_str(), last.points, into_labs), ("Try it", TRIES, TRIES), "{id}");
    }
}

#[test]
fn the_things_to_try_in_a_labs_lesson_lead_into_that_lab() {
    let (frame, _, lessons) = lessons();
    for (id, lesson) in lessons.iter().filter(|(id, _)| frame.built(id).is_some()) {
        let last = lesson.sections.last().expect("a lesson has sections");
        for link in &last.links {
            assert!(
                matches!(Route::parse(&link.href), Route::Lab { id: lab, .. } if lab == *id),
                "{id}: {}",
                link.href
            );
        }
    }
}

#[test]
fn every_link_leads_to_a_page_and_asks_for_what_can_be_done() {
    let (frame, content, lessons) = lessons();
    let profiles: Vec<&str> = frame.profiles.iter().map(|profile| profile.id.as_str()).collect();
    for (id, link) in lessons.iter().flat_map(|(id, lesson)| lesson.links().map(move |link| (id, link))) {
        let Link { href, line } = link;
        let place = format!("content/lessons/{id}.md:{line}: {href}");
        if href.starts_with("https://") {
            continue;
        }
        let (asked, refused) = parameters::read("", href, &profiles);
        assert_eq!(refused, Vec::new(), "{place}");
        match Route::parse(href) {
            Route::Lab { id, .. } => {
                assert!(frame.built(&id).is_some(), "{place}");
                let lab = content.lab(&id).expect("it is built");
                assert!(asked.start.run.is_none_or(|name| lab.run(&name).is_some()), "{place}");
            }
            Route::Lesson(id) => assert!(frame.lesson(&id).is_some(), "{place}"),
            Route::Unknown(_) => panic!("{place}"),
            Route::Home
            | Route::Tool(_)
            | Route::Keys
            | Route::Quiz(_)
            | Route::Exercise { .. }
            | Route::Classroom(..) => {
                assert_eq!(asked.start, Start::default(), "{place}")
            }
        }
    }
}

#[test]
fn every_run_that_a_lab_holds_is_linked_from_a_lesson() {
    let (_, content, lessons) = lessons();
    let hrefs: Vec<&str> =
        lessons.iter().flat_map(|(_, lesson)| lesson.links()).map(|link| link.href.as_str()).collect();
    for (lab, run) in content.labs.iter().flat_map(|lab| lab.runs.iter().map(move |run| (&lab.id, &run.name))) {
        let wanted = format!("run={run}");
        let leads = |href: &&str| {
            href.starts_with(&format!("#/lab/{lab}?")) && href.split(['?', '&']).any(|part| part == wanted)
        };
        assert!(hrefs.iter().any(leads), "{lab}: nothing leads to `{run}`");
    }
}

/// What a run shows some seconds after a link has opened it: a measure, with its window, within these bounds.
struct Shows(&'static str, &'static str, u64, Measure, u8, u64, std::ops::RangeInclusive<u64>);

#[test]
fn a_run_shows_what_its_link_says() {
    let of_kcl = |measure| Measure::Kcl(measure);
    let of_lambda = |measure| Measure::Lambda(measure);
    let table = [
        // As red after the split as before, and one shard more on the bill.
        Shows("hot-shard", "split", 40, Measure::ThrottledShare, 0, 10, 20_000..=100_000),
        Shows("hot-shard", "split", 40, Measure::OpenShards, 0, 0, 5..=5),
        Shows("hot-shard", "retry-now", 10, Measure::ThrottledShare, 0, 5, 30_000..=100_000),
        Shows("hot-shard", "truck-and-sensor", 30, Measure::ThrottledShare, 0, 20, 0..=1_000),
        Shows("partition-keys", "random", 20, Measure::OrderBrokenBySource, 0, 10, 1..=u64::MAX),
        Shows("partition-keys", "random", 20, Measure::FullestShardShare, 0, 10, 25_000..=27_000),
        Shows("capacity-modes", "four-shards", 0, Measure::LoadThrottledShare, 0, 86_400, 0..=0),
        // Nothing at a quarter to ten; a quarter past ten, both refuse.
        Shows("capacity-modes", "sudden", 0, Measure::LoadThrottledShare, 1, 3_600, 0..=0),
        Shows("capacity-modes", "sudden", 1_500, Measure::LoadThrottledShare, 0, 600, 1_000..=100_000),
        Shows("capacity-modes", "sudden", 1_500, Measure::LoadThrottledShare, 1, 600, 1_000..=100_000),
        Shows("capacity-modes", "unknown", 0, Measure::LoadCostPerMonth, 1, 86_400, 1..=u64::MAX),
        Shows("producers", "aggregation", 0, Measure::ReadingsPerSecond, 2, 5, 9_500..=13_000),
        Shows("producers", "agent-crash", 0, Measure::ReadingsPerSecond, 3, 5, 0..=0),
        Shows("resharding", "merge", 30, Measure::OpenShards, 0, 0, 3..=3),
        Shows("resharding", "children-at-once", 50, Measure::OrderBrokenBySource, 0, 30, 1..=u64::MAX),
        Shows("fan-out", "one-polls", 0, Measure::PolledDelay, 0, 10, 100..=250),
        Shows("fan-out", "full-writes", 30, Measure::MillisBehindLatest, 0, 0, 3_000..=u64::MAX),
        Shows("fan-out", "push", 0, Measure::PushedDelay, 0, 10, 50..=100),
        Shows("kcl", "crash", 60, of_kcl(KclMeasure::FailOverMs), 0, 0, 10_000..=50_000),
        Shows("kcl", "eight-workers", 0, of_kcl(KclMeasure::Working), 0, 0, 5..=5),
        Shows("lambda", "half-an-hour", 0, of_lambda(LambdaMeasure::BehindMs), 0, 0, 1_500_000..=u64::MAX),
        Shows("lambda", "two-retries", 0, of_lambda(LambdaMeasure::GoodDiscarded), 0, 0, 1..=u64::MAX),
        Shows("lambda", "two-retries", 0, of_lambda(LambdaMeasure::BehindMs), 0, 0, 0..=120_000),
        Shows("lambda", "mended", 0, of_lambda(LambdaMeasure::BehindMs), 0, 0, 7_000_000..=7_200_000),
        Shows("lambda", "mended", 9_000, of_lambda(LambdaMeasure::BehindMs), 0, 0, 0..=120_000),
        Shows("delivery", "slow-clock", 0, Measure::LateDropped, 0, 0, 1..=u64::MAX),
        Shows("delivery", "bucket-refuses", 60, Measure::ObjectsLanded, 0, 60, 0..=0),
        Shows("security", "put-only", 0, Measure::DeniedPuts, 0, 10, 0..=0),
        Shows("security", "put-only", 0, Measure::PermissionsBeyondNeed, 0, 0, 1..=u64::MAX),
        Shows("security", "key-disabled", 10, Measure::DeniedPuts, 0, 5, 1..=u64::MAX),
        Shows("fifo-race", "forty-on-both-sides", 5, Measure::QueueWorkersBusy, 0, 0, 20..=40),
        Shows("fifo-race", "forty-on-both-sides", 5, Measure::KclWorking, 0, 0, 1..=5),
        Shows("fifo-race", "ten-shards", 40, Measure::OpenShards, 0, 0, 10..=10),
        Shows("sandbox", "double-load", 20, Measure::ThrottledShare, 0, 10, 40_000..=100_000),
        Shows("sandbox", "more-workers-than-groups", 10, Measure::QueueWorkersBusy, 0, 0, 1..=100),
    ];
    let (_, content, _) = lessons();
    let profile = content.profiles.last().expect("there are profiles");
    for Shows(lab, name, later_s, measure, of, window_s, wanted) in table {
        let lab = content.lab(lab).expect("the lab is built");
        let run = lab.run(name).unwrap_or_else(|| panic!("{}: no run `{name}`", lab.id));
        let later = Attempt { until_s: run.until_s + later_s, ..run.clone() };
        let played = later.play(&lab.scenario, profile.quotas());
        let look = Look { run: played.present(), prices: &content.prices.prices, of, window_s };
        let (found, _) = measure.value(&look);
        assert!(wanted.contains(&found), "{}/{name}: {measure:?} is {found}, not within {wanted:?}", lab.id);
    }
}
