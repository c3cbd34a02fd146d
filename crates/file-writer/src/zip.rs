//! A zip archive as it is written, after PKWARE's APPNOTE 6.3.10. Nothing is compressed here: a deflater would weigh more in
//! the page than it saves of a sheet of questions. Who has one (xtask, the browser itself) brings what it made.

/// The first of January 1980, midnight: an archive of the same files is the same bytes.
const DATE: u16 = 0x21;
/// Names are UTF-8.
const FLAGS: u16 = 0x800;
/// The version of the format that a reader must know: 2.0.
const VERSION: u16 = 20;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut nth = 0;
    while nth < 256 {
        let (mut crc, mut bit) = (nth as u32, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
            bit += 1;
        }
        table[nth] = crc;
        nth += 1;
    }
    table
};

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| CRC_TABLE[(crc as u8 ^ byte) as usize] ^ (crc >> 8))
}

/// A file as an archive holds it.
pub struct Entry {
    name: String,
    crc: u32,
    size: u32,
    held: Vec<u8>,
    is_deflated: bool,
}

impl Entry {
    /// A file as it is.
    pub fn stored(name: impl Into<String>, bytes: Vec<u8>) -> Entry {
        Entry { name: name.into(), crc: crc(&bytes), size: length(&bytes), held: bytes, is_deflated: false }
    }

    /// A file that somebody else compressed, by raw deflate; as it is if that made it no smaller.
    pub fn deflated(name: impl Into<String>, bytes: Vec<u8>, deflated: Vec<u8>) -> Entry {
        if deflated.len() >= bytes.len() {
            return Entry::stored(name, bytes);
        }
        let (crc, size) = (crc(&bytes), length(&bytes));
        Entry { name: name.into(), crc, size, held: deflated, is_deflated: true }
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("questions, and a page for a browser, are far from 4 GiB")
}

/// The archive of these files, in their order.
pub fn archive<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for entry in entries {
        count += 1;
        let begins = length(&out);
        let method = if entry.is_deflated { DEFLATED } else { STORED };
        let mut shared = Vec::new();
        for field in [VERSION, FLAGS, method, 0, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [entry.crc, length(&entry.held), entry.size] {
            shared.extend(field.to_le_bytes());
        }
        shared.extend((entry.name.len() as u16).to_le_bytes());
        // No further fields.
        shared.extend([0; 2]);

        out.extend(b"PK\x03\x04");
        out.extend(&shared);
        out.extend(entry.name.as_bytes());
        out.extend(&entry.held);

        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&shared);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(begins.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let begins = length(&out);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        out.extend(count.to_le_bytes());
    }
    out.extend(length(&directory).to_le_bytes());
    out.extend(begins.to_le_bytes());
    out.extend([0; 2]);
    out
}
