//! Chance that is the same for the same seed.
use domain::time::Timestamp;
use fastrand::Rng;

/// How old the portal is, in days.
pub(crate) const DAYS: i64 = 730;

/// What is drawn for: each has numbers of its own, so that one more draw for one changes nothing of the others.
#[derive(Clone, Copy)]
pub(crate) enum Draw {
    Person,
    Group,
    Course,
    Key,
}

/// Returns the chance of one thing. `number` tells it from others of its kind.
pub(crate) fn rng(seed: u64, draw: Draw, number: i64) -> Rng {
    let kind = (draw as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let number = number.unsigned_abs().wrapping_mul(0xD1B5_4A32_D192_ED03);
    Rng::with_seed(seed ^ kind ^ number)
}

/// Whether something happens that happens so many times in a hundred.
pub(crate) fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(0..100) < percent
}

/// Returns a number below `count`, small ones far more often: a few groups are large, and most small.
pub(crate) fn skewed(rng: &mut Rng, count: i64) -> i64 {
    let steps = 1_i64 << 20;
    let one = rng.i64(0..steps);
    // The square of a fraction is nearer to nought.
    ((one * one / steps) * count / steps).clamp(0, (count - 1).max(0))
}

/// Returns a moment between this one and now.
pub(crate) fn since(rng: &mut Rng, from: Timestamp, now: Timestamp) -> Timestamp {
    Timestamp(rng.i64(from.0..now.0.max(from.0 + 1)))
}
