//! The start of a run: the world as its scenario describes it.

use super::Simulation;
use crate::account::Account;
use crate::agenda::Agenda;
use crate::bill::Ledger;
use crate::consumers::polling::PollingConsumer;
use crate::extensions::Extensions;
use crate::keys::KeyTable;
use crate::kinesis::service::Kinesis;
use crate::log::Log;
use crate::producers::producer::Producer;
use crate::quota::Quotas;
use crate::rng::Generator;
use crate::scenario::Scenario;
use crate::security::actors::Remembered;
use crate::series::Series;
use crate::shared::Shared;
use crate::time::Time;
use std::rc::Rc;

impl Simulation {
    /// The run's start, in an account of its own.
    pub fn new(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
        Simulation::in_account(scenario, quotas, Account::default())
    }

    /// The run's start with everything that the engine has.
    pub fn in_account(scenario: &Scenario, quotas: Rc<Quotas>, account: Account) -> Simulation {
        Simulation::with(Extensions::ALL, scenario, quotas, account)
    }

    /// The run's start.
    pub fn with(extensions: Extensions, scenario: &Scenario, quotas: Rc<Quotas>, account: Account) -> Simulation {
        let mut simulation = Simulation {
            now: Time::ZERO,
            last_instants: [Time::ZERO; 2],
            seed: scenario.seed,
            account: Rc::new(account),
            agenda: Agenda::default(),
            network: Generator::named(scenario.seed, "network"),
            keys: KeyTable::default(),
            streams: Vec::new(),
            kinesis: Kinesis::default(),
            producers: Vec::new(),
            consumers: Vec::new(),
            kcl: Shared::default(),
            enhanced: Shared::default(),
            fleets: Shared::default(),
            loads: Shared::default(),
            learner_records: 0,
            seconds: Series::default(),
            calls: Log::default(),
            refused: Log::default(),
            events: Log::default(),
            sqs: Shared::default(),
            security: Rc::default(),
            trail: Shared::default(),
            bill: Ledger::default(),
            remembered: Remembered::default(),
            lambda: Shared::default(),
            firehose: Shared::default(),
            s3: Shared::default(),
            flink: Shared::default(),
            queue_actors: Shared::default(),
            extensions,
            quotas,
        };
        for setup in &scenario.streams {
            simulation.place_named_stream(setup);
        }
        for (nth, setup) in scenario.producers.iter().enumerate() {
            simulation.producers.push(Producer::new(setup.clone(), scenario.seed, &mut simulation.keys));
            simulation.begin_schedule(nth as u8, Time::from_ms(setup.starts_ms));
        }
        for (nth, setup) in scenario.consumers.iter().enumerate() {
            simulation.consumers.push(PollingConsumer::new(setup.clone(), scenario.seed));
            simulation.sync_shards(nth as u8);
        }
        simulation.settle_bill();
        (extensions.begin)(&mut simulation, scenario);
        simulation.run_until(Time::ZERO);
        simulation
    }
}
