//! A section of a table: its columns' widths, and how it is drawn.

/// One titled part of a table.
#[derive(Default)]
pub struct Section {
    title: String,
    /// How deep it stands in others.
    pub level: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The widest text of each column.
    widths: Vec<usize>,
}

fn width(text: &str) -> usize {
    text.chars().count()
}

impl Section {
    /// One without rows yet.
    pub fn new(title: &str, level: usize) -> Section {
        Section { title: title.to_owned(), level, ..Section::default() }
    }

    pub fn set_headers(&mut self, headers: Vec<String>) {
        self.widen(&headers);
        self.headers = headers;
    }

    pub fn add_row(&mut self, row: Vec<String>) {
        self.widen(&row);
        self.rows.push(row);
    }

    fn widen(&mut self, row: &[String]) {
        self.widths.resize(self.widths.len().max(row.len()), 0);
        self.widths.iter_mut().zip(row).for_each(|(known, text)| *known = (*known).max(width(text)));
    }

    /// A single row with headers becomes a row for each of them.
    pub fn stand_up(&mut self) {
        if let ([row], false) = (self.rows.as_slice(), self.headers.is_empty()) {
            let pairs = self.headers.iter().cloned().zip(row.iter().cloned()).collect::<Vec<_>>();
            *self = Section { title: std::mem::take(&mut self.title), level: self.level, ..Section::default() };
            pairs.into_iter().for_each(|(header, cell)| self.add_row(vec![header, cell]));
        }
    }

    /// How wide it wants to be, with all that it stands in.
    pub fn width(&self) -> usize {
        let cells = self.widths.iter().map(|width| width + 4).sum::<usize>() + 2;
        let title = width(&self.title) + 2;
        self.level * 2 + title.max(cells)
    }

    /// The columns' widths, spread over the whole width.
    fn columns(&self, width: usize) -> Vec<usize> {
        let wanted: Vec<usize> = self.widths.iter().map(|width| width + 4).collect();
        let scale = width as f64 / wanted.iter().sum::<usize>() as f64;
        let mut columns: Vec<usize> =
            wanted.iter().map(|wanted| (scale * *wanted as f64).round_ties_even() as usize).collect();
        let mut sum: usize = columns.iter().sum();
        while sum != width && !columns.is_empty() {
            let count = columns.len();
            for nth in 0..count {
                if sum > width {
                    columns[nth] -= 1;
                    sum -= 1;
                } else if sum < width {
                    columns[count - 1 - nth] += 1;
                    sum += 1;
                }
            }
        }
        columns
    }

    /// Draws it at a width, that of what it stands in left out.
    pub fn draw(&self, width_left: usize, out: &mut String) {
        let edge = "|".repeat(self.level);
        let mut line = |text: &str| out.push_str(&format!("{edge}{text}{edge}\n"));
        let columns = self.columns(width_left);
        if !self.title.is_empty() {
            line(&centered(&self.title, width_left, "|"));
            if self.headers.is_empty() && self.rows.is_empty() {
                line(&format!("+{}+", "-".repeat(width_left - 2)));
            }
        }
        let breaks = breaks(&columns);
        if !self.headers.is_empty() {
            line(&breaks);
            line(&joined(&self.headers, &columns, centered));
        }
        if !self.rows.is_empty() && !columns.is_empty() {
            line(&breaks);
            self.rows.iter().for_each(|row| line(&joined(row, &columns, left)));
            line(&breaks);
        }
    }
}

fn breaks(columns: &[usize]) -> String {
    let part = |(nth, width): (usize, &usize)| match nth {
        0 => format!("+{}+", "-".repeat(width - 2)),
        _ => format!("{}+", "-".repeat(width - 1)),
    };
    columns.iter().enumerate().map(part).collect()
}

fn joined(cells: &[String], columns: &[usize], draw: fn(&str, usize, &str) -> String) -> String {
    let cell = |(nth, (text, width)): (usize, (&String, &usize))| draw(text, *width, if nth == 0 { "|" } else { "" });
    cells.iter().zip(columns).enumerate().map(cell).collect()
}

fn centered(text: &str, length: usize, edge: &str) -> String {
    let before = (length / 2).saturating_sub(width(text) / 2 + 1);
    let so_far = edge.len() + before + width(text);
    format!("{edge}{}{text}{}|", " ".repeat(before), " ".repeat(length.saturating_sub(so_far + 1)))
}

fn left(text: &str, length: usize, edge: &str) -> String {
    let padding = if width(text) + 2 + edge.len() < length { 2 } else { 0 };
    let so_far = edge.len() + padding + width(text);
    format!("{edge}{}{text}{}|", " ".repeat(padding), " ".repeat(length.saturating_sub(so_far + 1)))
}
