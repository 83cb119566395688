//! What can be done with a link, by its rel: a trait for each method, which the markers of rels implement, and the calls that they allow.

use crate::{
    Codec, LinkTarget, LinkTo, MaybeLink, Rel,
    http::{Call, Input, Operation},
};

/// A rel whose links can be fetched.
#[diagnostic::on_unimplemented(
    message = "links of the rel `{Self}` take no GET",
    label = "the schema has no GET for this rel",
    note = "the documentation of the rel lists the methods that it takes"
)]
pub trait Get: Rel {
    /// The operation: what it takes, what success looks like, and how it may fail.
    const OPERATION: Operation;
    /// What a success brings.
    type Answer;
}

/// A rel whose links take a POST.
#[diagnostic::on_unimplemented(
    message = "links of the rel `{Self}` take no POST",
    label = "the schema has no POST for this rel",
    note = "the documentation of the rel lists the methods that it takes"
)]
pub trait Post: Rel {
    /// The operation: what it takes, what success looks like, and how it may fail.
    const OPERATION: Operation;
    /// What it takes; `()` if that is nothing.
    type Input;
    /// What a success brings.
    type Answer;
}

/// A rel whose links take a PUT.
#[diagnostic::on_unimplemented(
    message = "links of the rel `{Self}` take no PUT",
    label = "the schema has no PUT for this rel",
    note = "the documentation of the rel lists the methods that it takes"
)]
pub trait Put: Rel {
    /// The operation: what it takes, what success looks like, and how it may fail.
    const OPERATION: Operation;
    /// What it takes.
    type Input;
    /// What a success brings.
    type Answer;
}

/// A rel whose links take a DELETE.
#[diagnostic::on_unimplemented(
    message = "links of the rel `{Self}` take no DELETE",
    label = "the schema has no DELETE for this rel",
    note = "the documentation of the rel lists the methods that it takes"
)]
pub trait Delete: Rel {
    /// The operation: what it takes, what success looks like, and how it may fail.
    const OPERATION: Operation;
    /// What a success brings.
    type Answer;
}

/// A rel whose links say what they take.
#[diagnostic::on_unimplemented(
    message = "links of the rel `{Self}` take no OPTIONS",
    label = "the schema has no OPTIONS for this rel",
    note = "the documentation of the rel lists the methods that it takes"
)]
pub trait Options: Rel {
    /// The operation: what it takes, what success looks like, and how it may fail.
    const OPERATION: Operation;
    /// What a success brings.
    type Answer;
}

/// A resource that can be put back; see [`Fetched::put`](crate::http::Fetched::put).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be put back",
    label = "the schema has no PUT for this resource",
    note = "its documentation lists what its link takes"
)]
pub trait Replaceable: Codec {
    /// The rel that takes the PUT.
    type Rel: Put;
}

/// With the feature `http`: what the schema lets a link of the rel be asked. If there is no link, the call says so as soon as it is
/// to be sent.
///
/// ```
/// use ucwa_model::{Codec, Format, Link, communication::MessagingInvitation, http::Base};
///
/// let body = r#"{"rel":"messagingInvitation","_links":{"accept":{"href":"/invitations/602/accept"}}}"#;
/// let invitation = MessagingInvitation::from_json(body)?;
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
///
/// let accept = invitation.accept_link.post().to_http(&base)?;
/// assert_eq!((accept.method().as_str(), accept.uri().path()), ("POST", "/invitations/602/accept"));
///
/// let missing = invitation.cancel_link.post().to_http(&base).unwrap_err();
/// assert_eq!(missing.to_string(), "expected a link `cancel`, but found none");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<R, L: MaybeLink> LinkTo<R, L> {
    /// Fetches what the link leads to.
    pub fn get<A>(&self) -> Call<A>
    where
        R: Get<Answer = A>,
    {
        self.call(R::OPERATION)
    }

    /// Puts a resource, or a part of it, where the link leads. [`Fetched::put`](crate::http::Fetched::put) puts back what has been
    /// fetched.
    pub fn put<I: Input, A>(&self, input: I) -> Call<A>
    where
        R: Put<Input = I, Answer = A>,
    {
        self.call(R::OPERATION).with_input(input)
    }

    /// Deletes what the link leads to.
    pub fn delete<A>(&self) -> Call<A>
    where
        R: Delete<Answer = A>,
    {
        self.call(R::OPERATION)
    }

    /// Asks what can be done where the link leads.
    pub fn options<A>(&self) -> Call<A>
    where
        R: Options<Answer = A>,
    {
        self.call(R::OPERATION)
    }
}

/// With the feature `http`, for rels whose POST takes no input.
impl<R: Post<Input = ()>, L: MaybeLink> LinkTo<R, L> {
    /// Does what the link is for.
    pub fn post(&self) -> Call<R::Answer> {
        self.call(R::OPERATION)
    }
}

/// With the feature `http`, for rels whose POST takes an input.
impl<R, L: MaybeLink> LinkTarget<R, L> {
    /// Does what the link is for, with an input: the body of the request, or what travels in its query.
    ///
    /// ```
    /// use ucwa_model::{LinkTo, OperationId, communication::StartMessaging2, rel};
    ///
    /// let link: LinkTo<rel::StartMessaging, _> = LinkTo::new("/communication/messagingInvitations");
    /// let call = link.post(StartMessaging2::new(OperationId::try_from("74cb7404")?));
    /// assert_eq!(call.operation().to_string(), "POST startMessaging2");
    /// # Ok::<(), ucwa_model::LengthError>(())
    /// ```
    pub fn post<I: Input, A>(&self, input: I) -> Call<A>
    where
        R: Post<Input = I, Answer = A>,
    {
        self.call(R::OPERATION).with_input(input)
    }

    fn call<A>(&self, operation: Operation) -> Call<A>
    where
        R: Rel,
    {
        Call::new(operation, self.slot.link(), R::NAME)
    }
}
