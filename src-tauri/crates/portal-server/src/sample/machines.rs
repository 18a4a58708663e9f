//! What the devices of the sample data put out, where they stand, and who works on them.

use chrono_tz::Tz;

use super::people::{ADA, GRACE, LINUS};

/// A device of the sample data, beyond its name.
pub(super) struct Machine {
    /// The tenant's name, or the address of the person in whose personal account it is.
    pub(super) owner: &'static str,
    pub(super) device: &'static str,
    pub(super) location: &'static str,
    pub(super) zone: Tz,
    pub(super) tags: &'static [&'static str],
    pub(super) workflow: &'static str,
    pub(super) skill: &'static str,
    pub(super) signals: &'static [Signal],
    /// Who deploys the workflow on it.
    pub(super) by: &'static str,
}

/// What a device puts out under one key.
pub(super) struct Signal {
    pub(super) key: &'static str,
    pub(super) course: Course,
}

/// How the values of a signal come and go.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Course {
    /// Up by day and down by night, around a mean, with noise.
    Daily { mean: f64, swing: f64, noise: f64 },
    /// Pieces of a quarter of an hour while there are shifts.
    Shifts { pieces: f64 },
    /// Up from sunrise to sunset, as far as clouds let it.
    Sun { peak: f64 },
    /// Whether there is a shift and nothing stands still.
    Running,
    /// Whether a door stands open, now and then.
    Door,
    /// What the machine does, in a word.
    State,
}

const fn daily(mean: f64, swing: f64, noise: f64) -> Course {
    Course::Daily { mean, swing, noise }
}

const fn signal(key: &'static str, course: Course) -> Signal {
    Signal { key, course }
}

const ACME: &str = "ACME Robotics";
const BOREALIS: &str = "Borealis Foods";
const COBALT: &str = "Cobalt Energy";

pub(super) const TEMPERATURE: &str = "temperature";
pub(super) const HUMIDITY: &str = "humidity";
pub(super) const PIECES: &str = "pieces";
pub(super) const SCRAP: &str = "scrap";
pub(super) const RUNNING: &str = "running";
pub(super) const STATE: &str = "state";
pub(super) const DOOR: &str = "door open";
pub(super) const POWER: &str = "power";

pub(super) const MACHINES: [Machine; 14] = [
    Machine {
        owner: ACME,
        device: "Line 1 – Palletizer",
        location: "Hall A, Stuttgart",
        zone: Tz::Europe__Berlin,
        tags: &["hall A", "line 1"],
        workflow: "Count and sort",
        skill: "Counting camera",
        signals: &[
            signal(PIECES, Course::Shifts { pieces: 42.0 }),
            signal(RUNNING, Course::Running),
            signal(STATE, Course::State),
        ],
        by: ADA,
    },
    Machine {
        owner: ACME,
        device: "Line 2 – Welding cell",
        location: "Hall A, Stuttgart",
        zone: Tz::Europe__Berlin,
        tags: &["hall A", "line 2", "hot"],
        workflow: "Weld and watch",
        skill: "Seam watch",
        signals: &[
            signal(PIECES, Course::Shifts { pieces: 18.0 }),
            signal(TEMPERATURE, daily(41.0, 9.0, 1.6)),
            signal(STATE, Course::State),
        ],
        by: GRACE,
    },
    Machine {
        owner: ACME,
        device: "Line 3 – Paint robot",
        location: "Hall B, Stuttgart",
        zone: Tz::Europe__Berlin,
        tags: &["hall B", "line 3"],
        workflow: "Paint",
        skill: "Booth climate",
        signals: &[
            signal(TEMPERATURE, daily(23.0, 2.0, 0.4)),
            signal(HUMIDITY, daily(52.0, -6.0, 1.5)),
            signal(RUNNING, Course::Running),
        ],
        by: GRACE,
    },
    Machine {
        owner: ACME,
        device: "Line 4 – Conveyor north",
        location: "Hall B, Stuttgart",
        zone: Tz::Europe__Berlin,
        tags: &["hall B", "line 4"],
        workflow: "Count and sort",
        skill: "Counting camera",
        signals: &[
            signal(PIECES, Course::Shifts { pieces: 61.0 }),
            signal(SCRAP, Course::Shifts { pieces: 1.4 }),
        ],
        by: ADA,
    },
    Machine {
        owner: ACME,
        device: "Line 4 – Conveyor south",
        location: "Hall B, Stuttgart",
        zone: Tz::Europe__Berlin,
        tags: &["hall B", "line 4"],
        workflow: "Count and sort",
        skill: "Counting camera",
        signals: &[
            signal(PIECES, Course::Shifts { pieces: 57.0 }),
            signal(SCRAP, Course::Shifts { pieces: 2.1 }),
        ],
        by: ADA,
    },
    Machine {
        owner: ACME,
        device: "Test bench gateway",
        location: "Laboratory, Pune",
        zone: Tz::Asia__Kolkata,
        tags: &["laboratory"],
        workflow: "Bench climate",
        skill: "Climate",
        signals: &[
            signal(TEMPERATURE, daily(27.5, 4.5, 0.6)),
            signal(DOOR, Course::Door),
        ],
        by: GRACE,
    },
    Machine {
        owner: BOREALIS,
        device: "Cold store A thermometer",
        location: "Tromsø",
        zone: Tz::Europe__Oslo,
        tags: &["cold chain"],
        workflow: "Cold chain",
        skill: "Thermometer",
        signals: &[
            signal(TEMPERATURE, daily(-19.5, 0.8, 0.3)),
            signal(DOOR, Course::Door),
        ],
        by: LINUS,
    },
    Machine {
        owner: BOREALIS,
        device: "Cold store B thermometer",
        location: "Tromsø",
        zone: Tz::Europe__Oslo,
        tags: &["cold chain"],
        workflow: "Cold chain",
        skill: "Thermometer",
        signals: &[
            signal(TEMPERATURE, daily(-21.0, 0.6, 0.3)),
            signal(DOOR, Course::Door),
        ],
        by: LINUS,
    },
    Machine {
        owner: BOREALIS,
        device: "Filling station 7",
        location: "Halifax",
        zone: Tz::America__Halifax,
        tags: &["filling"],
        workflow: "Filling",
        skill: "Bottle count",
        signals: &[
            signal(PIECES, Course::Shifts { pieces: 310.0 }),
            signal(STATE, Course::State),
        ],
        by: LINUS,
    },
    Machine {
        owner: BOREALIS,
        device: "Pasteurizer 2",
        location: "Halifax",
        zone: Tz::America__Halifax,
        tags: &["filling", "hot"],
        workflow: "Filling",
        skill: "Hold temperature",
        signals: &[
            signal(TEMPERATURE, daily(72.4, 0.4, 0.2)),
            signal(RUNNING, Course::Running),
        ],
        by: LINUS,
    },
    Machine {
        owner: COBALT,
        device: "Inverter hall 1",
        location: "Ravensburg",
        zone: Tz::Europe__Berlin,
        tags: &["solar"],
        workflow: "Yield",
        skill: "Inverter",
        signals: &[
            signal(POWER, Course::Sun { peak: 480.0 }),
            signal(TEMPERATURE, daily(31.0, 11.0, 0.8)),
        ],
        by: LINUS,
    },
    Machine {
        owner: COBALT,
        device: "Substation Ravensburg meter",
        location: "Ravensburg",
        zone: Tz::Europe__Berlin,
        tags: &["grid"],
        workflow: "Yield",
        skill: "Meter",
        signals: &[signal(POWER, daily(1_250.0, 240.0, 35.0))],
        by: LINUS,
    },
    Machine {
        owner: ADA,
        device: "Attic weather station",
        location: "Attic",
        zone: Tz::Europe__London,
        tags: &["home"],
        workflow: "Weather",
        skill: "Weather",
        signals: &[
            signal(TEMPERATURE, daily(14.0, 6.0, 0.7)),
            signal(HUMIDITY, daily(66.0, -12.0, 2.0)),
        ],
        by: ADA,
    },
    Machine {
        owner: LINUS,
        device: "Greenhouse thermometer",
        location: "Greenhouse",
        zone: Tz::Europe__Oslo,
        tags: &["home"],
        workflow: "Greenhouse",
        skill: "Thermometer",
        signals: &[signal(TEMPERATURE, daily(21.0, 7.0, 0.5))],
        by: LINUS,
    },
];
