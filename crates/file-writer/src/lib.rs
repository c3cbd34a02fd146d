//! XML and zip archives as they are written, for whatever the page hands out. They are read back, in the tests of those who
//! use them, by parsers that aren't ours.

pub mod xml;
pub mod zip;
