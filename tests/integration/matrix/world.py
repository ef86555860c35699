"""The world that is walked: two commissioners with everything in them that has an address.

Dacorum is *home*: one of each role there works on the objects that the tables name. Next to them
(``near_…``) people of another practice and locality of the same commissioner, and in Watford
(``far_…``) every role once more. ``build()`` makes it all by the product's own actions, so that
each object is as it would be; ``World.places`` holds, by the name a table uses, what an address of
the object needs.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions import interests, invitations
from accounts.models import RoleHolding, User
from les_schemes.actions import sign_ups
from les_schemes.actions.sign_ups.signing import Given
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import SchemeStatus, SigningCapacity, SignUpStatus
from localities.actions import imports
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    Organisation,
    Post,
    Practice,
)
from localities.statuses import Capacity, ContractType, ImportKind
from payments.actions import runs
from payments.models import Run
from pbc import jobs, outbox
from pbc.models import AuditEvent, Job
from pbc.models.jobs import JobStatus
from pbc.roles import HELD_IN_A_LOCALITY, HELD_IN_A_PRACTICE, HELD_IN_A_PROVIDER, Role
from tests import cast as the_cast
from tests import designs, factories, paper
from tests.cast import FIRST_DAY, LISTS_RECORDED, LONG_AGO, RECORDED, TODAY, Cast
from tests.integration.matrix.claims import add_claims
from tests.integration.matrix.committee import add_committee
from tests.integration.matrix.costs import add_costs
from tests.integration.matrix.heard import add_what_is_heard
from tests.integration.matrix.levels import add_levels
from tests.integration.matrix.procurement import add_procurement
from tests.integration.matrix.readings import add_readings
from tests.integration.matrix.reports import add_reports
from tests.integration.matrix.scheme_files import add_scheme_file
from tests.integration.matrix.scheme_life import add_scheme_life
from tests.integration.matrix.statements import add_statements
from tests.integration.matrix.variations import add_variation

PASSWORD = "copper-lantern-quay"

# Practices of Dacorum that the home manager manages, each with a sheet at one stage.
STAGES = {
    "fresh": ("QQ010", "Fallow Road Surgery"),
    "draft": ("QQ011", "Meadow Lane Surgery"),
    "signing": ("QQ012", "Kiln Street Practice"),
    "ready": ("QQ013", "Millstone Practice"),
    "submitted": ("QQ014", "Orchard Row Surgery"),
    "queried": ("QQ015", "Quarry Hill Practice"),
    "paper": ("QQ016", "Paper Mill Surgery"),
    "late": ("QQ017", "Latecomer Lane Surgery"),
    "leaving": ("QQ018", "Turnpike Surgery"),
}


class Neighbourhood(Cast):
    """The cast, with more practices than it came with."""

    def gps_of(self, practice: Practice) -> list[User]:
        name = self._name_of(practice)
        return [self.people[person] for person, at in self.posts if at == name]


@dataclass
class World:
    """Everyone and everything, by the names that the tables use."""

    cast: Neighbourhood
    people: dict[str, User]
    places: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, thing: Any, *address: Any) -> Any:
        """Keep a thing under a name; its address is its key unless another is given."""
        self.things[name] = thing
        self.places[name] = address or (thing.pk,)
        return thing


def build() -> World:
    """Gather everyone and bring everything about. The clock stands on 16 April 2007."""
    gathered = the_cast.gather(TODAY)
    cast = Neighbourhood(**vars(gathered))
    people = _people(cast)
    User.objects.update(password=make_password(PASSWORD))
    world = World(cast, people)
    _stage_practices(world)
    _schemes(world)
    _sheets(world)
    add_variation(world)
    _paper(world)
    _runs(world)
    _accounts(world)
    _organisations(world)
    _imports(world)
    add_committee(world)
    add_levels(world)
    add_reports(world)
    add_claims(world)
    add_readings(world)
    add_statements(world)
    add_what_is_heard(world)
    add_procurement(world)
    add_scheme_life(world)
    _hall(world)
    _interests(world)
    return world


def _people(cast: Neighbourhood) -> dict[str, User]:
    """By the names of the tables: the roles at home, ``near_`` and ``far_``."""
    dacorum, watford = cast.dacorum, cast.watford
    hemel = Locality(
        code="LHEM",
        name="Hemel Locality",
        legal_form="informal",
        opened=FIRST_DAY,
        commissioner=dacorum,
        recorded_at=RECORDED,
    )
    Organisation.objects.bulk_create([hemel])
    LocalityMembership.objects.create(
        practice=cast.highfield,
        locality=hemel,
        starts=FIRST_DAY,
        source="the world",
        recorded_at=RECORDED,
    )
    cast.practices["hemel"] = hemel
    far = {
        "preparer": ("Xavier", "Thorne", Role.FINANCE_PREPARER),
        "approver": ("Yvonne", "Carrow", Role.FINANCE_APPROVER),
        "secretary": ("Zachary", "Pell", Role.COMMITTEE_SECRETARY),
        "member": ("Agnes", "Birtle", Role.COMMITTEE_MEMBER),
        "lmc": ("Bruno", "Dacre", Role.LMC_OBSERVER),
        "auditor": ("Celia", "Maddox", Role.AUDITOR),
        "administrator": ("Dorian", "Wells", Role.ADMINISTRATOR),
    }
    pharmacy, pharmacist = the_cast.a_pharmacy(dacorum)
    far_pharmacy, far_pharmacist = the_cast.a_pharmacy(
        watford, code="FQQ02", name="Mill Lane Pharmacy", manager=("Maud", "Iverson")
    )
    cast.practices["pharmacy"] = pharmacy
    cast.practices["far_pharmacy"] = far_pharmacy
    two_hats = the_cast.a_person("Josephine", "Arkell", role=Role.AUDITOR, at=dacorum)
    for role in Role:
        where = cast.cassio if role in HELD_IN_A_PRACTICE else watford
        where = far_pharmacy if role in HELD_IN_A_PROVIDER else where
        _hold(two_hats, role, cast.watcom if role in HELD_IN_A_LOCALITY else where)
    Authenticator.objects.create(user=two_hats, type="totp", data={"secret": "-"})
    return {
        "two_hats": User.objects.get(pk=two_hats.pk),
        "manager": cast.riverside_manager,
        "gp": cast.lindqvist,
        "lead": cast.lead,
        "officer": cast.officer,
        "preparer": cast.preparer,
        "approver": cast.approver,
        "secretary": cast.secretary,
        "member": cast.member,
        "lmc": cast.lmc_observer,
        "auditor": cast.auditor,
        "administrator": cast.administrator,
        "near_manager": cast.highfield_manager,
        "near_gp": cast.noor,
        "near_lead": the_cast.a_person("Freya", "Holt", role=Role.LOCALITY_LEAD, at=hemel),
        "far_manager": cast.cassio_manager,
        "far_gp": cast.abara,
        "far_lead": the_cast.a_person("Gregor", "Ilves", role=Role.LOCALITY_LEAD, at=cast.watcom),
        "far_officer": cast.watford_officer,
        "pharmacist": pharmacist,
        "far_pharmacist": far_pharmacist,
        **{
            f"far_{name}": the_cast.a_person(given, family, role=role, at=watford)
            for name, (given, family, role) in far.items()
        },
    }


def _stage_practices(world: World) -> None:
    """A practice for each stage of a sheet, all of the home manager, GP and locality."""
    cast = world.cast
    rows = {
        name: Practice(code=code, name=title, contract_type=ContractType.GMS, recorded_at=RECORDED)
        for name, (code, title) in STAGES.items()
    }
    Organisation.objects.bulk_create(rows.values())
    common = {"source": "the world", "recorded_at": RECORDED}
    for name, practice in rows.items():
        cast.practices[name] = practice
        cast.people[f"{name}_manager"] = world.people["manager"]
        CommissionerMembership.objects.create(
            practice=practice, commissioner=cast.dacorum, starts=LONG_AGO, **common
        )
        LocalityMembership.objects.create(
            practice=practice, locality=cast.daccom, starts=FIRST_DAY, **common
        )
        ListSize.objects.create(
            practice=practice,
            as_at=FIRST_DAY,
            registered=5_000,
            source="the world",
            recorded_at=LISTS_RECORDED,
        )
        for who, role in (("manager", Role.PRACTICE_MANAGER), ("gp", Role.GP), ("pugh", Role.GP)):
            user = world.people.get(who) or cast.people[who]
            _hold(user, role, practice)
            if role == Role.GP:
                key = (next(key for key, held in cast.people.items() if held == user), name)
                cast.posts[key] = Post.objects.create(
                    person=user.person,
                    practice=practice,
                    capacity=Capacity.PARTNER,
                    starts=LONG_AGO,
                )


def _hold(user: User, role: Role, organisation: Organisation) -> RoleHolding:
    return RoleHolding.objects.create(
        user=user,
        role=role,
        organisation_id=organisation.pk,
        starts=LONG_AGO,
        granted_at=RECORDED,
    )


def _schemes(world: World) -> None:
    version = factories.scheme_at(SchemeStatus.OPEN, world.cast)
    world.put("scheme", version)
    draft = factories.scheme_at(SchemeStatus.DRAFT, world.cast, gp_signatures="pro_rata")
    world.put("draft scheme", draft)
    designed = designs.with_objectives(world.cast)
    world.put("designed scheme", designed)
    world.put("objective", designed.objectives.get(number=2), designed.pk, 2)
    world.put("block for the designed scheme", designed, designed.pk, "block")
    add_costs(world)
    add_scheme_file(world)
    example = designs.prove(designed, world.cast)
    world.put("example", example, designed.pk, example.number)
    for name in ("fresh", "near", "far"):
        practice = {"near": "millbrook", "far": "cassio"}.get(name, name)
        code = world.cast.practices[practice].code
        world.put(f"scheme for {name}", version, version.pk, code)


def _given(user: User, sign_up: SignUp, **more: Any) -> Given:
    return factories.given_by(user, sign_up, **more)


def _prepared(world: World, name: str, version: SchemeVersion) -> SignUp:
    cast, manager = world.cast, world.people["manager"]
    practice = cast.practices[name]
    sign_up = sign_ups.start(version=version, provider=practice, by=manager)
    sign_ups.confirm_gps(sign_up=sign_up, by=manager)
    sign_ups.choose_locality(
        sign_up=sign_up,
        locality=cast.daccom,
        alone=False,
        contact_number="01442 255 123",
        by=manager,
    )
    return sign_ups.accept_undertaking(sign_up=sign_up, commitments=range(1, 6), by=manager)


def _sheets(world: World) -> None:
    """A sheet at every stage at home, accepted ones next door and in Watford."""
    cast, version = world.cast, world.things["scheme"]
    manager, gp, pugh = world.people["manager"], world.people["gp"], cast.pugh
    world.put("draft sheet", _prepared(world, "draft", version))

    # The manager was a GP there, is still in the list of posts, and holds no role as one.
    Post.objects.create(
        person=manager.person,
        practice=cast.practices["signing"],
        capacity=Capacity.PARTNER,
        starts=LONG_AGO,
    )
    signing = _prepared(world, "signing", version)
    sign_ups.request_signatures(sign_up=signing, by=manager)
    signing = SignUp.objects.get(pk=signing.pk)
    factories.sign(signing, pugh, drawing=paper.photograph())
    world.put("signing sheet", signing)
    own = factories.named(signing, gp)
    world.put("own line", own, signing.pk, own.pk)
    signature = signing.signatures.get()
    world.put("signature", signature, signing.pk, signature.pk)
    world.put("drawing", signature.drawing)

    ready = _prepared(world, "ready", version)
    sign_ups.request_signatures(sign_up=ready, by=manager)
    ready = SignUp.objects.get(pk=ready.pk)
    for person in cast.gps_of(cast.practices["ready"]):
        factories.sign(ready, person)
    sign_ups.sign_for_practice(
        sign_up=ready,
        capacity=SigningCapacity.PRACTICE_MANAGER,
        given=_given(manager, ready),
        by=manager,
    )
    world.put("ready sheet", ready)

    for stage in (SignUpStatus.SUBMITTED, SignUpStatus.QUERIED):
        at_stage = factories.sign_up_at(
            stage, cast, practice=cast.practices[stage.value], locality=cast.daccom
        )
        world.put(f"{stage.value} sheet", at_stage)
    for name, practice, locality in (
        ("accepted sheet", cast.riverside, cast.daccom),
        ("near sheet", cast.highfield, cast.practices["hemel"]),
        ("far sheet", cast.cassio, cast.watcom),
    ):
        sheet = factories.sign_up_at(
            SignUpStatus.ACCEPTED, cast, practice=practice, locality=locality
        )
        world.put(name, sheet)
        agreement = sheet.agreements.select_related("document").get()
        world.put(f"agreement of {name}", agreement)
        world.put(f"document of {name}", agreement.document)
    leaving = factories.sign_up_at(
        SignUpStatus.WITHDRAWING, cast, practice=cast.practices["leaving"], locality=cast.daccom
    )
    world.put("leaving sheet", leaving)
    far = world.things["far sheet"].signatures.first()
    world.put("far signature at home", far, signing.pk, far.pk)
    far_line = world.things["far sheet"].named_gps.first()
    world.put("far line at home", far_line, signing.pk, far_line.pk)
    world.put("framework", version.framework.file)
    the_cast.a_gp("Hetty", "Marlow", cast.riverside, starts=date(2007, 4, 10))


def _paper(world: World) -> None:
    """A sheet on paper that another officer uploaded, and one that has yet to be."""
    sheet = paper.uploaded(
        world.cast,
        world.cast.practices["paper"],
        by=world.cast.second_officer,
        version=world.things["scheme"],
    )
    world.put("returned sheet", sheet)
    code = world.cast.practices["fresh"].code
    world.put("paper of fresh", None, world.things["scheme"].pk, code, "2007-04-16", "post")


def do_jobs() -> None:
    """What a worker would do: every job that waits."""
    for job_id in Job.objects.filter(status=JobStatus.QUEUED).values_list("pk", flat=True):
        jobs.run(job_id)


def _run(world: World, commissioner: Commissioner, day: date, prefix: str = "") -> Run:
    run = runs.request(
        commissioner=commissioner, pay_date=day, by=world.people[f"{prefix}preparer"]
    )
    do_jobs()
    return Run.objects.get(pk=run.pk)


def _runs(world: World) -> None:
    """At home one run of each status; in Watford one approved and one prepared."""
    dacorum, watford, people = world.cast.dacorum, world.cast.watford, world.people
    paid = _run(world, dacorum, TODAY)
    runs.approve(run=paid, digest=paid.digest, by=people["approver"])
    due = _run(world, dacorum, date(2007, 4, 30))
    runs.approve(run=due, digest=due.digest, by=people["approver"])
    cancelled = _run(world, dacorum, date(2007, 5, 31))
    runs.cancel(run=cancelled, reason="The lists were wrong.", by=people["preparer"])
    prepared = _run(world, dacorum, date(2007, 5, 31))
    far = _run(world, watford, date(2007, 4, 30), "far_")
    runs.approve(run=far, digest=far.digest, by=people["far_approver"])
    far_prepared = _run(world, watford, date(2007, 5, 31), "far_")
    # The first is due today and still to be marked as paid.
    for name, run in {
        "approved run": paid,
        "later run": due,
        "cancelled run": cancelled,
        "prepared run": prepared,
        "far run": far,
        "far prepared run": far_prepared,
    }.items():
        world.put(name, Run.objects.get(pk=run.pk))
    _lines(world)


def _lines(world: World) -> None:
    cast = world.cast
    run, prepared, far = (
        world.things[name] for name in ("approved run", "prepared run", "far run")
    )
    for name, of, payee, objective in (
        ("line", run, cast.riverside, 1),
        ("near line", run, cast.highfield, 1),
        ("fund line", run, cast.daccom, 2),
        ("far line", far, cast.cassio, 1),
        ("unapproved line", prepared, cast.riverside, 1),
    ):
        found = of.lines.filter(payee_id=payee.pk, objective=objective).order_by("number").first()
        assert found is not None, name
        world.put(name, found, of.pk, found.number)
    world.put("far line in our run", run, run.pk, 99_999)
    for name, of, payee in (
        ("statement", run, cast.riverside),
        ("near statement", run, cast.highfield),
        ("fund statement", run, cast.daccom),
        ("far statement", far, cast.cassio),
        ("unapproved statement", prepared, cast.riverside),
        ("far payee in our run", run, cast.cassio),
    ):
        world.put(name, payee, of.pk, payee.code)


def _accounts(world: World) -> None:
    cast, people = world.cast, world.people
    for name, person in {
        "colleague": cast.second_officer,
        "own GP": cast.pugh,
        "near GP": cast.noor,
        "far GP": cast.bright,
        "far officer": cast.watford_officer,
        "administrator": people["administrator"],
        "manager": people["manager"],
        "pharmacist": people["pharmacist"],
    }.items():
        world.put(name, person)
        holding = person.role_holdings.order_by("pk").first()
        world.put(f"role of {name}", holding, person.pk, holding.pk)
    holding = cast.bright.role_holdings.get()
    world.put("role of another person", holding, cast.pugh.pk, holding.pk)
    disabled = the_cast.a_person("Ivor", "Quill", role=Role.COMMISSIONER, at=cast.dacorum)
    User.objects.filter(pk=disabled.pk).update(is_active=False, disabled_at=timezone.now())
    world.put("disabled colleague", disabled)

    for name, email, family, role, where, by in (
        ("GP invitation", "julia.frayn@example.test", "Frayn", Role.GP, "riverside", "manager"),
        ("auditor invitation", "k.moss@example.test", "Moss", Role.AUDITOR, "", "administrator"),
        (
            "manager invitation",
            "m.tarn@example.test",
            "Tarn",
            Role.PRACTICE_MANAGER,
            "riverside",
            "administrator",
        ),
        ("near invitation", "l.orme@example.test", "Orme", Role.GP, "highfield", "near_manager"),
    ):
        organisation = cast.practices[where] if where else cast.dacorum
        invited = invitations.invite(
            invitee=invitations.Invitee(email=email, given_name="Jo", family_name=family),
            role=role,
            organisation=Organisation.objects.get(pk=organisation.pk),
            by=people[by],
        )
        world.put(name, invited.invitation)
        world.put(f"link of {name}", invited, invited.path.strip("/").rpartition("/")[2])
    offered = invitations.invite(
        invitee=invitations.Invitee(
            email=people["gp"].email,
            given_name=people["gp"].person.given_name,
            family_name=people["gp"].person.family_name,
        ),
        role=Role.AUDITOR,
        organisation=Organisation.objects.get(pk=cast.dacorum.pk),
        by=people["administrator"],
    )
    world.put("link to the GP", offered, offered.path.strip("/").rpartition("/")[2])
    world.put("link of nothing", None, "A" * 43)
    world.places["inviting oneself"] = ()
    world.places["somebody for a provider"] = ()
    world.put("used link", None, "1", "set-password")
    passkey = Authenticator.objects.create(
        user=cast.second_officer, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}
    )
    world.put("passkey", passkey)

    for name, who, where in (
        ("interest", "gp", "riverside"),
        ("far interest", "far_gp", "cassio"),
    ):
        interest = interests.declare(
            person=people[who].person,
            organisation=Organisation.objects.get(pk=cast.practices[where].pk),
            kind="financial",
            description="Partner in the practice",
            starts=LONG_AGO,
            by=people[who],
        )
        world.put(name, interest)


def _organisations(world: World) -> None:
    cast = world.cast
    for name, organisation in {
        "practice": cast.riverside,
        "near practice": cast.highfield,
        "far practice": cast.cassio,
        "locality": cast.daccom,
        "near locality": cast.practices["hemel"],
        "far locality": cast.watcom,
        "commissioner": cast.dacorum,
        "far commissioner": cast.watford,
    }.items():
        world.put(name, organisation, organisation.code)
    provisional = Commissioner.objects.create(
        code="XZZ",
        name="XZZ",
        commissioner_type="unknown",
        provisional=True,
        recorded_at=RECORDED,
    )
    world.put("provider", cast.pharmacy, cast.pharmacy.code)
    world.put("far provider", cast.far_pharmacy, cast.far_pharmacy.code)
    world.put("listing", None, cast.pharmacy.code, cast.dacorum.code)
    world.put("provisional commissioner", provisional, provisional.code)
    world.put("post", cast.posts["pugh", "riverside"], cast.riverside.code, cast.pugh.person_id)
    world.put(
        "far post at home",
        cast.posts["bright", "cassio"],
        cast.riverside.code,
        cast.bright.person_id,
    )


LISTS = (
    b"PRACTICE_CODE,EXTRACT_DATE,NUMBER_OF_PATIENTS\nQQ001,2007-04-01,8210\nQQ404,2007-04-01,1\n"
)


def _imports(world: World) -> None:
    """The same lists taken in at home and in Watford, each waiting for its confirmation."""
    for name, who in (("import", "officer"), ("far import", "far_officer")):
        imported = imports.upload(
            kind=ImportKind.LIST_SIZES,
            content=LISTS,
            name=f"{name} of lists.csv",
            stated_date=None,
            by=world.people[who],
        )
        do_jobs()
        imported.refresh_from_db()
        world.put(name, imported)
        world.put(f"file of {name}", imported.file)


def _hall(world: World) -> None:
    people = world.people
    for name, who in (("message", "officer"), ("far message", "far_officer")):
        message = outbox.send(
            to=people[who].as_recipient, kind="test", subject="For one reader", body="Only you."
        )
        world.put(name, message)
    for name, run in (("job", "prepared run"), ("far job", "far prepared run")):
        job = Job.objects.filter(arguments__run=str(world.things[run].pk)).latest("queued_at")
        world.put(name, job)
    for name, chain in (
        ("event", world.cast.dacorum.audit_chain),
        ("far event", world.cast.watford.audit_chain),
        ("system event", "system"),
    ):
        first = AuditEvent.objects.filter(chain=chain).order_by("number").first()
        world.put(name, first, chain, first.number)


def _interests(world: World) -> None:
    """The officer has an interest in a practice next door, and so decides nothing about it."""
    practice = Organisation.objects.get(pk=world.cast.millbrook.pk)
    interests.declare(
        person=world.people["officer"].person,
        organisation=practice,
        kind="financial",
        description="Owns the building",
        starts=LONG_AGO,
        by=world.people["officer"],
    )
    world.put("practice of interest", practice, practice.code)
