"""Invented names and sentences whose words are spread as in real texts.

A few words come up everywhere, most come up seldom, and each organisation has names of its own: so
a search over invented editions has as much to do as one over real ones.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random


def _listed(words: str) -> list[str]:
    return words.split()


_THINGS = _listed("""
care services commissioning performance planning partners quality health system finance
place delivery oversight workforce assurance population strategy safety improvement transformation
contracts medicines delegation governance primary community mental urgent planned resilience
outcomes inequalities safeguarding digital estates data engagement provider collaborative patients
children maternity dentistry pharmacy optometry screening vaccination discharge referral pathways
ambulance hospital neighbourhood voluntary council board committee audit risk budget capital
procurement information research innovation training recruitment wellbeing equality complaints
communications incidents standards guidance inspection statutory duties consultation evidence
prevention diabetes cancer cardiology stroke respiratory dementia frailty rehabilitation autism
disability palliative continuing bereavement surgery diagnostics imaging pathology radiology blood
nutrition mobility transport housing employment prisons veterans refugees carers advocacy
sustainability carbon energy cyber records telephony coding analytics forecasting benchmarking
productivity tariffs reconciliation treasury payroll pensions taxation insurance litigation
freedom archives translation chaplaincy volunteering philanthropy apprenticeships placements
""")
_ACTIONS = _listed("""
leads plans oversees supports agrees reviews reports assures coordinates develops manages
commissions monitors advises approves publishes negotiates evaluates convenes escalates audits
""")
_QUALITIES = _listed("""
joint local annual shared clinical operational strategic regional integrated corporate specialist
financial statutory temporary independent preventive accessible sustainable multidisciplinary
""")
_BEGINNINGS = _listed("""
Ash Barn Beck Birch Brad Brook Buck Calder Carl Chester Clay Cold Coln Dal Dart Dews Dun East Elm
Esk Fair Fern Ful Garth Glas Graven Had Hamble Hart Hazel Hex High Holm Horn Ilk Ken Kirk Lang Led
Lin Long Lough Mal Mar Mel Mid Monk Nant Nether New Nor Oak Otter Pen Pick Prest Quarn Rad Raven
Red Rich Rother Sand Sel Shep Skel Sned South Staple Stan Stour Swin Tam Tet Thorn Tick Trent Upper
Wal War Wel Wether Whit Wick Win Wood Worth Yar
""")
_ENDINGS = _listed("""
beck borough bourne bridge burn bury by castle church cliff combe cote dale dean den field ford
gate grove ham hampton head hill holme hurst land leigh ley low mere minster moor mouth ness port
ridge rigg sea shaw stead stoke stone thorpe ton tree vale wade water well wick wood worth yard
""")


def _spread(words: list[str]) -> list[float]:
    """Weights by which words come up, the first ones most.

    By Zipf's law with Mandelbrot's flatter top, so that the commonest words stand in about as many
    elements as in real editions.
    """
    return list(accumulate(1 / (rank + 8) for rank in range(1, len(words) + 1)))


_WEIGHTS = {id(words): _spread(words) for words in (_THINGS, _ACTIONS, _QUALITIES)}


class Words:
    """Says things at random: the same things whenever *chance* begins with the same seed.

    *home* is a random source too: the names of places it knows are those of one organisation.
    """

    def __init__(self, chance: Random, home: Random):
        self.chance = chance
        self.places = [place(home) for _ in range(60)]

    def name(self) -> str:
        """A name of two to five words; one in five names a place."""
        words = [self._one(_THINGS)]
        if self.chance.random() < 0.6:
            words.insert(0, self._one(_QUALITIES))
        if self.chance.random() < 0.6:
            words += ["and", self._one(_THINGS)]
        if self.chance.random() < 0.2:
            words += ["in", self.chance.choice(self.places)]
        text = " ".join(words)
        return text[0].upper() + text[1:]

    def sentences(self) -> str:
        """One to four sentences of about ten words."""
        return " ".join(self._sentence() for _ in range(self.chance.randint(1, 4)))

    def _sentence(self) -> str:
        where = f" of {self.chance.choice(self.places)}" if self.chance.random() < 0.5 else ""
        return (
            f"It {self._one(_ACTIONS)} the {self._one(_QUALITIES)} {self._one(_THINGS)} and "
            f"{self._one(_THINGS)}{where}, and {self._one(_ACTIONS)} {self._one(_THINGS)}."
        )

    def _one(self, words: list[str]) -> str:
        return self.chance.choices(words, cum_weights=_WEIGHTS[id(words)])[0]


def place(chance: Random) -> str:
    """A name that a place in England could have."""
    return chance.choice(_BEGINNINGS) + chance.choice(_ENDINGS)


def abbreviation(name: str) -> str:
    """The first letters of a name, as people abbreviate it."""
    return "".join(word[0] for word in name.split() if word not in ("and", "in")).upper()
