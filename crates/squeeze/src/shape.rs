//! Where the next byte stands: in a text, or at which place of which instruction of a module's code. It only follows
//! what it is shown; code that it reads wrongly comes out larger, and comes back the same.

use std::ops::Range;

/// What the next byte is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A byte outside of the code.
    Text,
    /// Of the code's number of functions.
    Functions,
    /// Of a function's length.
    Size,
    /// Of the number of a function's groups of locals.
    Groups,
    /// Of the number of locals in a group.
    Locals,
    /// The type of a group's locals.
    Type,
    /// An instruction.
    Op,
    /// Of a number that belongs to an instruction.
    Number,
    /// Of the alignment of an access to memory.
    Align,
    /// Of a float's bytes.
    Float,
}

/// Kinds, as `Shape::kind` tells them: an instruction; from here on operands; and what is no code.
pub const OP: usize = 0;
pub const ALIGN: usize = 3;
pub const TEXT: usize = 12;
/// How many there are.
pub const KINDS: usize = 13;

/// Follows bytes through a text with the code of a module in it.
pub struct Shape {
    pub place: Place,
    /// The instruction whose operands follow.
    pub op: u8,
    /// Bytes of the number that were seen.
    pub digits: u32,
    /// The number as far as it was seen.
    value: u32,
    code: Range<usize>,
    at: usize,
    function_end: usize,
    /// Groups, numbers or bytes still to come.
    left: u32,
    /// The number is not an operand, but tells how many follow.
    counts: bool,
}

/// What a byte brought to its end.
#[derive(PartialEq, Eq)]
pub enum Ended {
    Nothing,
    Op,
    /// An operand of this value.
    Operand(u32),
    Function,
}

impl Shape {
    /// `code` is where the content of the module's code section stands.
    pub fn new(code: Range<usize>) -> Self {
        let place = if code.start == 0 && !code.is_empty() { Place::Functions } else { Place::Text };
        Shape { place, op: 0, digits: 0, value: 0, code, at: 0, function_end: 0, left: 0, counts: false }
    }

    /// What the next byte is, coarsely: bytes of one kind are guessed alike.
    pub fn kind(&self) -> usize {
        match (self.place, self.op) {
            (Place::Op, _) => OP,
            (Place::Functions | Place::Size, _) => 1,
            (Place::Groups | Place::Locals | Place::Type, _) => 2,
            (Place::Align, _) => ALIGN,
            (Place::Number, 0x20..=0x22) => 4,
            (Place::Number, 0x41) => 5,
            (Place::Number, 0x10) => 6,
            (Place::Number, 0x28..=0x3e) => 7,
            (Place::Number, 0x0c..=0x0e) => 8,
            (Place::Number, 0x42) => 9,
            (Place::Number, 0x02..=0x04) => 10,
            (Place::Number | Place::Float, _) => 11,
            (Place::Text, _) => TEXT,
        }
    }

    /// Goes on by one byte.
    pub fn follow(&mut self, byte: u8) -> Ended {
        self.at += 1;
        if self.place == Place::Text {
            if self.at == self.code.start && !self.code.is_empty() {
                self.begin(Place::Functions);
            }
            return Ended::Nothing;
        }
        let mut ended = self.step(byte);
        if self.at >= self.code.end {
            self.begin(Place::Text);
            ended = Ended::Function;
        } else if self.function_end != 0 && self.at >= self.function_end {
            self.function_end = 0;
            self.begin(Place::Size);
            ended = Ended::Function;
        }
        ended
    }

    fn begin(&mut self, place: Place) {
        self.place = place;
        (self.digits, self.value, self.counts) = (0, 0, false);
    }

    fn step(&mut self, byte: u8) -> Ended {
        match self.place {
            Place::Type => {
                self.left = self.left.saturating_sub(1);
                self.begin(if self.left == 0 { Place::Op } else { Place::Locals });
            }
            Place::Op => {
                self.op = byte;
                self.operands();
                return Ended::Op;
            }
            Place::Align => self.begin(Place::Number),
            Place::Float => {
                self.digits += 1;
                if self.digits == self.left {
                    self.begin(Place::Op);
                }
            }
            _ => {
                self.value |= u32::from(byte & 127).checked_shl(7 * self.digits).unwrap_or(0);
                self.digits += 1;
                if byte < 128 {
                    return self.number();
                }
            }
        }
        Ended::Nothing
    }

    /// What follows an instruction.
    fn operands(&mut self) {
        self.left = 1;
        match self.op {
            0x28..=0x3e => self.begin(Place::Align),
            0x43 | 0x44 => {
                self.left = if self.op == 0x43 { 4 } else { 8 };
                self.begin(Place::Float);
            }
            0x0e | 0xfc => {
                self.begin(Place::Number);
                self.counts = true;
            }
            0x11 => {
                self.left = 2;
                self.begin(Place::Number);
            }
            0x02..=0x04 | 0x0c | 0x0d | 0x10 | 0x20..=0x24 | 0x3f..=0x42 => self.begin(Place::Number),
            _ => self.begin(Place::Op),
        }
    }

    /// A number is complete.
    fn number(&mut self) -> Ended {
        match self.place {
            Place::Functions => self.begin(Place::Size),
            Place::Size => {
                self.function_end = self.at.saturating_add(self.value as usize);
                self.begin(Place::Groups);
            }
            Place::Groups => {
                self.left = self.value;
                self.begin(if self.left == 0 { Place::Op } else { Place::Locals });
            }
            Place::Locals => self.begin(Place::Type),
            _ if self.counts => {
                self.left = match (self.op, self.value) {
                    (0x0e, labels) => labels.saturating_add(1),
                    // memory.init, memory.copy, table.init and table.copy have two operands.
                    (_, 8 | 10 | 12 | 14) => 2,
                    (_, 9 | 11 | 13 | 15..=17) => 1,
                    _ => 0,
                };
                self.begin(if self.left == 0 { Place::Op } else { Place::Number });
            }
            _ => {
                let value = self.value;
                self.left = self.left.saturating_sub(1);
                self.begin(if self.left == 0 { Place::Op } else { Place::Number });
                return Ended::Operand(value);
            }
        }
        Ended::Nothing
    }
}
