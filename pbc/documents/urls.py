from django.urls import path

from pbc.documents import views

app_name = "documents"

urlpatterns = [
    path("verify/", views.Verify.as_view(), name="verify"),
    path("documents/<uuid:pk>/", views.Document.as_view(), name="document"),
    path("documents/<uuid:pk>/pdf/", views.DocumentPdf.as_view(), name="pdf"),
    path("files/<uuid:pk>/", views.File.as_view(), name="file"),
]
