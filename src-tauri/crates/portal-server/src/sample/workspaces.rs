//! Chart workspaces of the sample data.

use super::machines::{DOOR, HUMIDITY, PIECES, POWER, RUNNING, SCRAP, STATE, TEMPERATURE};
use super::people::{ADA, LINUS};
use crate::domain::{ChartCalculation, ChartKind};

/// One of them.
pub(super) struct Workspace {
    /// The tenant's name, or the address of the person in whose personal account it is.
    pub(super) tenant: &'static str,
    pub(super) name: &'static str,
    /// The only one who sees it.
    pub(super) private_to: Option<&'static str>,
    /// Who starred it.
    pub(super) starred_by: &'static [&'static str],
    /// How many days ago it was changed.
    pub(super) changed: i64,
    pub(super) charts: &'static [Chart],
}

/// A chart of one key.
pub(super) struct Chart {
    pub(super) title: &'static str,
    pub(super) kind: ChartKind,
    pub(super) calculation: ChartCalculation,
    pub(super) key: &'static str,
    pub(super) unit: Option<&'static str>,
    /// The devices that it shows; all when empty.
    pub(super) devices: &'static [&'static str],
}

const fn chart(
    title: &'static str,
    kind: ChartKind,
    calculation: ChartCalculation,
    key: &'static str,
    unit: Option<&'static str>,
) -> Chart {
    Chart {
        title,
        kind,
        calculation,
        key,
        unit,
        devices: &[],
    }
}

const CELSIUS: Option<&str> = Some("°C");
const PERCENT: Option<&str> = Some("%");

pub(super) const WORKSPACES: [Workspace; 7] = [
    Workspace {
        tenant: "ACME Robotics",
        name: "Line 4 throughput",
        private_to: None,
        starred_by: &[ADA],
        changed: 3,
        charts: &[
            Chart {
                devices: &["Line 4 – Conveyor north", "Line 4 – Conveyor south"],
                ..chart(
                    "Pieces",
                    ChartKind::Bar,
                    ChartCalculation::Sum,
                    PIECES,
                    None,
                )
            },
            chart(
                "Scrap",
                ChartKind::StackedBar,
                ChartCalculation::Sum,
                SCRAP,
                None,
            ),
            chart(
                "Pieces in all",
                ChartKind::LargeNumber,
                ChartCalculation::Sum,
                PIECES,
                None,
            ),
        ],
    },
    Workspace {
        tenant: "ACME Robotics",
        name: "Climate",
        private_to: None,
        starred_by: &[],
        changed: 12,
        charts: &[
            chart(
                "Temperature",
                ChartKind::Line,
                ChartCalculation::Average,
                TEMPERATURE,
                CELSIUS,
            ),
            chart(
                "Humidity of the paint booth",
                ChartKind::Area,
                ChartCalculation::Average,
                HUMIDITY,
                PERCENT,
            ),
        ],
    },
    Workspace {
        tenant: "ACME Robotics",
        name: "What the lines do",
        private_to: None,
        starred_by: &[],
        changed: 30,
        charts: &[
            chart(
                "State",
                ChartKind::Table,
                ChartCalculation::Last,
                STATE,
                None,
            ),
            chart(
                "Starts and stops",
                ChartKind::Bar,
                ChartCalculation::Count,
                RUNNING,
                None,
            ),
        ],
    },
    Workspace {
        tenant: "ACME Robotics",
        name: "Ada’s notes",
        private_to: Some(ADA),
        starred_by: &[ADA],
        changed: 1,
        charts: &[Chart {
            devices: &["Line 2 – Welding cell"],
            ..chart(
                "Hottest at the welding cell",
                ChartKind::Line,
                ChartCalculation::Maximum,
                TEMPERATURE,
                CELSIUS,
            )
        }],
    },
    Workspace {
        tenant: "Borealis Foods",
        name: "Cold chain",
        private_to: None,
        starred_by: &[LINUS],
        changed: 5,
        charts: &[
            chart(
                "Warmest",
                ChartKind::Line,
                ChartCalculation::Maximum,
                TEMPERATURE,
                CELSIUS,
            ),
            chart(
                "Doors opened",
                ChartKind::StackedBar,
                ChartCalculation::Sum,
                DOOR,
                None,
            ),
        ],
    },
    Workspace {
        tenant: "Cobalt Energy",
        name: "Power",
        private_to: None,
        starred_by: &[],
        changed: 8,
        charts: &[
            chart(
                "Power",
                ChartKind::Area,
                ChartCalculation::Average,
                POWER,
                Some("kW"),
            ),
            chart(
                "Inverter temperature",
                ChartKind::Line,
                ChartCalculation::Maximum,
                TEMPERATURE,
                CELSIUS,
            ),
        ],
    },
    Workspace {
        tenant: ADA,
        name: "Attic",
        private_to: None,
        starred_by: &[],
        changed: 40,
        charts: &[
            chart(
                "Temperature",
                ChartKind::Line,
                ChartCalculation::Average,
                TEMPERATURE,
                CELSIUS,
            ),
            chart(
                "Humidity",
                ChartKind::Line,
                ChartCalculation::Average,
                HUMIDITY,
                PERCENT,
            ),
        ],
    },
];
