from django.urls import path

from beffroi.people.views import coming, leaving, organisation, organisations

urlpatterns = [
    path("settings/organisation", organisation.organisation, name="organisation"),
    path("settings/organisation/services", organisation.services, name="services"),
    path("settings/people", coming.people, name="people"),
    path("settings/people/invitations/<int:pk>/renewal", coming.renewal, name="invitation_renewal"),
    path("settings/people/invitations/<int:pk>/revocation", coming.revocation, name="invitation_revocation"),
    path("join/<str:secret>", coming.join, name="join"),
    path("settings/people/<int:pk>", leaving.member, name="member"),
    path("settings/people/<int:pk>/role", leaving.role, name="member_role"),
    path("settings/people/<int:pk>/end-of-mandate", leaving.planning, name="member_planning"),
    path("settings/people/<int:pk>/suspension", leaving.suspension, name="member_suspension"),
    path("settings/people/<int:pk>/handing-over", leaving.handing, name="member_handing"),
    path("settings/people/<int:pk>/end", leaving.end, name="member_end"),
    path("settings/people/<int:pk>/staying", leaving.staying, name="member_staying"),
    path("settings/organisations/new", organisations.organisation_new, name="organisation_new"),
    path("organisations/<int:pk>/switch", organisations.switch, name="organisation_switch"),
]
