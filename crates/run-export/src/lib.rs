//! What can be taken away from a run: the end state as a CloudFormation template or as Terraform, and the learner's calls
//! as a shell script that works against the lab's terminal, an emulator and an account of one's own.
//!
//! No browser and no page. The templates hold what AWS would keep (streams, consumers, queues, mappings, delivery streams,
//! principals, keys); producers, applications and records are the lab's and not in them.

mod blueprint;
pub mod cloud_formation;
mod document;
mod hcl;
mod names;
mod properties;
pub mod script;
pub mod terraform;

pub use cloud_formation::cloud_formation;
pub use script::script;
pub use terraform::terraform;
