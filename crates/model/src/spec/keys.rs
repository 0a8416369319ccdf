//! What a cache holds when it is simulated item by item.

/// Items of a cache and how they are asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keys {
    /// Different items that are asked for.
    pub count: u32,
    /// The n-th most popular item is asked for in proportion to `1 / n^exponent` (Zipf's law).
    pub exponent: f64,
    /// Items that fit; the one not used for longest makes room.
    pub capacity: u32,
    /// How long an item stays good. `None`: until it makes room.
    pub ttl_secs: Option<f64>,
    /// While one request fetches an item, others that miss it wait for it.
    pub coalesces: bool,
}

/// Items in one group of equal popularity, when there are too many to look at each.
const PER_GROUP: f64 = 1.05;

impl Keys {
    /// Share of lookups that a full cache answers if nothing expires: Che's approximation (Che, Tung and Wang 2002).
    pub fn hit_ratio(&self) -> f64 {
        if self.capacity >= self.count {
            return 1.0;
        }
        let groups = self.groups();
        let total: f64 = groups.iter().map(|(items, weight)| items * weight).sum();
        // An item is there if it was asked for within the time in which the cache is filled once.
        let held = |time: f64| -> f64 {
            groups.iter().map(|(items, weight)| items * (1.0 - (-weight / total * time).exp())).sum()
        };
        let capacity = f64::from(self.capacity);
        let (mut low, mut high) = (0.0, 1.0);
        while held(high) < capacity {
            high *= 2.0;
        }
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if held(middle) < capacity { low = middle } else { high = middle }
        }
        let hits = groups.iter().map(|(items, weight)| {
            let share = weight / total;
            items * share * (1.0 - (-share * high).exp())
        });
        hits.sum()
    }

    /// Numbers of items with the weight of each, the first hundred one by one: findings ask for this while one types.
    fn groups(&self) -> Vec<(f64, f64)> {
        let mut groups = Vec::new();
        let mut first = 1.0;
        let last = f64::from(self.count);
        while first <= last {
            let next = if first < 100.0 { first + 1.0 } else { (first * PER_GROUP).ceil() }.min(last + 1.0);
            let middle = f64::midpoint(first, next - 1.0);
            groups.push((next - first, middle.powf(-self.exponent)));
            first = next;
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit_ratio(count: u32, exponent: f64, capacity: u32) -> f64 {
        Keys { count, exponent, capacity, ttl_secs: None, coalesces: false }.hit_ratio()
    }

    #[test]
    fn equally_popular_items_hit_by_the_share_that_fits() {
        assert!((hit_ratio(100_000, 0.0, 20_000) - 0.2).abs() < 1e-3);
        assert_eq!(hit_ratio(100, 1.0, 100), 1.0);
    }

    #[test]
    fn popular_items_make_a_small_cache_useful() {
        // A tenth of the items answers far more than a tenth of the lookups, but less than if it were the best tenth.
        let found = hit_ratio(10_000, 1.0, 1000);
        assert!(found > 0.6 && found < 0.765, "{found}");
    }
}
