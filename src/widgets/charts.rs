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
    html! {
        <section class="card charts" aria-label=t("charts.title")>
            <Tabs id="charts" label=t("charts.title") names panel=move |nth| panel(session, session.lab.charts[nth])/>
        </section>
    }
}

fn panel(session: Session, chart: Chart) -> AnyView {
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
        {picture(session, chart)}
        <SaveMenu session choices=choices.collect() label=t("save.chart") wanted/>
    }
}

/// Draws the shown run with the one beside it, if two are compared.
fn beside<T>(session: Session, draw: impl FnOnce(&Simulation, Option<&Simulation>) -> T) -> T {
    session.run(|run| session.with_beside(|beside| draw(run, beside)))
}

fn picture(session: Session, chart: Chart) -> AnyView {
    match chart {
        Chart::Cost => html! { <Cost session/> }.into_any(),
        Chart::Shares => html! { <Shares session/> }.into_any(),
        _ => html! { <Lines session chart/> }.into_any(),
    }
}

/// CloudWatch's name of what the chart shows.
fn caption(chart: Chart, unit: &str) -> String {
    tf(&format!("chart.caption.{}", chart.key()), &[("unit", unit)])
}

#[component]
fn Lines(session: Session, chart: Chart) -> impl IntoView {
    let size = RwSignal::new(SIZE);
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
fn Cost(session: Session) -> impl IntoView {
    let size = RwSignal::new(SIZE);
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
fn Shares(session: Session) -> impl IntoView {
    let size = RwSignal::new(SIZE);
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
pub fn draw_lines(chart: &LineChart) -> impl IntoView + use<> {
    let plot = chart.plot;
    let x_mark = move |(x, text): &Mark| {
        html! { <text x=*x y=plot.bottom + 15.0 class="tick" text-anchor="middle">{text.clone()}</text> }
    };
    let nothing = chart.lines.is_empty().then(|| nothing(plot, t("chart.empty")));
    html! {
        {y_axis(&chart.y_marks, plot)}
        {chart.x_marks.iter().map(x_mark).collect_view()}
        {chart.beside.iter().map(draw_beside).collect_view()}
        {chart.lines.iter().map(draw_line).collect_view()}
        {chart.limit.as_ref().map(|limit| draw_limit(limit, plot, "limit"))}
        {nothing}
    }
}

fn draw_bars(chart: &BarChart) -> impl IntoView + use<> {
    let plot = chart.plot;
    let bar = move |bar: &Bar| {
        let (x, y, width, height) = (bar.x, bar.y, bar.width, bar.height);
        let middle = x + width / 2.0;
        html! {
            <rect x=x y=y width=width height=height class=format!("shard-{}", bar.colour)/>
            {bar.patterned.then(|| html! { <rect x=x y=y width=width height=height fill="url(#hatch)"/> })}
            <text x=middle y=y - 5.0 class="bar-value" text-anchor="middle">{bar.value.clone()}</text>
            <text x=middle y=plot.bottom + 15.0 class="tick" text-anchor="middle">{bar.name.clone()}</text>
        }
    };
    let nothing = (chart.records == 0).then(|| nothing(plot, t("chart.shares.nothing")));
    let filled = (chart.records > 0).then(|| {
        let even = draw_limit(&chart.even, plot, "even");
        html! { {chart.bars.iter().map(bar).collect_view()} {even} }
    });
    html! { {y_axis(&chart.y_marks, plot)} {filled} {nothing} }
}

fn y_axis(marks: &[Mark], plot: Plot) -> impl IntoView + use<> {
    let mark = |(y, text): &Mark| {
        let y = *y;
        html! {
            <line x1=plot.left y1=y x2=plot.right y2=y class="grid"/>
            <text x=plot.left - 6.0 y=y + 3.5 class="tick" text-anchor="end">{text.clone()}</text>
        }
    };
    marks.iter().map(mark).collect_view()
}

fn draw_line(line: &Line) -> impl IntoView + use<> {
    let (x, y) = (line.end.0 + 6.0, line.label_y);
    html! {
        <path d=line.path.clone() class=format!("series {}", line.stroke) stroke-dasharray=line.dash/>
        <text x=x y=y class="line-number">{line.label.clone()}</text>
    }
}

/// A line of the run beside.
fn draw_beside(line: &Line) -> impl IntoView + use<> {
    html! { <path d=line.path.clone() class=format!("series beside {}", line.stroke) stroke-dasharray="3 4"/> }
}

fn draw_limit(limit: &Limit, plot: Plot, class: &'static str) -> impl IntoView + use<> {
    let y = limit.y;
    html! {
        {y.map(|y| html! { <line x1=plot.left y1=y x2=plot.right y2=y class=class/> })}
        <text x=plot.right y=y.unwrap_or(plot.top) - 6.0 class=format!("{class}-text") text-anchor="end">{limit.text.clone()}</text>
    }
}

fn nothing(plot: Plot, text: &'static str) -> impl IntoView {
    let (x, y) = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
    html! { <text x=x y=y class="nothing" text-anchor="middle">{text}</text> }
}

/// Which line is which shard; the picture's label says it in words.
pub fn legend(chart: &LineChart) -> impl IntoView + use<> {
    let entry = |line: &Line| {
        html! {
            <li>
                <svg width="18" height="8"><path d="M1 4H17" class=format!("series {}", line.stroke) stroke-dasharray=line.dash/></svg>
                {line.name.clone()}
            </li>
        }
    };
    let unseen =
        (chart.unseen > 0).then(|| html! { <li>{tf("chart.unseen", &[("n", &chart.unseen.to_string())])}</li> });
    let beside = (!chart.beside.is_empty()).then(|| {
        html! {
            <li>
                <svg width="18" height="8"><path d="M1 4H17" class="series beside" stroke-dasharray="3 4"/></svg>
                {t("chart.beside_legend")}
            </li>
        }
    });
    html! { {chart.lines.iter().map(entry).collect_view()} {unseen} {beside} }
}
