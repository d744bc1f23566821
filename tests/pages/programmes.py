"""An edition made up to show a programme of change: dates of every form, gaps of every kind."""

from __future__ import annotations

from typing import Any

Folder = dict[str, dict[str, Any]]


def programme(slug: str = "bob-programme-2022") -> Folder:
    """A plan of BOB ICB, never adopted: two sets of outcomes, milestones, risks, transfers."""
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "bob-icb",
                "title": "Development plan",
                "label": "March 2022",
                "published_on": "2022-03",
                "never_adopted": True,
            },
            "sources": [{"key": "plan", "title": "The plan"}],
        },
        "directorates": {
            "posts": [{"key": "lead", "name": "Director of Change", "number": 1}],
            "functions": [{"key": "planning", "name": "Emergency planning"}],
        },
        "places": {
            "bodies": [
                {"key": "board", "name": "The Board"},
                {"key": "old-group", "name": "The old group"},
            ]
        },
        "transition": {
            "workstreams": [
                {"key": "people", "name": "People", "group": "Architecture", "led_by": "lead"},
                {"key": "money", "name": "Money", "group": "Enablers"},
            ],
            "outcomes": OUTCOMES,
            "omissions": OMISSIONS,
            "milestones": MILESTONES,
            "activities": ACTIVITIES,
            "risks": RISKS,
            "transfers": TRANSFERS,
        },
    }


def _outcome(key: str, name: str, collection: str, **more: str) -> dict[str, str]:
    return {"key": key, "name": name, "collection": collection, "standing": "proposed", **more}


OUTCOMES = [
    _outcome(
        "all-appointed", "All appointed", "summary",
        workstream="people", dated="1 April 2022", ends_on="2022-04-01",
    ),
    _outcome(
        "budget-agreed", "Budget agreed", "summary",
        workstream="money", dated="By 1st July 2022", ends_on="2022-07-01",
    ),
    _outcome(
        "chief-appointed", "Chief appointed and at work", "detail",
        workstream="people", dated="1 April 2022", ends_on="2022-04-01",
    ),
    _outcome(
        "outlook", "One team", "detail",
        workstream="people", dated="Outlook for 2023",
        begins_on="2023-01-01", ends_on="2023-12-31",
    ),
    _outcome("simpler", "Simpler for patients", "benefit"),
]  # fmt: skip

OMISSIONS = [
    {
        "key": "people-july", "name": "People by 1 July 2022", "workstream": "people",
        "collection": "summary", "form": "blank", "dated": "1 July 2022", "ends_on": "2022-07-01",
    },
    {
        "key": "money-later", "name": "Money in the first quarter", "workstream": "money",
        "collection": "summary", "form": "to-be-developed", "dated": "Q1 22/23",
        "begins_on": "2022-04-01", "ends_on": "2022-06-30",
    },
    {
        "key": "money-elsewhere", "name": "Money in the annex", "workstream": "money",
        "collection": "detail", "form": "elsewhere",
    },
    {
        "key": "people-lost", "name": "People, a lost cell", "workstream": "people",
        "collection": "detail", "form": "lost",
    },
]  # fmt: skip

MILESTONES = [
    {
        "key": "founded", "name": "Board founded", "workstream": "people",
        "dated": "1 July 2022", "begins_on": "2022-07-01", "ends_on": "2022-07-01",
    },
    {
        "key": "fourth-quarter", "name": "Accounts closed", "workstream": "money",
        "dated": "Q4 21/22", "begins_on": "2022-01-01", "ends_on": "2022-03-31",
        "reading": "The quarter is that of the financial year.",
    },
    {
        "key": "spring-on", "name": "Places take part", "workstream": "people",
        "dated": "from April 2023", "begins_on": "2023-04-01",
    },
    {
        "key": "spanning", "name": "Offices move",
        "dated": "June to August 2022", "begins_on": "2022-06-01", "ends_on": "2022-08-31",
    },
    {"key": "some-day", "name": "Launch", "dated": "in due course"},
    {"key": "never-said", "name": "Review", "workstream": "money"},
]  # fmt: skip

ACTIVITIES = [
    {
        "key": "consulted", "name": "Staff consulted", "form": "reported",
        "series": "Progress so far", "progress": "delivered", "standing": "delivered",
    },
    {
        "key": "systems", "name": "Systems made ready", "form": "reported",
        "series": "Progress so far", "progress": "at-risk",
    },
    {
        "key": "books", "name": "Books opened", "form": "next-step", "workstream": "money",
        "dated": "Q2 22/23", "begins_on": "2022-07-01", "ends_on": "2022-09-30",
    },
]  # fmt: skip

RISKS = [
    {
        "key": "too-much", "name": "Too much at once", "score": "12",
        "owner": "lead",
        "impacts": [{"key": "rework", "name": "Rework"}, {"key": "delay", "name": "Delay"}],
        "mitigations": [{"key": "fewer", "name": "Do fewer things", "summary": "And say which."}],
    },
    {
        "key": "too-little", "name": "Too little heard", "summary": "Partners are not asked.",
        "impacts": [{"key": "rework-again", "name": "Rework"}],
    },
]  # fmt: skip

TRANSFERS = [
    {
        "key": "all-functions", "name": "Functions of the old group",
        "giver": "old-group", "receiver": "board", "accountable_meanwhile": "old-group",
        "dated": "1 July 2022", "begins_on": "2022-07-01", "ends_on": "2022-07-01",
    },
    {
        "key": "emergencies", "name": "Emergencies", "function": "planning",
        "giver": "board", "to_level": "region", "condition": "Once it is safe",
    },
]  # fmt: skip


def bare(slug: str = "bob-bare-2022", mitigated: bool = False) -> Folder:
    """An edition with risks of which nothing more is recorded, and nothing else."""
    full = programme(slug)
    risks: list[dict[str, Any]] = [{"key": "one", "name": "One"}, {"key": "two", "name": "Two"}]
    if mitigated:
        risks[0]["mitigations"] = [{"key": "care", "name": "Care"}]
    return {"edition": full["edition"], "transition": {"risks": risks}}


def long(slug: str, steps: int) -> Folder:
    """An edition with so many of everything."""
    full = programme(slug)
    return {
        "edition": full["edition"],
        "directorates": {"posts": [{"key": "lead", "name": "Lead", "number": 1}]},
        "places": {"bodies": [{"key": f"body-{at}", "name": f"Body {at}"} for at in range(steps)]},
        "transition": {
            "workstreams": [
                {"key": f"ws-{at}", "name": f"Stream {at}", "led_by": "lead"} for at in range(steps)
            ],
            **{
                plural: [
                    {
                        "key": f"{plural}-{at}",
                        "name": f"{plural} {at}",
                        "workstream": f"ws-{at}",
                        "dated": f"{at + 1} May 2022",
                        "begins_on": f"2022-05-{at + 1:02}",
                        "ends_on": f"2022-05-{at + 1:02}",
                        "citations": [{"page": str(at)}],
                    }
                    for at in range(steps)
                ]
                for plural in ("outcomes", "omissions", "milestones", "activities")
            },
            "risks": [
                {
                    "key": f"risk-{at}",
                    "name": f"Risk {at}",
                    "owner": "lead",
                    "impacts": [{"key": f"impact-{at}", "name": f"Impact {at}"}],
                    "mitigations": [{"key": f"mitigation-{at}", "name": f"Mitigation {at}"}],
                }
                for at in range(steps)
            ],
            "transfers": [
                {
                    "key": f"transfer-{at}",
                    "name": f"Transfer {at}",
                    "giver": f"body-{at}",
                    "receiver": f"body-{steps - 1 - at}",
                    "to_level": "place",
                }
                for at in range(steps)
            ],
        },
    }
