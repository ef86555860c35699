"""Addresses of meetings, minutes, the action log and the Committee's settings."""

from django.urls import path

from governance.views import action_points, attendance, committees, meetings, minutes

_MEETING = "meetings/<uuid:pk>/"
_COMMITTEE = "committees/<str:code>/"

urlpatterns = [
    path("", meetings.Meetings.as_view(), name="meetings"),
    path("calendar/<str:key>.ics", committees.Calendar.as_view(), name="calendar"),
    path(_COMMITTEE, committees.CommitteeDetail.as_view(), name="committee"),
    path(
        f"{_COMMITTEE}establish/",
        committees.CommitteeEstablish.as_view(),
        name="committee-establish",
    ),
    path(
        f"{_COMMITTEE}settings/", committees.CommitteeSettings.as_view(), name="committee-settings"
    ),
    path(f"{_COMMITTEE}seats/new/", committees.CommitteeSeat.as_view(), name="committee-seat"),
    path(
        f"{_COMMITTEE}seats/<int:pk>/end/",
        committees.CommitteeEndSeat.as_view(),
        name="committee-end-seat",
    ),
    path(f"{_COMMITTEE}schedule/", committees.MeetingSchedule.as_view(), name="meeting-schedule"),
    path(_MEETING, meetings.MeetingDetail.as_view(), name="meeting"),
    path(f"{_MEETING}agenda/", meetings.MeetingDraftAgenda.as_view(), name="meeting-draft-agenda"),
    path(f"{_MEETING}matters/", meetings.MeetingAddMatters.as_view(), name="meeting-add-matters"),
    path(
        f"{_MEETING}items/<uuid:item>/<str:direction>/",
        meetings.MeetingMoveItem.as_view(),
        name="meeting-move-item",
    ),
    path(
        f"{_MEETING}publish/",
        meetings.MeetingPublishPapers.as_view(),
        name="meeting-publish-papers",
    ),
    path(f"{_MEETING}open/", meetings.MeetingOpen.as_view(), name="meeting-open"),
    path(f"{_MEETING}close/", meetings.MeetingClose.as_view(), name="meeting-close"),
    path(f"{_MEETING}move/", meetings.MeetingMoveTo.as_view(), name="meeting-move"),
    path(f"{_MEETING}cancel/", meetings.MeetingCancel.as_view(), name="meeting-cancel"),
    path(f"{_MEETING}attend/", attendance.MeetingAttend.as_view(), name="meeting-attend"),
    path(
        f"{_MEETING}people/<uuid:person>/arrive/",
        attendance.MeetingArrive.as_view(),
        name="meeting-arrive",
    ),
    path(
        f"{_MEETING}people/<uuid:person>/leave/",
        attendance.MeetingLeave.as_view(),
        name="meeting-leave",
    ),
    path(
        f"{_MEETING}people/<uuid:person>/apologies/",
        attendance.MeetingSendApologies.as_view(),
        name="meeting-send-apologies",
    ),
    path(f"{_MEETING}pack/", minutes.MeetingPack.as_view(), name="meeting-pack"),
    path(
        f"{_MEETING}pack/draft.pdf", minutes.MeetingPackDraft.as_view(), name="meeting-pack-draft"
    ),
    path(
        f"{_MEETING}pack/public/", minutes.MeetingPublicPack.as_view(), name="meeting-public-pack"
    ),
    path(f"{_MEETING}minutes/", minutes.Minutes.as_view(), name="minutes"),
    path(f"{_MEETING}minutes/draft.pdf", minutes.MinutesPdf.as_view(), name="minutes-pdf"),
    path(
        f"{_MEETING}minutes/public/",
        minutes.PublicMinutesPreview.as_view(),
        name="minutes-public",
    ),
    path(f"{_MEETING}minutes/write/", minutes.MinutesDraft.as_view(), name="minutes-draft"),
    path(f"{_MEETING}minutes/approve/", minutes.MinutesApprove.as_view(), name="minutes-approve"),
    path(f"{_MEETING}minutes/publish/", minutes.MinutesPublish.as_view(), name="minutes-publish"),
    path(
        f"{_MEETING}action-points/new/",
        action_points.ActionPointAdd.as_view(),
        name="action-point-add",
    ),
    path("action-points/", action_points.ActionPoints.as_view(), name="action-points"),
    path(
        "action-points/<uuid:pk>/done/",
        action_points.ActionPointFinish.as_view(),
        name="action-point-finish",
    ),
]
