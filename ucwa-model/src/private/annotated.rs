//! What expanded code of an annotated struct needs: the order of its members, and access to fields whose types the macro cannot know.

use crate::{
    descriptor::{Field, Kind, Section, section},
    record::{FieldAccess, FieldType},
};

/// The order in which the fields of an annotated struct go out, as indices of where they were declared: properties, links, embedded
/// resources, each in the order of the struct.
#[must_use]
pub const fn order<const N: usize>(declared: &[Field; N]) -> [usize; N] {
    let (mut order, mut next, mut part) = ([0; N], 0, 0);
    while part <= Section::Embedded as usize {
        let mut index = 0;
        while index < N {
            if section(&declared[index].kind) as usize == part {
                order[next] = index;
                next += 1;
            }
            index += 1;
        }
        part += 1;
    }
    order
}

/// The fields of an annotated struct in the order in which they go out.
#[must_use]
pub const fn sorted<const N: usize>(declared: &[Field; N], order: &[usize; N]) -> [Field; N] {
    let (mut sorted, mut index) = (*declared, 0);
    while index < N {
        sorted[index] = declared[order[index]];
        index += 1;
    }
    sorted
}

/// Where the field of a slot was declared; past the last one, no field's place.
#[must_use]
pub fn declared(order: &[usize], slot: usize) -> usize {
    order.get(slot).copied().unwrap_or(usize::MAX)
}

/// What expanded code needs of the type of an annotated field.
#[derive(Debug)]
pub struct Access<T> {
    pub kind: Kind,
    pub many: bool,
    pub can_be_empty: bool,
    pub slot: fn(&T) -> &dyn FieldAccess,
    pub slot_mut: fn(&mut T) -> &mut dyn FieldAccess,
}

impl<T: FieldType> Access<T> {
    const OF: Self =
        Self { kind: T::KIND, many: T::MANY, can_be_empty: T::CAN_BE_EMPTY, slot: T::access, slot_mut: T::access_mut };
}

impl<T> Access<T> {
    /// Whether the field can hold all that the member can be: a list property can be there and empty, which `Vec<T>` cannot say.
    #[must_use]
    pub const fn says_all(&self) -> bool {
        !matches!(section(&self.kind), Section::Properties) || !self.many || self.can_be_empty
    }
}

/// Whether two members of one name are two, because they stand in different sections.
#[must_use]
pub const fn differ(one: &Kind, other: &Kind) -> bool {
    section(one) as usize != section(other) as usize
}

/// The type of an annotated field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that a member can have",
    label = "expected `Option<T>`, `Vec<T>` or `Option<Vec<T>>` of a value, a link or a resource",
    note = "values are `Text`, `i64`, `bool`, `Date`, and what `#[derive(Enumeration)]` makes; resources are what `#[derive(Codec)]` makes"
)]
pub trait Member: Sized {
    /// What it gives access to.
    const ACCESS: Access<Self>;
}

/// The type of an annotated field whose name suggests that `Instead` was meant. Names deceive: only the compiler knows whether it was.
#[diagnostic::on_unimplemented(message = "`{Self}` is no type that a member can have", label = "use `{Instead}`")]
pub trait MemberOr<Instead>: Sized {
    /// What it gives access to.
    const ACCESS: Access<Self>;
}

// the bound is not what a message is to tell of
#[diagnostic::do_not_recommend]
impl<T: FieldType> Member for T {
    const ACCESS: Access<T> = Access::OF;
}

#[diagnostic::do_not_recommend]
impl<T: FieldType, Instead> MemberOr<Instead> for T {
    const ACCESS: Access<T> = Access::OF;
}
