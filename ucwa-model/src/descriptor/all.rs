//! All definitions and all operations in one list each, which the compiler makes of the tables of the areas: whoever goes through them goes
//! through a slice.

use super::{Definition, OperationDefinition};

/// All definitions, by area.
static DEFINITIONS: [&Definition; definition_count()] = all_definitions();

/// Which definition each operation belongs to, and which one of its operations it is.
static OPERATIONS: [(u16, u8); operation_count()] = all_operations();

/// All definitions, by area.
pub fn definitions() -> impl Iterator<Item = &'static Definition> {
    DEFINITIONS.iter().copied()
}

/// All operations, each with the definition that it belongs to, by area.
pub fn operations() -> impl Iterator<Item = (&'static Definition, &'static OperationDefinition)> {
    OPERATIONS.iter().map(|(definition, operation)| {
        let definition = DEFINITIONS[usize::from(*definition)];
        (definition, &definition.operations[usize::from(*operation)])
    })
}

const fn definition_count() -> usize {
    let (mut count, mut area) = (0, 0);
    while area < crate::AREAS.len() {
        count += crate::AREAS[area].len();
        area += 1;
    }
    count
}

const fn all_definitions<const N: usize>() -> [&'static Definition; N] {
    // there are always general ones
    let mut all = [crate::AREAS[0][0]; N];
    let (mut count, mut area) = (0, 0);
    while area < crate::AREAS.len() {
        let (definitions, mut index) = (crate::AREAS[area], 0);
        while index < definitions.len() {
            all[count] = definitions[index];
            count += 1;
            index += 1;
        }
        area += 1;
    }
    all
}

const fn operation_count() -> usize {
    let (mut count, mut definition) = (0, 0);
    while definition < DEFINITIONS.len() {
        count += DEFINITIONS[definition].operations.len();
        definition += 1;
    }
    count
}

const fn all_operations<const N: usize>() -> [(u16, u8); N] {
    let mut all = [(0, 0); N];
    let (mut count, mut definition) = (0, 0);
    while definition < DEFINITIONS.len() {
        let mut operation = 0;
        while operation < DEFINITIONS[definition].operations.len() {
            all[count] = (definition as u16, operation as u8);
            count += 1;
            operation += 1;
        }
        definition += 1;
    }
    all
}
