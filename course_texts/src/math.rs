//! Formulas: MathML where the converter understands them, and otherwise their source, whole.
use crate::writer::escape;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The longest formula that is converted, in bytes. The stack of the thread depends on it.
pub const LONGEST: usize = 2_000;

/// How many bytes of formulas are converted in one text.
const BUDGET: usize = 100_000;

/// Converts the formulas of one text.
pub struct Formulas {
    converter: Option<LatexToMathML>,
    left: usize,
}

impl Formulas {
    pub fn new() -> Self {
        let config = MathCoreConfig {
            annotation: true,
            ..MathCoreConfig::default()
        };
        Self {
            converter: LatexToMathML::new(config).ok(),
            left: BUDGET,
        }
    }

    /// Returns the formula as HTML. `typed` is how the author wrote it, with its delimiters.
    pub fn convert(&mut self, latex: &str, typed: &str, block: bool) -> String {
        let latex = latex.trim();
        if let Some(mathml) = self.mathml(latex, block) {
            return mathml;
        }
        let mut html = String::from("<code class=\"math-source\">");
        escape(&mut html, typed);
        html + "</code>"
    }

    fn mathml(&mut self, latex: &str, block: bool) -> Option<String> {
        if latex.len() > LONGEST {
            return None;
        }
        self.left = self.left.checked_sub(latex.len())?;
        let converter = self.converter.as_ref()?;
        let display = if block {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        // The converter panics for some formulas that no one writes.
        let converted = catch_unwind(AssertUnwindSafe(|| {
            converter.convert_with_local_state(latex, display)
        }));
        let mathml = converted.ok()?.ok()?.mathml;
        // It aligns columns by style attributes, which the content security policy refuses.
        let aligned = mathml
            .replace(
                "<mtd style=\"text-align: left;",
                "<mtd class=\"math-left\" style=\"",
            )
            .replace(
                "<mtd style=\"text-align: right;",
                "<mtd class=\"math-right\" style=\"",
            );
        Some(aligned)
    }
}

/// Whether a `$...$` is a formula, by the characters around it: `$5 to US$9` is none.
pub fn is_formula(before: &str, after: &str) -> bool {
    let touches = |c: char| c.is_ascii_alphanumeric();
    !before.ends_with(touches) && !after.starts_with(touches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(latex: &str) -> String {
        Formulas::new().convert(latex, &format!("${latex}$"), false)
    }

    #[test]
    fn formulas_become_mathml_with_their_source() {
        let html = inline(r"\int_0^1 x\,dx");
        assert!(html.starts_with("<math><semantics>"), "{html}");
        assert!(html.contains(r"\int_0^1 x\,dx</annotation>"), "{html}");
    }

    #[test]
    fn what_is_not_understood_stays_whole() {
        let expected = r#"<code class="math-source">$\unknown{a&amp;b}$</code>"#;
        assert_eq!(
            crate::stand_ins::restore(&inline(r"\unknown{a&b}")),
            expected
        );
        // The converter panics here.
        assert!(inline("\\begin{align}\"\\binom\\frac&-'\\end{align}").starts_with("<code"));
        let long = "x".repeat(LONGEST + 1);
        assert!(inline(&long).contains(&long));
    }

    #[test]
    fn prices_are_no_formulas() {
        assert!(is_formula("costs ", ", "));
        assert!(is_formula("设", "为"));
        assert!(!is_formula("US", " and"));
        assert!(!is_formula(" ", "10"));
    }
}
