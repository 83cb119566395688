//! What becomes of hostile inputs. How long it takes, and how much memory, `cargo bench --bench hostile` says.

use crate::inputs::{inputs, outcome};

#[test]
fn outcomes() {
    let inputs = inputs(20_000);
    assert!(inputs.len() >= 60, "{}", inputs.len());
    let report: String = inputs
        .iter()
        .map(|input| {
            let outcome = outcome(input);
            let short: String = outcome.chars().take(300).collect();
            format!("{:?}: {}: {short}\n", input.format, input.name)
        })
        .collect();
    insta::assert_snapshot!("hostile_inputs", report);
}
