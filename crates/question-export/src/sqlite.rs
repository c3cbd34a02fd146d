//! A SQLite database as it is written, after "Database File Format" of sqlite.org (general knowledge, assumed; SQLite
//! itself reads the result in the tests): tables as b-trees, long rows on overflow pages. There are no indexes, and nothing
//! is ever changed: it is a file, made at once.

const PAGE_BYTES: usize = 4_096;
/// What the first page begins with.
const HEADER_BYTES: usize = 100;
/// A row's bytes that can stand on its leaf; a longer one leaves `LOCAL_MIN` there, or up to this if that fills its last
/// overflow page.
const LOCAL_MAX: usize = PAGE_BYTES - 35;
const LOCAL_MIN: usize = (PAGE_BYTES - 12) * 32 / 255 - 23;
/// Bytes of a row on an overflow page, behind the number of the next.
const OVERFLOW_BYTES: usize = PAGE_BYTES - 4;
/// Children of an interior page: each takes its number, a key of nine bytes at most, and its place.
const CHILDREN_MAX: usize = (PAGE_BYTES - 12) / 15;

const LEAF: u8 = 13;
const INTERIOR: u8 = 5;

/// What stands in a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    /// Also in a column that is an `integer primary key`: there the row's number stands for it.
    Null,
    Whole(i64),
    Text(String),
}

/// A table with its rows.
pub(crate) struct Table {
    pub name: &'static str,
    /// The statement that would create it.
    pub sql: &'static str,
    /// By their numbers, rising.
    pub rows: Vec<(i64, Vec<Value>)>,
}

/// The database of these tables.
///
/// # Panics
/// If the statements that create the tables don't fit on the first page (about 3 800 bytes).
pub(crate) fn database(tables: &[Table]) -> Vec<u8> {
    let mut file = File { pages: vec![Vec::new()] };
    let mut schema = Vec::new();
    for (nth, table) in tables.iter().enumerate() {
        let root = file.tree(&table.rows);
        let text = |text: &str| Value::Text(text.to_owned());
        let row = [text("table"), text(table.name), text(table.name), Value::Whole(root.into()), text(table.sql)];
        schema.push(file.leaf_cell(nth as i64 + 1, &row));
    }
    let first = page(LEAF, &schema, None, HEADER_BYTES);
    file.pages[0] = first;
    let count = file.pages.len() as u32;
    file.pages[0][..HEADER_BYTES].copy_from_slice(&header(count));
    file.pages.concat()
}

fn header(pages: u32) -> Vec<u8> {
    let mut header = b"SQLite format 3\0".to_vec();
    header.extend((PAGE_BYTES as u16).to_be_bytes());
    // No write-ahead log, no reserved bytes; three fractions that are fixed.
    header.extend([1, 1, 0, 64, 32, 32]);
    // Changes, pages, no free ones, the schema's cookie and format.
    for field in [1, pages, 0, 0, 1, 4] {
        header.extend(field.to_be_bytes());
    }
    // Cache, vacuum; UTF-8; the program's own version, vacuum, id.
    for field in [0, 0, 1, 0, 0, 0_u32] {
        header.extend(field.to_be_bytes());
    }
    header.extend([0; 20]);
    // For which change the next number, the version of SQLite that wrote it, holds.
    for field in [1, 3_045_000_u32] {
        header.extend(field.to_be_bytes());
    }
    header
}

struct File {
    pages: Vec<Vec<u8>>,
}

impl File {
    /// Adds a page and gives its number, from 1.
    fn add(&mut self, page: Vec<u8>) -> u32 {
        self.pages.push(page);
        self.pages.len() as u32
    }

    /// Adds the b-tree of a table and gives its root.
    fn tree(&mut self, rows: &[(i64, Vec<Value>)]) -> u32 {
        let (mut level, mut cells, mut used, mut last) = (Vec::new(), Vec::new(), 0, 0);
        for (row, values) in rows {
            let cell = self.leaf_cell(*row, values);
            if used + cell.len() + 2 > PAGE_BYTES - 8 {
                level.push((last, self.add(page(LEAF, &std::mem::take(&mut cells), None, 0))));
                used = 0;
            }
            used += cell.len() + 2;
            last = *row;
            cells.push(cell);
        }
        level.push((last, self.add(page(LEAF, &cells, None, 0))));
        while level.len() > 1 {
            // Of one size, so that none is left with a single child.
            let groups = level.len().div_ceil(CHILDREN_MAX);
            let size = level.len().div_ceil(groups);
            level = level.chunks(size).map(|children| self.interior(children)).collect();
        }
        level[0].1
    }

    /// Adds a page that leads to others, each given by its last row and its number; gives the same of itself.
    fn interior(&mut self, children: &[(i64, u32)]) -> (i64, u32) {
        let (right, others) = children.split_last().expect("a group of children is never empty");
        let cell = |(last, child): &(i64, u32)| [&child.to_be_bytes()[..], &varint(*last as u64)].concat();
        let cells: Vec<Vec<u8>> = others.iter().map(cell).collect();
        (right.0, self.add(page(INTERIOR, &cells, Some(right.1), 0)))
    }

    /// A row as it stands on a leaf; what is too long goes to pages of its own.
    fn leaf_cell(&mut self, row: i64, values: &[Value]) -> Vec<u8> {
        let payload = record(values);
        let mut cell = varint(payload.len() as u64);
        cell.extend(varint(row as u64));
        if payload.len() <= LOCAL_MAX {
            cell.extend(payload);
            return cell;
        }
        let fitting = LOCAL_MIN + (payload.len() - LOCAL_MIN) % OVERFLOW_BYTES;
        let local = if fitting <= LOCAL_MAX { fitting } else { LOCAL_MIN };
        let mut next = 0_u32;
        // From the end, since each names the one behind it.
        for part in payload[local..].chunks(OVERFLOW_BYTES).rev() {
            let mut page = next.to_be_bytes().to_vec();
            page.extend(part);
            page.resize(PAGE_BYTES, 0);
            next = self.add(page);
        }
        cell.extend(&payload[..local]);
        cell.extend(next.to_be_bytes());
        cell
    }
}

/// A page of a b-tree: cells from its end, their places behind its head. `before` bytes of it belong to something else.
fn page(kind: u8, cells: &[Vec<u8>], right: Option<u32>, before: usize) -> Vec<u8> {
    let mut ends = PAGE_BYTES;
    let mut places = Vec::new();
    let mut page = vec![0; PAGE_BYTES];
    for cell in cells {
        ends -= cell.len();
        page[ends..ends + cell.len()].copy_from_slice(cell);
        places.extend((ends as u16).to_be_bytes());
    }
    let mut head = vec![kind, 0, 0];
    head.extend((cells.len() as u16).to_be_bytes());
    head.extend((ends as u16).to_be_bytes());
    head.push(0);
    head.extend(right.into_iter().flat_map(u32::to_be_bytes));
    head.extend(places);
    assert!(before + head.len() <= ends, "the cells of a page fit on it");
    page[before..before + head.len()].copy_from_slice(&head);
    page
}

/// A row: the types of its values, with the length of that list before it, then the values.
fn record(values: &[Value]) -> Vec<u8> {
    let (mut types, mut body) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Value::Null => types.extend(varint(0)),
            Value::Whole(number) => {
                let (kind, bytes) = match *number {
                    -128..=127 => (1, 1),
                    -32_768..=32_767 => (2, 2),
                    -2_147_483_648..=2_147_483_647 => (4, 4),
                    _ => (6, 8),
                };
                types.extend(varint(kind));
                body.extend(&number.to_be_bytes()[8 - bytes..]);
            }
            Value::Text(text) => {
                types.extend(varint(text.len() as u64 * 2 + 13));
                body.extend(text.as_bytes());
            }
        }
    }
    // The length counts itself.
    let mut length = types.len() + 1;
    while types.len() + varint(length as u64).len() > length {
        length += 1;
    }
    [varint(length as u64), types, body].concat()
}

/// A number in one to nine bytes: seven bits each, the highest first; all eight of the ninth.
fn varint(number: u64) -> Vec<u8> {
    if number >> 56 != 0 {
        let mut bytes: Vec<u8> = (0..8).rev().map(|nth| (number >> (8 + 7 * nth)) as u8 | 0x80).collect();
        bytes.push(number as u8);
        return bytes;
    }
    let count = (1..8).find(|count| number >> (7 * count) == 0).unwrap_or(8);
    (0..count).rev().map(|nth| (number >> (7 * nth)) as u8 & 0x7f | if nth > 0 { 0x80 } else { 0 }).collect()
}

#[cfg(test)]
mod tests;
