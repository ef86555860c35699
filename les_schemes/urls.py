"""Addresses of schemes and sign-ups."""

from django.urls import path

from les_schemes import (
    claim_urls,
    costing_urls,
    design_urls,
    example_urls,
    life_urls,
    procurement_urls,
    reading_urls,
    report_urls,
    sheet_urls,
    statement_urls,
    variation_urls,
)
from les_schemes.views import leaving, review, schemes, sheet, signing

app_name = "les_schemes"

urlpatterns = [
    path("schemes/", schemes.Schemes.as_view(), name="schemes"),
    *design_urls.urlpatterns,
    *costing_urls.urlpatterns,
    *life_urls.urlpatterns,
    *example_urls.urlpatterns,
    path("schemes/<uuid:pk>/", schemes.Scheme.as_view(), name="scheme"),
    path(
        "schemes/<uuid:pk>/framework/",
        schemes.SchemeFramework.as_view(),
        name="scheme-framework",
    ),
    path("schemes/<uuid:pk>/open/", schemes.SchemeOpen.as_view(), name="scheme-open"),
    path("schemes/<uuid:pk>/uptake/", schemes.SchemeUptake.as_view(), name="scheme-uptake"),
    path("schemes/<uuid:pk>/unsigned/", schemes.SchemeUnsigned.as_view(), name="scheme-unsigned"),
    path(
        "schemes/<uuid:pk>/unsigned/remind/",
        schemes.SchemeUnsignedRemind.as_view(),
        name="scheme-unsigned-remind",
    ),
    path(
        "schemes/<uuid:pk>/sign-up/<str:practice>/",
        schemes.SignUpStart.as_view(),
        name="sign-up-start",
    ),
    path("sign-ups/", review.SignUps.as_view(), name="sign-ups"),
    path("sign-ups/<uuid:pk>/", sheet.SignUpView.as_view(), name="sign-up"),
    path(
        "sign-ups/<uuid:pk>/gps/",
        sheet.SignUpConfirmGPs.as_view(),
        name="sign-up-confirm-gps",
    ),
    path(
        "sign-ups/<uuid:pk>/gps/<uuid:named>/decline/",
        sheet.SignUpDecline.as_view(),
        name="sign-up-decline",
    ),
    path(
        "sign-ups/<uuid:pk>/locality/",
        sheet.SignUpChooseLocality.as_view(),
        name="sign-up-choose-locality",
    ),
    path(
        "sign-ups/<uuid:pk>/contact-number/",
        sheet.SignUpGiveContactNumber.as_view(),
        name="sign-up-give-contact-number",
    ),
    path(
        "sign-ups/<uuid:pk>/undertaking/",
        sheet.SignUpAcceptUndertaking.as_view(),
        name="sign-up-accept-undertaking",
    ),
    path(
        "sign-ups/<uuid:pk>/request-signatures/",
        sheet.SignUpRequestSignatures.as_view(),
        name="sign-up-request-signatures",
    ),
    path("sign-ups/<uuid:pk>/remind/", sheet.SignUpRemind.as_view(), name="sign-up-remind"),
    path("sign-ups/<uuid:pk>/sign/", signing.SignUpSign.as_view(), name="sign-up-sign"),
    path(
        "sign-ups/<uuid:pk>/sign-for-practice/",
        signing.SignUpSignForPractice.as_view(),
        name="sign-up-sign-for-practice",
    ),
    path(
        "sign-ups/<uuid:pk>/sign-for-provider/",
        signing.SignUpSignForProvider.as_view(),
        name="sign-up-sign-for-provider",
    ),
    path(
        "sign-ups/<uuid:pk>/signatures/<uuid:signature>/",
        signing.SignUpSignature.as_view(),
        name="sign-up-signature",
    ),
    path("sign-ups/<uuid:pk>/submit/", sheet.SignUpSubmit.as_view(), name="sign-up-submit"),
    path(
        "sign-ups/<uuid:pk>/submitted/",
        sheet.SignUpSubmitted.as_view(),
        name="sign-up-submitted",
    ),
    path("sign-ups/<uuid:pk>/answer/", sheet.SignUpAnswer.as_view(), name="sign-up-answer"),
    path("sign-ups/<uuid:pk>/withdraw/", sheet.SignUpWithdraw.as_view(), name="sign-up-withdraw"),
    path(
        "sign-ups/<uuid:pk>/notice/",
        leaving.SignUpGiveNotice.as_view(),
        name="sign-up-give-notice",
    ),
    path(
        "sign-ups/<uuid:pk>/notice/take-back/",
        leaving.SignUpTakeBackNotice.as_view(),
        name="sign-up-take-back-notice",
    ),
    path(
        "sign-ups/<uuid:pk>/new-gps/",
        sheet.SignUpNameNewGPs.as_view(),
        name="sign-up-name-new-gps",
    ),
    path("sign-ups/<uuid:pk>/review/", review.SignUpReview.as_view(), name="sign-up-review"),
    path("sign-ups/<uuid:pk>/accept/", review.SignUpAccept.as_view(), name="sign-up-accept"),
    path("sign-ups/<uuid:pk>/query/", review.SignUpQueryView.as_view(), name="sign-up-query"),
    path(
        "sign-ups/<uuid:pk>/committee/",
        review.SignUpPutBeforeCommittee.as_view(),
        name="sign-up-put-before-committee",
    ),
    path("sign-ups/<uuid:pk>/refuse/", review.SignUpRefuse.as_view(), name="sign-up-refuse"),
    path(
        "agreements/<uuid:pk>/",
        review.AgreementDownload.as_view(),
        name="agreement",
    ),
    *procurement_urls.urlpatterns,
    *sheet_urls.urlpatterns,
    *report_urls.urlpatterns,
    *claim_urls.urlpatterns,
    *statement_urls.urlpatterns,
    *variation_urls.urlpatterns,
    *reading_urls.urlpatterns,
]
