"""What templates make of text, and what the browser is told it may trust."""

from typing import Any

import pytest
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from jinja2 import DictLoader

from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.layout import place
from opmodel.publishing.jinja import environment
from opmodel.publishing.styles import StyleHashMiddleware, hash_of


def rendered(template: str, **context: Any) -> str:
    env = environment(loader=DictLoader({"page": template}))
    return env.get_template("page").render(context)


def policy_of(template: str, **context: Any) -> str:
    """The policy of an answer that holds the rendered template."""

    def view(request: Any) -> HttpResponse:
        return HttpResponse(rendered(template, request=request, **context))

    response = CSPMiddleware(StyleHashMiddleware(view))(RequestFactory().get("/"))
    policies = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return next((part for part in policies if part.startswith("style-src")), "")


def test_text_from_data_is_never_markup() -> None:
    assert rendered("{{ text }}", text="<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"
    assert rendered("{{ text | recorded }}", text="<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_what_a_source_does_not_say_shows_as_not_recorded(nothing: Any) -> None:
    shown = rendered("{{ value | recorded }}", value=nothing)
    assert shown == '<span class="app-not-recorded">not recorded</span>'


def test_nought_and_no_are_recorded_values() -> None:
    assert rendered("{{ 0 | recorded }} {{ false | recorded }}") == "0 False"


def test_the_macros_of_the_design_system_can_be_used() -> None:
    shown = rendered(
        '{% from "nhsuk/components/tag/macro.jinja" import tag %}{{ tag({"text": name}) }}',
        name="<Draft>",
    )
    assert "nhsuk-tag" in shown
    assert "&lt;Draft&gt;" in shown


def test_a_style_block_is_allowed_by_the_answer_it_is_in() -> None:
    css = ".a{left:1em}"
    policy = policy_of("{{ style_block(css) }}", css=css)
    assert hash_of(css) in policy
    assert "'self'" in policy


def test_a_style_block_can_be_written_in_the_template_itself() -> None:
    policy = policy_of("{% call style_block() %}.a{left:1em}{% endcall %}")
    assert hash_of(".a{left:1em}") in policy


def test_an_answer_without_style_blocks_allows_none() -> None:
    assert "sha256" not in policy_of("<style>.smuggled{}</style>")


def test_a_style_block_cannot_be_ended_early() -> None:
    with pytest.raises(ValueError, match="style block"):
        rendered("{{ style_block(css) }}", css="</style><script>alert(1)</script>")


def test_a_chart_reads_as_a_nested_list_of_links() -> None:
    child = Card(key="finance", title="Finance & estates", url="/finance/", look="unit")
    root = Card(key="chief", title="Chief Executive", url="/chief/", children=(child,))
    macros = settings.BASE_DIR / "templates/components/chart.html"
    env = environment(
        loader=DictLoader(
            {
                "components/chart.html": macros.read_text(),
                "page": '{% from "components/chart.html" import chart %}'
                '{{ chart(drawing, "Chart") }}',
            }
        )
    )
    html = env.get_template("page").render(drawing=Drawing(place(root, across=1)))
    assert html.count("<ul") == 2
    assert '<a href="/finance/">Finance &amp; estates</a>' in html
    assert "style=" not in html
