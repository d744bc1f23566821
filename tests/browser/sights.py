"""Every kind of page there is, by the route that answers it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from opmodel.editions.kinds import kinds
from tests.browser.registry import Registry

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle/"
PLAN = "/bob-ics/bob-ics-sdp-2022-03"
NENC = "/nenc-icb/nenc-icb-2022-draft"
WIDE = "/frimley-icb/frimley-icb-wide"
BESIDE = f"{BOB}/compare/bob-ics-sdp-2022-03/"
LARGE = "/nhs-thames-valley-icb/thames-valley-large"
SAMPLE = "/sample-01/sample-01-2026-07"
HOSTILE = "/frimley-icb/frimley-icb-hostile"
DRAFT = "/bob-icb/bob-icb-quokka"
PROPOSAL = "/nenc-icb/nenc-icb-2025-06"

HANDBOOK = "/marlshire-icb/marlshire-icb-2025-04"
LATER = "/marlshire-icb/marlshire-icb-2027-04"
MARLSHIRE = "/decide/?organisation=marlshire-icb"
ASK = f"{MARLSHIRE}&q=contract+variation+community+services&on=2025-06-02"
TRIAL = "/marlshire-icb/marlshire-icb-try"
CHANGES = "/marlshire-icb/changes/"
SENT = f"{TRIAL}/workbooks/00000000-0000-0000-0000-00000000000"
"""Workbooks that the editor sent, but for their numbers."""
SCENARIOS = "/scenarios/"
BOTH = "?edition=nenc-icb-2022-draft&with=nenc-icb-2025-06"
SURGE = f"{SCENARIOS}marlshire-winter-surge/?edition=marlshire-icb-2025-10&on=2026-01-15"
DEPUTY = f"{MARLSHIRE}&decision=write-off-a-loss&amount=5000&on=2026-01-31"


FACTOR = "/account/second-factor/"

APRIL = "?on=2025-06-02"
ACTING = "/marlshire-icb/appointments/?on=2025-11-10"
IN_POST = "/marlshire-icb/appointments/deputy-chief-finance-officer/"
ROW = "places/tarnwold/"
PEOPLE = "/marlshire-icb/people/"
ENDED = "services/to-be-ended/"
POWER = "delegations/propose-a-change-of-the-constitution-consulted-tarnwold-council/"


@dataclass(frozen=True)
class Sight:
    """A page as somebody comes to see it.

    *address* may have to ask the registry. *reader*: seen by the demo's reader, signed in;
    *editor*: by somebody who writes scenarios and brings workbooks; *administrator*: by somebody
    who grants roles. *account*: by
    somebody with a password and a second factor; *halfway*: after the password, before the code;
    *wrong*: seen after signing in with a wrong password. *status*: what the server answers.
    """

    name: str
    route: str
    address: str | Callable[[Registry], str]
    reader: bool = False
    editor: bool = False
    administrator: bool = False
    account: bool = False
    halfway: bool = False
    wrong: bool = False
    status: int = 200

    def at(self, registry: Registry) -> str:
        """Its path and question."""
        return self.address if isinstance(self.address, str) else self.address(registry)


def _first_of(plural: str) -> Callable[[Registry], str]:
    def address(registry: Registry) -> str:
        # What BOB ICB's edition has none of is looked at in another's.
        for edition in ("edition=bob-icb-2024-09&", ""):
            found = registry.api(f"/{plural}/?{edition}page_size=1")["results"]
            if found:
                of = f"/{found[0]['organisation']}/{found[0]['edition']}"
                return f"{of}/{plural}/{found[0]['key']}/"
        raise LookupError(f"No edition has any {plural}.")

    return address


def _link_for_a_password(registry: Registry) -> str:
    return registry.command("account", "newcomer")


def _first_role(registry: Registry) -> str:
    asked = "print(Grant.objects.filter(organisation='marlshire-icb').order_by('pk')[0].pk)"
    return f"{PEOPLE}{registry.command('shell', '--verbosity=0', f'--command={asked}')}/"


def _first_finding(registry: Registry) -> str:
    found = registry.api(f"/findings/?edition={LATER.removeprefix('/marlshire-icb/')}")["results"]
    return f"{LATER}/checks/{found[0]['fingerprint']}/"


def _first_appointment(registry: Registry) -> str:
    question = "organisation=marlshire-icb&post=deputy-chief-finance-officer"
    found = registry.api(f"/appointments/?{question}")["results"]
    return f"{IN_POST}{found[0]['number']}/"


def _newest_change(registry: Registry) -> str:
    told = registry.command("audit", "checkpoint", "--organisation", "marlshire-icb")
    return f"{CHANGES}{json.loads(told)['heads'][0]['number']}/"


SIGHTS = (
    Sight("home", "home", "/"),
    Sight("home on another day", "home", "/?on=2024-10-01"),
    Sight("home, signed in", "home", "/", reader=True),
    Sight("search: results", "search", "/search/?q=safeguarding"),
    Sight("search: page 2", "search", "/search/?q=care&page=2"),
    Sight("search: one kind", "search", "/search/?q=care&kind=team"),
    Sight("search: spelt nearly so", "search", "/search/?q=safegarding"),
    Sight("search: an organisation's code", "search", "/search/?q=RXQ"),
    Sight("search: nothing found", "search", "/search/?q=xyzzy"),
    Sight("search: nothing asked", "search", "/search/"),
    Sight("search: hostile words", "search", "/search/?q=<script>alert(1)</script>"),
    Sight("who may decide: nothing asked", "decide", "/decide/"),
    Sight("who may decide: an answer", "decide", f"{ASK}&amount=£250k&place=north-marlshire"),
    Sight("who may decide: a deputy acts", "decide", DEPUTY),
    Sight("who may decide: two together", "decide", f"{ASK}&amount=3000000"),
    Sight("who may decide: no such day", "decide", f"{MARLSHIRE}&q=contract&on=2020-01-01"),
    Sight(
        "who may decide: nobody",
        "decide",
        f"{MARLSHIRE}&decision=award-a-non-health-contract&amount=280000&basis=lifetime"
        "&on=2025-06-02",
    ),
    Sight("who may decide: several fit", "decide", f"{MARLSHIRE}&q=plan"),
    Sight(
        "who may decide: whether it recurs",
        "decide",
        f"{MARLSHIRE}&decision=approve-a-business-case&amount=90000&budgeted=no",
    ),
    Sight("who may decide: whose scheme", "decide", "/decide/?q=lease&amount=5000"),
    Sight("who may decide: from all decisions", "decide", f"{MARLSHIRE}&list=all"),
    Sight("who may decide: nothing fits", "decide", f"{MARLSHIRE}&q=xyzzy"),
    Sight("who may decide: not readable", "decide", f"{ASK}&amount=-5", status=400),
    Sight(
        "who may decide: no such scheme",
        "decide",
        "/decide/?organisation=nowhere&q=contract",
        status=404,
    ),
    Sight("search: who may decide", "search", "/search/?q=who+may+approve+a+lease+over+£250k"),
    Sight("what they may decide: nobody asked about", "holders", "/decide/holders/"),
    Sight("what they may decide: found", "holders", "/decide/holders/?q=place+director"),
    Sight("what they may decide: nobody found", "holders", "/decide/holders/?q=xyzzy"),
    Sight(
        "what they may decide: a person",
        "holders",
        "/decide/holders/?person=Joanna+Whitlock&on=2025-06-02",
    ),
    Sight("what they may decide: a body", "holdings", "/decide/holders/RNU/"),
    Sight("post that may decide", "element", f"{HANDBOOK}/posts/director-of-commissioning/"),
    Sight("committee that may decide", "element", f"{HANDBOOK}/committees/icb-board/"),
    Sight(
        "partnership that may decide",
        "element",
        f"{HANDBOOK}/partnerships/north-marlshire-place-partnership/",
    ),
    Sight("organisation that ended", "organisation", "/bob-icb/"),
    Sight("organisation that never had an edition", "organisation", "/nhs-england/"),
    Sight("organisation with an edition in force", "organisation", "/nhs-thames-valley-icb/"),
    Sight("organisation on another day", "organisation", "/bob-icb/?on=2024-10-01"),
    Sight("organisation before its first edition", "organisation", "/bob-icb/?on=2023-01-01"),
    Sight("organisation of hostile names", "organisation", "/frimley-icb/"),
    Sight("organisation with a draft, signed in", "organisation", "/bob-icb/", reader=True),
    Sight("edition, adopted", "edition", f"{BOB}/"),
    Sight("edition on another day", "edition", f"{BOB}/?on=2024-10-01&known_at=2025-01-01"),
    Sight("edition, draft, signed in", "edition", f"{DRAFT}/", reader=True),
    Sight("edition, never adopted", "edition", "/bob-icb/bob-consultation-2023/"),
    Sight("edition of hostile names", "edition", f"{HOSTILE}/"),
    Sight("edition's sources", "edition-sources", f"{BOB}/sources/"),
    Sight("edition's hostile sources", "edition-sources", f"{HOSTILE}/sources/"),
    Sight("chart", "chart", f"{BOB}/chart/"),
    Sight("chart as a list", "chart", f"{BOB}/chart/?as=list"),
    Sight("chart of many posts", "chart", f"{LARGE}/chart/"),
    Sight("chart of many posts as a list", "chart", f"{LARGE}/chart/?as=list"),
    Sight("chart of hostile names", "chart", f"{HOSTILE}/chart/"),
    Sight("chart of a draft, signed in", "chart", f"{DRAFT}/chart/", reader=True),
    Sight("matrix", "matrix", CYCLE),
    Sight("matrix as a list", "matrix", f"{CYCLE}?as=list"),
    Sight("matrix narrowed", "matrix", f"{CYCLE}?holder=nursing&stage=strategic-planning"),
    Sight("matrix narrowed to nothing", "matrix", f"{CYCLE}?text=xyzzy"),
    Sight("matrix of hostile names", "matrix", f"{HOSTILE}/matrix/cycle/"),
    Sight("roadmap", "programme", f"{PLAN}/roadmap/"),
    Sight("roadmap as a list", "programme", f"{PLAN}/roadmap/?as=list&collection=all"),
    Sight("roadmap of everything", "programme", f"{PLAN}/roadmap/?collection=all"),
    Sight("roadmap narrowed", "programme", f"{PLAN}/roadmap/?kind=milestone&on=2022-05-01"),
    Sight("roadmap narrowed to nothing", "programme", f"{PLAN}/roadmap/?text=xyzzy"),
    Sight("roadmap of weeks", "programme", f"{PROPOSAL}/roadmap/"),
    Sight("roadmap of an edition without any", "programme", f"{BOB}/roadmap/"),
    Sight("risk register", "programme", f"{PLAN}/risk-register/"),
    Sight("risk register as a list", "programme", f"{PLAN}/risk-register/?as=list"),
    Sight("risk register without mitigations", "programme", f"{PROPOSAL}/risk-register/"),
    Sight("transfer list", "programme", f"{PLAN}/transfer-list/"),
    Sight("transfer list as a list", "programme", f"{PLAN}/transfer-list/?as=list"),
    Sight("transfer list of what is not recorded", "programme", f"{PROPOSAL}/transfer-list/"),
    Sight("governance chart", "named-chart", f"{PLAN}/chart/governance/"),
    Sight("governance chart as a list", "named-chart", f"{PLAN}/chart/governance/?as=list"),
    Sight("governance chart narrowed", "named-chart", f"{PLAN}/chart/governance/?text=audit"),
    Sight(
        "governance chart narrowed to nothing",
        "named-chart",
        f"{PLAN}/chart/governance/?text=xyzzy",
    ),
    Sight(
        "governance chart of those who report to nobody", "named-chart", f"{NENC}/chart/governance/"
    ),
    Sight("governance chart without anything", "named-chart", f"{LARGE}/chart/governance/"),
    *(
        Sight(f"{what}: {name}{how}", "matrix", f"{edition}/matrix/{name}/{question}")
        for what, edition, name in (
            ("matrix", PLAN, "collaborative-members"),
            ("matrix", NENC, "function-levels"),
            ("matrix", NENC, "forums-by-local-authority"),
            ("wide matrix", WIDE, "collaborative-members"),
            ("matrix in groups", WIDE, "function-levels"),
        )
        for how, question in (("", ""), (", as a list", "?as=list"))
    ),
    Sight("matrix: members, narrowed", "matrix", f"{PLAN}/matrix/collaborative-members/?role=lead"),
    Sight("matrix: levels, another day", "matrix", f"{NENC}/matrix/function-levels/?on=2022-03-01"),
    *(
        Sight(f"{what}{how}", "matrix", f"{HANDBOOK}/matrix/{name}/{question}")
        for what, name in (("scheme", "scheme"), ("financial limits", "limits"))
        for how, question in (("", ""), (", as a list", "?as=list"), (", page 2", "?page=2"))
    ),
    *(
        Sight(f"{what}{how}", "matrix", f"{HANDBOOK}/matrix/{name}/{question}")
        for what, name in (
            ("responsibility matrix", "who-does-what"),
            ("RAPID matrix", "who-decides-what-matters-most"),
            ("committees and decisions", "committee-decisions"),
            ("places and functions", "place-functions"),
        )
        for how, question in (("", ""), (", as a list", "?as=list"))
    ),
    Sight("responsibility matrix, page 2", "matrix", f"{HANDBOOK}/matrix/who-does-what/?page=2"),
    Sight(
        "responsibility matrix, what is wrong",
        "matrix",
        f"{HANDBOOK}/matrix/who-does-what/?fault=any&group=answers",
    ),
    Sight("places without a scheme", "matrix", f"{PLAN}/matrix/place-functions/"),
    Sight("places in columns", "matrix", f"{NENC}/matrix/place-functions/"),
    Sight("scheme, narrowed", "matrix", f"{HANDBOOK}/matrix/scheme/?place=tarnwold&sort=name"),
    Sight("scheme, in groups of law", "matrix", f"{HANDBOOK}/matrix/scheme/?group=legal-basis"),
    Sight("scheme narrowed to nothing", "matrix", f"{HANDBOOK}/matrix/scheme/?text=xyzzy"),
    Sight("scheme by holder, page 3", "matrix", f"{HANDBOOK}/matrix/scheme-by-holder/?page=3"),
    Sight("matrix of which an edition has nothing", "matrix", f"{LARGE}/matrix/function-levels/"),
    *(
        Sight(f"list of {plural}", "list", f"{BOB}/{plural}/")
        for plural in (kind.plural for kind in kinds().values())
    ),
    Sight("checks", "checks", f"{HANDBOOK}/checks/"),
    Sight("checks on another day", "checks", f"{HANDBOOK}/checks/?on=2025-04-01"),
    Sight("checks, narrowed", "checks", f"{HANDBOOK}/checks/?severity=error&place=tarnwold"),
    Sight("checks narrowed to nothing", "checks", f"{HANDBOOK}/checks/?text=xyzzy"),
    Sight("checks about one thing", "checks", f"{HANDBOOK}/checks/?about=icb-board"),
    Sight("checks of a document never adopted", "checks", f"{PROPOSAL}/checks/"),
    Sight("checks of many elements", "checks", f"{LARGE}/checks/"),
    Sight("checks of hostile names", "checks", f"{HOSTILE}/checks/"),
    Sight("checks of a draft, signed in", "checks", f"{DRAFT}/checks/", reader=True),
    Sight("checks, for an editor", "checks", f"{LATER}/checks/", editor=True),
    Sight("living with a finding", "waiving", _first_finding, editor=True),
    Sight("living with a finding without the right", "", _first_finding, reader=True, status=403),
    Sight(
        "element that something was found about",
        "element",
        f"{HANDBOOK}/decisions/award-a-non-health-contract/",
    ),
    Sight("list, page 2", "list", f"{SAMPLE}/functions/?page=2"),
    Sight("list narrowed", "list", f"{BOB}/functions/?directorate=nursing"),
    Sight("list narrowed to nothing", "list", f"{BOB}/functions/?q=xyzzy"),
    Sight("list that is empty", "list", f"{LARGE}/priorities/"),
    Sight("list of hostile names", "list", f"{HOSTILE}/functions/"),
    *(
        Sight(f"element: {kind.kind_name}", "element", _first_of(kind.plural))
        for kind in kinds().values()
    ),
    Sight("element on another day", "element", f"{BOB}/directorates/nursing/?on=2024-10-01"),
    Sight("element of many references", "element", f"{LARGE}/directorates/unit-1/"),
    Sight("element of hostile names", "element", f"{HOSTILE}/functions/function-1/"),
    Sight("element of a draft, signed in", "element", f"{DRAFT}/functions/watching/", reader=True),
    Sight("what an edition may be compared with", "compare-with", f"{BOB}/compare/"),
    Sight("comparison of two organisations", "compare", BESIDE),
    Sight("comparison on another day", "compare", f"{BESIDE}?kind=post&on=2024-10-01"),
    Sight("comparison as a schedule", "compare", f"{BESIDE}?as=schedule&section=directorates"),
    Sight("comparison of what stayed the same", "compare", f"{BESIDE}?list=unchanged"),
    Sight("comparison narrowed to nothing", "compare", f"{BESIDE}?kind=cycle&list=moved"),
    Sight("comparison of the same", "compare", f"{BOB}/compare/bob-icb-2024-09/"),
    Sight("comparison of many, page 2", "compare", f"{LARGE}/compare/sample-01-2026-07/?page=2"),
    Sight("comparison of hostile names", "compare", f"{HOSTILE}/compare/thames-valley-large/"),
    Sight(
        "comparison with a draft, signed in",
        "compare",
        f"{DRAFT}/compare/bob-icb-2024-09/",
        reader=True,
    ),
    Sight("history of a post", "history", f"{BOB}/posts/chief-executive/history/"),
    Sight("history of what gave way", "history", f"{PLAN}/posts/place-executive-director/history/"),
    Sight("history of one edition", "history", f"{LARGE}/directorates/unit-1/history/"),
    Sight("history of hostile names", "history", f"{HOSTILE}/functions/function-1/history/"),
    Sight(
        "history in a draft, signed in",
        "history",
        f"{DRAFT}/functions/watching/history/",
        reader=True,
    ),
    Sight("who changed what", "changes", CHANGES, editor=True),
    Sight("who changed what, page 2", "changes", f"{CHANGES}?page=2", editor=True),
    Sight("nobody changed that", "changes", f"{CHANGES}?q=xyzzy", editor=True),
    Sight("who changed what, for a reader", "changes", CHANGES, reader=True, status=403),
    Sight("who changed what, for anybody", "changes", CHANGES, status=404),
    Sight("the first change", "change", f"{CHANGES}1/", editor=True),
    Sight("the newest change", "change", _newest_change, editor=True),
    Sight("an element as recorded", "recorded", f"{TRIAL}/places/tarnwold/recorded/", editor=True),
    Sight(
        "an element before it was recorded",
        "recorded",
        f"{TRIAL}/places/tarnwold/recorded/?at=2020-01-01T10:00",
        editor=True,
    ),
    Sight("roles", "roles", "/roles/"),
    Sight("people and roles", "people", PEOPLE, administrator=True),
    Sight("people and roles without the right", "", PEOPLE, reader=True, status=403),
    Sight("ending a role", "end-role", _first_role, administrator=True),
    Sight("who holds which post", "appointments", f"/marlshire-icb/appointments/{APRIL}"),
    Sight("posts, page 2", "appointments", f"/marlshire-icb/appointments/{APRIL}&page=2"),
    Sight("posts somebody acts in", "appointments", f"{ACTING}&shown=acting"),
    Sight("posts narrowed to nothing", "appointments", f"{ACTING}&q=xyzzy"),
    Sight("posts of nobody recorded", "appointments", "/bob-icb/appointments/"),
    Sight("organisation without posts", "appointments", "/nhs-england/appointments/"),
    Sight("one post over time", "post-appointments", f"{IN_POST}{APRIL}"),
    Sight("one post, for an editor", "post-appointments", IN_POST, editor=True),
    Sight("one post of nobody", "post-appointments", "/bob-icb/appointments/chief-executive/"),
    Sight("an appointment", "appointment", _first_appointment, editor=True),
    Sight("an appointment without the right", "", _first_appointment, reader=True, status=403),
    Sight("comments of a draft", "comments", f"{TRIAL}/comments/", editor=True),
    Sight("comments narrowed to nothing", "comments", f"{TRIAL}/comments/?mine=yes", editor=True),
    Sight("comments on a row", "comments-about", f"{TRIAL}/comments/{ROW}", editor=True),
    Sight("a comment", "comment-thread", f"{TRIAL}/comments/1/", editor=True),
    Sight("comments without the right", "", f"{TRIAL}/comments/", reader=True, status=403),
    Sight("your work", "your-work", "/work/", editor=True),
    Sight("your work, for a reader", "your-work", "/work/", reader=True),
    Sight("scenarios", "scenarios", SCENARIOS),
    Sight("scenarios, put to two editions", "scenarios", SCENARIOS + BOTH),
    Sight("scenarios, for an editor", "scenarios", SCENARIOS, editor=True),
    Sight("scenario", "scenario", f"{SCENARIOS}major-service-reconfiguration/"),
    Sight("scenario, two side by side", "scenario", f"{SCENARIOS}reducing-inequalities/{BOTH}"),
    Sight("scenario, put to a scheme", "scenario", SURGE),
    Sight("writing a scenario", "new-scenario", f"{SCENARIOS}new/", editor=True),
    Sight(
        "writing one like another",
        "new-scenario",
        f"{SCENARIOS}new/?from=marlshire-winter-surge",
        editor=True,
    ),
    Sight(
        "changing a scenario",
        "change-scenario",
        f"{SCENARIOS}bob-icb-a-flood-in-reading/change/",
        editor=True,
    ),
    Sight("writing a scenario without the right", "", f"{SCENARIOS}new/", reader=True, status=403),
    Sight("workbooks", "workbooks", f"{HANDBOOK}/workbooks/"),
    Sight("workbooks, for a reader", "workbooks", f"{TRIAL}/workbooks/", reader=True),
    Sight("workbooks, for an editor", "workbooks", f"{TRIAL}/workbooks/", editor=True),
    Sight(
        "workbooks of what is published, for an editor",
        "workbooks",
        f"{HANDBOOK}/workbooks/",
        editor=True,
    ),
    *(
        Sight(f"workbook sent: {what}", "upload", f"{SENT}{rest}", editor=True)
        for what, rest in (
            ("to choose", "1/"),
            ("faults", "2/"),
            ("faults, rows with doubts", "2/?show=doubts"),
            ("ready", "3/"),
            ("large", "4/"),
            ("large, further on", "4/?page=3&changes=2"),
            ("taken in", "6/"),
            ("no workbook", "7/"),
        )
    ),
    Sight(
        "workbook sent to what is published",
        "upload",
        f"{HANDBOOK}/workbooks/00000000-0000-0000-0000-000000000005/",
        editor=True,
    ),
    Sight("workbook that somebody else sent", "", f"{SENT}1/", reader=True, status=404),
    Sight("sources", "sources", "/sources/"),
    Sight("about", "about", "/about/"),
    Sight("accessibility statement", "accessibility", "/accessibility/"),
    Sight("sign-in", "sign-in", "/sign-in/"),
    Sight("sign-in after a wrong password", "sign-in", "/sign-in/", wrong=True),
    Sight("sign-in after a while", "sign-in", "/sign-in/?over=idle&next=/account/"),
    Sight("sign-in, second step", "mfa_authenticate", "/sign-in/second-factor/", halfway=True),
    Sight("account", "account", "/account/", account=True),
    Sight("account of one who reads", "account", "/account/", reader=True),
    Sight("changing the password", "change-password", "/account/password/", account=True),
    Sight("setting a password", "password-by-link", _link_for_a_password),
    Sight(
        "a link for a password that is used up",
        "password-by-link",
        "/account/password/MQ/used-up/",
    ),
    Sight("who it is, by password", "account_reauthenticate", "/account/again/", account=True),
    Sight("who it is, by code", "mfa_reauthenticate", "/account/again/code/", account=True),
    Sight("second factor", "mfa_index", f"{FACTOR}", account=True),
    Sight("second factor, none", "mfa_index", f"{FACTOR}", reader=True),
    Sight("setting up a second factor", "mfa_activate_totp", f"{FACTOR}set-up/", editor=True),
    Sight("removing the second factor", "mfa_deactivate_totp", f"{FACTOR}remove/", account=True),
    Sight("recovery codes", "mfa_view_recovery_codes", f"{FACTOR}codes/", account=True),
    Sight("new recovery codes", "mfa_generate_recovery_codes", f"{FACTOR}codes/new/", account=True),
    Sight("grid", "grid", f"{TRIAL}/grid/delegations/?holder=icb-chair", editor=True),
    Sight("grid of limits", "grid", f"{TRIAL}/grid/limits/?q=seal", editor=True),
    Sight("grid without the right", "", f"{TRIAL}/grid/limits/", reader=True, status=403),
    Sight("grid of a published edition", "", f"{LATER}/grid/limits/", editor=True, status=409),
    Sight("rows as a form", "grid-rows", f"{TRIAL}/grid/limits/rows/?page=2", editor=True),
    Sight("pasting rows", "grid-paste", f"{TRIAL}/grid/limits/paste/", editor=True),
    Sight("many rows at once", "bulk", f"{TRIAL}/bulk/posts/", editor=True),
    Sight("workspace", "work", f"{TRIAL}/work/", editor=True),
    Sight("workspace, for a reader", "work", f"{TRIAL}/work/", reader=True),
    Sight("rows to work on", "work-list", f"{TRIAL}/work/delegations/", editor=True),
    Sight("rows that differ", "work-list", f"{TRIAL}/work/services/?show=changed", editor=True),
    Sight("form of a row", "row", f"{TRIAL}/work/{ROW}", editor=True),
    Sight("form of a long row", "row", f"{TRIAL}/work/{POWER}", editor=True),
    Sight("row, for a reader", "row", f"{TRIAL}/work/{ROW}", reader=True),
    Sight("adding a row", "new-row", f"{TRIAL}/work/limits/new/", editor=True),
    Sight(
        "adding a row without the right", "", f"{TRIAL}/work/posts/new/", reader=True, status=403
    ),
    Sight("ending a row", "end-row", f"{TRIAL}/work/{ROW}end/", editor=True),
    Sight("restoring a row", "restore-row", f"{TRIAL}/work/{ENDED}restore/", editor=True),
    Sight("opening a draft", "open-draft", f"{LATER}/draft/", editor=True),
    Sight("withdrawing a draft", "withdraw-draft", f"{TRIAL}/work/withdraw/", editor=True),
    Sight("where to change something", "change-element", f"{LATER}/{ROW}change/", editor=True),
    Sight("proposals", "proposals", f"{TRIAL}/proposals/", editor=True),
    Sight("proposals, for a reader", "proposals", f"{TRIAL}/proposals/", reader=True),
    Sight("a proposal", "proposal", f"{TRIAL}/proposals/1/", editor=True),
    Sight("API, for people", "api-docs", "/api/v1/docs/"),
    Sight("no such page", "", "/nowhere/", status=404),
    Sight("no such element", "", f"{BOB}/functions/xyzzy/", status=404),
    Sight("a question that cannot be read", "", "/bob-icb/?on=yesterday", status=400),
)

NOT_PAGES = {
    "changes-table": "a file",
    "chart-pdf": "a document",
    "chart-table": "a file",
    "checks-pdf": "a document",
    "checks-table": "a file",
    "compare-pdf": "a document",
    "compare-table": "a file",
    "decide-pdf": "a document",
    "edition-folder-schema": "for programs",
    "end-waiver": "only sent to",
    "grid-choices": "for the grid's script",
    "grid-save": "for the grid's script",
    "grid-try": "for the grid's script",
    "healthz": "for programs",
    "history-pdf": "a document",
    "history-table": "a file",
    "limits-dmn": "a file",
    "list-table": "a file",
    "matrix-pdf": "a document",
    "matrix-table": "a file",
    "named-chart-pdf": "a document",
    "named-chart-table": "a file",
    "programme-pdf": "a document",
    "programme-table": "a file",
    "remove-scenario": "only for forms",
    "scenario-pdf": "a document",
    "scenarios-pdf": "a document",
    "readyz": "for programs",
    "workbook": "a file",
    "account_login": "the same as sign-in",
    "end-sessions": "only sent to",
    "sign-in-callback": "for the organisation's provider",
    "sign-in-demo": "only sent to",
    "sign-in-organisation": "leads to the organisation's provider",
    "sign-out": "answers posts alone, and leads home",
}
"""Routes that answer with something else than a page."""
