"""Addresses of the worked examples of a scheme version."""

from django.urls import path

from les_schemes.views import examples

_EXAMPLES = "schemes/<uuid:pk>/examples/"
_EXAMPLE = f"{_EXAMPLES}<int:number>/"

urlpatterns = [
    path(_EXAMPLES, examples.Examples.as_view(), name="examples"),
    path(f"{_EXAMPLES}add/", examples.ExampleAdd.as_view(), name="example-add"),
    path(f"{_EXAMPLES}add/text/", examples.ExampleAddText.as_view(), name="example-add-text"),
    path(_EXAMPLE, examples.ExampleShow.as_view(), name="example"),
    path(f"{_EXAMPLE}facts/", examples.ExampleFacts.as_view(), name="example-facts"),
    path(f"{_EXAMPLE}amounts/", examples.ExampleAmounts.as_view(), name="example-amounts"),
    path(f"{_EXAMPLE}text/", examples.ExampleText.as_view(), name="example-text"),
    path(f"{_EXAMPLE}remove/", examples.ExampleRemove.as_view(), name="example-remove"),
]
