//! A zip archive as it is written, after PKWARE's APPNOTE 6.3.10: files are stored, not compressed. A deflater would weigh
//! more in the page than it saves of a file that is made and read on the same machine.

/// The first of January 1980, midnight: an archive of the same files is the same bytes.
const DATE: u16 = 0x21;
/// Names are UTF-8.
const FLAGS: u16 = 0x800;
/// The version of the format that a reader must know: 2.0.
const VERSION: u16 = 20;

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

/// The archive of files by name, in their order.
pub(crate) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let size = u32::try_from(bytes.len()).expect("a sheet of questions is far from 4 GiB");
        let begins = u32::try_from(out.len()).expect("a sheet of questions is far from 4 GiB");
        let mut shared = Vec::new();
        for field in [VERSION, FLAGS, 0, 0, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [crc(bytes), size, size] {
            shared.extend(field.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        // No further fields.
        shared.extend([0; 2]);

        out.extend(b"PK\x03\x04");
        out.extend(&shared);
        out.extend(name.as_bytes());
        out.extend(bytes);

        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&shared);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(begins.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let begins = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        out.extend((files.len() as u16).to_le_bytes());
    }
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(begins.to_le_bytes());
    out.extend([0; 2]);
    out
}
