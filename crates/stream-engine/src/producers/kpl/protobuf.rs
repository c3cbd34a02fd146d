//! The three rules of protobuf that the KPL's format needs: varints, lengths, skipping what is unknown.

/// A field's value as it stands on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    /// Eight or four bytes, which no field of the format uses.
    Fixed,
}

/// Bytes of the longest varint: ten sevens hold 64 bits.
const VARINT_BYTES_MAX: usize = 10;

/// Takes the next field of a message; `Some(None)` at its end, None if it is damaged.
pub fn take_field<'a>(rest: &mut &'a [u8]) -> Option<Option<(u32, Value<'a>)>> {
    if rest.is_empty() {
        return Some(None);
    }
    let tag = take_varint(rest)?;
    let field = u32::try_from(tag >> 3).ok().filter(|field| *field > 0)?;
    let value = match tag & 7 {
        0 => Value::Varint(take_varint(rest)?),
        1 => take_bytes(rest, 8).map(|_| Value::Fixed)?,
        2 => {
            let length = usize::try_from(take_varint(rest)?).ok()?;
            Value::Bytes(take_bytes(rest, length)?)
        }
        5 => take_bytes(rest, 4).map(|_| Value::Fixed)?,
        // Groups have been out of use since before the KPL.
        _ => return None,
    };
    Some(Some((field, value)))
}

fn take_bytes<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn take_varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for (nth, byte) in rest.iter().take(VARINT_BYTES_MAX).enumerate() {
        let bits = u64::from(byte & 0x7f);
        // The tenth byte has room for one bit.
        if nth == VARINT_BYTES_MAX - 1 && bits > 1 {
            return None;
        }
        value |= bits << (7 * nth);
        if byte & 0x80 == 0 {
            *rest = &rest[nth + 1..];
            return Some(value);
        }
    }
    None
}

/// Writes a number field.
pub fn put_number(out: &mut Vec<u8>, field: u32, value: u64) {
    put_varint(out, u64::from(field) << 3);
    put_varint(out, value);
}

/// Writes a field of bytes: text, data or a message.
pub fn put_bytes(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    put_varint(out, u64::from(field) << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Bytes of a number field with a one-byte tag.
pub fn number_len(value: u64) -> u64 {
    1 + varint_len(value)
}

/// Bytes of a field of so many bytes with a one-byte tag.
pub fn bytes_len(length: u64) -> u64 {
    1 + varint_len(length) + length
}

fn varint_len(value: u64) -> u64 {
    u64::from((64 - value.leading_zeros()).max(1).div_ceil(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_read_back_and_are_as_long_as_said() {
        for value in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            assert_eq!(out.len() as u64, varint_len(value));
            let mut rest = out.as_slice();
            assert_eq!(take_varint(&mut rest), Some(value));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn a_varint_without_end_or_with_too_many_bits_is_damaged() {
        assert_eq!(take_varint(&mut [0x80; 4].as_slice()), None);
        assert_eq!(take_varint(&mut [0xff; 11].as_slice()), None);
        let over = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        assert_eq!(take_varint(&mut over.as_slice()), None);
    }
}
