//! The card of charts: a tab for each chart of the lab, drawn in SVG to the size of the card.

use super::share::SaveMenu;
use super::size::follow_size;
use super::tabs::Tabs;
use crate::content::{t, tf};
use crate::parts::Wanted;
use crate::scene::chart::csv;
use crate::scene::chart::shares::{Bar, BarChart, shares};
use crate::scene::chart::{CostChart, Limit, Line, LineChart, Mark, Plot, Size, cost, line_chart};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use lab_content::lab::Chart;
use leptos::html;
use leptos::prelude::*;
use stream_engine::Simulation;

/// Drawn at this size until the page has told its own.
const SIZE: Size = Size { width: 380.0, height: 200.0 };

/// The charts of a lab.
#[component]
pub fn Charts(session: Session) -> impl IntoView {
    let charts = &session.lab.charts;
    let names = charts.iter().map(|chart| t(&format!("chart.tab.{}", chart.key()))).collect();
    // It outlives a panel: the next chart has the same place, and is drawn to its size at once.
    let size = RwSignal::new(SIZE);
    html! {
        <section class="card charts" aria-label=t("charts.title")>
            <Tabs id="charts" label=t("charts.title") names panel=move |nth| panel(session, session.lab.charts[nth], size)/>
        </section>
    }
}

fn panel(session: Session, chart: Chart, size: RwSignal<Size>) -> AnyView {
    let has_values = session.peek(|run| csv::table(run, chart, session.prices()).is_some());
    let choices = [t("save.svg"), t("save.png"), t("save.csv")].into_iter().take(if has_values { 3 } else { 2 });
    let wanted = move |nth: usize, card: &web_sys::Element| {
        let name = chart.key();
        let drawing = card.query_selector(".chart svg").ok().flatten()?;
        Some(match nth {
            0 => Wanted::Svg { drawing, name },
            1 => Wanted::Png { drawing, name },
            _ => Wanted::Series { chart, name },
        })
    };
    html! {
        {picture(session, chart, size)}
        <SaveMenu session choices=choices.collect() label=t("save.chart") wanted/>
    }
}

/// Draws the shown run with the one beside it, if two are compared.
fn beside<T>(session: Session, draw: impl FnOnce(&Simulation, Option<&Simulation>) -> T) -> T {
    session.run(|run| session.with_beside(|beside| draw(run, beside)))
}

fn picture(session: Session, chart: Chart, size: RwSignal<Size>) -> AnyView {
    match chart {
        Chart::Cost => html! { <Cost session size/> }.into_any(),
        Chart::Shares => html! { <Shares session size/> }.into_any(),
        _ => html! { <Lines session chart size/> }.into_any(),
    }
}

/// CloudWatch's name of what the chart shows.
fn caption(chart: Chart, unit: &str) -> String {
    tf(&format!("chart.caption.{}", chart.key()), &[("unit", unit)])
}

#[component]
fn Lines(session: Session, chart: Chart, size: RwSignal<Size>) -> impl IntoView {
    let scene = Memo::new(move |_| beside(session, |run, beside| line_chart(run, beside, chart, size.get())));
    let caption = move || scene.with(|scene| scene.as_ref().map(|scene| caption(chart, scene.unit)));
    let label = move || {
        let described = scene.with(|scene| scene.as_ref().map(|scene| scene.description.clone()));
        format!("{}: {}", caption().unwrap_or_default(), described.unwrap_or_default())
    };
    html! {
        <p class="chart-caption">{caption}</p>
        <Picture size label>{move || scene.with(|scene| scene.as_ref().map(draw_lines))}</Picture>
        <ul class="legend" aria-hidden="true">{move || scene.with(|scene| scene.as_ref().map(legend))}</ul>
    }
}

#[component]
fn Cost(session: Session, size: RwSignal<Size>) -> impl IntoView {
    let scene = Memo::new(move |_| beside(session, |run, beside| cost(run, beside, session.prices(), size.get())));
    let number = move |label: &'static str, of: fn(&CostChart) -> (String, String)| {
        html! {
            <div>
                <dt>{label}</dt>
                <dd><strong>{move || scene.with(of).0}</strong>" "{t("chart.cost.hour")}</dd>
                <dd class="hint">{move || scene.with(of).1}</dd>
            </div>
        }
    };
    let label = move || scene.with(|scene| format!("{}: {}", caption(Chart::Cost, ""), scene.chart.description));
    html! {
        <p class="chart-caption">{caption(Chart::Cost, "")}</p>
        <dl class="figures">
            {number(t("chart.cost.shards_label"), |scene| (scene.shards.clone(), scene.shards_from.clone()))}
            {number(t("chart.cost.units_label"), |scene| (scene.units.clone(), scene.units_from.clone()))}
        </dl>
        <Picture size label>{move || scene.with(|scene| draw_lines(&scene.chart))}</Picture>
    }
}

#[component]
fn Shares(session: Session, size: RwSignal<Size>) -> impl IntoView {
    let scene = Memo::new(move |_| session.run(|run| shares(run, size.get())));
    let label = move || scene.with(|scene| format!("{}: {}", caption(Chart::Shares, ""), scene.description));
    html! {
        <p class="chart-caption">{caption(Chart::Shares, "")}</p>
        <Picture size label>{move || scene.with(draw_bars)}</Picture>
    }
}

/// The field that a chart is drawn on; tells its size.
#[component]
pub fn Picture<L>(size: RwSignal<Size>, label: L, children: Children) -> impl IntoView
where
    L: Fn() -> String + Send + 'static,
{
    let host = NodeRef::<html::Div>::new();
    follow_size(host, move |width, height| {
        let found = Size { width, height };
        if height > 0.0 && found != size.get_untracked() {
            size.set(found);
        }
    });
    html! {
        <div class="chart" node_ref=host>
            <svg role="img" aria-label=label width=move || size.get().width height=move || size.get().height>
                {children()}
            </svg>
        </div>
    }
}

/// The lines with their axes and limit.
pub fn draw_lines(chart: &LineChart) -> Vec<Shape> {
    let plot = chart.plot;
    let x_mark =
        move |(x, text): &Mark| shape::text(*x, plot.bottom + 15.0, text.clone()).class("tick").anchor("middle");
    let nothing = chart.lines.is_empty().then(|| nothing(plot, t("chart.empty")));
    shapes![
        y_axis(&chart.y_marks, plot),
        chart.x_marks.iter().map(x_mark),
        chart.beside.iter().map(draw_beside),
        chart.lines.iter().map(draw_line),
        chart.limit.as_ref().map(|limit| draw_limit(limit, plot, "limit")),
        nothing
    ]
}

fn draw_bars(chart: &BarChart) -> Vec<Shape> {
    let plot = chart.plot;
    let bar = move |bar: &Bar| {
        let (x, y, width, height) = (bar.x, bar.y, bar.width, bar.height);
        let middle = x + width / 2.0;
        shapes![
            shape::rect(x, y, width, height).class(format!("shard-{}", bar.colour)),
            bar.patterned.then(|| shape::rect(x, y, width, height).hatched()),
            shape::text(middle, y - 5.0, bar.value.clone()).class("bar-value").anchor("middle"),
            shape::text(middle, plot.bottom + 15.0, bar.name.clone()).class("tick").anchor("middle")
        ]
    };
    let nothing = (chart.records == 0).then(|| nothing(plot, t("chart.shares.nothing")));
    let filled = (chart.records > 0).then(|| {
        let even = draw_limit(&chart.even, plot, "even");
        shapes![chart.bars.iter().map(bar), even]
    });
    shapes![y_axis(&chart.y_marks, plot), filled, nothing]
}

fn y_axis(marks: &[Mark], plot: Plot) -> Vec<Shape> {
    let mark = |(y, text): &Mark| {
        let y = *y;
        shapes![
            shape::line(plot.left, y, plot.right, y).class("grid"),
            shape::text(plot.left - 6.0, y + 3.5, text.clone()).class("tick").anchor("end")
        ]
    };
    shapes![marks.iter().map(mark)]
}

fn draw_line(line: &Line) -> Vec<Shape> {
    let (x, y) = (line.end.0 + 6.0, line.label_y);
    shapes![
        shape::path(line.path.clone()).class(format!("series {}", line.stroke)).dashed(line.dash),
        shape::text(x, y, line.label.clone()).class("line-number")
    ]
}

/// A line of the run beside.
fn draw_beside(line: &Line) -> Shape {
    shape::path(line.path.clone()).class(format!("series beside {}", line.stroke)).dashed("3 4")
}

fn draw_limit(limit: &Limit, plot: Plot, class: &'static str) -> Vec<Shape> {
    let y = limit.y;
    shapes![
        y.map(|y| shape::line(plot.left, y, plot.right, y).class(class)),
        shape::text(plot.right, y.unwrap_or(plot.top) - 6.0, limit.text.clone())
            .class(format!("{class}-text"))
            .anchor("end")
    ]
}

fn nothing(plot: Plot, text: &'static str) -> Shape {
    let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
    shape::text(x, y, text).class("nothing").anchor("middle")
}

/// Which line is which shard; the picture's label says it in words.
pub fn legend(chart: &LineChart) -> impl IntoView + use<> {
    let entry = |line: &Line| {
        html! {
            <li>
                <svg width="18" height="8">{shape::path("M1 4H17").class(format!("series {}", line.stroke)).dashed(line.dash)}</svg>
                {line.name.clone()}
            </li>
        }
    };
    let unseen =
        (chart.unseen > 0).then(|| html! { <li>{tf("chart.unseen", &[("n", &chart.unseen.to_string())])}</li> });
    let beside = (!chart.beside.is_empty()).then(|| {
        html! {
            <li>
                <svg width="18" height="8">{shape::path("M1 4H17").class("series beside").dashed("3 4")}</svg>
                {t("chart.beside_legend")}
            </li>
        }
    });
    html! { {chart.lines.iter().map(entry).collect_view()} {unseen} {beside} }
}
