//! A folder of definitions with every kind of mistake.

mod enumerations {
    ucwa_derive::schema!("schema/enumerations");
}

mod demo {
    ucwa_derive::schema!("schema/demo");
}

fn main() {}
