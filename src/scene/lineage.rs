//! The tree of shards as data.
