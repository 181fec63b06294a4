//! Whether commas separate the names in the cells of a column, which may also be part of a name: *Cooks, 2nd year*.
use super::cells;
use std::collections::HashSet;

/// Whether the cells make it certain: no comma has a blank behind it, or each part is a whole cell elsewhere. Cells
/// with another separator or a quotation mark speak against it.
pub(super) fn separate_names<'a, Cells>(cells: impl Fn() -> Cells) -> bool
where
    Cells: Iterator<Item = &'a str>,
{
    let lists = || cells().filter(|cell| cell.contains(','));
    let has_others = || cells().any(|cell| cell.contains([';', '|', '\n', '\r', '"']));
    if lists().next().is_none() || has_others() {
        return false;
    }
    let is_tight = |cell: &str| {
        let mut behind = cell.split(',').skip(1);
        behind.all(|part| part.starts_with(char::is_alphabetic))
    };
    if lists().all(is_tight) {
        return true;
    }
    let whole: HashSet<_> = cells()
        .filter(|cell| !cell.contains(','))
        .map(cells::bare)
        .collect();
    let mut parts = lists().flat_map(|cell| cell.split(',')).map(cells::bare);
    parts.all(|part| part.is_empty() || whole.contains(part))
}

#[cfg(test)]
mod tests {
    use super::separate_names;

    #[test]
    fn commas_are_separators_if_the_cells_say_so() {
        let separate = |cells: &[&str]| separate_names(|| cells.iter().copied());
        for certain in [
            &["Bakers,Cooks", "Hosts"][..],
            &["Bakers, Cooks", "Cooks", "Bakers"],
            &["Bakers, Cooks, ", "Cooks", " Bakers"],
        ] {
            assert!(separate(certain), "{certain:?}");
        }
        for uncertain in [
            &["Cooks, 2nd year", "Cooks"][..],
            &["Cooks,2nd year"],
            &["Bakers,Cooks", "A; B"],
            &["Bakers,Cooks", "\"A\""],
            &["Bakers", ""],
            &[],
        ] {
            assert!(!separate(uncertain), "{uncertain:?}");
        }
    }
}
