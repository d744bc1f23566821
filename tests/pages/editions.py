"""Edition folders made up for pages and documents: hostile words, many posts, a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Folder = dict[str, dict[str, Any]]

SCRIPT = "<script>document.title = 'taken over'</script>"
IMAGE = "<img src=x onerror=\"document.title = 'taken over'\">"
BRACES = "{{ 7 * 7 }} {% raw %} ${7 * 7}"
QUOTES = "\"Double\" & 'single' </title></style><b>bold</b>"
HOSTILE = (SCRIPT, IMAGE, BRACES, QUOTES)
"""Names that would do harm as markup, in a template or in an attribute."""

FORMULAS = (
    '=HYPERLINK("https://example.org/?"&A1,"Press")',
    "+44 1865 000000",
    "-2+3",
    "@SUM(1,1)",
    "{=SUM(1,1)}",
)
"""Names that a spreadsheet would run."""


def written(files: Mapping[str, Any], folder: Path) -> Path:
    """The folder, with these files in it."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def hostile(slug: str = "frimley-icb-hostile") -> Folder:
    """An adopted edition of which every name and text tries something."""
    names = (*HOSTILE, *FORMULAS)
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "frimley-icb",
                "title": f"Model {IMAGE}",
                "label": f"Label {BRACES}",
                "summary": SCRIPT,
                "adoption": {
                    "effective_from": "2024-01-01",
                    "recorded_at": "2024-01-01",
                    "adopted_by": SCRIPT,
                    "minute": QUOTES,
                },
            },
            "sources": [
                {"key": "paper", "title": f"Paper {SCRIPT}", "publisher": IMAGE, "note": QUOTES}
            ],
        },
        "directorates": {
            "posts": [
                {"key": "chief", "name": f"Chief {QUOTES}", "summary": IMAGE, "number": 1},
                *(
                    {
                        "key": f"post-{at}",
                        "name": f"{name} post",
                        "summary": name,
                        "also_known_as": [f"{name}!"],
                        "reports_to": "chief",
                        "number": at,
                    }
                    for at, name in enumerate(names, 1)
                ),
            ],
            "directorates": [
                {
                    "key": f"unit-{at}",
                    "name": f"{name} unit",
                    "summary": name,
                    "led_by": f"post-{at}",
                }
                for at, name in enumerate(names, 1)
            ],
            "functions": [
                {
                    "key": f"function-{at}",
                    "name": name,
                    "summary": name,
                    "reading": name,
                    "directorate": f"unit-{at}",
                    "citations": [{"heading": name, "page": "1"}],
                }
                for at, name in enumerate(names, 1)
            ],
        },
        "commissioning": {
            "cycles": [{"key": "cycle", "name": f"cycle {SCRIPT}", "summary": IMAGE}],
            "stages": [
                {"key": f"stage-{at}", "name": f"{name} stage", "cycle": "cycle"}
                for at, name in enumerate(HOSTILE, 1)
            ],
            "responsibilities": [
                {
                    "key": f"responsibility-{at}",
                    "name": f"{name} does",
                    "summary": f"{name} text\n{name} too",
                    "cycle": "cycle",
                    "holder": f"unit-{at}",
                    "stages": [f"stage-{stage}" for stage in range(1, 1 + at % 4 + 1)],
                }
                for at, name in enumerate(names, 1)
            ],
        },
    }


def large(slug: str = "thames-valley-large") -> Folder:
    """An adopted edition with some 90 posts on six levels, and names of every length."""
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "nhs-thames-valley-icb",
                "title": "Large model",
                "label": "April 2026",
                "adoption": {
                    "effective_from": "2026-04-01",
                    "recorded_at": "2026-04-01",
                    "adopted_by": "The Board",
                    "meeting_on": "2026-04-01",
                    "minute": "12/26",
                },
            },
            "sources": [{"key": "paper", "title": "Structure paper"}],
        },
        "directorates": {
            "posts": [
                {"key": "chief", "name": "Chief Executive", "number": 1},
                *(
                    {"key": key, "name": name, "reports_to": above, "number": 1}
                    for key, name, above in _reporting()
                ),
            ],
            "directorates": [
                {"key": f"unit-{at}", "name": f"Directorate of {name}", "led_by": f"chief-{at}"}
                for at, name in enumerate(UNITS, 1)
            ],
            "functions": [
                {"key": f"function-{at}", "name": f"Function {at}", "directorate": "unit-1"}
                for at in range(1, 121)
            ],
        },
    }


def wide(slug: str = "frimley-icb-wide") -> Folder:
    """A consultation with more columns than fit a page, and hostile names at their head.

    Each body but the last is in one of three collaboratives, in every part there is; a fourth
    collaborative has nobody. Each function is at a level of its own, one of them at none.
    """
    bodies = [*HOSTILE, *(f"Healthcare NHS Foundation Trust number {at}" for at in range(1, 23))]
    roles = ("lead", "member", "associate", "involved")
    levels = ("region", "multi-icb", "system", "area", "place", "neighbourhood")
    parts = ({"part": "policy"}, {"part": "decision"}, {"part": "delivery"}, {})
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "frimley-icb",
                "title": "Wide model",
                "label": "May 2024",
                "never_adopted": True,
                "published_on": "2024-05",
            },
            "sources": [{"key": "paper", "title": "Wide paper"}],
        },
        "places": {
            "bodies": [
                {"key": f"body-{at}", "name": name} for at, name in enumerate(bodies, start=1)
            ],
            "collaboratives": [
                {
                    "key": f"collaborative-{of}",
                    "name": f"Collaborative {of}",
                    "memberships": [
                        {
                            "key": f"body-{at}-in-collaborative-{of}",
                            "name": f"Collaborative {of}: {bodies[at - 1]}",
                            "body": f"body-{at}",
                            "role": roles[at % 4],
                            "on_behalf_of": "all of them",
                            "member_from": "2022-07-01",
                            "standing": "question",
                        }
                        for at in range(of, len(bodies), 3)
                    ],
                }
                for of in (1, 2, 3)
            ]
            + [{"key": "collaborative-4", "name": "Collaborative 4", "form": "mentioned"}],
            "placements": [
                {
                    "key": f"placement-{at}",
                    "name": f"Function {at}: {levels[at % 6]}",
                    "function": f"function-{at}",
                    "level": levels[at % 6],
                    "jointly_with": "local authorities",
                    "standing": "to-be-confirmed",
                }
                | parts[at % 4]
                for at in range(1, 13)
            ],
        },
        "directorates": {
            "functions": [
                {
                    "key": f"function-{at}",
                    "name": f"Function {at}",
                    "non_delegable": at % 5 == 0,
                    "directorate": f"unit-{1 + at % 2}",
                }
                for at in range(1, 14)
            ],
            "directorates": [
                {"key": "unit-1", "name": "Unit 1"},
                {"key": "unit-2", "name": "Unit 2"},
            ],
        },
    }


UNITS = (
    "Finance",
    "Nursing, Quality, Safeguarding and Patient Experience",
    "Population Health Management and Interoperability",
    "People",
    "Mental Health, Learning Disability, Autism and Neurodevelopmental Commissioning",
)
LEVELS = ("Director", "Deputy Director", "Head", "Manager")


def _reporting() -> Iterator[tuple[str, str, str]]:
    """Key, name and superior of each post below the chief executive."""
    for at, unit in enumerate(UNITS, 1):
        yield f"chief-{at}", f"Chief Officer for {unit}", "chief"
        above = f"chief-{at}"
        for number in range(1, 18):
            level = LEVELS[min((number - 1) // 3, 3)]
            key = f"post-{at}-{number}"
            yield key, f"{level} {at}.{number} ({unit})", above
            if number % 3 == 1:
                above = key


DRAFT_WORD = "Quokka"
"""Stands in the draft's texts and nowhere else."""


def draft(slug: str = "bob-icb-quokka") -> Folder:
    """A draft of BOB ICB, full of a word that nothing published has."""
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "bob-icb",
                "title": f"{DRAFT_WORD} model",
                "label": f"{DRAFT_WORD} draft",
            },
            "sources": [{"key": "paper", "title": f"{DRAFT_WORD} paper"}],
        },
        "directorates": {
            "posts": [{"key": "keeper", "name": f"{DRAFT_WORD} keeper", "number": 1}],
            "directorates": [
                {"key": "quokkas", "name": f"{DRAFT_WORD} directorate", "led_by": "keeper"}
            ],
            "functions": [
                {
                    "key": "watching",
                    "name": f"{DRAFT_WORD} watching",
                    "directorate": "quokkas",
                    "citations": [{"heading": f"{DRAFT_WORD} heading", "page": "3"}],
                }
            ],
        },
    }


def never_adopted(slug: str = "bob-consultation-2023") -> Folder:
    """A consultation of BOB ICB that was published and never adopted."""
    return {
        "edition": {
            "edition": {
                "slug": slug,
                "organisation": "bob-icb",
                "title": "Consultation on structures",
                "label": "May 2023",
                "published_on": "2023-05",
                "never_adopted": True,
            },
            "sources": [{"key": "paper", "title": "Consultation paper"}],
        },
        "directorates": {
            "directorates": [{"key": "wallabies", "name": "Wallaby directorate"}],
        },
    }
