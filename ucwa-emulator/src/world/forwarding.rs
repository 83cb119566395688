//! Where the calls of a user go if they do not answer them, or before they could.

use ucwa_model::enumerations::{ActivePeriod, CallForwardingState, UnansweredCallHandling};

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Forwarding {
    pub(crate) period: ActivePeriod,
    pub(crate) state: CallForwardingState,
    /// Where calls go at once.
    pub(crate) immediate: Target,
    /// What rings too.
    pub(crate) ringing: Delayed,
    pub(crate) handling: UnansweredCallHandling,
    /// Where calls go that nobody answers.
    pub(crate) unanswered: Delayed,
}

/// Who gets a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Target {
    #[default]
    Nobody,
    /// A URI.
    Contact(String),
    Delegates,
    Team,
    Voicemail,
}

/// Who gets a call, and after how many seconds.
#[derive(Clone, Debug)]
pub(crate) struct Delayed {
    pub(crate) target: Target,
    pub(crate) delay: i64,
}

/// How long unanswered calls ring, if nothing is said, in seconds.
pub(crate) const USUAL_DELAY: i64 = 20;

impl Default for Forwarding {
    fn default() -> Self {
        Self {
            period: ActivePeriod::Always,
            state: CallForwardingState::None,
            immediate: Target::Nobody,
            ringing: Delayed { target: Target::Nobody, delay: 0 },
            handling: UnansweredCallHandling::Disabled,
            unanswered: Delayed { target: Target::Nobody, delay: USUAL_DELAY },
        }
    }
}

impl Target {
    /// As resources have it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Nobody => "None",
            Self::Contact(_) => "Contact",
            Self::Delegates => "Delegates",
            Self::Team => "Team",
            Self::Voicemail => "Voicemail",
        }
    }

    /// The one of that name. A contact is named by who it is, and stays the one that it was.
    pub(crate) fn named(name: &str, earlier: &Self) -> Option<Self> {
        match name {
            "None" => Some(Self::Nobody),
            "Delegates" => Some(Self::Delegates),
            "Team" => Some(Self::Team),
            "Voicemail" => Some(Self::Voicemail),
            "Contact" if matches!(earlier, Self::Contact(_)) => Some(earlier.clone()),
            _ => None,
        }
    }
}
