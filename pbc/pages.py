"""The two shapes of a page: one that shows, and one that shows a form and calls one action."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from pbc import unfinished
from pbc.actor import Actor
from pbc.guards import Guard
from pbc.refusals import BadInput, NotPermitted, Refusal


class Page(View):
    """A page that shows. Subclasses name a guard and a template and give ``context()``."""

    guard: ClassVar[Guard]
    template_name: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        turned_away = self.guard.check(request)
        if turned_away is not None:
            return turned_away
        self.load()
        response = super().dispatch(request, *args, **kwargs)
        unfinished.remember_person(request, response)  # type: ignore[arg-type]
        return response

    @property
    def actor(self) -> Actor:
        return self.request.user  # type: ignore[return-value]

    def load(self) -> None:
        """Fetch what the address names, through ``visible_to``, and check the permission."""

    def find(self, visible: QuerySet[Any], **lookup: Any) -> Any:
        """One object of those this person may see; anything else does not exist for them."""
        return get_object_or_404(visible, **lookup)

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show()

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return render(self.request, self.template_name, {**self.context(), **more}, status=status)


class ActionPage(Page):
    """A page with one form that calls one action: what was typed is never lost.

    ``act(form)`` calls the action and returns the result; ``done(result)`` says where to go.
    A refusal is shown in the error summary, with everything typed still in its field.
    """

    form_class: ClassVar[type[forms.BaseForm]] = forms.Form
    done_message: ClassVar[str] = ""

    def form_arguments(self) -> dict[str, Any]:
        """Further arguments for the form, such as its choices or initial values."""
        return {}

    def act(self, form: Any) -> Any:
        raise NotImplementedError

    def done(self, result: Any) -> str | Model:
        """The address, URL name or object to go to after the action."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = unfinished.take(request)
        if kept is None:
            return self.show(form=self.form_class(**self.form_arguments()))
        words = "We kept what you had typed. Check it and send it."
        if getattr(request, "unfinished_had_files", False):
            words = "We kept what you had typed, but not the files: choose them again and send it."
        messages.info(request, words)
        form = self.form_class(kept, **self.form_arguments())
        return self.show(form=form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self.show(form=form, status=422)
        try:
            result = self.act(form)
        except NotPermitted:
            raise
        except BadInput as refusal:
            for name, message in refusal.errors.items():
                form.add_error(name if name in form.fields else None, message)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            if self.done_message:
                messages.success(request, self.done_message)
            return redirect(self.done(result))  # type: ignore[arg-type]
        return self.show(form=form, status=422)
