"""What powers rest on: instruments and their clauses, agreements, and the law."""

from typing import ClassVar

from django.db import models

from opmodel.editions.models import Kind, Link, Reference


class Instrument(Kind):
    """A document by which the organisation governs itself.

    Such as its scheme of reservation and delegation (SoRD), its standing financial instructions
    (SFIs) or a committee's terms of reference.
    """

    class Form(models.TextChoices):
        CONSTITUTION = "constitution", "Constitution"
        STANDING_ORDERS = "standing-orders", "Standing orders"
        SCHEME = "sord", "Scheme of reservation and delegation"
        MAP = "functions-and-decisions-map", "Functions and decisions map"
        FINANCIAL_INSTRUCTIONS = "sfis", "Standing financial instructions"
        LIMITS = "financial-limits", "Financial limits"
        TERMS = "terms-of-reference", "Terms of reference"
        POLICY = "policy", "Policy"

    kind_name = "instrument"
    plural = "instruments"

    form = models.CharField(max_length=40, choices=Form)
    issue = models.CharField(max_length=20, blank=True, verbose_name="version")
    owner = Reference(
        "directorates.Post", null=True, blank=True, related_name="instruments_owned", back="Owns"
    )
    approved_by = Reference(
        "governance.Committee",
        null=True,
        blank=True,
        related_name="instruments_approved",
        back="Approves",
    )
    approved_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=80, blank=True)
    review_on = models.DateField(null=True, blank=True, verbose_name="due for review on")

    expects = ("issue", "owner", "approved_on", "minute", "review_on")

    class Meta(Kind.Meta):
        verbose_name = "instrument"


class Clause(Kind):
    """A numbered provision of an instrument. `number` is what people cite: "6.4.2"."""

    kind_name = "clause"
    plural = "clauses"
    nests_in = ("instrument",)

    instrument = Reference(Instrument, related_name="clauses", back="Clauses")
    number = models.CharField(max_length=20)

    class Meta(Kind.Meta):
        verbose_name = "clause"


class LegalBasis(Kind):
    """A provision of law that a power rests on, with the days between which it is in force.

    `number` is how it is cited: "section 65Z5". Sections move between a Bill and its Act, and are
    repealed: a power rests on the law of its own day.
    """

    kind_name = "legal-basis"
    plural = "legal-bases"

    enactment = models.CharField(max_length=200, help_text="The Act or the regulations.")
    number = models.CharField(max_length=80, verbose_name="provision")
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    bars_delegation = models.BooleanField(
        default=False, help_text="What it lays on the organisation may not be delegated further."
    )

    expects = ("in_force_from",)

    class Meta(Kind.Meta):
        verbose_name = "legal basis"
        verbose_name_plural = "legal bases"
        constraints = (
            models.CheckConstraint(
                name="legalbasis_dates_in_order",
                condition=models.Q(in_force_until__isnull=True)
                | models.Q(in_force_from__isnull=True)
                | models.Q(in_force_until__gte=models.F("in_force_from")),
                violation_error_message="A provision cannot end before it is in force.",
            ),
        )


class Agreement(Kind):
    """An agreement with other bodies. A memorandum of understanding delegates nothing.

    Section 75 agreements must state aims, contributions, functions, people and services, resources,
    duration, how the pooled fund is run, and reports (SI 2000/617, regulations 7 to 9). One under
    section 65Z5 says what is passed on, what stays, and who is liable. What an agreement does not
    state is left empty, and shown as not recorded where its form asks for it (`ASKED_OF`).
    """

    class Form(models.TextChoices):
        SECTION_75 = "section-75", "Section 75 agreement"
        DELEGATION_IN = "delegation-in", "Delegation to the organisation (section 65Z5)"
        DELEGATION_OUT = "delegation-out", "Delegation by the organisation (section 65Z5)"
        JOINT_COMMITTEE = "joint-committee", "Joint committee (sections 65Z5 and 65Z6)"
        COLLABORATION = "collaboration", "Collaboration agreement"
        MEMORANDUM = "memorandum", "Memorandum of understanding"

    kind_name = "agreement"
    plural = "agreements"

    form = models.CharField(max_length=20, choices=Form)
    parties = models.ManyToManyField(
        "places.Body", through="governance.AgreementParty", related_name="agreements"
    )
    legal_basis = Reference(
        LegalBasis, null=True, blank=True, related_name="agreements", back="Agreements under it"
    )
    owner = Reference(
        "directorates.Post", null=True, blank=True, related_name="agreements_owned", back="Owns"
    )
    approved_by = Reference(
        "governance.Committee",
        null=True,
        blank=True,
        related_name="agreements_approved",
        back="Approves",
    )
    approved_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=80, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, verbose_name="due for review on")
    notice = models.CharField(
        max_length=200, blank=True, help_text="How long before, and how, a party may end it."
    )
    aims = models.TextField(blank=True)
    functions = models.TextField(
        blank=True,
        verbose_name="functions and services",
        help_text="Which functions are passed on or shared, for which people and services.",
    )
    reserved = models.TextField(
        blank=True, verbose_name="not passed on", help_text="What stays with whoever delegates."
    )
    onward = models.BooleanField(null=True, blank=True, verbose_name="may be delegated further")
    lead = Reference(
        "places.Body",
        null=True,
        blank=True,
        related_name="agreements_led",
        back="Leads under",
        verbose_name="lead commissioner",
    )
    pool_host = Reference(
        "places.Body",
        null=True,
        blank=True,
        related_name="pools_hosted",
        back="Hosts the pooled fund of",
        verbose_name="host of the pooled fund",
    )
    pool_management = models.TextField(blank=True, verbose_name="how the pooled fund is run")
    contributions = models.TextField(blank=True)
    resources = models.TextField(blank=True, verbose_name="staff, goods and premises")
    liability = models.TextField(
        blank=True, help_text="Who answers in law for what is done under it."
    )
    reports = models.TextField(blank=True, help_text="Who reports what, how often.")
    variation = models.TextField(blank=True, verbose_name="how it is varied")
    disputes = models.TextField(blank=True, verbose_name="how disputes are settled")

    _OF_ANY = ("effective_from", "review_on", "aims")
    _OF_DELEGATION = (
        *_OF_ANY,
        "legal_basis",
        "minute",
        "functions",
        "reserved",
        "onward",
        "contributions",
        "liability",
        "reports",
        "variation",
        "notice",
    )
    ASKED_OF: ClassVar[dict[str, tuple[str, ...]]] = {
        Form.SECTION_75: (
            *_OF_ANY,
            "legal_basis",
            "minute",
            "effective_until",
            "notice",
            "functions",
            "lead",
            "pool_host",
            "pool_management",
            "contributions",
            "resources",
            "reports",
            "variation",
        ),
        Form.DELEGATION_IN: _OF_DELEGATION,
        Form.DELEGATION_OUT: _OF_DELEGATION,
        Form.JOINT_COMMITTEE: (
            *_OF_ANY,
            "legal_basis",
            "minute",
            "functions",
            "notice",
            "contributions",
            "reports",
            "variation",
        ),
        Form.COLLABORATION: (*_OF_ANY, "minute", "notice", "contributions", "reports"),
        Form.MEMORANDUM: _OF_ANY,
    }
    """What a reader asks of an agreement of each form: for two of them, what the law asks."""

    expects = tuple(dict.fromkeys(field for asked in ASKED_OF.values() for field in asked))

    def misses(self, field: str) -> bool:
        return field in self.ASKED_OF[self.form]

    @property
    def delegates(self) -> bool:
        """Whether a power can rest on it: a memorandum and a collaboration give none."""
        return self.form not in (self.Form.MEMORANDUM, self.Form.COLLABORATION)

    class Meta(Kind.Meta):
        verbose_name = "agreement"
        constraints = (
            models.CheckConstraint(
                name="agreement_dates_in_order",
                condition=models.Q(effective_until__isnull=True)
                | models.Q(effective_from__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                violation_error_message="An agreement cannot end before it has effect.",
            ),
        )


class AgreementParty(Link):
    """A body that is party to an agreement."""

    ends = ("agreement", "body")

    agreement = Reference(Agreement, on_delete=models.CASCADE, related_name="+")
    body = Reference("places.Body", related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agreement", "body"), name="agreement_party_once"),
        )
