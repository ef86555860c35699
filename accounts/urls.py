"""Addresses of people, their roles and invitations, and of the register of interests."""

from django.urls import path

from accounts.views import account, interests, invitations, people

app_name = "accounts"

urlpatterns = [
    path("account/", account.Account.as_view(), name="account"),
    path(
        "account/second-factor-needed/",
        account.SecondFactorNeeded.as_view(),
        name="second-factor-needed",
    ),
    path("people/", people.People.as_view(), name="people"),
    path("people/invite/", invitations.Invite.as_view(), name="invite"),
    path("people/invitations/", invitations.Invitations.as_view(), name="invitations"),
    path("people/invitations/<uuid:pk>/", invitations.InvitationPage.as_view(), name="invitation"),
    path(
        "people/invitations/<uuid:pk>/renew/",
        invitations.InvitationRenew.as_view(),
        name="invitation-renew",
    ),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        invitations.InvitationWithdraw.as_view(),
        name="invitation-withdraw",
    ),
    path(
        "people/invitations/<uuid:pk>/hand-over/",
        invitations.InvitationHandOver.as_view(),
        name="invitation-hand-over",
    ),
    path("people/<uuid:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<uuid:pk>/disable/", people.PersonDisable.as_view(), name="person-disable"),
    path("people/<uuid:pk>/enable/", people.PersonEnable.as_view(), name="person-enable"),
    path(
        "people/<uuid:pk>/reset-second-factor/",
        people.PersonResetSecondFactor.as_view(),
        name="person-reset-second-factor",
    ),
    path(
        "people/<uuid:pk>/change-address/",
        people.PersonChangeAddress.as_view(),
        name="person-change-address",
    ),
    path(
        "people/<uuid:pk>/roles/<int:holding>/end/",
        people.PersonEndRole.as_view(),
        name="person-end-role",
    ),
    path(
        "invitation/<str:token>/",
        invitations.InvitationAccept.as_view(),
        name="invitation-accept",
    ),
    path("interests/", interests.Interests.as_view(), name="interests"),
    path("interests/declare/", interests.InterestDeclare.as_view(), name="interest-declare"),
    path("interests/<uuid:pk>/end/", interests.InterestEnd.as_view(), name="interest-end"),
]
