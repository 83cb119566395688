//! How to decode: [`DecodeOptions`], [`Mode`] and [`Limits`].

/// What a decoder does with a member that does not fit the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The first violation is an error. The default for what a request sends.
    Strict,
    /// The member is kept verbatim in [`Extra`](crate::Extra), the typed field stays empty, and the violation is reported. The
    /// default for what a server sent.
    Lenient,
}

/// How to decode, whatever the format is: a stream may hold responses in both. A [`Decoder`](crate::Decoder) is a format with such options,
/// and has these setters too.
///
/// ```
/// use ucwa_model::{DecodeOptions, Decoder, Format, Limits, Responses};
///
/// const OPTIONS: DecodeOptions = DecodeOptions::new().strict().with_limits(Limits::DEFAULT.with_bytes(1 << 20));
/// let responses = Responses::new(&b""[..]).with_options(OPTIONS);
/// let decoder = Decoder::new(Format::Xml).with_options(OPTIONS);
/// # let _ = (responses, decoder);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeOptions {
    /// `None` is the default of each type.
    pub(crate) mode: Option<Mode>,
    pub(crate) limits: Limits,
    /// Unknown members are reported.
    pub(crate) unknown: bool,
    /// The content of data links is decoded.
    pub(crate) data: bool,
    /// No excerpts of the message in errors and reports.
    pub(crate) silent: bool,
    /// An input has to have its required members.
    pub(crate) complete: bool,
}

impl DecodeOptions {
    /// The default mode of each type, and the default limits.
    #[must_use]
    pub const fn new() -> Self {
        Self { mode: None, limits: Limits::DEFAULT, unknown: false, data: false, silent: false, complete: true }
    }

    /// The first violation is an error.
    #[must_use]
    pub const fn strict(self) -> Self {
        Self { mode: Some(Mode::Strict), ..self }
    }

    /// Violations are reported, and the members are kept in `extra`.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { mode: Some(Mode::Lenient), ..self }
    }

    /// Sets the limits.
    #[must_use]
    pub const fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Lists unknown members in the report; they are kept in any case.
    #[must_use]
    pub const fn report_unknown(self) -> Self {
        Self { unknown: true, ..self }
    }

    /// Lets an input come in that lacks required members, as when they may be in the query of its request.
    #[must_use]
    pub const fn allow_incomplete(self) -> Self {
        Self { complete: false, ..self }
    }

    /// Decodes the content of data links too, and reports what cannot be decoded.
    #[must_use]
    pub const fn check_data(self) -> Self {
        Self { data: true, ..self }
    }

    /// Leaves excerpts of the message out of errors and reports, for logs that must not hold user data.
    ///
    /// ```
    /// use ucwa_model::{Decoder, Format, communication::Message};
    ///
    /// let error = Decoder::new(Format::Xml).without_excerpts().decode::<Message>("<a></private>").unwrap_err();
    /// assert_eq!(error.to_string(), "1:4: expected `</…>`, but found `</…>`");
    /// ```
    #[must_use]
    pub const fn without_excerpts(self) -> Self {
        Self { silent: true, ..self }
    }
}

impl Default for DecodeOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// Defines the limits: a field, its setter and its default for each.
macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident, $with:ident: $default:expr;)*) => {
        /// Bounds against hostile input, for both formats, decoding and encoding, known and unknown members alike. What exceeds one is
        /// an error with its code and place, and is not stored.
        ///
        /// ```
        /// use ucwa_model::Limits;
        ///
        /// const LIMITS: Limits = Limits::DEFAULT.with_depth(16).with_bytes(1 << 20);
        /// assert_eq!((LIMITS.depth, LIMITS.bytes, LIMITS.text), (16, 1 << 20, Limits::default().text));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct Limits {
            $($(#[$doc])* pub $field: usize,)*
        }

        impl Limits {
            /// The limits that hold unless others are set.
            pub const DEFAULT: Self = Self { $($field: $default,)* };

            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
                #[must_use]
                pub const fn $with(self, $field: usize) -> Self {
                    Self { $field, ..self }
                }
            )*
        }
    };
}

limits! {
    /// Bytes of a document: 64 MiB.
    bytes, with_bytes: 64 << 20;
    /// Levels of nesting: 64, for which 256 KiB of stack are enough, in debug builds too. More than [`Limits::MAX_DEPTH`] counts as that many.
    depth, with_depth: 64;
    /// Members of an object, children of an element: 65,536. In XML the items of a list are children too, but not senders and events.
    members, with_members: 1 << 16;
    /// Items of a list: 1,048,576.
    items, with_items: 1 << 20;
    /// Attributes of an element, namespace declarations included: 64.
    attributes, with_attributes: 64;
    /// Namespace declarations that are in force at one place, those of the elements around it included: 256.
    declarations, with_declarations: 256;
    /// Events of a response, of all senders: 1,048,576.
    events, with_events: 1 << 20;
    /// Bytes of one text, name or href: 16 MiB.
    text, with_text: 16 << 20;
    /// How many times its size a document may take in memory while it is read, its text included: 8. Any document may take 1 MiB. Guards
    /// against short input that expands, such as `{}` or `[0,0,…]`.
    memory, with_memory: 8;
    /// Violations and unknown members that are listed; what comes after is counted: 1,000.
    violations, with_violations: 1000;
}

impl Limits {
    /// Nesting is never deeper, whatever the limits say: values are dropped, compared and printed level by level on the stack.
    /// 256 KiB of it are enough, in debug builds 512 KiB.
    pub const MAX_DEPTH: usize = 128;

    pub(crate) fn max_depth(&self) -> usize {
        self.depth.min(Self::MAX_DEPTH)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
