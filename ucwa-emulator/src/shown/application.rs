//! The application, and the four areas that it embeds.

use ucwa_model::{
    Link,
    discovery::{self, Root, User},
    online_meetings::OnlineMeetings,
    people::People,
};

use super::{communication, groups, link, me, privacy, subscriptions};
use crate::world::{
    World,
    application::{APPLICATIONS, Application, ApplicationId, place},
    user::UserId,
};

/// Where discovery begins.
pub(crate) fn root(world: &World) -> Root {
    let mut root = Root::default();
    root.self_link = Link::new(format!("{}/", world.origin)).into();
    root.user_link = Link::new(user_url(world)).into();
    root.xframe_link = Link::new(format!("{}{XFRAME}", world.origin)).into();
    root
}

/// Where somebody without an account makes an application.
pub(crate) const ANONYMOUS: &str = "/ucwa/v1/anonApplications";

/// Where [`user`] is, with the domain for which it was asked, as servers have it: some clients take the URL apart and expect a query.
fn user_url(world: &World) -> String {
    let domain = world.users.first().and_then(|user| user.address.split('@').nth(1)).unwrap_or_default();
    format!("{}{USER}?originalDomain={domain}", world.origin)
}

/// The path of [`root`], beside the empty one.
pub(crate) const ROOT: &str = "/Autodiscover/AutodiscoverService.svc/root";
/// The path of [`user`].
pub(crate) const USER: &str = "/Autodiscover/AutodiscoverService.svc/root/oauth/user";
/// The path of the page that lets others in a browser send requests.
pub(crate) const XFRAME: &str = "/Autodiscover/XFrame/XFrame.html";

/// Whose server this is, or where theirs is.
pub(crate) fn user(world: &World, user: UserId) -> User {
    let home = world.users.get(user).map(|user| user.server).filter(|home| *home != world.here);
    let home = home.and_then(|home| world.origins.get(home));
    let is_guest = world.users.get(user).is_some_and(|user| user.guest.is_some());
    let mut user = User::default();
    user.self_link = Link::new(user_url(world)).into();
    match home {
        Some(home) => user.redirect_link = Link::new(format!("{home}{ROOT}")).into(),
        None if is_guest => user.applications_link = Link::new(format!("{}{ANONYMOUS}", world.origin)).into(),
        None => user.applications_link = Link::new(format!("{}{APPLICATIONS}", world.origin)).with_revision("2").into(),
    }
    user.xframe_link = Link::new(format!("{}{XFRAME}", world.origin)).into();
    user
}

/// An application, from which everything else is found.
pub(crate) fn application(world: &World, id: ApplicationId) -> Option<discovery::Application> {
    let Application { made, .. } = world.applications.get(&id)?;
    let mut shown = discovery::Application::default();
    shown.culture = made.culture.as_ref().map(|culture| culture.as_str().into());
    shown.endpoint_id = made.endpoint_id.as_ref().map(|endpoint| endpoint.as_str().into());
    shown.instance_id = made.instance_id.as_ref().map(|instance| instance.as_str().into());
    shown.user_agent = made.user_agent.as_ref().map(|agent| agent.as_str().into());
    shown.type_ = made.type_.clone();
    shown.id = Some(id.to_string().into());
    shown.self_link = link(id, "");
    shown.batch_link = link(id, "batch");
    shown.events_link = link(id, "events?ack=1");
    shown.policies_link = link(id, "policies");
    shown.report_my_network_link = link(id, "reportMyNetwork");
    shown.me = me::me(world, id).map(Box::new);
    shown.people = Some(Box::new(people(id)));
    shown.communication = communication::communication(world, id).map(Box::new);
    shown.online_meetings = Some(Box::new(online_meetings(id)));
    Some(shown)
}

/// People: contacts, groups and subscriptions.
pub(crate) fn people(id: ApplicationId) -> People {
    let mut people = People::default();
    people.self_link = link(id, "people");
    let second = |path: &str| Link::new(place(id, path)).with_revision("2");
    people.my_contacts_link = link(id, "people/contacts");
    people.my_groups_link = second(groups::GROUPS).into();
    people.my_group_memberships_link = second(groups::MEMBERSHIPS).into();
    people.my_privacy_relationships_link = link(id, privacy::RELATIONSHIPS);
    people.presence_subscriptions_link = link(id, subscriptions::SUBSCRIPTIONS);
    people.presence_subscription_memberships_link = link(id, subscriptions::MEMBERSHIPS);
    people.my_contacts_and_groups_subscription_link = link(id, subscriptions::LIST);
    people.subscribed_contacts_link = link(id, subscriptions::SUBSCRIBED);
    people.search_link = second("people/search").into();
    people
}

/// Online meetings.
pub(crate) fn online_meetings(id: ApplicationId) -> OnlineMeetings {
    let mut meetings = OnlineMeetings::default();
    meetings.self_link = link(id, "onlineMeetings");
    meetings.my_online_meetings_link = link(id, "onlineMeetings/myOnlineMeetings");
    meetings.online_meeting_default_values_link = link(id, "onlineMeetings/defaultValues");
    meetings.online_meeting_eligible_values_link = link(id, "onlineMeetings/eligibleValues");
    meetings.online_meeting_policies_link = link(id, "onlineMeetings/policies");
    meetings.my_assigned_online_meeting_link = link(id, "onlineMeetings/myAssignedOnlineMeeting");
    meetings.online_meeting_invitation_customization_link = link(id, "onlineMeetings/customInvitation");
    meetings.phone_dial_in_information_link = link(id, "onlineMeetings/phoneDialInInformation");
    meetings
}
