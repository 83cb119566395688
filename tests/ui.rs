//! What a wrong definition and a wrong attribute report.

#[test]
fn mistakes_are_reported() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
