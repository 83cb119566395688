//! Kinds of communication, and how far somebody takes part in one.

use ucwa_model::enumerations::ModalityType;

/// A kind of communication in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Modality {
    Messaging,
    Audio,
    Video,
    PanoramicVideo,
    PhoneAudio,
    ApplicationSharing,
    DataCollaboration,
}

impl Modality {
    pub(crate) const ALL: [Self; 7] = [
        Self::Messaging,
        Self::Audio,
        Self::Video,
        Self::PanoramicVideo,
        Self::PhoneAudio,
        Self::ApplicationSharing,
        Self::DataCollaboration,
    ];

    /// As the protocol calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Messaging => "Messaging",
            Self::Audio => "Audio",
            Self::Video => "Video",
            Self::PanoramicVideo => "PanoramicVideo",
            Self::PhoneAudio => "PhoneAudio",
            Self::ApplicationSharing => "ApplicationSharing",
            Self::DataCollaboration => "DataCollaboration",
        }
    }

    /// Whether a list of those that are supported has it. Who lists none supports all.
    pub(crate) fn is_among(self, supported: &[ModalityType]) -> bool {
        supported.is_empty() || supported.iter().any(|other| other.as_str() == self.name())
    }
}

/// How far somebody takes part in a modality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Line {
    #[default]
    Off,
    /// It is being set up.
    Connecting,
    On {
        muted: bool,
        held: bool,
    },
}

impl Line {
    /// As it is when it has just been set up.
    pub(crate) const OPEN: Self = Self::On { muted: false, held: false };

    pub(crate) fn is_on(self) -> bool {
        matches!(self, Self::On { .. })
    }

    pub(crate) fn is_muted(self) -> bool {
        matches!(self, Self::On { muted: true, .. })
    }

    pub(crate) fn is_held(self) -> bool {
        matches!(self, Self::On { held: true, .. })
    }

    /// As the protocol calls it.
    pub(crate) const fn state(self) -> &'static str {
        match self {
            Self::Off => "Disconnected",
            Self::Connecting => "Connecting",
            Self::On { .. } => "Connected",
        }
    }
}

/// How far somebody takes part in each modality.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines([Line; Modality::ALL.len()]);

impl Lines {
    pub(crate) fn of(&self, modality: Modality) -> Line {
        self.0.get(modality as usize).copied().unwrap_or_default()
    }

    /// Sets one, and tells what it was.
    pub(crate) fn set(&mut self, modality: Modality, line: Line) -> Line {
        self.0.get_mut(modality as usize).map_or(Line::Off, |place| std::mem::replace(place, line))
    }

    /// Those that are on.
    pub(crate) fn on(&self) -> impl Iterator<Item = Modality> {
        Modality::ALL.into_iter().filter(|modality| self.of(*modality).is_on())
    }

    /// Whether none is on, or on its way.
    pub(crate) fn are_off(&self) -> bool {
        self.0.iter().all(|line| *line == Line::Off)
    }
}
