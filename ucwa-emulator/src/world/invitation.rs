//! Invitations: somebody asks somebody else to talk, to add something to a conversation, or to be let in.

use std::time::Duration;

use ucwa_model::{DataLink, OperationId, Text, enumerations::InvitationState};

use super::{application::ApplicationId, modality::Modality, user::UserId};

/// See the module.
#[derive(Debug)]
pub(crate) struct Invitation {
    pub(crate) kind: Kind,
    pub(crate) conversation: u64,
    pub(crate) from: UserId,
    /// Where it was made: its operation is of interest there alone. None for a robot's.
    pub(crate) application: Option<ApplicationId>,
    /// Who is asked, if there is anybody of that address; whoever joins a meeting asks for themself.
    pub(crate) to: Option<UserId>,
    /// As it was asked for.
    pub(crate) address: Text,
    /// Where it rings, or has rung.
    pub(crate) at: Vec<ApplicationId>,
    pub(crate) operation: Option<OperationId>,
    pub(crate) state: InvitationState,
    /// When nobody is going to answer any more.
    pub(crate) until: Duration,
    pub(crate) company: Company,
}

/// What somebody is invited to.
#[derive(Debug)]
pub(crate) enum Kind {
    Messaging {
        message: Option<DataLink>,
        content: Option<DataLink>,
    },
    /// Audio, video, or both, over the network.
    Call(Box<Offer>),
    /// Audio over the phone.
    Phone {
        number: Option<Text>,
        content: Option<DataLink>,
    },
    /// The meeting that the conversation is of, or becomes.
    Participant,
    /// Somebody joins a meeting.
    Meeting,
}

/// What a call offers.
#[derive(Debug, Default)]
pub(crate) struct Offer {
    pub(crate) modalities: Vec<Modality>,
    pub(crate) media: Option<DataLink>,
    pub(crate) content: Option<DataLink>,
    pub(crate) context: Option<Text>,
    pub(crate) audio_muted: bool,
    pub(crate) video_muted: bool,
    /// What the other side has answered, so far and in the end.
    pub(crate) provisional: Option<DataLink>,
    pub(crate) answer: Option<DataLink>,
    /// Where an emergency is, as properties of the invitation.
    pub(crate) place: Vec<(&'static str, Text)>,
}

/// Who else has to do with an invitation.
#[derive(Debug, Default)]
pub(crate) struct Company {
    /// For whom it was made.
    pub(crate) on_behalf_of: Option<UserId>,
    /// Who has passed it on.
    pub(crate) forwarded_by: Option<UserId>,
    /// Who has answered.
    pub(crate) accepted_by: Option<UserId>,
    /// The conversation that came of it, if it is another one.
    pub(crate) derived: Option<u64>,
    /// What gives way to it.
    pub(crate) replaces: Option<Modality>,
    /// Who hands a call over by it, and the conversation in which they have that call.
    pub(crate) transferred_by: Option<(UserId, u64)>,
}

/// How long an invitation waits for somebody to answer.
pub(crate) const RINGS: Duration = Duration::from_secs(30);

/// How long somebody waits to be let in.
pub(crate) const WAITS: Duration = Duration::from_secs(15 * 60);

impl Invitation {
    /// One by which somebody takes part in what there is already: it rings nowhere.
    pub(crate) fn own(
        kind: Kind,
        conversation: u64,
        (user, application): (UserId, ApplicationId),
        operation: Option<OperationId>,
        until: Duration,
    ) -> Self {
        Self {
            kind,
            conversation,
            from: user,
            application: Some(application),
            to: None,
            address: Text::default(),
            at: Vec::new(),
            operation,
            state: InvitationState::Connecting,
            until,
            company: Company::default(),
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, InvitationState::Connecting | InvitationState::Alerting)
    }

    /// The modalities that it is about.
    pub(crate) fn modalities(&self) -> &[Modality] {
        match &self.kind {
            Kind::Messaging { .. } => &[Modality::Messaging],
            Kind::Call(offer) => &offer.modalities,
            Kind::Phone { .. } => &[Modality::PhoneAudio],
            Kind::Participant | Kind::Meeting => &[],
        }
    }

    /// What it is called by whoever has made it, and by whoever is asked.
    pub(crate) fn rel(&self, is_own: bool) -> &'static str {
        match (&self.kind, is_own) {
            (Kind::Messaging { .. }, _) => "messagingInvitation",
            (Kind::Call(_), _) => "audioVideoInvitation",
            (Kind::Phone { .. }, _) => "phoneAudioInvitation",
            (Kind::Participant, true) => "participantInvitation",
            (Kind::Participant, false) | (Kind::Meeting, _) => "onlineMeetingInvitation",
        }
    }

    /// The applications that see it.
    pub(crate) fn seen_by(&self) -> impl Iterator<Item = ApplicationId> {
        self.application.into_iter().chain(self.at.iter().copied().filter(|id| Some(*id) != self.application))
    }
}
