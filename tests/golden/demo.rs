const _: &::core::primitive::str = ::core::include_str!("schema/index.toml");
const _: &::core::primitive::str = ::core::include_str!("schema/demo/sketch.toml");
const _: &::core::primitive::str = ::core::include_str!("schema/demo/startSketch.toml");
///A drawing that participants share.
///
///Travels under the rel `sketch`.
///
///Note: It exists for the golden expansion alone.
///
#[derive(::core::clone::Clone, ::core::default::Default)]
#[non_exhaustive]
pub struct Sketch {
    ///What the drawing is called.
    ///
    ///Property `title`.
    pub title: ::core::option::Option<::ucwa_model::Text>,
    ///What it is about.
    ///
    ///Property `subject`, at most 250 UTF-16 code units.
    pub subject: ::core::option::Option<::ucwa_model::Subject>,
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
    pub type_: ::core::option::Option<::std::vec::Vec<::ucwa_model::Text>>,
    ///When it was changed last.
    ///
    ///Property `changed`.
    pub changed: ::core::option::Option<::ucwa_model::Date>,
    ///This very resource.
    ///
    ///Link `self`.
    pub self_link: ::core::option::Option<::ucwa_model::Link>,
    ///A small picture of it.
    ///
    ///Data link `preview`.
    pub preview: ::core::option::Option<::ucwa_model::DataLink>,
    ///Its pages.
    ///
    ///Links `page`.
    pub page_links: ::std::vec::Vec<::ucwa_model::Link>,
    ///A copy.
    ///
    ///Embedded `copy`: one `sketch`.
    pub copy: ::core::option::Option<::std::boxed::Box<super::demo::Sketch>>,
    ///What lies above it.
    ///
    ///Embedded `layer`: a list of `sketch`.
    pub layer: ::std::vec::Vec<super::demo::Sketch>,
    /// What else the message holds.
    pub extra: ::ucwa_model::Extra,
}
const _: () = ::core::assert!(
    ::ucwa_model::Subject::LIMIT == 250u32,
    "`subject` has the limit 250 in its definition, but another one in `Subject`"
);
const _: () = {
    impl Sketch {
        const __FIELDS: &'static [::ucwa_model::descriptor::Field] = &[
            ::ucwa_model::descriptor::Field {
                name: "title",
                kind: <::ucwa_model::Text as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "What the drawing is called.",
            },
            ::ucwa_model::descriptor::Field {
                name: "subject",
                kind: <::ucwa_model::Subject as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "What it is about.",
            },
            ::ucwa_model::descriptor::Field {
                name: "background",
                kind: <super::enumerations::Colour as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "The colour of the empty page.",
            },
            ::ucwa_model::descriptor::Field {
                name: "pages",
                kind: <::core::primitive::i64 as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::Some((1i64, 99i64)),
                doc: "How many pages there are.",
            },
            ::ucwa_model::descriptor::Field {
                name: "type",
                kind: <::ucwa_model::Text as ::ucwa_model::record::Element>::KIND,
                many: true,
                required: false,
                range: ::core::option::Option::None,
                doc: "A keyword as a name.",
            },
            ::ucwa_model::descriptor::Field {
                name: "changed",
                kind: <::ucwa_model::Date as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "When it was changed last.",
            },
            ::ucwa_model::descriptor::Field {
                name: "self",
                kind: <::ucwa_model::Link as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "This very resource.",
            },
            ::ucwa_model::descriptor::Field {
                name: "preview",
                kind: <::ucwa_model::DataLink as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "A small picture of it.",
            },
            ::ucwa_model::descriptor::Field {
                name: "page",
                kind: <::ucwa_model::Link as ::ucwa_model::record::Element>::KIND,
                many: true,
                required: false,
                range: ::core::option::Option::None,
                doc: "Its pages.",
            },
            ::ucwa_model::descriptor::Field {
                name: "copy",
                kind: <super::demo::Sketch as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "A copy.",
            },
            ::ucwa_model::descriptor::Field {
                name: "layer",
                kind: <super::demo::Sketch as ::ucwa_model::record::Element>::KIND,
                many: true,
                required: false,
                range: ::core::option::Option::None,
                doc: "What lies above it.",
            },
        ];
    }
    static PLACES: [::core::primitive::u16; ::ucwa_model::lookup::size(11usize)] = ::ucwa_model::private::places(
        Sketch::__FIELDS,
    );
    static SHAPE: ::ucwa_model::descriptor::Shape = ::ucwa_model::private::shape(
        "sketch",
        "sketch",
        ::ucwa_model::descriptor::Form::Resource,
        Sketch::__FIELDS,
        &PLACES,
        || ::std::boxed::Box::new(<Sketch as ::core::default::Default>::default()),
    );
    impl ::ucwa_model::Codec for Sketch {
        const SHAPE: &'static ::ucwa_model::descriptor::Shape = &SHAPE;
    }
    impl ::ucwa_model::record::Record for Sketch {
        fn shape(&self) -> &'static ::ucwa_model::descriptor::Shape {
            &SHAPE
        }
        fn slot(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn ::ucwa_model::record::Slot> {
            let slot: &dyn ::ucwa_model::record::Slot = match index {
                0usize => &self.title,
                1usize => &self.subject,
                2usize => &self.background,
                3usize => &self.pages,
                4usize => &self.type_,
                5usize => &self.changed,
                6usize => &self.self_link,
                7usize => &self.preview,
                8usize => &self.page_links,
                9usize => &self.copy,
                10usize => &self.layer,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn slot_mut(
            &mut self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn ::ucwa_model::record::Slot> {
            let slot: &mut dyn ::ucwa_model::record::Slot = match index {
                0usize => &mut self.title,
                1usize => &mut self.subject,
                2usize => &mut self.background,
                3usize => &mut self.pages,
                4usize => &mut self.type_,
                5usize => &mut self.changed,
                6usize => &mut self.self_link,
                7usize => &mut self.preview,
                8usize => &mut self.page_links,
                9usize => &mut self.copy,
                10usize => &mut self.layer,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn extra(&self) -> &::ucwa_model::Extra {
            &self.extra
        }
        fn extra_mut(&mut self) -> &mut ::ucwa_model::Extra {
            &mut self.extra
        }
    }
};
::ucwa_model::__record! {
    Sketch
}
::ucwa_model::__value! {
    Sketch
}
///Replaces the drawing.
///
///The body of `PUT` on `sketch`.
///
#[derive(::core::clone::Clone, ::core::default::Default)]
#[non_exhaustive]
pub struct SketchPut {
    ///What the drawing is called.
    ///
    ///Property `title`.
    pub title: ::core::option::Option<::ucwa_model::Text>,
    /// What else the message holds.
    pub extra: ::ucwa_model::Extra,
}
impl SketchPut {
    /// A request with what is required, and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self {
            ..::core::default::Default::default()
        }
    }
    ///Sets `title`.
    #[must_use]
    pub fn with_title(
        mut self,
        title: impl ::core::convert::Into<::ucwa_model::Text>,
    ) -> Self {
        self.title = ::core::option::Option::Some(::core::convert::Into::into(title));
        self
    }
}
const _: () = {
    impl SketchPut {
        const __FIELDS: &'static [::ucwa_model::descriptor::Field] = &[
            ::ucwa_model::descriptor::Field {
                name: "title",
                kind: <::ucwa_model::Text as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "What the drawing is called.",
            },
        ];
    }
    static PLACES: [::core::primitive::u16; ::ucwa_model::lookup::size(1usize)] = ::ucwa_model::private::places(
        SketchPut::__FIELDS,
    );
    static SHAPE: ::ucwa_model::descriptor::Shape = ::ucwa_model::private::shape(
        "sketch",
        "sketch",
        ::ucwa_model::descriptor::Form::Replacement,
        SketchPut::__FIELDS,
        &PLACES,
        || ::std::boxed::Box::new(<SketchPut as ::core::default::Default>::default()),
    );
    impl ::ucwa_model::Codec for SketchPut {
        const SHAPE: &'static ::ucwa_model::descriptor::Shape = &SHAPE;
    }
    impl ::ucwa_model::record::Record for SketchPut {
        fn shape(&self) -> &'static ::ucwa_model::descriptor::Shape {
            &SHAPE
        }
        fn slot(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn ::ucwa_model::record::Slot> {
            let slot: &dyn ::ucwa_model::record::Slot = match index {
                0usize => &self.title,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn slot_mut(
            &mut self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn ::ucwa_model::record::Slot> {
            let slot: &mut dyn ::ucwa_model::record::Slot = match index {
                0usize => &mut self.title,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn extra(&self) -> &::ucwa_model::Extra {
            &self.extra
        }
        fn extra_mut(&mut self) -> &mut ::ucwa_model::Extra {
            &mut self.extra
        }
    }
};
::ucwa_model::__record! {
    SketchPut
}
::ucwa_model::__value! {
    SketchPut
}
///Starts a drawing.
///
///The body of `POST` on `startSketch`.
///
#[derive(::core::clone::Clone, ::core::default::Default)]
#[non_exhaustive]
pub struct StartSketch {
    ///What the application calls the operation.
    ///
    ///Property `operationId`, at most 50 UTF-16 code units, required.
    pub operation_id: ::core::option::Option<::ucwa_model::OperationId>,
    ///Whom to invite.
    ///
    ///Property `to`.
    pub to: ::core::option::Option<::ucwa_model::SipUri>,
    ///Words to find it by.
    ///
    ///List property `tags`.
    pub tags: ::core::option::Option<::std::vec::Vec<::ucwa_model::Text>>,
    ///A small picture of it.
    ///
    ///Data link `preview`.
    pub preview: ::core::option::Option<::ucwa_model::DataLink>,
    /// What else the message holds.
    pub extra: ::ucwa_model::Extra,
}
const _: () = ::core::assert!(
    ::ucwa_model::OperationId::LIMIT == 50u32,
    "`operationId` has the limit 50 in its definition, but another one in `OperationId`"
);
impl StartSketch {
    /// A request with what is required, and nothing else.
    #[must_use]
    pub fn new(operation_id: ::ucwa_model::OperationId) -> Self {
        Self {
            operation_id: ::core::option::Option::Some(operation_id),
            ..::core::default::Default::default()
        }
    }
    ///Sets `to`.
    #[must_use]
    pub fn with_to(mut self, to: ::ucwa_model::SipUri) -> Self {
        self.to = ::core::option::Option::Some(to);
        self
    }
    ///Sets `tags`.
    #[must_use]
    pub fn with_tags(
        mut self,
        tags: impl ::core::iter::IntoIterator<Item = ::ucwa_model::Text>,
    ) -> Self {
        self.tags = ::core::option::Option::Some(
            ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter(tags)),
        );
        self
    }
    ///Sets `preview`.
    #[must_use]
    pub fn with_preview(mut self, preview: ::ucwa_model::DataLink) -> Self {
        self.preview = ::core::option::Option::Some(preview);
        self
    }
}
const _: () = {
    impl StartSketch {
        const __FIELDS: &'static [::ucwa_model::descriptor::Field] = &[
            ::ucwa_model::descriptor::Field {
                name: "operationId",
                kind: <::ucwa_model::OperationId as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: true,
                range: ::core::option::Option::None,
                doc: "What the application calls the operation.",
            },
            ::ucwa_model::descriptor::Field {
                name: "to",
                kind: <::ucwa_model::SipUri as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "Whom to invite.",
            },
            ::ucwa_model::descriptor::Field {
                name: "tags",
                kind: <::ucwa_model::Text as ::ucwa_model::record::Element>::KIND,
                many: true,
                required: false,
                range: ::core::option::Option::None,
                doc: "Words to find it by.",
            },
            ::ucwa_model::descriptor::Field {
                name: "preview",
                kind: <::ucwa_model::DataLink as ::ucwa_model::record::Element>::KIND,
                many: false,
                required: false,
                range: ::core::option::Option::None,
                doc: "A small picture of it.",
            },
        ];
    }
    static PLACES: [::core::primitive::u16; ::ucwa_model::lookup::size(4usize)] = ::ucwa_model::private::places(
        StartSketch::__FIELDS,
    );
    static SHAPE: ::ucwa_model::descriptor::Shape = ::ucwa_model::private::shape(
        "startSketch",
        "startSketch",
        ::ucwa_model::descriptor::Form::Input,
        StartSketch::__FIELDS,
        &PLACES,
        || ::std::boxed::Box::new(<StartSketch as ::core::default::Default>::default()),
    );
    impl ::ucwa_model::Codec for StartSketch {
        const SHAPE: &'static ::ucwa_model::descriptor::Shape = &SHAPE;
    }
    impl ::ucwa_model::record::Record for StartSketch {
        fn shape(&self) -> &'static ::ucwa_model::descriptor::Shape {
            &SHAPE
        }
        fn slot(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn ::ucwa_model::record::Slot> {
            let slot: &dyn ::ucwa_model::record::Slot = match index {
                0usize => &self.operation_id,
                1usize => &self.to,
                2usize => &self.tags,
                3usize => &self.preview,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn slot_mut(
            &mut self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn ::ucwa_model::record::Slot> {
            let slot: &mut dyn ::ucwa_model::record::Slot = match index {
                0usize => &mut self.operation_id,
                1usize => &mut self.to,
                2usize => &mut self.tags,
                3usize => &mut self.preview,
                _ => return ::core::option::Option::None,
            };
            ::core::option::Option::Some(slot)
        }
        fn extra(&self) -> &::ucwa_model::Extra {
            &self.extra
        }
        fn extra_mut(&mut self) -> &mut ::ucwa_model::Extra {
            &mut self.extra
        }
    }
};
::ucwa_model::__record! {
    StartSketch
}
::ucwa_model::__value! {
    StartSketch
}
/// All definitions of the area.
pub(crate) static DEFINITIONS: &[&::ucwa_model::descriptor::Definition] = &[
    &::ucwa_model::descriptor::Definition {
        name: "sketch",
        rel: "sketch",
        revision: 1u8,
        area: "demo",
        doc: "A drawing that participants share.",
        shape: ::core::option::Option::Some(
            <super::demo::Sketch as ::ucwa_model::Codec>::SHAPE,
        ),
        events: &[
            ::ucwa_model::descriptor::Event {
                event_type: "updated",
                resource: "sketch",
                sender: "conversation",
                priority: "low",
                doc: "Somebody has drawn.",
            },
        ],
        operations: &[
            ::ucwa_model::descriptor::Operation {
                method: "GET",
                doc: "Fetches the drawing.",
                query: &[],
                input: ::core::option::Option::None,
                media: &[],
                success: ::ucwa_model::descriptor::Success {
                    status: 200u16,
                    body: ::core::option::Option::Some("sketch"),
                    starts: ::core::option::Option::None,
                },
                errors: &[
                    ::ucwa_model::descriptor::Failure {
                        status: 404u16,
                        code: "NotFound",
                        subcode: ::core::option::Option::None,
                        doc: "",
                    },
                    ::ucwa_model::descriptor::Failure {
                        status: 409u16,
                        code: "Conflict",
                        subcode: ::core::option::Option::Some("AlreadyExists"),
                        doc: "It is there already.",
                    },
                ],
            },
            ::ucwa_model::descriptor::Operation {
                method: "PUT",
                doc: "Replaces the drawing.",
                query: &[],
                input: ::core::option::Option::Some(
                    <SketchPut as ::ucwa_model::Codec>::SHAPE,
                ),
                media: &[],
                success: ::ucwa_model::descriptor::Success {
                    status: 204u16,
                    body: ::core::option::Option::None,
                    starts: ::core::option::Option::None,
                },
                errors: &[],
            },
        ],
        scopes: &["Sketches.Read"],
        notes: &["It exists for the golden expansion alone."],
    },
    &::ucwa_model::descriptor::Definition {
        name: "startSketch",
        rel: "startSketch",
        revision: 2u8,
        area: "demo",
        doc: "Starts a drawing.",
        shape: ::core::option::Option::None,
        events: &[],
        operations: &[
            ::ucwa_model::descriptor::Operation {
                method: "POST",
                doc: "Starts a drawing.",
                query: &[
                    ::ucwa_model::descriptor::Field {
                        name: "timeout",
                        kind: <::core::primitive::i64 as ::ucwa_model::record::Element>::KIND,
                        many: false,
                        required: false,
                        range: ::core::option::Option::None,
                        doc: "How long to wait, in seconds.",
                    },
                ],
                input: ::core::option::Option::Some(
                    <StartSketch as ::ucwa_model::Codec>::SHAPE,
                ),
                media: &[],
                success: ::ucwa_model::descriptor::Success {
                    status: 201u16,
                    body: ::core::option::Option::None,
                    starts: ::core::option::Option::Some("sketch"),
                },
                errors: &[],
            },
        ],
        scopes: &[],
        notes: &[],
    },
];
