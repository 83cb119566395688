//! What somebody may have meant by a name that does not exist.

/// How alike two names must be.
const ALIKE: f64 = 0.87;

/// Names that are offered.
const OFFERED: usize = 3;

/// `; did you mean …?`, or nothing if no name is like it.
pub(crate) fn among<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    let wanted = name.to_lowercase();
    let mut alike: Vec<(f64, &str)> = names
        .map(|candidate| (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0));
    // one that differs in case alone is meant
    alike.truncate(if alike.first().is_some_and(|(likeness, _)| *likeness >= 1.0) { 1 } else { OFFERED });
    let quoted: Vec<_> = alike.iter().map(|(_, name)| format!("`{name}`")).collect();
    if quoted.is_empty() { String::new() } else { format!("; did you mean {}?", quoted.join(" or ")) }
}
