//! A lab below its heading: stage and panels in the middle, challenge, controls and prediction beside them.

use crate::app::Shell;
use crate::content::{content, t};
use crate::session::Session;
use crate::share::{LinkError, SharedRun};
use crate::widgets::challenge::ChallengeCard;
use crate::widgets::charts::Charts;
use crate::widgets::controls::Controls;
use crate::widgets::controls::split::SplitDraft;
use crate::widgets::lineage::Lineage;
use crate::widgets::panels::Panels;
use crate::widgets::prediction::PredictionCard;
use crate::widgets::record::RecordCard;
use crate::widgets::stage::Stage;
use lab_content::control::Widget;
use lab_content::lab::LabCard;
use leptos::prelude::*;

/// The lab of this card. A change of the quota profile replays what was done under the new limits.
pub fn body(shell: Shell, card: &'static LabCard, shared: Option<String>) -> AnyView {
    let lab = content().lab(&card.id).expect("a card has a subtitle only from its lab");
    let run = shared.and_then(|text| open_shared(shell, &text));
    if let Some(run) = &run {
        shell.show_profile(&run.profile);
    }
    // The run to open: a shared one at first, later the one that a change of profile interrupted.
    let run = StoredValue::new_local(run);
    // Beside short controls the prediction stands below them, in sight; long ones would push it out.
    let is_long = |widget: &Widget| matches!(widget, Widget::Reshard {} | Widget::OwnKeys { .. });
    let early = lab.controls.iter().any(|control| is_long(&control.widget));
    let open = move || {
        let shared = run.try_update_value(Option::take).flatten();
        let session = Session::open(lab, &content().profiles[shell.profile_place()], shared, shell);
        on_cleanup(move || _ = run.try_set_value(session.shared()));
        session
    };
    html! {
        {move || {
            let session = open();
            // The stage goes first; each of the three is about as much to draw.
            let (charts, panels) = (session.in_group(1), session.in_group(2));
            provide_context(SplitDraft::new());
            provide_context(session.resets);
            html! {
                <Stage session/>
                {lab.stage.record.then(|| html! { <RecordCard session=charts/> })}
                {lab.stage.lineage.then(|| html! { <Lineage session=charts/> })}
                <div class="below" role="group" aria-label=t("lab.below")>
                    <Charts session=charts/>
                    <Panels session=panels/>
                </div>
                <aside class="side" aria-label=t("lab.side")>
                    <ChallengeCard session=charts/>
                    {early.then(|| html! { <PredictionCard session=charts/> })}
                    <Controls session=charts/>
                    {(!early).then(|| html! { <PredictionCard session=charts/> })}
                </aside>
            }
        }}
    }
}

/// A link that can't be opened says so; the lab opens fresh.
fn open_shared(shell: Shell, text: &str) -> Option<SharedRun> {
    let refused = match SharedRun::decode(text) {
        Ok(run) if content().profiles.iter().any(|profile| profile.id == run.profile) => return Some(run),
        Err(LinkError::Newer) => "link.newer",
        Ok(_) | Err(LinkError::Broken) => "link.broken",
    };
    shell.notice.set(Some(t(refused).to_owned()));
    None
}
