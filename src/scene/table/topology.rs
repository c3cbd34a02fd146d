//! Every part of a topology, with how it is doing.

use super::{Cell, Column, Table};
use crate::content::t;
use crate::scene::topology::nodes_in_order;
use stream_engine::Simulation;

/// The table at the run's present moment, in the order of the picture's columns.
pub fn table(run: &Simulation) -> Table {
    let row = |node: &crate::scene::topology::Node| {
        let place = t(&format!("topology.head.{}", node.column.key()));
        let detail = Cell { is_bad: node.is_bad, ..Cell::from(node.detail.clone()) };
        vec![node.name.clone().into(), node.kind.into(), place.into(), detail]
    };
    Table {
        caption: t("topology.caption").to_owned(),
        columns: vec![
            Column::text(t("topology.column.name")),
            Column::text(t("topology.column.kind")),
            Column::text(t("topology.column.place")),
            Column::text(t("topology.column.detail")),
        ],
        rows: nodes_in_order(run).iter().map(row).collect(),
        notes: Vec::new(),
    }
}
