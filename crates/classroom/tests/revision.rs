//! Notices when the same scenario and requests end otherwise than before: then `stream_engine::REVISION` must grow, or
//! results of yesterday would be held against another engine.

use md5::{Digest, Md5};
use std::path::Path;
use stream_engine::REVISION;

/// Revision, and the digest of all labs' solutions played to their ends in every profile.
const KNOWN: (u32, &str) = (1, "b52407a292c77e5dd8aa5f822d784113");

#[test]
fn the_labs_solutions_end_as_they_did_or_the_revision_has_grown() {
    let (_, content) =
        lab_content::read::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")).expect("sound");
    let mut digest = Md5::new();
    for profile in &content.profiles {
        for lab in &content.labs {
            let run = lab.challenge.solution.play(&lab.scenario, profile.quotas());
            let judged = lab.challenge.judge(run.present(), &content.prices.prices);
            digest.update(format!("{} {} {:?}\n", profile.id, lab.id, judged.verdicts));
            digest.update(format!(
                "{:?}\n",
                stream_engine::bill::Statement::of_run(run.present(), &content.prices.prices)
            ));
        }
    }
    let found: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let (revision, known) = KNOWN;
    assert_eq!(
        (REVISION, found.as_str()),
        (revision, known),
        "runs end otherwise: raise REVISION in crates/stream-engine/src/lib.rs and write both down here"
    );
}
