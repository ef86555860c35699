"""People, their roles, invitations, and the register of interests."""

from typing import Any

from tests.integration.matrix.rows import DONE, FAR, form, page
from tests.integration.matrix.world import PASSWORD, World

REASON = {"reason": "It was agreed."}
# The guards let these in by their roles alone; others are told that the page is not for them.
_SEE_PEOPLE = "managers pharmacists officers auditors administrators"
_INVITE = "managers pharmacists officers administrators"
# Let in by the guard, to see their own people only.
_OF_OTHERS = "pharmacists officers"


def _invitation(organisation: str, role: str) -> Any:
    def data(world: World) -> dict[str, Any]:
        return {
            "given_name": "Sorrel",
            "family_name": "Vane",
            "email": "sorrel.vane@example.test",
            "role": role,
            "organisation": getattr(world.cast, organisation).pk,
        }

    return data


def _oneself(world: World) -> dict[str, Any]:
    user = world.people["administrator"]
    return {
        "given_name": user.person.given_name,
        "family_name": user.person.family_name,
        "email": user.email,
        "role": "auditor",
        "organisation": world.cast.dacorum.pk,
    }


def _interest(world: World) -> dict[str, Any]:
    return {
        "person": world.people["gp"].person_id,
        "organisation": world.cast.riverside.pk,
        "kind": "financial",
        "description": "Shares in a supplier",
        "starts_day": "1",
        "starts_month": "4",
        "starts_year": "2006",
    }


LAST_DAY = {"last_day_day": "15", "last_day_month": "4", "last_day_year": "2007"}

ROWS = [
    page("accounts:account", may="everyone", needs_second_factor=False),
    # Whoever lacks nothing is led home.
    page("accounts:second-factor-needed", may="everyone", get=302, needs_second_factor=False),
    page("accounts:people", may=_SEE_PEOPLE, rest=403),
    page(
        "accounts:person",
        "own GP",
        may="manager auditor administrator",
        nowhere=f"{_OF_OTHERS} near_manager far_manager far_auditor far_administrator",
        rest=403,
    ),
    page(
        "accounts:person",
        "far officer",
        may="far_officer far_auditor far_administrator",
        nowhere="pharmacists officer managers auditor administrator",
        rest=403,
    ),
    *(
        form(
            f"accounts:person-{act}",
            of,
            may="administrator",
            nowhere="far_administrator",
            rest=403,
            sensitive=True,
            data={**REASON, "email": "owen.castellan.new@example.test"},
        )
        for act, of in (
            ("disable", "colleague"),
            ("enable", "disabled colleague"),
            ("reset-second-factor", "colleague"),
            ("change-address", "colleague"),
        )
    ),
    form(
        "accounts:person-disable",
        "far officer",
        may="far_administrator",
        nowhere="administrator",
        rest=403,
        sensitive=True,
        data=REASON,
    ),
    form(
        "accounts:person-end-role",
        "role of own GP",
        may="manager administrator",
        nowhere=f"{_OF_OTHERS} near_manager far_manager far_administrator",
        rest=403,
        sensitive=True,
        data=REASON,
    ),
    # Nobody does it to themself.
    *(
        form(
            f"accounts:person-{act}",
            "administrator",
            may="",
            why="administrator",
            nowhere="far_administrator",
            rest=403,
            sensitive=True,
            data={**REASON, "email": "wanda.ferris.new@example.test"},
        )
        for act in ("disable", "reset-second-factor", "change-address")
    ),
    # A manager ends the roles of the practice's GPs, not those of its managers.
    form(
        "accounts:person-end-role",
        "role of manager",
        may="administrator",
        why="manager",
        nowhere=f"{_OF_OTHERS} near_manager far_manager far_administrator",
        rest=403,
        sensitive=True,
        data=REASON,
    ),
    form(
        "accounts:person-end-role",
        "role of colleague",
        may="administrator",
        nowhere=f"{_OF_OTHERS} managers far_administrator",
        rest=403,
        sensitive=True,
        data=REASON,
    ),
    form(
        "accounts:person-end-role",
        "role of another person",
        may="",
        nowhere=f"{_OF_OTHERS} managers administrators",
        rest=403,
        sensitive=True,
        data=REASON,
        odd={"GET two_hats": 404, "POST two_hats": 404},
    ),
    form(
        "accounts:invite",
        may=_INVITE,
        rest=403,
        sensitive=True,
        data=_invitation("riverside", "gp"),
        odd={
            f"POST {actor}": 422
            for actor in (
                *("near_manager", "far_manager", "far_administrator", "two_hats"),
                *("pharmacist", "far_pharmacist", "officer", "far_officer"),
            )
        },
    ),
    form(
        "accounts:invite",
        "somebody for a provider",
        may=_INVITE,
        rest=403,
        sensitive=True,
        post=422,
        data=_invitation("pharmacy", "provider_manager"),
        odd={f"POST {actor}": 302 for actor in ("pharmacist", "officer", "administrator")},
    ),
    form(
        "accounts:person-end-role",
        "role of pharmacist",
        may="officer administrator",
        why="pharmacist",
        nowhere="managers far_pharmacist far_officer far_administrator",
        rest=403,
        sensitive=True,
        data=REASON,
    ),
    page(
        "accounts:person",
        "pharmacist",
        may="pharmacist officer auditor administrator",
        nowhere="managers far_pharmacist far_officer far_auditor far_administrator",
        rest=403,
    ),
    # Managers and the administrator of Watford have no such role or place to choose.
    form(
        "accounts:invite",
        "inviting oneself",
        may=_INVITE,
        rest=403,
        sensitive=True,
        post=422,
        data=_oneself,
        odd={"POST administrator": 403},
    ),
    page("accounts:invitations", may=_SEE_PEOPLE, rest=403),
    page(
        "accounts:invitation",
        "GP invitation",
        may="manager auditor administrator",
        nowhere=f"{_OF_OTHERS} near_manager far_manager far_auditor far_administrator",
        rest=403,
    ),
    page(
        "accounts:invitation",
        "auditor invitation",
        may="auditor administrator",
        nowhere=f"{_OF_OTHERS} managers far_auditor far_administrator",
        rest=403,
    ),
    *(
        form(
            f"accounts:invitation-{act}",
            "GP invitation",
            may="manager administrator",
            nowhere=f"{_OF_OTHERS} near_manager far_manager far_administrator",
            rest=403,
            sensitive=True,
            post=post,
        )
        for act, post in (("renew", 302), ("withdraw", 302), ("hand-over", 200))
    ),
    form(
        "accounts:invitation-withdraw",
        "auditor invitation",
        may="administrator",
        nowhere=f"{_OF_OTHERS} managers far_administrator",
        rest=403,
        sensitive=True,
    ),
    # A manager invites GPs; an invitation of another manager is seen and left alone.
    form(
        "accounts:invitation-withdraw",
        "manager invitation",
        may="administrator",
        why="manager",
        nowhere=f"{_OF_OTHERS} near_manager far_manager far_administrator",
        rest=403,
        sensitive=True,
    ),
    form(
        "accounts:invitation-hand-over",
        "near invitation",
        may="near_manager administrator",
        nowhere=f"{_OF_OTHERS} manager far_manager far_administrator",
        rest=403,
        sensitive=True,
        post=200,
    ),
    # The link of a person without a sign-in proves who they are; for anyone signed in it is
    # somebody else's.
    form(
        "accounts:invitation-accept",
        "link of GP invitation",
        may="",
        rest=403,
        data={"password": PASSWORD, "password_again": PASSWORD},
        anonymous={"GET": 200, "POST": DONE},
    ),
    form(
        "accounts:invitation-accept",
        "link to the GP",
        may="gp",
        rest=403,
        personal=True,
    ),
    form(
        "accounts:invitation-accept",
        "link of nothing",
        may="",
        rest=410,
        anonymous={"GET": 410, "POST": 410},
    ),
    page("accounts:interests", may="everyone"),
    form(
        "accounts:interest-declare",
        may="everyone",
        data=_interest,
        # A practice of Dacorum is none of those that people of Watford choose from.
        odd={f"POST {actor}": 422 for actor in (*FAR, "two_hats")},
        personal=True,
    ),
    form(
        "accounts:interest-end",
        "interest",
        may="gp officer secretary",
        why="member auditor administrator",
        data=LAST_DAY,
        personal=True,
    ),
    form(
        "accounts:interest-end",
        "far interest",
        may="far_gp far_officer far_secretary",
        why="far_member far_auditor far_administrator",
        data=LAST_DAY,
        personal=True,
    ),
]
