"""Who there is at the trust and at three of its practices, and how each gets in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from localities.models import Practice
from tests.browser.first_payment.stranger import Stranger


@dataclass
class Surgery:
    """A practice of the trust and the people who speak for it."""

    code: str
    manager: Stranger
    gps: list[Stranger]
    unwilling: list[Stranger] = field(default_factory=list)

    @property
    def name(self) -> str:
        return Practice.objects.get(code=self.code).name


@dataclass
class Trust:
    """The people of the commissioner."""

    administrator: Stranger
    officer: Stranger
    preparer: Stranger
    approver: Stranger


def invite(inviter: Stranger, invited: Stranger, role: str, where: str) -> None:
    inviter.open("/people/")
    inviter.press("Invite somebody")
    inviter.fill(Title=invited.title, Given_name=invited.given_name)
    inviter.fill(Family_name=invited.family_name)
    inviter.page.locator("[name=email]").fill(invited.email)
    inviter.page.locator("[name=role]").select_option(label=role)
    inviter.page.locator("[name=organisation]").select_option(label=where)
    inviter.press("Send the invitation")
    inviter.sees(f"The invitation is on its way to {invited.email}")


def name_people(administrator: Stranger, somebody: Callable[[str], Stranger]) -> Trust:
    """The commissioner's people. The preparer may approve too: just not what they prepared."""
    trust = "West Hertfordshire Primary Care Trust (5P4)"
    officer, preparer, approver = map(
        somebody, ("Ms Nora Whitlock", "Mr Quentin Marsh", "Ms Rosa Delgado")
    )
    for person, role in (
        (officer, "Commissioner"),
        (preparer, "Finance: prepares"),
        (approver, "Finance: approves"),
    ):
        invite(administrator, person, role, trust)
        person.accept_invitation()
    invite(administrator, preparer, "Finance: approves", trust)
    administrator.sees("will hold both finance roles")
    preparer.open(preparer.letter("You are invited as Finance: approves"))
    preparer.press("Accept")
    preparer.sees("You are Finance: approves of")
    return Trust(administrator, officer, preparer, approver)


def name_practices(administrator: Stranger, somebody: Callable[[str], Stranger]) -> list[Surgery]:
    """Three practices of Dacorum; a GP of the third will not sign."""
    surgeries = [
        Surgery(
            "E82001",
            somebody("Mrs Morag Bell"),
            [somebody("Dr Ada Okafor"), somebody("Dr Ben Lindqvist"), somebody("Dr Carys Pugh")],
        ),
        Surgery(
            "E82009",
            somebody("Mr Tomas Hruska"),
            [somebody("Dr Ewan Frost"), somebody("Dr Fatima Noor")],
        ),
        Surgery(
            "E82022",
            somebody("Mrs Leila Haddad"),
            [
                somebody("Dr Hugo Abara"),
                somebody("Dr Ines Bright"),
                somebody("Dr Jonah Cole"),
                somebody("Dr Kezia Dunmore"),
            ],
            unwilling=[somebody("Dr Luis Estrada")],
        ),
    ]
    for surgery in surgeries:
        invite(
            administrator, surgery.manager, "Practice manager", f"{surgery.name} ({surgery.code})"
        )
        surgery.manager.accept_invitation()
        record_gps(surgery)
    return surgeries


def record_gps(surgery: Surgery) -> None:
    """The manager records who is in post, and invites each of them from that page."""
    manager = surgery.manager
    manager.menu("Practices")
    manager.link(surgery.name)
    for gp in (*surgery.gps, *surgery.unwilling):
        manager.link("Add a GP")
        manager.fill(First_name=gp.given_name, Last_name=gp.family_name)
        manager.choose("Partner")
        manager.give_date("starts", 1, 9, 2005)
        manager.press("Add the GP")
        manager.sees("The GP is added", gp.name)
    for gp in (*surgery.gps, *surgery.unwilling):
        manager.open(f"/practices/{surgery.code}/")
        manager.link(f"Invite {gp.name}")
        manager.page.locator("[name=email]").fill(gp.email)
        manager.press("Send the invitation")
        manager.sees("The invitation is on its way")
