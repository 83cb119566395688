//! How to decode: [`Mode`], [`Limits`] and the rest.

/// What a decoder does with a member that does not fit the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The first violation is an error. The default for what a request sends.
    Strict,
    /// The member is kept verbatim in [`Extra`](crate::Extra), the typed field stays empty, and the violation is reported. The
    /// default for what a server sent.
    Lenient,
}

/// Bounds against hostile input, the same in both formats, on the way in and on the way out, for what the schema knows and for what
/// it does not. What exceeds one is an error with its code and place, and is not stored.
///
/// ```
/// use ucwa_model::Limits;
///
/// let limits = Limits { depth: 16, ..Limits::default() };
/// assert_eq!(limits.bytes, 64 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a document: 64 MiB.
    pub bytes: usize,
    /// Levels of nesting: 64, for which 256 KiB of stack are enough, in debug builds too. More than [`Limits::MAX_DEPTH`] counts as that many.
    pub depth: usize,
    /// Members of an object, children of an element: 65,536. In XML the items of a list are children too, but not senders and events.
    pub members: usize,
    /// Items of a list: 1,048,576.
    pub items: usize,
    /// Attributes of an element, namespace declarations included: 64.
    pub attributes: usize,
    /// Namespace declarations that are in force at one place, those of the elements around it included: 256.
    pub declarations: usize,
    /// Events of a response, of all senders: 1,048,576.
    pub events: usize,
    /// Bytes of one text, name or href: 16 MiB.
    pub text: usize,
    /// How many times its size a document may take in memory while it is read, its text included: 8. Any document may take 1 MiB.
    /// What is made of nothing is what counts here: empty resources and events, lists of numbers.
    pub memory: usize,
    /// Violations and unknown members that are listed; what comes after is counted: 1,000.
    pub violations: usize,
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
        Self {
            bytes: 64 << 20,
            depth: 64,
            members: 1 << 16,
            items: 1 << 20,
            attributes: 64,
            declarations: 256,
            events: 1 << 20,
            text: 16 << 20,
            memory: 8,
            violations: 1000,
        }
    }
}
