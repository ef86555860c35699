from django.urls import path

from accounts.views import account

app_name = "accounts"

urlpatterns = [
    path("account/", account.Account.as_view(), name="account"),
    path(
        "account/second-factor-needed/",
        account.SecondFactorNeeded.as_view(),
        name="second-factor-needed",
    ),
]
