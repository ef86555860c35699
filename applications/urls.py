"""Addresses of what is asked for: operating levels."""

from django.urls import path

from applications.views import level_steps, levels

app_name = "applications"

urlpatterns = [
    path("", levels.Levels.as_view(), name="levels"),
    path("criteria/<uuid:pk>/", levels.LevelCriteria.as_view(), name="level-criteria"),
    path(
        "criteria/<uuid:pk>/<int:level>/",
        levels.LevelCriteriaEnter.as_view(),
        name="level-criteria-enter",
    ),
    path("localities/<str:code>/", levels.LevelLocality.as_view(), name="level-locality"),
    path("localities/<str:code>/apply/", level_steps.LevelStart.as_view(), name="level-start"),
    path(
        "localities/<str:code>/propose-lower/",
        level_steps.LevelProposeLower.as_view(),
        name="level-propose-lower",
    ),
    path(
        "applications/<uuid:pk>/",
        levels.LevelApplicationView.as_view(),
        name="level-application",
    ),
    path("applications/<uuid:pk>/case/", level_steps.LevelCase.as_view(), name="level-case"),
    path(
        "applications/<uuid:pk>/criteria/<int:criterion>/",
        level_steps.LevelGiveEvidence.as_view(),
        name="level-give-evidence",
    ),
    path("applications/<uuid:pk>/submit/", level_steps.LevelSubmit.as_view(), name="level-submit"),
    path("applications/<uuid:pk>/review/", level_steps.LevelReview.as_view(), name="level-review"),
    path(
        "applications/<uuid:pk>/withdraw/",
        level_steps.LevelWithdraw.as_view(),
        name="level-withdraw",
    ),
]
