//! A chart's values as CSV: a line for each second of the run, a column for each line of the chart.

use super::axis::Quantity;
use super::series::{self, Data};
use super::shares::shares_of;
use crate::content::t;
use lab_content::lab::Chart;
use std::collections::BTreeMap;
use stream_engine::Simulation;
use stream_engine::bill::Prices;

/// The table; None for a chart that has no values by second or shard.
pub fn table(run: &Simulation, chart: Chart, prices: &Prices) -> Option<String> {
    if chart == Chart::Shares {
        return Some(of_shares(run));
    }
    // From the start, as far back as the engine counts: a chart shows only the last minute.
    let seconds = 0..run.now().second();
    let data = match chart {
        Chart::Cost => {
            let series = vec![series::cost(run, prices, seconds.clone())];
            Some(Data { series, quantity: Quantity::NanoDollarsPerHour, limit: None })
        }
        _ => series::data(run, chart, seconds.clone()),
    }?;
    let unit = data.quantity.unit(0.0);
    let names = data.series.iter().map(|series| quoted(&format!("{} ({})", series.name, unit.name)));
    let mut rows = vec![std::iter::once(t("csv.second").to_owned()).chain(names).collect::<Vec<_>>()];
    let columns: Vec<BTreeMap<u64, f64>> =
        data.series.iter().map(|series| series.points.iter().copied().collect()).collect();
    let measured = |second: &u64| columns.iter().any(|column| column.contains_key(second));
    for second in seconds.filter(measured) {
        let value = |column: &BTreeMap<u64, f64>| column.get(&second).map(|value| number(value / unit.divisor));
        let values = columns.iter().map(|column| value(column).unwrap_or_default());
        rows.push(std::iter::once(second.to_string()).chain(values).collect());
    }
    Some(written(&rows))
}

fn of_shares(run: &Simulation) -> String {
    let head = ["csv.shard", "csv.records", "csv.share"].map(|key| quoted(t(key))).to_vec();
    let shares = shares_of(run);
    let total: u64 = shares.iter().map(|(_, records)| records).sum();
    let row = |(shard, records): &(u32, u64)| {
        let percent = *records as f64 * 100.0 / total.max(1) as f64;
        vec![shard.to_string(), records.to_string(), number(percent)]
    };
    written(&std::iter::once(head).chain(shares.iter().map(row)).collect::<Vec<_>>())
}

/// As short as it can be, with a point and without spaces: for a program, not for the eye.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// Lines end as RFC 4180 has it.
fn written(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\r\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use std::rc::Rc;
    use stream_engine::{History, Time};

    fn csv(chart: Chart, second: u64) -> Vec<Vec<String>> {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let mut history = History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas());
        history.seek(Time::from_s(second));
        let text = table(history.present(), chart, &content().prices.prices).expect("it has values");
        text.split_terminator("\r\n").map(|row| row.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_second_of_the_run_is_a_row_and_every_line_a_column() {
        let rows = csv(Chart::Writes, 90);
        assert_eq!(rows.len(), 91);
        assert_eq!(rows[0].len(), 5);
        assert_eq!((rows[0][0].as_str(), rows[90][0].as_str()), ("second", "89"));
        assert!(rows[0][3].starts_with("shard 2 (") && rows.iter().all(|row| row.len() == 5));
        let sum: u64 = rows[50][1..].iter().map(|value| value.parse::<u64>().expect("records are whole")).sum();
        assert!(sum > 500, "{sum}");
    }

    #[test]
    fn money_and_shares_are_plain_numbers() {
        let rows = csv(Chart::Cost, 20);
        assert!(rows[5][1].parse::<f64>().expect("a number") > 0.0);
        let shares = csv(Chart::Shares, 20);
        assert_eq!(shares.len(), 5);
        let all: f64 = shares[1..].iter().map(|row| row[2].parse::<f64>().expect("a number")).sum();
        assert!((all - 100.0).abs() < 0.01, "{all}");
    }

    #[test]
    fn a_run_that_has_not_begun_has_only_a_head_and_names_are_quoted_where_they_must_be() {
        assert_eq!(csv(Chart::Writes, 0).len(), 1);
        assert_eq!(quoted("shard 1, closed"), "\"shard 1, closed\"");
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
