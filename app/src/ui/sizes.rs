/// Returns a size in bytes as it is shown: `0.4 MB`, `12 MB`.
pub fn megabytes(bytes: u64) -> String {
    match bytes.div_ceil(100_000) {
        tenths if tenths < 100 && tenths % 10 > 0 => format!("{}.{} MB", tenths / 10, tenths % 10),
        tenths => format!("{} MB", tenths.div_ceil(10)),
    }
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn small_sizes_have_a_digit_after_the_point() {
        let sizes = [0, 1, 400_000, 1_000_000, 9_900_001, 12_300_000, 50_000_000];
        let shown = [
            "0 MB", "0.1 MB", "0.4 MB", "1 MB", "10 MB", "13 MB", "50 MB",
        ];
        assert_eq!(sizes.map(megabytes), shown);
    }
}
