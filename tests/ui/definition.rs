//! A folder of definitions with every kind of mistake.

ucwa_derive::schema! {
    "schema";

    pub mod enumerations;
    pub mod demo;
    pub mod left_over;
}

fn main() {
    let _ = AnyResource::Clean(Default::default());
}
