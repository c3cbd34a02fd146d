//! Handles that outlive the page that first asks for them.

use leptos::prelude::Owner;

/// Makes handles whose signals and effects live as long as the owner that comes with them. A new root takes the place of
/// the owner that is current; that one is put back, or all that the caller makes next would never be let go of.
pub fn outliving<T>(make: impl FnOnce() -> T) -> (Owner, T) {
    let asking = Owner::current();
    let owner = Owner::new_root(None);
    let made = owner.with(make);
    if let Some(asking) = asking {
        asking.set();
    }
    (owner, made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::*;

    #[test]
    fn what_is_made_stays_and_what_the_caller_makes_next_goes_with_the_caller() {
        let caller = Owner::new();
        let (kept, next, _owner) = caller.with(|| {
            let (owner, kept) = outliving(|| RwSignal::new(1));
            (kept, RwSignal::new(2), owner)
        });
        caller.cleanup();
        assert_eq!((kept.try_get_untracked(), next.try_get_untracked()), (Some(1), None));
    }
}
