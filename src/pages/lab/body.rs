//! A lab below its heading: stage and panels in the middle, challenge, controls and prediction beside them.

use super::{embedded, given, kit, stand_in};
use crate::app::Shell;
use crate::content::{content, t};
use crate::parameters;
use crate::session::kit::Kit;
use crate::session::workbench::Workbench;
use crate::session::{Carried, Group, Session};
use crate::share::{LinkError, SharedRun};
use crate::widgets::challenge::ChallengeCard;
use crate::widgets::charts::Charts;
use crate::widgets::compare::Compare;
use crate::widgets::controls::Controls;
use crate::widgets::controls::split::SplitDraft;
use crate::widgets::lineage::Lineage;
use crate::widgets::panels::Panels;
use crate::widgets::prediction::PredictionCard;
use crate::widgets::print::PrintSheet;
use crate::widgets::record::RecordCard;
use crate::widgets::share::Share;
use crate::widgets::stages::Stage;
use lab_content::control::Widget;
use lab_content::lab::{Lab, LabCard};
use leptos::prelude::*;

/// Controls that may stand above the prediction.
const CONTROLS_ABOVE: usize = 8;

/// A lab of the core. A link may bring it a run that needs more, as the terminal can do all that there is.
pub fn core(shell: Shell, card: &'static LabCard, shared: Option<String>) -> AnyView {
    let run = shared.as_deref().and_then(|text| SharedRun::decode(text).ok());
    if run.is_none_or(|run| run.is_of_core()) {
        return body(shell, card, shared, kit::CORE);
    }
    shell.whole.fetch(|| ());
    html! { {move || shell.whole.show(|whole| (whole.lab)(shell, card, shared.clone()), stand_in)} }.into_any()
}

/// Any lab.
pub fn whole(shell: Shell, card: &'static LabCard, shared: Option<String>) -> AnyView {
    body(shell, card, shared, kit::WHOLE)
}

/// The lab of this card. A change of the quota profile replays what was done under the new limits.
fn body(shell: Shell, card: &'static LabCard, shared: Option<String>, kit: Kit) -> AnyView {
    let lab = content().lab(&card.id).expect("a card has a subtitle only from its lab");
    let run = shared.and_then(|text| open_shared(shell, &text)).or_else(|| open_named(shell, lab));
    if let Some(run) = &run {
        shell.show_profile(&run.profile);
    }
    let exercise = run.as_ref().and_then(|run| run.exercise.clone());
    let has_builder = lab.controls.iter().any(|control| matches!(control.widget, Widget::Builder {}));
    let workbench = has_builder.then(|| Workbench::new(lab, exercise));
    // The run to open: a shared one at first, later the one that a change of profile interrupted.
    let next = StoredValue::new_local(run.map(Carried::from));
    // Beside short controls the prediction stands below them, in sight; long or many ones would push it out.
    let is_long = |widget: &Widget| matches!(widget, Widget::Reshard {} | Widget::OwnKeys { .. });
    let early = lab.controls.len() > CONTROLS_ABOVE || lab.controls.iter().any(|control| is_long(&control.widget));
    // The terminal may extend them.
    let extensions = StoredValue::new_local(kit.extensions);
    let open = move || {
        let lab = workbench.map_or(lab, |workbench| workbench.with_lab());
        let session =
            Session::open(lab, &content().profiles[shell.profile_place()], next, workbench, (kit, extensions), shell);
        // Once: another profile doesn't begin anew.
        session.start(shell.start.try_update(std::mem::take).unwrap_or_default());
        given::play(shell, session);
        if workbench.is_some_and(|workbench| workbench.was_built()) {
            session.say(t("builder.built").to_owned());
        }
        session
    };
    html! {
        {move || {
            let session = open();
            // Its own scenario and goals, or those that were built.
            let lab = session.lab;
            let embed = shell.embed.get_untracked();
            if embed.is_some() {
                embedded::serve(shell, session.in_group(Group::Side));
            }
            if let Some(workbench) = workbench {
                provide_context(workbench);
            }
            let beside = move |session: Session| {
                html! {
                    {(kit.above_challenge)(session)}
                    <ChallengeCard session challenge=&lab.challenge/>
                    {early.then(|| html! { <PredictionCard session/> })}
                    <Controls session/>
                    {(!early).then(|| html! { <PredictionCard session/> })}
                    {lab.further.as_ref().map(|challenge| html! { <ChallengeCard session challenge is_further=true/> })}
                }
            };
            let has_side = embed.is_none_or(|embed| !embed.stage_alone);
            html! {
                {bench(shell, session, has_side.then_some(beside))}
                <Share session/>
                <PrintSheet session=session.in_group(Group::Panels)/>
            }
        }}
    }
}

/// The stage of a run with all that shows it, and `beside` in the column next to it; the panels not within another page.
pub fn bench(shell: Shell, session: Session, beside: Option<impl FnOnce(Session) -> AnyView>) -> AnyView {
    let (lab, kit) = (session.lab, session.kit);
    let charts = session.in_group(Group::Charts);
    let is_alone = shell.embed.with_untracked(Option::is_some);
    provide_context(SplitDraft::new());
    provide_context(session.resets);
    html! {
        <Stage session/>
        <Compare session=charts/>
        {(lab.stage.record && session.takes_calls()).then(|| html! { <RecordCard session=charts/> })}
        {session.takes_calls().then(|| (kit.under_stage)(charts))}
        {lab.stage.lineage.then(|| html! { <Lineage session=charts/> })}
        {(!is_alone).then(|| html! {
            <div class="below" role="group" aria-label=t("lab.below")>
                <Charts session=charts/>
                <Panels shell session=session.in_group(Group::Panels)/>
            </div>
        })}
        {beside.map(|beside| html! { <aside class="side" aria-label=t("lab.side")>{beside(session.in_group(Group::Side))}</aside> })}
    }
}

/// The run that the address names, under the profile that is on.
fn open_named(shell: Shell, lab: &Lab) -> Option<SharedRun> {
    let name = shell.start.try_update(|start| start.run.take()).flatten()?;
    let run = lab.run(&name).map(|run| SharedRun::of(run, &untrack(|| shell.profile().id.clone())));
    if run.is_none() {
        shell.tell(&parameters::no_such_run(&name));
    }
    run
}

/// A link that can't be opened says so, and the lab opens fresh; so does one whose run may go another way.
fn open_shared(shell: Shell, text: &str) -> Option<SharedRun> {
    let refused = match SharedRun::decode(text) {
        Ok(run) if content().profiles.iter().any(|profile| profile.id == run.profile) => {
            if run.is_of_another_edition() {
                shell.tell(t("link.other_edition"));
            }
            return Some(run);
        }
        Err(LinkError::Newer) => "link.newer",
        Ok(_) | Err(LinkError::Broken) => "link.broken",
    };
    shell.tell(t(refused));
    None
}
