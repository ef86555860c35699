"""A scheme is worded otherwise: prepared by an officer, acknowledged by those it touches."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.lock_out import address_of
from les_schemes import clauses, permissions, variations
from les_schemes.actions import variations as actions
from les_schemes.actions.variations.acknowledging import Signed
from les_schemes.forms import EmptyForm
from les_schemes.models import Acknowledgement, SchemeVersion, SignUp, Variation
from les_schemes.statuses import VariationStatus
from les_schemes.variation_forms import AcknowledgeForm, VariationForm
from les_schemes.variations import Asked
from les_schemes.views.schemes import versions_visible_to
from les_schemes.views.sheet import sign_ups_visible_to
from pbc import tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.refusals import NotPermitted
from pbc.roles import Role


class VariationPrepare(ActionPage):
    """Clause by clause what a draft words otherwise than the open version, and whom it touches."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/variation/prepare.html"
    form_class = VariationForm

    def load(self) -> None:
        self.draft: SchemeVersion = self.find(versions_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_open(self.actor, self.draft)
        varied = variations.may_vary(self.draft)
        self.varied = varied
        self.beyond = clauses.beyond_wording(varied, self.draft) if varied else []
        self.differences = (
            clauses.differences(varied.as_varied, self.draft) if varied and not self.beyond else []
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.varied is None:
            messages.warning(
                request, "There is no open version of this scheme and year for it to vary."
            )
            return redirect(self.draft)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        committee = variations.committee_of(self.draft)
        return {
            "differences": self.differences,
            "asks_approval": committee is None,
            "cancel": self.draft.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {
            "draft": self.draft,
            "varied": self.varied,
            "beyond": self.beyond,
            "differences": self.differences,
            "committee": variations.committee_of(self.draft),
        }

    def act(self, form: VariationForm) -> Variation:
        return actions.prepare(
            draft=self.draft,
            touches=form.touches,
            in_force_from=form.from_when,
            reason=form.cleaned_data["reason"],
            approval=form.cleaned_data.get("approval", ""),
            by=self.actor,
        )

    def done(self, result: Variation) -> Variation:
        return result


class AskedTable(tables.Table):
    caption = "Everyone it touches"
    columns = [
        tables.Column("who", "Who", sort=True, header=True),
        tables.Column(
            "sign_up.provider.name",
            "Practice",
            sort=True,
            href=lambda row: row.sign_up.get_absolute_url(),
        ),
        tables.StatusColumn(
            lambda row: "Acknowledged" if row.acknowledgement else "Waiting", "Standing"
        ),
        tables.DateColumn("since", "Asked", sort=True),
        tables.DateColumn("acknowledged_on", "Acknowledged", sort=True),
        tables.Column("sign_up.contact_number", "Practice’s number"),
    ]
    default_sort = "sign_up__provider__name"
    empty = "It touches nobody."


class _OnVariation(Page):
    guard = SignedIn()

    def load(self) -> None:
        visible = Variation.objects.visible_to(self.actor).select_related(
            "varied__scheme", "varied__commissioner", "by_version__scheme", "decision"
        )
        self.variation: Variation = self.find(visible, pk=self.kwargs["pk"])


class VariationView(_OnVariation):
    """What is worded otherwise, since when and by whose decision; for officers, who has read it."""

    template_name = "les_schemes/variation.html"

    def load(self) -> None:
        super().load()
        self.asked: list[Asked] = []
        self.chases = permissions.can_see_uptake(self.actor, self.variation.varied)
        if self.chases:
            own = self.actor.organisations(Role.COMMISSIONER, Role.AUDITOR)
            self.asked = variations.asked(self.variation, own)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = AskedTable(request, self.asked) if self.chases else None
        if table is not None and table.export_format:
            return table.export()
        return self.show(table=table)

    def context(self) -> dict[str, Any]:
        waiting = sum(one.acknowledgement is None for one in self.asked)
        return {
            "variation": self.variation,
            "clauses": self.variation.clauses.all(),
            "in_short": variations.in_short(self.asked) if self.asked else "",
            "chart": variations.chart(self.asked) if self.asked else None,
            "to_remind": waiting if permissions.can_chase(self.actor, self.variation.varied) else 0,
            "matter": variations.matter_pending(self.variation) if self.chases else None,
        }


class VariationRemind(_OnVariation, ActionPage):
    """An officer reminds those of the own practices who have not acknowledged it."""

    template_name = "les_schemes/variation/remind.html"
    form_class = EmptyForm
    done_message = "Those who have not acknowledged it have been reminded."

    def load(self) -> None:
        super().load()
        permissions.check_can_chase(self.actor, self.variation.varied)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remind them", "cancel": self.variation.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        asked = variations.asked(self.variation, self.actor.organisations(Role.COMMISSIONER))
        return {
            "variation": self.variation,
            "waiting": [one for one in asked if one.acknowledgement is None],
        }

    def act(self, form: EmptyForm) -> int:
        return actions.remind(variation=self.variation, by=self.actor)

    def done(self, result: int) -> Variation:
        return self.variation


class VariationAcknowledge(_OnVariation, ActionPage):
    """One link, one page: what changes for the person, before and now, and a typed name."""

    template_name = "les_schemes/variation/acknowledge.html"
    form_class = AcknowledgeForm
    done_message = "Thank you: your acknowledgement is recorded and sealed."

    def load(self) -> None:
        super().load()
        self.sign_up: SignUp = self.find(sign_ups_visible_to(self.actor), pk=self.kwargs["sign_up"])
        if self.variation.status != VariationStatus.IN_FORCE:
            raise Http404
        mine = [
            one
            for one in variations.asked(self.variation)
            if one.sign_up.pk == self.sign_up.pk
            and permissions.can_acknowledge(self.actor, self.sign_up, one.named_gp)
        ]
        if not mine:
            raise NotPermitted(
                "This variation asks nothing of you here: it is for the GPs who signed, or for "
                "the practice's manager."
            )
        # The own line first; who has acknowledged everything sees that.
        self.one = next((one for one in mine if one.acknowledgement is None), mine[0])
        self.shown = variations.shown_to(self.variation, self.sign_up, self.one.named_gp)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.one.acknowledgement is not None:
            day = self.one.acknowledgement.signed_when
            messages.info(request, f"This was acknowledged on {day}.")
            return redirect(self.variation)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"shown_sha256": self.shown.sha256, "name": self.actor.name}

    def context(self) -> dict[str, Any]:
        return {
            "variation": self.variation,
            "sign_up": self.sign_up,
            "practice": self.sign_up.provider,
            "for_practice": self.one.named_gp is None,
            "terms": self.shown,
        }

    def act(self, form: AcknowledgeForm) -> Acknowledgement:
        return actions.acknowledge(
            variation=self.variation,
            sign_up=self.sign_up,
            named=self.one.named_gp,
            signed=Signed(
                typed_name=form.cleaned_data["typed_name"],
                shown_sha256=form.was_shown,
                address=address_of(self.request) or None,
            ),
            by=self.actor,
        )

    def done(self, result: Acknowledgement) -> SignUp:
        return self.sign_up
