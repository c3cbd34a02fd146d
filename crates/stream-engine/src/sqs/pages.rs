//! A list by number with holes, whose copies share the pages they have in common: a saved state of
//! a queue with a million messages costs a pointer for each page, not a copy of each message.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Entries of one page.
const PAGE: u64 = 64;

/// Entries by number. Pages without an entry are not kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pages<T> {
    pages: BTreeMap<u64, Rc<Page<T>>>,
    len: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Page<T> {
    entries: Vec<Option<T>>,
    live: u32,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Pages { pages: BTreeMap::new(), len: 0 }
    }
}

impl<T: Clone> Pages<T> {
    /// Entries held.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, number: u64) -> Option<&T> {
        self.pages.get(&(number / PAGE))?.entries.get(within(number))?.as_ref()
    }

    /// The entry for writing: its page becomes this copy's own.
    pub fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let page = self.pages.get_mut(&(number / PAGE))?;
        page.entries.get(within(number))?.as_ref()?;
        Rc::make_mut(page).entries.get_mut(within(number))?.as_mut()
    }

    /// Puts an entry at a number, and gives what was there.
    pub fn insert(&mut self, number: u64, entry: T) -> Option<T> {
        let fresh = || Rc::new(Page { entries: vec![None; PAGE as usize], live: 0 });
        let page = Rc::make_mut(self.pages.entry(number / PAGE).or_insert_with(fresh));
        let before = page.entries.get_mut(within(number))?.replace(entry);
        if before.is_none() {
            page.live += 1;
            self.len += 1;
        }
        before
    }

    pub fn remove(&mut self, number: u64) -> Option<T> {
        self.get(number)?;
        let key = number / PAGE;
        let page = Rc::make_mut(self.pages.get_mut(&key)?);
        let entry = page.entries.get_mut(within(number))?.take()?;
        page.live -= 1;
        self.len -= 1;
        if page.live == 0 {
            self.pages.remove(&key);
        }
        Some(entry)
    }

    /// Whether any number of the same page holds an entry.
    pub fn has_page_of(&self, number: u64) -> bool {
        self.pages.contains_key(&(number / PAGE))
    }

    /// The entries of the page in which a number lies.
    pub fn page_of(&self, number: u64) -> impl Iterator<Item = &T> {
        self.pages.get(&(number / PAGE)).into_iter().flat_map(|page| page.entries.iter().flatten())
    }

    /// Drops the whole page in which a number lies.
    pub fn remove_page_of(&mut self, number: u64) {
        if let Some(page) = self.pages.remove(&(number / PAGE)) {
            self.len -= u64::from(page.live);
        }
    }

    /// The lowest number at or above `from` that holds an entry.
    pub fn next_from(&self, from: u64) -> Option<u64> {
        self.pages.range(from / PAGE..).find_map(|(key, page)| {
            let first = if *key == from / PAGE { within(from) } else { 0 };
            let at = page.entries.iter().skip(first).position(Option::is_some)?;
            Some(key * PAGE + (first + at) as u64)
        })
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Pages<T>>) -> usize {
        let shared = |key: &u64, page: &Rc<Page<T>>| {
            earlier.and_then(|earlier| earlier.pages.get(key)).is_some_and(|other| Rc::ptr_eq(other, page))
        };
        let own = self.pages.iter().filter(|(key, page)| !shared(key, page)).count();
        own * PAGE as usize * size_of::<Option<T>>() + self.pages.len() * size_of::<(u64, Rc<Page<T>>)>()
    }
}

fn within(number: u64) -> usize {
    (number % PAGE) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_order_and_empty_pages_go() {
        let mut pages = Pages::default();
        [5, 700, 64].into_iter().for_each(|number| _ = pages.insert(number, number));
        assert_eq!((pages.next_from(0), pages.next_from(6), pages.next_from(65)), (Some(5), Some(64), Some(700)));
        assert_eq!(pages.remove(64), Some(64));
        assert_eq!((pages.next_from(6), pages.len(), pages.pages.len()), (Some(700), 2, 2));
        assert_eq!(pages.remove(64), None);
    }

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut pages = Pages::default();
        (0..1_000).for_each(|number| _ = pages.insert(number, 1));
        let copy = pages.clone();
        pages.remove(3);
        *pages.get_mut(900).expect("it was put there") = 2;
        assert_eq!((copy.get(3), copy.get(900), copy.len()), (Some(&1), Some(&1), 1_000));
        assert!(pages.own_bytes(Some(&copy)) < pages.own_bytes(None) / 4);
    }
}
