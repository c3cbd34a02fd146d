//! One lab: a world behind the services' API, with what the wire adds to an answer.

use crate::options::Options;
use crate::saved;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use stream_engine::rng::mix;
use stream_engine::{Simulation, api};

/// The largest time in microseconds since 1970 that a JavaScript number holds exactly.
pub const TIME_US_MAX: u64 = (1 << 53) - 1;
/// Bytes of an `x-amz-id-2`, a multiple of 8.
const ID_2_BYTES: u64 = 72;

/// A world and the number of calls it has answered.
pub struct Lab {
    world: Simulation,
    calls: u64,
}

/// An answer as JavaScript takes it over.
pub struct Answer {
    pub status: u16,
    /// `name: value`, one a line.
    pub headers: String,
    pub body: String,
}

impl Lab {
    /// An empty lab; an error tells what is wrong with the options.
    pub fn create(options: &str) -> Result<Lab, String> {
        Ok(Lab { world: Options::read(options)?.world()?, calls: 0 })
    }

    /// A call of a client, at the present moment.
    pub fn call(&mut self, target: &str, body: &str) -> Answer {
        let response = api::call(&mut self.world, target, body);
        self.calls += 1;
        let mut headers = format!("x-amzn-RequestId: {}", self.request_id());
        if target.starts_with("Kinesis_") {
            headers += &format!("\nx-amz-id-2: {}", self.id_2());
        }
        for (name, value) in &response.headers {
            headers += &format!("\n{name}: {value}");
        }
        Answer { status: response.status, headers, body: response.body }
    }

    /// What a subscription has brought since it was last asked: a JSON array.
    pub fn events(&mut self, subscription: &str) -> String {
        api::kinesis::events(&mut self.world, subscription).to_string()
    }

    /// Lets time pass; false if that led beyond what can be counted.
    pub fn advance_us(&mut self, us: u64) -> bool {
        let until = self.world.now() + us;
        let fits = until.0.checked_add(self.world.account().epoch.0).is_some_and(|at| at <= TIME_US_MAX);
        if fits {
            self.world.run_until(until);
        }
        fits
    }

    /// Microseconds since 1970.
    pub fn now_us(&self) -> u64 {
        self.world.account().epoch.0 + self.world.now().0
    }

    /// The whole lab as bytes.
    pub fn save(&self) -> Vec<u8> {
        let mut content = self.calls.to_le_bytes().to_vec();
        content.extend_from_slice(&self.world.to_bytes());
        saved::wrap(&content)
    }

    /// The lab that these bytes hold, or what is wrong with them.
    pub fn restore(bytes: &[u8]) -> Result<Lab, String> {
        let content = saved::unwrap(bytes)?;
        let damaged = |problem: &str| format!("the saved lab is damaged: {problem}");
        let (calls, state) = content.split_first_chunk().ok_or_else(|| damaged("it has no state"))?;
        let world = Simulation::from_bytes(state).map_err(|_| damaged("its state can't be read"))?;
        world.check().map_err(damaged)?;
        // The same state has one form only, so that whatever reads is also what was written.
        if world.to_bytes() != state {
            return Err(damaged("its state isn't in the form in which labs are saved"));
        }
        let lab = Lab { world, calls: u64::from_le_bytes(*calls) };
        let counts = lab.world.account().epoch.0.checked_add(lab.world.now().0).is_some_and(|at| at <= TIME_US_MAX);
        if counts { Ok(lab) } else { Err(damaged("its time lies beyond what can be counted")) }
    }

    /// In the form of a UUID, different for each call of a run.
    fn request_id(&self) -> String {
        let (high, low) = (self.draw(0), self.draw(1));
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 50 | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }

    fn id_2(&self) -> String {
        let bytes: Vec<u8> = (2..2 + ID_2_BYTES / 8).flat_map(|nth| self.draw(nth).to_le_bytes()).collect();
        STANDARD.encode(bytes)
    }

    /// The nth number drawn for this call.
    fn draw(&self, nth: u64) -> u64 {
        mix(mix(self.world.seed() ^ mix(self.calls)).wrapping_add(nth))
    }
}
