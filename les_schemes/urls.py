from django.urls import path

from les_schemes import views

app_name = "les_schemes"

urlpatterns = [
    path("schemes/<uuid:pk>/", views.Stub.as_view(), name="scheme"),
    path("sign-ups/<uuid:pk>/", views.Stub.as_view(), name="sign-up"),
    path("sign-ups/<uuid:pk>/sign/", views.Stub.as_view(), name="sign-up-sign"),
]
