"""What people find by the words they know, however spelt, and never what is not theirs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from directorates.models import Function
from opmodel.editions.models import Edition, Element
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.search import (
    LONGEST_QUESTION,
    Found,
    find_elements,
    find_organisations,
    searched_edition_ids,
    searched_editions,
)
from opmodel.editions.viewer import MACHINE, PUBLIC
from tests.conftest import People, Person, Undone

NOW = Moment.of(date(2026, 11, 22))


def ask(question: str, *, viewer: object = PUBLIC, **more: object) -> Found:
    editions = searched_editions(viewer=viewer, moment=NOW)
    return find_elements(
        question=question, editions=list(editions.values_list("pk", flat=True)), **more
    )


def keys(found: Found) -> list[str]:
    return [element.key for element in found.elements]


EPRR = "emergency-preparedness-and-system-coordination"


@pytest.mark.usefixtures("bob")
class TestFinding:
    @pytest.mark.parametrize(
        ("question", "key"),
        [
            ("EPRR", EPRR),
            ("eprr", EPRR),
            ("SCC", EPRR),
            ("AACCC", "all-age-complex-continuing-care"),
            ("safeguarding", "safeguarding"),
            ("chief executive", "chief-executive"),
            ("executive chief", "chief-executive"),
            ("Thames Valley Cancer Alliance", "thames-valley-cancer-alliance"),
        ],
    )
    def test_words_and_abbreviations_lead_to_the_thing_first(self, question: str, key: str) -> None:
        found = ask(question)
        assert keys(found)[0] == key
        assert not found.nearly

    @pytest.mark.parametrize("question", ["safeg", "safegu", "Safeguard", "safeguards"])
    def test_the_beginning_or_another_form_of_a_word_is_enough(self, question: str) -> None:
        found = ask(question)
        assert "safeguarding" in keys(found)
        assert not found.nearly

    @pytest.mark.parametrize(
        ("question", "key"),
        [
            ("safegarding", "safeguarding"),
            ("safeguardign", "safeguarding"),
            ("delegatd", "delegation-to-place"),
            ("oxfordshyre", "oxfordshire"),
            ("Bukinghamshire", "buckinghamshire"),
        ],
    )
    def test_a_misspelt_word_leads_to_what_was_meant_and_says_so(
        self, question: str, key: str
    ) -> None:
        found = ask(question)
        assert key in keys(found)
        assert found.nearly

    def test_words_that_say_nothing_are_passed_over(self) -> None:
        assert keys(ask("who is the chief executive"))[0] == "chief-executive"
        assert set(keys(ask("the finance"))) == set(keys(ask("finance")))

    def test_where_nothing_has_every_word_some_of_them_will_do(self) -> None:
        found = ask("safeguarding zeppelins")
        assert "safeguarding" in keys(found)

    def test_accents_and_capitals_do_not_matter(self) -> None:
        plain = set(keys(ask("safeguarding")))
        assert plain
        assert set(keys(ask("sáfeguärding"))) == set(keys(ask("SAFEGUARDING"))) == plain

    def test_a_name_that_is_the_question_comes_before_names_that_hold_it(self) -> None:
        assert keys(ask("Finance"))[0] == "finance"

    def test_nothing_is_found_where_there_is_nothing(self) -> None:
        for question in ("zeppelin", "qqqqqqqq", "", "   ", "?!", "the of and"):
            assert ask(question) == Found((), 0), question

    def test_one_kind_can_be_asked_for(self) -> None:
        found = ask("finance", kind="function")
        assert found.elements
        assert {element.kind for element in found.elements} == {"function"}

    def test_pages_show_everything_once(self) -> None:
        whole = ask("commissioning", at_most=100)
        assert whole.total == len(whole.elements) > 6
        parts = [ask("commissioning", first=first, at_most=5) for first in range(0, whole.total, 5)]
        assert [key for part in parts for key in keys(part)] == keys(whole)
        assert {part.total for part in parts} == {whole.total}

    def test_the_number_of_queries_does_not_grow_with_the_hits(self) -> None:
        editions = list(searched_editions(viewer=PUBLIC, moment=NOW).values_list("pk", flat=True))
        find_elements(question="eprr", editions=editions)  # what is asked once a process
        for question in ("eprr", "commissioning"):
            with CaptureQueriesContext(connection) as asked:
                find_elements(question=question, editions=editions, at_most=50)
            assert len(asked) <= 2


HOSTILE = (
    *("'", "''", '"', "\\", "\\'", "%", "_", "%%", "&", "|", "!", "(", ")", "<->", ":*", "a:*b"),
    *("'; DROP TABLE editions_element; --", "x' OR '1'='1", "$$", "%(words)s", "{}", "\\x00"),
    *(
        "a & b | !c",
        "!!!!",
        "<script>alert(1)</script>",
        "é" * 50,
        "漢字",
        "\u202e",
        "🏥",
        "a" * 200,
    ),
    *("a " * 100, "NULL", "-1", "1e999", "\n\r\t", "*", "**", "foo:*A", "it's", "o'neill"),
)


@pytest.mark.usefixtures("bob")
class TestHostileQuestions:
    @pytest.mark.parametrize("question", HOSTILE)
    def test_are_questions_like_any_other(self, question: str) -> None:
        found = ask(question)
        assert found.total >= len(found.elements)
        find_organisations(question=question)

    def test_whatever_is_typed_is_answered(self, undone: Undone) -> None:
        typed = st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
            max_size=LONGEST_QUESTION,
        )

        @given(typed)
        def answered(question: str) -> None:
            found = ask(question)
            assert len(found.elements) <= 20

        answered()

    def test_no_table_is_lost(self) -> None:
        ask("'; DROP TABLE editions_element CASCADE; --")
        assert Element.objects.exists()


class TestWhatIsNotTheirs:
    @pytest.fixture
    def secret(self, draft: Edition) -> Function:
        """Something only the draft has, under a word that nothing else has."""
        return Function.objects.create(
            edition=draft,
            key="secret",
            name="Zymurgy and brewing",
            also_known_as=["ZYMU"],
            summary="Fermentation",
        )

    def who(self, people: People) -> dict[str, Person]:
        return {
            name: getattr(people, name)
            for name in ("anonymous", "outsider", "reader", "administrator")
        }

    @pytest.mark.parametrize("question", ["zymurgy", "zymu", "ZYMU", "fermentation", "zymurgi"])
    def test_a_draft_is_found_by_nobody_in_what_is_searched_unless_told_otherwise(
        self, secret: Function, people: People, question: str
    ) -> None:
        for name, person in self.who(people).items():
            found = ask(question, viewer=person.viewer)
            assert found.elements == (), name
            assert found.total == 0

    def test_a_draft_that_one_may_see_can_be_searched(
        self, secret: Function, draft: Edition, people: People
    ) -> None:
        may = {
            name: Edition.objects.visible_to(person.viewer).filter(pk=draft.pk).exists()
            for name, person in self.who(people).items()
        }
        assert may == {
            "anonymous": False,
            "outsider": False,
            "reader": True,
            "administrator": True,
        }
        assert keys(find_elements(question="zymurgy", editions=[draft.pk])) == ["secret"]

    @pytest.mark.parametrize("question", ["zymurgi", "zymurgie", "brewign", "zymurgi safegarding"])
    def test_a_word_of_a_draft_is_no_hint_to_others(self, secret: Function, question: str) -> None:
        """To be told “did you mean zymurgy?” would be to be told what the draft says."""
        hints = set(ask(question).instead)
        assert not {"zymurgy", "zymurgi", "brewing", "brew"} & hints
        assert bool(hints) is ("safegarding" in question)

    def test_a_superseded_edition_is_not_searched_unless_asked(self, bob: Edition) -> None:
        before = Moment.of(date(2024, 8, 31))
        assert not searched_editions(viewer=PUBLIC, moment=before).exists()
        assert searched_editions(viewer=PUBLIC, moment=NOW).get() == bob

    def test_a_body_that_ended_is_still_found(self, bob: Edition) -> None:
        assert bob.organisation.legal_until == date(2026, 3, 31)
        assert keys(ask("EPRR"))[0] == EPRR

    def test_documents_never_adopted_are_found_too(self, draft: Edition) -> None:
        from opmodel.editions.actions.publishing import publish_without_adoption  # noqa: PLC0415

        publish_without_adoption(edition=draft)
        assert searched_editions(viewer=MACHINE, moment=NOW).filter(pk=draft.pk).exists()

    def test_they_are_not_found_as_of_a_day_before_they_were_out(self, draft: Edition) -> None:
        from opmodel.editions.actions.publishing import publish_without_adoption  # noqa: PLC0415

        draft.published_on = date(2025, 6, 3)
        draft.save()
        publish_without_adoption(edition=draft)
        for known, found in ((date(2025, 6, 2), False), (date(2025, 6, 3), True)):
            moment = Moment(on=NOW.on, known=known)
            editions = searched_editions(viewer=PUBLIC, moment=moment)
            assert editions.filter(pk=draft.pk).exists() is found
            assert (draft.pk in searched_edition_ids(moment=moment)) is found


@pytest.mark.usefixtures("reference")
class TestOrganisations:
    @pytest.mark.parametrize(
        "question", ["QU9", "qu9", "BOB ICB", "buckinghamshire berkshire board"]
    )
    def test_are_found_by_code_and_by_every_word_of_a_name(self, question: str) -> None:
        assert "bob-icb" in [each.slug for each in find_organisations(question=question)]

    def test_are_found_once_and_no_more_than_asked(self) -> None:
        found = find_organisations(question="NHS", at_most=3)
        assert len({each.slug for each in found}) == len(found) == 3

    @pytest.mark.parametrize("question", ["", "  ", "%", "_", "zeppelin"])
    def test_are_not_found_by_nothing(self, question: str) -> None:
        assert find_organisations(question=question) == []


def test_the_search_words_of_an_element_follow_its_text(draft: Edition) -> None:
    element = Function.objects.in_edition(draft)[0]
    element.name = "Xylophones"
    element.save()
    assert keys(find_elements(question="xylophone", editions=[draft.pk])) == [element.key]
    with connection.cursor() as cursor:
        cursor.execute("SELECT element_query(ARRAY['the', 'of'], true)::text")
        assert cursor.fetchone() == ("",)
