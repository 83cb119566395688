const _: &::core::primitive::str = ::core::include_str!("schema/index.toml");
const _: &::core::primitive::str = ::core::include_str!(
    "schema/enumerations/Colour.toml"
);
///A colour of paper.
#[derive(
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum Colour {
    ///As snow.
    White,
    ///As night.
    Black,
    /// A value that the schema does not know, with its exact text.
    Unrecognized(::ucwa_model::UnrecognizedValue),
}
impl Colour {
    /// The table of the enumeration.
    pub const ENUMERATION: &'static ::ucwa_model::descriptor::Enumeration = {
        static TABLE: ::ucwa_model::descriptor::Enumeration = ::ucwa_model::descriptor::Enumeration {
            name: "Colour",
            doc: "A colour of paper.",
            members: &[
                ::ucwa_model::descriptor::Member {
                    name: "White",
                    doc: "As snow.",
                },
                ::ucwa_model::descriptor::Member {
                    name: "black",
                    doc: "As night.",
                },
            ],
            notes: &[],
        };
        &TABLE
    };
    /// The known values, in the order of the table.
    const KNOWN: &'static [Self] = &[Self::White, Self::Black];
    fn index(
        &self,
    ) -> ::core::result::Result<
        ::core::primitive::usize,
        &::ucwa_model::UnrecognizedValue,
    > {
        match self {
            Self::White => ::core::result::Result::Ok(0usize),
            Self::Black => ::core::result::Result::Ok(1usize),
            Self::Unrecognized(value) => ::core::result::Result::Err(value),
        }
    }
}
::ucwa_model::__enumeration! {
    Colour
}
/// All enumerations.
pub(crate) static ENUMERATIONS: &[&::ucwa_model::descriptor::Enumeration] = &[
    Colour::ENUMERATION,
];
