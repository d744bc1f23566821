"""The pages' addresses. Fixed ones first: an organisation cannot take their names."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path, re_path

from .views import (
    charts,
    checks,
    comparing,
    deciding,
    editions,
    health,
    histories,
    holdings,
    home,
    matrices,
    organisations,
    programmes,
    scenarios,
    schema,
    search,
    taking_away,
    waiving,
    workbooks,
    writing,
)

EDITION = "<slug:organisation>/<slug:edition>/"
FORM = r"(?P<form>csv|xlsx)"
PROGRAMME = r"(?P<name>roadmap|risk-register|transfer-list)"
UNDER = r"^(?P<organisation>[-\w]+)/(?P<edition>[-\w]+)/"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("decide/", deciding.decide, name="decide"),
    path("decide.pdf", deciding.decide_pdf, name="decide-pdf"),
    path("decide/holders/", holdings.holders, name="holders"),
    path("decide/holders/<slug:code>/", holdings.holdings_of_body, name="holdings"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios.pdf", scenarios.scenarios_pdf, name="scenarios-pdf"),
    path("scenarios/new/", writing.new_scenario, name="new-scenario"),
    path("scenarios/<slug:key>/", scenarios.scenario, name="scenario"),
    path("scenarios/<slug:key>.pdf", scenarios.scenario_pdf, name="scenario-pdf"),
    path("scenarios/<slug:key>/change/", writing.change_scenario, name="change-scenario"),
    path("scenarios/<slug:key>/remove/", writing.remove, name="remove-scenario"),
    path("sources/", home.sources, name="sources"),
    path("about/", home.about, name="about"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("edition-folder.schema.json", schema.edition_folder, name="edition-folder-schema"),
    path("sign-in/", LoginView.as_view(template_name="pages/sign_in.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("<slug:organisation>/", organisations.organisation, name="organisation"),
    path(EDITION, editions.edition, name="edition"),
    path(f"{EDITION}sources/", editions.sources, name="edition-sources"),
    path(f"{EDITION}chart/", charts.chart, name="chart"),
    path(f"{EDITION}chart.pdf", charts.chart_pdf, name="chart-pdf"),
    re_path(f"{UNDER}chart[.]{FORM}$", charts.chart_table, name="chart-table"),
    path(f"{EDITION}chart/<slug:name>/", charts.chart, name="named-chart"),
    path(f"{EDITION}chart/<slug:name>.pdf", charts.chart_pdf, name="named-chart-pdf"),
    re_path(
        rf"{UNDER}chart/(?P<name>[-\w]+)[.]{FORM}$", charts.chart_table, name="named-chart-table"
    ),
    path(f"{EDITION}matrix/<slug:name>/", matrices.matrix, name="matrix"),
    path(f"{EDITION}matrix/<slug:name>.pdf", matrices.matrix_pdf, name="matrix-pdf"),
    re_path(
        rf"{UNDER}matrix/(?P<name>[-\w]+)[.]{FORM}$", matrices.matrix_table, name="matrix-table"
    ),
    re_path(f"{UNDER}{PROGRAMME}/$", programmes.programme, name="programme"),
    re_path(f"{UNDER}{PROGRAMME}[.]pdf$", programmes.programme_pdf, name="programme-pdf"),
    re_path(f"{UNDER}{PROGRAMME}[.]{FORM}$", programmes.programme_table, name="programme-table"),
    path(f"{EDITION}workbook.xlsx", taking_away.workbook, name="workbook"),
    path(f"{EDITION}limits.dmn", taking_away.dmn, name="limits-dmn"),
    path(f"{EDITION}workbooks/", workbooks.workbooks, name="workbooks"),
    path(f"{EDITION}workbooks/<uuid:identifier>/", workbooks.upload, name="upload"),
    path(f"{EDITION}checks/", checks.checks, name="checks"),
    path(f"{EDITION}checks/<slug:fingerprint>/", waiving.waiving, name="waiving"),
    path(f"{EDITION}checks/<slug:fingerprint>/end/", waiving.ending, name="end-waiver"),
    path(f"{EDITION}checks.pdf", checks.checks_pdf, name="checks-pdf"),
    re_path(f"{UNDER}checks[.]{FORM}$", checks.checks_table, name="checks-table"),
    path(f"{EDITION}compare/", comparing.choose, name="compare-with"),
    path(f"{EDITION}compare/<slug:other>/", comparing.comparison, name="compare"),
    path(f"{EDITION}compare/<slug:other>.pdf", comparing.comparison_pdf, name="compare-pdf"),
    re_path(
        rf"{UNDER}compare/(?P<other>[-\w]+)[.]{FORM}$",
        comparing.comparison_table,
        name="compare-table",
    ),
    path(f"{EDITION}<slug:plural>/", editions.element_list, name="list"),
    re_path(rf"{UNDER}(?P<plural>[-\w]+)[.]{FORM}$", editions.element_table, name="list-table"),
    path(f"{EDITION}<slug:plural>/<slug:key>/", editions.element, name="element"),
    path(f"{EDITION}<slug:plural>/<slug:key>/history/", histories.history, name="history"),
    path(
        f"{EDITION}<slug:plural>/<slug:key>/history.pdf", histories.history_pdf, name="history-pdf"
    ),
    re_path(
        rf"{UNDER}(?P<plural>[-\w]+)/(?P<key>[-\w]+)/history[.]{FORM}$",
        histories.history_table,
        name="history-table",
    ),
]
