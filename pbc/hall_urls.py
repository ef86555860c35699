"""Addresses of the hall's own pages."""

from django.urls import path

from pbc.views import audit, clock, jobs, messages

app_name = "pbc"

urlpatterns = [
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/<uuid:pk>/", messages.MessagePage.as_view(), name="message"),
    path("jobs/<uuid:pk>/", jobs.JobPage.as_view(), name="job"),
    path("demonstration/clock/", clock.Clock.as_view(), name="clock"),
    path("audit/", audit.Audit.as_view(), name="audit"),
    path("audit/<str:chain>/<int:number>/", audit.AuditEventPage.as_view(), name="audit-event"),
]
