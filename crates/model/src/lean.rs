//! Sorting and gathering with little code.
//!
//! The standard library writes its sorts out anew for each type and each way to compare: about 5 kB of wasm every
//! time, also inside `collect` into a map or a set. Together they were a tenth of the page's code, for lists of a few
//! hundred things. Here the sort itself exists once, over positions; only comparing and swapping depend on the type.
//! `tests/tidy.rs` keeps the standard library's out of what the page is made of.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// Sorts; equal things keep their order.
/// ```
/// let mut names = ["b", "c", "a"];
/// model::lean::sort(&mut names);
/// assert_eq!(names, ["a", "b", "c"]);
/// ```
pub fn sort<T: Ord>(things: &mut [T]) {
    sort_by(things, T::cmp);
}

/// Sorts by what `key` says of each; equal things keep their order.
pub fn sort_by_key<T, K: Ord>(things: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(things, |a, b| key(a).cmp(&key(b)));
}

/// Sorts as `compare` says; equal things keep their order.
pub fn sort_by<T>(things: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(things.len(), &|a, b| compare(&things[a], &things[b]));
    arrange(order, &mut |a, b| things.swap(a, b));
}

/// A set of all of them.
pub fn set<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for thing in things {
        set.insert(thing);
    }
    set
}

/// A map of all of them; of equal keys the last one counts.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

// Which position's thing belongs first, which second, and so on.
fn order(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

// Brings things into that order, one circle of places after the other.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while order[place] != start {
            let from = std::mem::replace(&mut order[place], place);
            swap(place, from);
            place = from;
        }
        order[place] = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        // With few different keys and a mark on each thing, so that losing the order of equal ones shows.
        #[test]
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0_u8..9, 0..200)) {
            let mut ours: Vec<(u8, usize)> = keys.into_iter().enumerate().map(|(n, key)| (key, n)).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |it| it.0);
            theirs.sort_by_key(|it| it.0);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn gathers_as_collect_does() {
        assert_eq!(set([3, 1, 3]), BTreeSet::from([1, 3]));
        assert_eq!(map([(1, 'a'), (2, 'b'), (1, 'c')]), BTreeMap::from([(1, 'c'), (2, 'b')]));
    }
}
