//! How an item of QTI 2.1 or 3.0 is marked, written out: templates for it have several addresses, and readers know one or
//! the other. A choice of several and pairs are marked in parts, as the lab does; an order is right or wrong.

use super::item::{CHOSEN, EXPLANATION, RESPONSE, SCORE, SHOWN};
use crate::key::number;
use file_writer::xml::{Element, element};
use question_bank::question::{Body, Question};

pub(super) fn processing(question: &Question) -> Element {
    let given = || element("qti-variable").set("identifier", RESPONSE);
    let correct = element("qti-correct").set("identifier", RESPONSE);
    let score = |value: Element| element("qti-set-outcome-value").set("identifier", SCORE).with(value);
    let if_so = |holds: Element| {
        let one = element("qti-base-value").set("base-type", "float").with("1");
        element("qti-response-condition").with(element("qti-response-if").with(holds).with(score(one)))
    };
    let in_parts = || score(element("qti-map-response").set("identifier", RESPONSE));
    let mut steps = match &question.body {
        Body::Choice { many: false, .. } | Body::Order { .. } => {
            vec![if_so(element("qti-match").with(given()).with(correct))]
        }
        Body::Number { tolerance, .. } => vec![if_so(near(*tolerance).with(given()).with(correct))],
        Body::Choice { many: true, .. } | Body::Match { .. } => vec![in_parts()],
    };
    if matches!(question.body, Body::Choice { .. }) {
        steps.push(element("qti-set-outcome-value").set("identifier", CHOSEN).with(given()));
    }
    let shown = element("qti-base-value").set("base-type", "identifier").with(SHOWN);
    steps.push(element("qti-set-outcome-value").set("identifier", EXPLANATION).with(shown));
    element("qti-response-processing").with_all(steps)
}

fn near(tolerance: f64) -> Element {
    match tolerance > 0.0 {
        true => element("qti-equal").set("tolerance-mode", "absolute").set("tolerance", number(tolerance)),
        false => element("qti-equal").set("tolerance-mode", "exact"),
    }
}
