//! What a learner does to a producer's client: its knobs, and faults on command.

use super::calls::Entry;
use super::client::{Client, ClientState};
use super::sdk::Resend;
use crate::command::Answer;
use crate::error::{Refusal, Resource};
use crate::kinesis::put_records::Stored;
use crate::scenario::ProducerSetup;
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A change of a producer's client.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ProducerChange {
    /// Other settings, or another client. A client that is replaced loses what it holds.
    Client(Client),
    ClientSideEncryption(bool),
    /// The answers to the next calls never come: the calls have been carried out.
    LoseAnswers(u32),
    /// The program dies. Calls under way arrive, all else that it holds is lost.
    Crash,
    /// It is started again: the Agent at its checkpoint, the others with nothing.
    Restart,
    /// The log files are rotated now.
    RotateFiles,
    /// Its clock is wrong by so many seconds from now on, and with it the event times that it notes.
    /// The SDK sets right what it needs for signing (assumed).
    ClockOffsetSeconds(i32),
    /// The service fails these of the next entries, counted from 0 over calls, with InternalFailure. Not
    /// of the plain PutRecord.
    FailEntries(Vec<u16>),
    /// One setting of the client that it has; of another client's, nothing changes.
    Set(ClientKnob),
}

/// One setting of a client, by its name there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClientKnob {
    /// KPL.
    RecordMaxBufferedTimeMs(u32),
    AggregationEnabled(bool),
    /// The application on the SDK.
    BatchRecords(u32),
    LingerMs(u32),
    Connections(u8),
    Resend(Resend),
    StrictOrder(bool),
    /// Agent.
    MaxBufferAgeMs(u32),
}

impl ClientKnob {
    /// The client with this setting; None if it is another's.
    fn turned(self, client: &Client) -> Option<Client> {
        let mut client = client.clone();
        match (self, &mut client) {
            (ClientKnob::RecordMaxBufferedTimeMs(ms), Client::Kpl(kpl)) => kpl.record_max_buffered_time_ms = Some(ms),
            (ClientKnob::AggregationEnabled(on), Client::Kpl(kpl)) => kpl.aggregation_disabled = !on,
            (ClientKnob::BatchRecords(records), Client::Sdk(sdk)) => sdk.batch_records = Some(records),
            (ClientKnob::LingerMs(ms), Client::Sdk(sdk)) => sdk.linger_ms = ms,
            (ClientKnob::Connections(count), Client::Sdk(sdk)) => sdk.connections = count,
            (ClientKnob::Resend(resend), Client::Sdk(sdk)) => sdk.resend = resend,
            (ClientKnob::StrictOrder(on), Client::Sdk(sdk)) => sdk.strict_order = on,
            (ClientKnob::MaxBufferAgeMs(ms), Client::Agent(agent)) => agent.max_buffer_age_ms = Some(ms),
            _ => return None,
        }
        Some(client)
    }

    /// Whether a client has this setting so.
    pub(crate) fn holds(self, client: &Client) -> Option<bool> {
        self.turned(client).map(|turned| turned == *client)
    }
}

impl ProducerChange {
    /// Whether the producer already stands so; None for what is no setting.
    pub(crate) fn holds(&self, run: &Simulation, name: &str) -> Option<bool> {
        let producer = run.producers().iter().find(|producer| producer.setup.name == name)?;
        Some(match self {
            ProducerChange::Client(client) => producer.setup.client == *client,
            ProducerChange::ClientSideEncryption(on) => producer.setup.client_side_encryption == *on,
            ProducerChange::ClockOffsetSeconds(seconds) => producer.clock_offset_ms == i64::from(*seconds) * 1_000,
            ProducerChange::Set(knob) => return knob.holds(&producer.setup.client),
            ProducerChange::LoseAnswers(_)
            | ProducerChange::FailEntries(_)
            | ProducerChange::Crash
            | ProducerChange::Restart
            | ProducerChange::RotateFiles => return None,
        })
    }
}

impl Simulation {
    pub(crate) fn change_client(&mut self, name: &str, change: &ProducerChange) -> Result<Answer, Refusal> {
        let found = self.producers.iter().position(|producer| producer.setup.name == name);
        let nth = found.ok_or_else(|| Refusal::ResourceNotFound(Resource::Stream(name.to_owned())))? as u8;
        match change {
            ProducerChange::Set(knob) => {
                if let Some(client) = knob.turned(&self.producers[usize::from(nth)].setup.client) {
                    self.set_up(nth, |setup| setup.client = client);
                    self.send_batches(nth);
                }
            }
            ProducerChange::Client(client) => {
                let fits = self.producers[usize::from(nth)].client.fits(client);
                if !fits {
                    self.stop_client(nth);
                    self.producers[usize::from(nth)].client = ClientState::new(client);
                }
                self.set_up(nth, |setup| setup.client = client.clone());
                if !fits {
                    self.start_client(nth);
                }
                self.send_batches(nth);
            }
            ProducerChange::ClientSideEncryption(on) => self.set_up(nth, |setup| setup.client_side_encryption = *on),
            ProducerChange::LoseAnswers(calls) => self.producers[usize::from(nth)].calls.answers_to_lose = *calls,
            ProducerChange::FailEntries(entries) => {
                self.producers[usize::from(nth)].calls.entries_to_fail = entries.clone();
            }
            ProducerChange::Crash => {
                self.stop_client(nth);
                self.producers[usize::from(nth)].dead = true;
            }
            ProducerChange::Restart => {
                if self.producers[usize::from(nth)].dead {
                    self.producers[usize::from(nth)].dead = false;
                    self.start_client(nth);
                }
            }
            ProducerChange::RotateFiles => self.rotate_files(nth),
            ProducerChange::ClockOffsetSeconds(seconds) => {
                self.producers[usize::from(nth)].clock_offset_ms = i64::from(*seconds) * 1_000;
            }
        }
        Ok(Answer::Done)
    }

    /// Notes for applications that work with event times when a stored record was made, by its
    /// producer's clock.
    pub(crate) fn note_event_time(&mut self, nth: u8, stored: Stored, made: Time) {
        let producer = &self.producers[usize::from(nth)];
        let stream = producer.setup.stream;
        let delay_ms = (self.now.since(made) / MS_US) as i64 - producer.clock_offset_ms;
        self.flink.times.note((stream, self.streams[usize::from(stream.0)].life), stored, delay_ms);
    }

    /// Starts what a client does by itself.
    pub(crate) fn start_client(&mut self, nth: u8) {
        if let ClientState::Agent(_) = self.producers[usize::from(nth)].client {
            self.agent_starts(nth);
        }
    }

    /// Ends a client: what it holds in memory is gone.
    fn stop_client(&mut self, nth: u8) {
        let producer = &mut self.producers[usize::from(nth)];
        if let ClientState::Agent(_) = producer.client {
            let lost = self.agent_dies(nth);
            return self.lose(nth, lost);
        }
        let entries = producer.calls.abandon();
        let held = match &mut producer.client {
            ClientState::Sdk(sdk) => sdk.take().iter().map(Entry::unstored).sum(),
            ClientState::Kpl(kpl) => kpl.abandon(),
            ClientState::PutRecord | ClientState::Agent(_) => 0,
        };
        self.lose(nth, held + entries.iter().map(Entry::unstored).sum::<u64>());
    }

    fn set_up(&mut self, nth: u8, change: impl FnOnce(&mut ProducerSetup)) {
        change(Rc::make_mut(&mut self.producers[usize::from(nth)].setup));
    }
}
