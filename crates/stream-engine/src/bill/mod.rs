//! What a run costs: prices from the content, what has been used, and the bill with its arithmetic.
//! All amounts are whole numbers; money is in billionths of a dollar (nano-dollars).

pub mod dimension;
pub mod ledger;
pub mod meter;
pub mod money;
pub mod prices;
pub mod statement;

pub use dimension::Dimension;
pub use ledger::Ledger;
pub use meter::Usage;
pub use prices::Prices;
pub use statement::{Line, Statement};
