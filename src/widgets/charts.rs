//! The card of charts: a tab for each chart of the lab, drawn in SVG to the size of the card.

use super::size::follow_size;
use super::tabs::Tabs;
use crate::content::{t, tf};
use crate::scene::chart::shares::{Bar, BarChart, shares};
use crate::scene::chart::{CostChart, Limit, Line, LineChart, Mark, Plot, Size, by_shard, cost};
use crate::session::Session;
use lab_content::lab::Chart;
use leptos::html;
use leptos::prelude::*;

/// Drawn at this size until the page has told its own.
const SIZE: Size = Size { width: 380.0, height: 200.0 };

/// The charts of a lab.
#[component]
pub fn Charts(session: Session) -> impl IntoView {
    let charts = &session.lab.charts;
    let names = charts.iter().map(|chart| tab(*chart)).collect();
    html! {
        <section class="card charts" aria-label=t("charts.title")>
            <Tabs id="charts" label=t("charts.title") names panel=move |nth| panel(session, session.lab.charts[nth])/>
        </section>
    }
}

fn tab(chart: Chart) -> &'static str {
    match chart {
        Chart::Writes => t("chart.writes"),
        Chart::Bytes => t("chart.bytes"),
        Chart::Throttles => t("chart.throttles"),
        Chart::IteratorAge => t("chart.iterator_age"),
        Chart::Cost => t("chart.cost"),
        Chart::Shares => t("chart.shares"),
    }
}

fn panel(session: Session, chart: Chart) -> AnyView {
    match chart {
        Chart::Cost => html! { <Cost session/> }.into_any(),
        Chart::Shares => html! { <Shares session/> }.into_any(),
        _ => html! { <ByShard session chart/> }.into_any(),
    }
}

/// CloudWatch's name of what the chart shows.
fn caption(chart: Chart, unit: &str) -> String {
    let unit = [("unit", unit)];
    match chart {
        Chart::Writes => tf("chart.writes.caption", &unit),
        Chart::Bytes => tf("chart.bytes.caption", &unit),
        Chart::Throttles => tf("chart.throttles.caption", &unit),
        Chart::IteratorAge => tf("chart.iterator_age.caption", &unit),
        Chart::Cost => t("chart.cost.caption").to_owned(),
        Chart::Shares => t("chart.shares.caption").to_owned(),
    }
}

#[component]
fn ByShard(session: Session, chart: Chart) -> impl IntoView {
    let size = RwSignal::new(SIZE);
    let scene = Memo::new(move |_| session.run(|run| by_shard(run, chart, size.get())));
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
    let scene = Memo::new(move |_| session.run(|run| cost(run, session.prices(), size.get())));
    let number = move |label: &'static str, of: fn(&CostChart) -> (String, String)| {
        html! {
            <div>
                <dt>{label}</dt>
                <dd><strong>{move || scene.with(of).0}</strong>" "{t("chart.cost.hour")}</dd>
                <dd class="hint">{move || scene.with(of).1}</dd>
            </div>
        }
    };
    let label = move || scene.with(|scene| format!("{}: {}", t("chart.cost.caption"), scene.chart.description));
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
    let label = move || scene.with(|scene| format!("{}: {}", t("chart.shares.caption"), scene.description));
    html! {
        <p class="chart-caption">{caption(Chart::Shares, "")}</p>
        <Picture size label>{move || scene.with(draw_bars)}</Picture>
    }
}

/// The field that a chart is drawn on; tells its size.
#[component]
fn Picture<L>(size: RwSignal<Size>, label: L, children: Children) -> impl IntoView
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

fn draw_lines(chart: &LineChart) -> impl IntoView + use<> {
    let plot = chart.plot;
    let x_mark = move |(x, text): &Mark| {
        html! { <text x=*x y=plot.bottom + 15.0 class="tick" text-anchor="middle">{text.clone()}</text> }
    };
    let nothing = chart.lines.is_empty().then(|| nothing(plot, t("chart.empty")));
    html! {
        {y_axis(&chart.y_marks, plot)}
        {chart.x_marks.iter().map(x_mark).collect_view()}
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
    let class = line.shard.map_or("total".to_owned(), |(_, colour)| format!("stroke-{colour}"));
    let (x, y) = (line.end.0 + 6.0, line.label_y);
    html! {
        <path d=line.path.clone() class=format!("series {class}") stroke-dasharray=line.dash/>
        {line.shard.map(|(number, _)| html! { <text x=x y=y class="line-number">{number}</text> })}
    }
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
fn legend(chart: &LineChart) -> impl IntoView + use<> {
    let entry = |line: &Line| {
        let class = line.shard.map_or("total".to_owned(), |(_, colour)| format!("stroke-{colour}"));
        html! {
            <li>
                <svg width="18" height="8"><path d="M1 4H17" class=format!("series {class}") stroke-dasharray=line.dash/></svg>
                {line.name.clone()}
            </li>
        }
    };
    let unseen =
        (chart.unseen > 0).then(|| html! { <li>{tf("chart.unseen", &[("n", &chart.unseen.to_string())])}</li> });
    html! { {chart.lines.iter().map(entry).collect_view()} {unseen} }
}
