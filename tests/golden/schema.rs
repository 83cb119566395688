/// Enumerations of the golden schema.
pub mod enumerations {
    use ::ucwa_model as __ucwa_model;
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
        Unrecognized(__ucwa_model::UnrecognizedValue),
    }
    impl __ucwa_model::Enumeration for Colour {
        const TABLE: &'static __ucwa_model::descriptor::EnumerationDefinition = {
            static TABLE: __ucwa_model::descriptor::EnumerationDefinition = __ucwa_model::private::enumeration_definition(
                "Colour",
                "A colour of paper.",
                &[
                    __ucwa_model::private::known_value("White", "As snow."),
                    __ucwa_model::private::known_value("black", "As night."),
                ],
                &[],
            );
            &TABLE
        };
        const ALL: &'static [Self] = &[Self::White, Self::Black];
        #[inline]
        fn index(
            &self,
        ) -> ::core::result::Result<
            ::core::primitive::usize,
            &__ucwa_model::UnrecognizedValue,
        > {
            match self {
                Self::White => ::core::result::Result::Ok(0usize),
                Self::Black => ::core::result::Result::Ok(1usize),
                Self::Unrecognized(value) => ::core::result::Result::Err(value),
            }
        }
        #[inline]
        fn known(index: ::core::primitive::usize) -> ::core::option::Option<Self> {
            match index {
                0usize => ::core::option::Option::Some(Self::White),
                1usize => ::core::option::Option::Some(Self::Black),
                _ => ::core::option::Option::None,
            }
        }
        #[inline]
        fn unrecognized(value: __ucwa_model::UnrecognizedValue) -> Self {
            Self::Unrecognized(value)
        }
    }
    __ucwa_model::__enumeration! {
        Colour
    }
    __ucwa_model::__generated_enumeration! {
        Colour
    }
    /// All enumerations.
    pub(crate) static ENUMERATIONS: &[&__ucwa_model::descriptor::EnumerationDefinition] = &[
        <Colour as __ucwa_model::Enumeration>::TABLE,
    ];
}
/// Resources of the golden schema.
#[cfg(not(any()))]
pub mod demo {
    use ::ucwa_model as __ucwa_model;
    ///A drawing that participants share.
    ///
    ///Travels under the rel `sketch`.
    ///
    /**# GET

Fetches the drawing.

- With the feature `http`: `link.get()`
- Success: 200, with `sketch`
- Error 404 `NotFound`
- Error 409 `Conflict/AlreadyExists`: It is there already.
- Error 410 `Gone`

# PUT

Replaces the drawing.

- With the feature `http`: `link.put(input)`
- Input: [`SketchPut`](super::demo::SketchPut)
- Success: 204

# Events

- `updated` of `sketch`, sent by `conversation`, priority low: Somebody has drawn.

# Scopes

One of `Sketches.Read`.

# Notes

- It exists for the golden expansion alone.
*/
    #[non_exhaustive]
    pub struct Sketch {
        ///What the drawing is called.
        ///
        ///Property `title`.
        pub title: ::core::option::Option<__ucwa_model::Text>,
        ///What it is about.
        ///
        ///Property `subject`, at most 250 UTF-16 code units.
        pub subject: ::core::option::Option<__ucwa_model::Subject>,
        ///The colour of the empty page.
        ///
        ///Property `background`.
        pub background: ::core::option::Option<super::enumerations::Colour>,
        ///How many pages there are.
        ///
        ///Property `pages`, from 1 to 99.
        pub pages: ::core::option::Option<::core::primitive::i64>,
        ///A keyword as a name.
        ///
        ///List property `type`.
        pub type_: ::core::option::Option<::std::vec::Vec<__ucwa_model::Text>>,
        ///When it was changed last.
        ///
        ///Property `changed`.
        pub changed: ::core::option::Option<__ucwa_model::Date>,
        ///This very resource.
        ///
        ///Link `self` to `sketch`, takes `GET`, `PUT`.
        pub self_link: __ucwa_model::LinkTo<super::rel::Sketch>,
        ///A small picture of it.
        ///
        ///Data link `preview`.
        pub preview: ::core::option::Option<__ucwa_model::DataLink>,
        ///Its pages.
        ///
        ///Links `page`.
        pub page_links: ::std::vec::Vec<__ucwa_model::Link>,
        ///A copy.
        ///
        ///Embedded `copy`: one `sketch`.
        pub copy: ::core::option::Option<::std::boxed::Box<super::demo::Sketch>>,
        ///What lies above it.
        ///
        ///Embedded `layer`: a list of `sketch`.
        pub layer: ::std::vec::Vec<super::demo::Sketch>,
        /// What else the message holds.
        pub extra: __ucwa_model::Extra,
    }
    impl ::core::default::Default for Sketch {
        #[inline]
        fn default() -> Self {
            const EMPTY: Sketch = Sketch {
                title: ::core::option::Option::None,
                subject: ::core::option::Option::None,
                background: ::core::option::Option::None,
                pages: ::core::option::Option::None,
                type_: ::core::option::Option::None,
                changed: ::core::option::Option::None,
                self_link: __ucwa_model::private::no_link(),
                preview: ::core::option::Option::None,
                page_links: ::std::vec::Vec::new(),
                copy: ::core::option::Option::None,
                layer: ::std::vec::Vec::new(),
                extra: __ucwa_model::Extra::new(),
            };
            EMPTY
        }
    }
    const _: () = ::core::assert!(
        __ucwa_model::Subject::LIMIT == 250u32,
        "`subject` has the limit 250 in its definition, but another one in `Subject`"
    );
    const _: () = {
        const FIELDS: &[__ucwa_model::descriptor::Field] = &[
            __ucwa_model::private::field(
                __ucwa_model::__names!("title"),
                <__ucwa_model::Text as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "What the drawing is called.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("subject"),
                <__ucwa_model::Subject as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "What it is about.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("background"),
                <super::enumerations::Colour as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "The colour of the empty page.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("pages"),
                <::core::primitive::i64 as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::Some((1i64, 99i64)),
                "How many pages there are.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("type"),
                <__ucwa_model::Text as __ucwa_model::record::FieldValue>::KIND,
                true,
                false,
                ::core::option::Option::None,
                "A keyword as a name.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("changed"),
                <__ucwa_model::Date as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "When it was changed last.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("self"),
                <__ucwa_model::Link as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "This very resource.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("preview"),
                <__ucwa_model::DataLink as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "A small picture of it.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("page"),
                <__ucwa_model::Link as __ucwa_model::record::FieldValue>::KIND,
                true,
                false,
                ::core::option::Option::None,
                "Its pages.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("copy"),
                <super::demo::Sketch as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "A copy.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("layer"),
                <super::demo::Sketch as __ucwa_model::record::FieldValue>::KIND,
                true,
                false,
                ::core::option::Option::None,
                "What lies above it.",
            ),
        ];
        static PLACES: [::core::primitive::u16; __ucwa_model::lookup::size(11usize)] = __ucwa_model::private::places(
            FIELDS,
        );
        static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
            "sketch",
            "sketch",
            __ucwa_model::descriptor::Form::Resource,
            FIELDS,
            &PLACES,
            __ucwa_model::private::new::<Sketch>,
        );
        impl __ucwa_model::Codec for Sketch {
            const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
        }
        impl __ucwa_model::record::Record for Sketch {
            fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
                &SHAPE
            }
            fn slot(
                &self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&self.title),
                    1usize => ::core::option::Option::Some(&self.subject),
                    2usize => ::core::option::Option::Some(&self.background),
                    3usize => ::core::option::Option::Some(&self.pages),
                    4usize => ::core::option::Option::Some(&self.type_),
                    5usize => ::core::option::Option::Some(&self.changed),
                    6usize => ::core::option::Option::Some(&self.self_link.target.slot),
                    7usize => ::core::option::Option::Some(&self.preview),
                    8usize => ::core::option::Option::Some(&self.page_links),
                    9usize => ::core::option::Option::Some(&self.copy),
                    10usize => ::core::option::Option::Some(&self.layer),
                    _ => ::core::option::Option::None,
                }
            }
            fn slot_mut(
                &mut self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&mut self.title),
                    1usize => ::core::option::Option::Some(&mut self.subject),
                    2usize => ::core::option::Option::Some(&mut self.background),
                    3usize => ::core::option::Option::Some(&mut self.pages),
                    4usize => ::core::option::Option::Some(&mut self.type_),
                    5usize => ::core::option::Option::Some(&mut self.changed),
                    6usize => {
                        ::core::option::Option::Some(&mut self.self_link.target.slot)
                    }
                    7usize => ::core::option::Option::Some(&mut self.preview),
                    8usize => ::core::option::Option::Some(&mut self.page_links),
                    9usize => ::core::option::Option::Some(&mut self.copy),
                    10usize => ::core::option::Option::Some(&mut self.layer),
                    _ => ::core::option::Option::None,
                }
            }
            fn present(&self) -> ::core::primitive::u64 {
                ::core::primitive::u64::from(
                    __ucwa_model::record::FieldAccess::is_present(&self.title),
                )
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.subject),
                    ) << 1usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.background),
                    ) << 2usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.pages),
                    ) << 3usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.type_),
                    ) << 4usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.changed),
                    ) << 5usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(
                            &self.self_link.target.slot,
                        ),
                    ) << 6usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.preview),
                    ) << 7usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.page_links),
                    ) << 8usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.copy),
                    ) << 9usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.layer),
                    ) << 10usize
            }
            fn extra(&self) -> &__ucwa_model::Extra {
                &self.extra
            }
            fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
                &mut self.extra
            }
        }
        __ucwa_model::__record! {
            Sketch
        }
    };
    __ucwa_model::__generated_record! {
        Sketch
    }
    ///Replaces the drawing.
    ///
    ///The body of `PUT` on `sketch`.
    ///
    #[non_exhaustive]
    pub struct SketchPut {
        ///What the drawing is called.
        ///
        ///Property `title`.
        pub title: ::core::option::Option<__ucwa_model::Text>,
        /// What else the message holds.
        pub extra: __ucwa_model::Extra,
    }
    impl ::core::default::Default for SketchPut {
        #[inline]
        fn default() -> Self {
            const EMPTY: SketchPut = SketchPut {
                title: ::core::option::Option::None,
                extra: __ucwa_model::Extra::new(),
            };
            EMPTY
        }
    }
    impl SketchPut {
        /// A request with what is required, and nothing else.
        #[inline]
        #[must_use]
        pub fn new() -> Self {
            Self {
                ..::core::default::Default::default()
            }
        }
        ///Sets `title`.
        #[inline]
        #[must_use]
        pub fn with_title(
            mut self,
            title: impl ::core::convert::Into<__ucwa_model::Text>,
        ) -> Self {
            self.title = ::core::option::Option::Some(
                ::core::convert::Into::into(title),
            );
            self
        }
    }
    const _: () = {
        const FIELDS: &[__ucwa_model::descriptor::Field] = &[
            __ucwa_model::private::field(
                __ucwa_model::__names!("title"),
                <__ucwa_model::Text as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "What the drawing is called.",
            ),
        ];
        static PLACES: [::core::primitive::u16; __ucwa_model::lookup::size(1usize)] = __ucwa_model::private::places(
            FIELDS,
        );
        static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
            "sketch",
            "sketch",
            __ucwa_model::descriptor::Form::Replacement,
            FIELDS,
            &PLACES,
            __ucwa_model::private::new::<SketchPut>,
        );
        impl __ucwa_model::Codec for SketchPut {
            const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
        }
        impl __ucwa_model::record::Record for SketchPut {
            fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
                &SHAPE
            }
            fn slot(
                &self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&self.title),
                    _ => ::core::option::Option::None,
                }
            }
            fn slot_mut(
                &mut self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&mut self.title),
                    _ => ::core::option::Option::None,
                }
            }
            fn present(&self) -> ::core::primitive::u64 {
                ::core::primitive::u64::from(
                    __ucwa_model::record::FieldAccess::is_present(&self.title),
                )
            }
            fn extra(&self) -> &__ucwa_model::Extra {
                &self.extra
            }
            fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
                &mut self.extra
            }
        }
        __ucwa_model::__record! {
            SketchPut
        }
    };
    __ucwa_model::__generated_record! {
        SketchPut
    }
    ///Starts a drawing.
    ///
    ///The body of `POST` on `startSketch`.
    ///
    #[non_exhaustive]
    pub struct StartSketch {
        ///What the application calls the operation.
        ///
        ///Property `operationId`, at most 50 UTF-16 code units, required.
        pub operation_id: ::core::option::Option<__ucwa_model::OperationId>,
        ///Whom to invite.
        ///
        ///Property `to`.
        pub to: ::core::option::Option<__ucwa_model::SipUri>,
        ///Words to find it by.
        ///
        ///List property `tags`.
        pub tags: ::core::option::Option<::std::vec::Vec<__ucwa_model::Text>>,
        ///A small picture of it.
        ///
        ///Data link `preview`.
        pub preview: ::core::option::Option<__ucwa_model::DataLink>,
        /// What else the message holds.
        pub extra: __ucwa_model::Extra,
    }
    impl ::core::default::Default for StartSketch {
        #[inline]
        fn default() -> Self {
            const EMPTY: StartSketch = StartSketch {
                operation_id: ::core::option::Option::None,
                to: ::core::option::Option::None,
                tags: ::core::option::Option::None,
                preview: ::core::option::Option::None,
                extra: __ucwa_model::Extra::new(),
            };
            EMPTY
        }
    }
    const _: () = ::core::assert!(
        __ucwa_model::OperationId::LIMIT == 50u32,
        "`operationId` has the limit 50 in its definition, but another one in `OperationId`"
    );
    impl StartSketch {
        /// A request with what is required, and nothing else.
        #[inline]
        #[must_use]
        pub fn new(operation_id: __ucwa_model::OperationId) -> Self {
            Self {
                operation_id: ::core::option::Option::Some(operation_id),
                ..::core::default::Default::default()
            }
        }
        ///Sets `to`.
        #[inline]
        #[must_use]
        pub fn with_to(mut self, to: __ucwa_model::SipUri) -> Self {
            self.to = ::core::option::Option::Some(to);
            self
        }
        ///Sets `tags`.
        #[inline]
        #[must_use]
        pub fn with_tags(
            mut self,
            tags: impl ::core::iter::IntoIterator<Item = __ucwa_model::Text>,
        ) -> Self {
            self.tags = ::core::option::Option::Some(
                ::core::iter::Iterator::collect(
                    ::core::iter::IntoIterator::into_iter(tags),
                ),
            );
            self
        }
        ///Sets `preview`.
        #[inline]
        #[must_use]
        pub fn with_preview(mut self, preview: __ucwa_model::DataLink) -> Self {
            self.preview = ::core::option::Option::Some(preview);
            self
        }
    }
    const _: () = {
        const FIELDS: &[__ucwa_model::descriptor::Field] = &[
            __ucwa_model::private::field(
                __ucwa_model::__names!("operationId"),
                <__ucwa_model::OperationId as __ucwa_model::record::FieldValue>::KIND,
                false,
                true,
                ::core::option::Option::None,
                "What the application calls the operation.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("to"),
                <__ucwa_model::SipUri as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "Whom to invite.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("tags"),
                <__ucwa_model::Text as __ucwa_model::record::FieldValue>::KIND,
                true,
                false,
                ::core::option::Option::None,
                "Words to find it by.",
            ),
            __ucwa_model::private::field(
                __ucwa_model::__names!("preview"),
                <__ucwa_model::DataLink as __ucwa_model::record::FieldValue>::KIND,
                false,
                false,
                ::core::option::Option::None,
                "A small picture of it.",
            ),
        ];
        static PLACES: [::core::primitive::u16; __ucwa_model::lookup::size(4usize)] = __ucwa_model::private::places(
            FIELDS,
        );
        static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
            "startSketch",
            "startSketch",
            __ucwa_model::descriptor::Form::Input,
            FIELDS,
            &PLACES,
            __ucwa_model::private::new::<StartSketch>,
        );
        impl __ucwa_model::Codec for StartSketch {
            const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
        }
        impl __ucwa_model::record::Record for StartSketch {
            fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
                &SHAPE
            }
            fn slot(
                &self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&self.operation_id),
                    1usize => ::core::option::Option::Some(&self.to),
                    2usize => ::core::option::Option::Some(&self.tags),
                    3usize => ::core::option::Option::Some(&self.preview),
                    _ => ::core::option::Option::None,
                }
            }
            fn slot_mut(
                &mut self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
                match index {
                    0usize => ::core::option::Option::Some(&mut self.operation_id),
                    1usize => ::core::option::Option::Some(&mut self.to),
                    2usize => ::core::option::Option::Some(&mut self.tags),
                    3usize => ::core::option::Option::Some(&mut self.preview),
                    _ => ::core::option::Option::None,
                }
            }
            fn present(&self) -> ::core::primitive::u64 {
                ::core::primitive::u64::from(
                    __ucwa_model::record::FieldAccess::is_present(&self.operation_id),
                )
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.to),
                    ) << 1usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.tags),
                    ) << 2usize
                    | ::core::primitive::u64::from(
                        __ucwa_model::record::FieldAccess::is_present(&self.preview),
                    ) << 3usize
            }
            fn extra(&self) -> &__ucwa_model::Extra {
                &self.extra
            }
            fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
                &mut self.extra
            }
        }
        __ucwa_model::__record! {
            StartSketch
        }
    };
    __ucwa_model::__generated_record! {
        StartSketch
    }
    /// All definitions of the area.
    pub(crate) static DEFINITIONS: &[&__ucwa_model::descriptor::Definition] = &[
        &__ucwa_model::private::definition(
            "sketch",
            "sketch",
            1u8,
            "demo",
            "A drawing that participants share.",
            ::core::option::Option::Some(
                <super::demo::Sketch as __ucwa_model::Codec>::SHAPE,
            ),
            &[
                __ucwa_model::private::event(
                    "updated",
                    "sketch",
                    "conversation",
                    "low",
                    "Somebody has drawn.",
                ),
            ],
            &[
                __ucwa_model::private::operation(
                    "GET",
                    "Fetches the drawing.",
                    &[],
                    ::core::option::Option::None,
                    &[],
                    __ucwa_model::private::success(
                        200u16,
                        ::core::option::Option::Some("sketch"),
                        ::core::option::Option::None,
                    ),
                    &[
                        __ucwa_model::private::failure(
                            404u16,
                            "NotFound",
                            ::core::option::Option::None,
                            "",
                        ),
                        __ucwa_model::private::failure(
                            409u16,
                            "Conflict",
                            ::core::option::Option::Some("AlreadyExists"),
                            "It is there already.",
                        ),
                        __ucwa_model::private::failure(
                            410u16,
                            "Gone",
                            ::core::option::Option::None,
                            "",
                        ),
                    ],
                ),
                __ucwa_model::private::operation(
                    "PUT",
                    "Replaces the drawing.",
                    &[],
                    ::core::option::Option::Some(
                        <SketchPut as __ucwa_model::Codec>::SHAPE,
                    ),
                    &[],
                    __ucwa_model::private::success(
                        204u16,
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                    ),
                    &[],
                ),
            ],
            &["Sketches.Read"],
            &["It exists for the golden expansion alone."],
        ),
        &__ucwa_model::private::definition(
            "startSketch",
            "startSketch",
            2u8,
            "demo",
            "Starts a drawing.",
            ::core::option::Option::None,
            &[],
            &[
                __ucwa_model::private::operation(
                    "POST",
                    "Starts a drawing.",
                    &[
                        __ucwa_model::private::field(
                            __ucwa_model::__names!("timeout"),
                            <::core::primitive::i64 as __ucwa_model::record::FieldValue>::KIND,
                            false,
                            false,
                            ::core::option::Option::None,
                            "How long to wait, in seconds.",
                        ),
                    ],
                    ::core::option::Option::Some(
                        <StartSketch as __ucwa_model::Codec>::SHAPE,
                    ),
                    &[],
                    __ucwa_model::private::success(
                        201u16,
                        ::core::option::Option::None,
                        ::core::option::Option::Some("sketch"),
                    ),
                    &[],
                ),
            ],
            &[],
            &[],
        ),
    ];
}
/// The definitions of the areas that are compiled in.
static AREAS: &[&[&::ucwa_model::descriptor::Definition]] = &[
    #[cfg(not(any()))]
    demo::DEFINITIONS,
];
/// A resource of any rel: one variant for each that the schema has, and one for the rest.
#[non_exhaustive]
pub enum AnyResource {
    ///The rel `sketch`.
    #[cfg(not(any()))]
    Sketch(::std::boxed::Box<demo::Sketch>),
    /// A rel that the schema does not know.
    Other(::std::boxed::Box<::ucwa_model::Resource>),
}
#[cfg(not(any()))]
fn new_sketch() -> AnyResource {
    AnyResource::Sketch(::ucwa_model::private::fresh())
}
/// An empty resource of each rel.
static RELS: &[(&::core::primitive::str, fn() -> AnyResource)] = &[
    #[cfg(not(any()))]
    ("sketch", new_sketch),
];
impl AnyResource {
    /// The resource as a record, whatever its type.
    #[must_use]
    pub fn record(&self) -> &dyn ::ucwa_model::record::Record {
        match self {
            #[cfg(not(any()))]
            Self::Sketch(resource) => &**resource,
            Self::Other(resource) => &**resource,
        }
    }
    /// The resource as a record, to be filled.
    pub fn record_mut(&mut self) -> &mut dyn ::ucwa_model::record::Record {
        match self {
            #[cfg(not(any()))]
            Self::Sketch(resource) => &mut **resource,
            Self::Other(resource) => &mut **resource,
        }
    }
}
impl ::core::clone::Clone for AnyResource {
    fn clone(&self) -> Self {
        let empty: fn() -> Self = match self {
            #[cfg(not(any()))]
            Self::Sketch(_) => new_sketch,
            Self::Other(_) => ::core::default::Default::default,
        };
        let mut copy = empty();
        ::ucwa_model::private::copy(self.record(), copy.record_mut());
        copy
    }
}
impl ::core::fmt::Debug for AnyResource {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(self.record(), f)
    }
}
impl ::core::cmp::PartialEq for AnyResource {
    fn eq(&self, other: &Self) -> ::core::primitive::bool {
        self.record() == other.record()
    }
}
impl ::core::default::Default for AnyResource {
    fn default() -> Self {
        Self::Other(::ucwa_model::private::fresh())
    }
}
/// A type that an [`AnyResource`] has a variant for: that of a resource of the schema, or [`Resource`](::ucwa_model::Resource).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no resource of the schema",
    label = "`AnyResource` has no variant for it"
)]
pub trait ResourceType: ::ucwa_model::record::Record + ::core::default::Default {
    #[doc(hidden)]
    fn into_any(self: ::std::boxed::Box<Self>) -> AnyResource;
}
impl<T: ResourceType> ::core::convert::From<T> for AnyResource {
    #[inline]
    fn from(resource: T) -> Self {
        ResourceType::into_any(::std::boxed::Box::new(resource))
    }
}
impl ResourceType for ::ucwa_model::Resource {
    #[inline]
    fn into_any(self: ::std::boxed::Box<Self>) -> AnyResource {
        AnyResource::Other(self)
    }
}
impl ::core::convert::TryFrom<AnyResource> for ::ucwa_model::Resource {
    /// The resource, if it is of another type.
    type Error = AnyResource;
    #[inline]
    fn try_from(mut resource: AnyResource) -> ::core::result::Result<Self, AnyResource> {
        ::ucwa_model::record::take(resource.record_mut()).ok_or(resource)
    }
}
#[cfg(not(any()))]
impl ResourceType for demo::Sketch {
    #[inline]
    fn into_any(self: ::std::boxed::Box<Self>) -> AnyResource {
        AnyResource::Sketch(self)
    }
}
#[cfg(not(any()))]
impl ::core::convert::TryFrom<AnyResource> for demo::Sketch {
    /// The resource, if it is of another type.
    type Error = AnyResource;
    #[inline]
    fn try_from(mut resource: AnyResource) -> ::core::result::Result<Self, AnyResource> {
        ::ucwa_model::record::take(resource.record_mut()).ok_or(resource)
    }
}
/// A marker for each rel of the schema: what a [`LinkTo`](::ucwa_model::LinkTo) it leads to, and what can be done there.
///
/// Where a rel has several revisions, its name stands for the latest, and an earlier one has its number behind it.
#[allow(missing_debug_implementations, reason = "there are no values")]
pub mod rel {
    use ::ucwa_model as __ucwa_model;
    /**A drawing that participants share.

The rel `sketch` leads to a [`demo::Sketch`](super::demo::Sketch).

It takes `GET`, `PUT`. What there is to know of its operations and events is on the page of [`demo::Sketch`](super::demo::Sketch).
*/
    pub enum Sketch {}
    impl __ucwa_model::Rel for Sketch {
        const NAME: &'static ::core::primitive::str = "sketch";
    }
    #[cfg(not(any()))]
    impl __ucwa_model::Represented for Sketch {
        type Resource = super::demo::Sketch;
    }
    #[cfg(not(any()))]
    #[cfg(not(any()))]
    __ucwa_model::__operation! {
        [super::demo::DEFINITIONS, 0usize, 0usize] Get for Sketch() -> (resource
        super::demo::Sketch)
    }
    #[cfg(not(any()))]
    __ucwa_model::__operation! {
        [super::demo::DEFINITIONS, 0usize, 1usize] Put for Sketch(record
        super::demo::SketchPut) of(super::demo::Sketch) -> (nothing)
    }
    /**Starts a drawing.

The rel `startSketch`.

# POST

Starts a drawing.

- With the feature `http`: `link.post(input)`
- Input: [`StartSketch`](super::demo::StartSketch)
- In the query: `timeout`
- Success: 201, with the location of the [`sketch`](super::rel::Sketch) that arrives on the event channel

*/
    pub enum StartSketch {}
    impl __ucwa_model::Rel for StartSketch {
        const NAME: &'static ::core::primitive::str = "startSketch";
    }
    #[cfg(not(any()))]
    __ucwa_model::__operation! {
        [super::demo::DEFINITIONS, 1usize, 0usize] Post for StartSketch(record
        super::demo::StartSketch) -> (started Sketch)
    }
}
const _: &::core::primitive::str = ::core::include_str!("schema/index.toml");
const _: &::core::primitive::str = ::core::include_str!("schema/errors.toml");
const _: &::core::primitive::str = ::core::include_str!(
    "schema/enumerations/Colour.toml"
);
const _: &::core::primitive::str = ::core::include_str!("schema/demo/sketch.toml");
const _: &::core::primitive::str = ::core::include_str!("schema/demo/startSketch.toml");
