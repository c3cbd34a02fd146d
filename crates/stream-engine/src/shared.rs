//! A part of the state that copies share until one of them changes it: saved states of a run without
//! queues don't copy queues, and a page that never changes them isn't linked with what copies them.

use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// A value that is copied when a copy of it is first changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Whether the other is the very same, so that it takes no memory of its own.
    pub(crate) fn is_same(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}
