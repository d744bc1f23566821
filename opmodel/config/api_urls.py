"""Every address of the API, below /api/v1/: one list and one detail for each kind there is."""

from django.urls import path, re_path

from opmodel.editions.kinds import kinds
from opmodel.publishing.api.views import (
    appointments,
    changes,
    checks,
    deciding,
    drafts,
    in_time,
    proposals,
    registry,
    scenarios,
    search,
    start,
)
from opmodel.publishing.api.views.elements import views_for, views_for_elements

_elements, _element = views_for_elements()

urlpatterns = [
    path("", start.Start.as_view(), name="api-start"),
    path("schema/", start.Schema.as_view(), name="api-schema"),
    path("docs/", start.docs, name="api-docs"),
    path("search/", search.Search.as_view(), name="api-search"),
    path("organisations/", registry.OrganisationList.as_view(), name="api-organisations"),
    path(
        "organisations/<slug:slug>/",
        registry.OrganisationDetail.as_view(),
        name="api-organisation",
    ),
    path("editions/", registry.EditionList.as_view(), name="api-editions"),
    path("editions/<slug:slug>/", registry.EditionDetail.as_view(), name="api-edition"),
    path("sources/", registry.SourceList.as_view(), name="api-sources"),
    path("sources/<uuid:pk>/", registry.SourceDetail.as_view(), name="api-source"),
    path("appointments/", appointments.AppointmentList.as_view(), name="api-appointments"),
    path(
        "appointments/<int:number>/",
        appointments.AppointmentDetail.as_view(),
        name="api-appointment",
    ),
    path("changes/", changes.ChangeList.as_view(), name="api-changes"),
    path("drafts/", drafts.DraftList.as_view(), name="api-drafts"),
    path("drafts/fields/", drafts.DraftFields.as_view(), name="api-draft-fields"),
    path("drafts/<slug:slug>/rows/", drafts.RowList.as_view(), name="api-draft-rows"),
    path("drafts/<slug:slug>/rows/<slug:key>/", drafts.RowDetail.as_view(), name="api-draft-row"),
    path(
        "drafts/<slug:slug>/proposals/",
        proposals.ProposalList.as_view(),
        name="api-draft-proposals",
    ),
    path(
        "drafts/<slug:slug>/proposals/<int:number>/",
        proposals.ProposalDetail.as_view(),
        name="api-draft-proposal",
    ),
    path(
        "drafts/<slug:slug>/proposals/<int:number>/accept/",
        proposals.Accepting.as_view(),
        name="api-accept-proposal",
    ),
    path(
        "drafts/<slug:slug>/proposals/<int:number>/decline/",
        proposals.Declining.as_view(),
        name="api-decline-proposal",
    ),
    path(
        "drafts/<slug:slug>/proposals/<int:number>/withdraw/",
        proposals.Withdrawing.as_view(),
        name="api-withdraw-proposal",
    ),
    path("compare/", in_time.Compare.as_view(), name="api-compare"),
    path("findings/", checks.Findings.as_view(), name="api-findings"),
    path("decide/", deciding.Decide.as_view(), name="api-decide"),
    path("holders/", deciding.PersonHoldings.as_view(), name="api-person-holdings"),
    path("holders/<slug:code>/", deciding.Holdings.as_view(), name="api-holders"),
    path("scenarios/", scenarios.ScenarioList.as_view(), name="api-scenarios"),
    path("scenarios/<slug:key>/", scenarios.ScenarioDetail.as_view(), name="api-scenario"),
    path("elements/", _elements.as_view(), name="api-elements"),
    path("elements/<uuid:pk>/", _element.as_view(), name="api-element"),
    path("elements/<uuid:pk>/ancestry/", in_time.ElementAncestry.as_view(), name="api-ancestry"),
]

for _kind in kinds().values():
    _list, _detail = views_for(_kind)
    urlpatterns += [
        path(f"{_kind.plural}/", _list.as_view(), name=f"api-{_kind.plural}"),
        path(f"{_kind.plural}/<uuid:pk>/", _detail.as_view(), name=f"api-{_kind.kind_name}"),
    ]

urlpatterns.append(re_path(r"^(?:.*/)?$", start.unknown, name="api-unknown"))
