//! What the engine models, what it simplifies and why, what it leaves out: by service.

use super::Search;
use crate::app::Shell;
use crate::content::{reference, t};
use lab_content::reference::{Fidelity, Simplification};
use leptos::prelude::*;

/// The list, with a search. Its figures follow the quota profile.
#[component]
pub fn FidelityList(shell: Shell) -> impl IntoView {
    let (text, service, assumed) = (RwSignal::new(String::new()), RwSignal::new(None), RwSignal::new(false));
    let all = &reference().fidelity;
    let services = all.iter().map(|service| service.title.clone()).enumerate().collect();
    let sections = Memo::new(move |_| {
        let words: Vec<String> = text.get().to_lowercase().split_whitespace().map(str::to_owned).collect();
        let profile = shell.profile_place();
        let chosen = all.iter().enumerate().filter(|(at, _)| service.get().is_none_or(|service| service == *at));
        chosen.map(|(_, service)| Section::of(service, profile, &words, assumed.get())).collect::<Vec<_>>()
    });
    let everything: usize = all.iter().map(|service| Section::of(service, 0, &[], false).len()).sum();
    let count = Signal::derive(move || (sections.with(|found| found.iter().map(Section::len).sum()), everything));
    html! {
        <Search text services service only=t("fidelity.only_assumed") only_on=assumed count/>
        {move || sections.with(|sections| {
            sections.iter().filter(|section| section.len() > 0).map(section_view).collect_view()
        })}
        {move || (count.get().0 == 0).then(|| html! { <p class="hint tool-none">{t("facts.none")}</p> })}
    }
}

/// What is found of one service.
#[derive(Clone, PartialEq, Eq)]
struct Section {
    title: &'static str,
    models: Vec<String>,
    simplified: Vec<[String; 4]>,
    assumed: Vec<bool>,
    left_out: Vec<String>,
}

impl Section {
    fn of(service: &'static Fidelity, profile: usize, words: &[String], only_assumed: bool) -> Section {
        let fill = |text: &String| reference().fill(text, profile);
        let has = |text: &str| {
            let text = format!("{} {text}", service.title).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let plain = |texts: &[String]| match only_assumed {
            true => Vec::new(),
            false => texts.iter().map(fill).filter(|text| has(text)).collect(),
        };
        let told = |one: &Simplification| [&one.what, &one.lab, &one.service, &one.why].map(fill);
        let found = service.simplified.iter().filter(|one| one.assumed || !only_assumed);
        let found = found.map(|one| (told(one), one.assumed)).filter(|(texts, _)| has(&texts.join(" ")));
        let (simplified, assumed) = found.unzip();
        Section {
            title: &service.title,
            models: plain(&service.models),
            simplified,
            assumed,
            left_out: plain(&service.left_out),
        }
    }

    fn len(&self) -> usize {
        self.models.len() + self.simplified.len() + self.left_out.len()
    }
}

fn section_view(section: &Section) -> impl IntoView + use<> {
    let list = |title: &'static str, texts: &[String]| {
        let items = texts.iter().map(|text| html! { <li>{text.clone()}</li> }).collect_view();
        (!texts.is_empty()).then(|| html! { <h3>{title}</h3> <ul class="dots">{items}</ul> })
    };
    let simplified = section.simplified.iter().zip(&section.assumed).map(|([what, lab, service, why], assumed)| {
        let badge = assumed.then(|| html! { " " <span class="badge">{t("facts.assumed")}</span> });
        html! {
            <li>
                <h4>{what.clone()}{badge}</h4>
                <dl>
                    <div><dt>{t("fidelity.lab")}</dt><dd>{lab.clone()}</dd></div>
                    <div><dt>{t("fidelity.service")}</dt><dd>{service.clone()}</dd></div>
                    <div><dt>{t("fidelity.why")}</dt><dd>{why.clone()}</dd></div>
                </dl>
            </li>
        }
    });
    let simplified = (!section.simplified.is_empty()).then(|| {
        html! { <h3>{t("fidelity.simplified")}</h3> <ul class="simplified">{simplified.collect_view()}</ul> }
    });
    html! {
        <section class="card fidelity-section" aria-label=section.title>
            <h2>{section.title}</h2>
            {list(t("fidelity.models"), &section.models)}
            {simplified}
            {list(t("fidelity.left_out"), &section.left_out)}
        </section>
    }
}
