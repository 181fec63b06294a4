//! The levels of headings. The page has `h1` and the unit's name is an `h2`, so those of a text begin at `h3`.

/// Turns the levels of a text into those of the page.
#[derive(Default)]
pub struct Levels(Vec<u8>);

impl Levels {
    /// Returns the level on the page of the next heading, 3 to 6. A heading is one level below the one that contains
    /// it, so that none is skipped.
    pub fn next(&mut self, level: u8) -> u8 {
        while self.0.last().is_some_and(|above| *above >= level) {
            self.0.pop();
        }
        self.0.push(level);
        let depth = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        depth.saturating_add(2).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn the_highest_level_is_three_and_none_is_skipped() {
        let mut levels = Levels::default();
        let found = [2, 4, 3, 2, 1, 6, 1].map(|level| levels.next(level));
        assert_eq!(found, [3, 4, 4, 3, 3, 4, 3]);
        let mut deep = Levels::default();
        assert_eq!(
            [1, 2, 3, 4, 5, 6].map(|level| deep.next(level)),
            [3, 4, 5, 6, 6, 6]
        );
    }
}
