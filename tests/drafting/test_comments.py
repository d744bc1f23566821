"""What is said about rows of drafts: by whom, to whom, and without a trace for anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opmodel.access.models import User
from opmodel.drafting.actions.commenting import comment, reopen, resolve
from opmodel.drafting.mentions import names_in
from opmodel.drafting.models import Comment, Mention, Proposal, What
from opmodel.drafting.rights import NotAllowed
from opmodel.drafting.selectors.waiting import waiting_for
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.models import Edition, EditionState, Element
from opmodel.editions.querysets import SilentWriteRefused
from tests.conftest import People, Person

ALL = "/bob-icb/bob-icb-draft/comments/"
OWN = f"{ALL}places/oxfordshire/"
OTHER = f"{ALL}places/buckinghamshire/"
NOBODY = ("anonymous", "outsider", "editor_elsewhere")
NO_PART = ("reader", "granter", "partner")
TAKES_PART = ("editor", "reviewer", "secretary", "administrator")


@pytest.fixture
def oxfordshire(draft: Edition) -> Element:
    return _row(draft, "oxfordshire")


def _row(draft: Edition, key: str) -> Element:
    return Element.objects.select_related("edition").get(edition=draft, key=key)


def user(person: Person) -> User:
    assert person.user is not None
    return person.user


def said(person: Person, element: Element, text: str = "Is this right?", **more: Any) -> Comment:
    return comment(by=user(person), element=element, text=text, **more).comment


def test_who_may_is_told_and_nobody_else(oxfordshire: Element, people: People) -> None:
    said(people.editor, oxfordshire, "Quokkas live here")
    for name, person in people.everyone().items():
        about, every = person.client.get(OWN), person.client.get(ALL)
        expected = 404
        if name in NO_PART:
            expected = 403
        if name in (*TAKES_PART, "contributor"):
            expected = 200
        if name == "contributor_elsewhere":
            assert every.status_code == 200
            assert "Nothing is open" in every.content.decode()
        else:
            assert every.status_code == expected, name
        assert about.status_code == expected, name
        for page in (about, every):
            assert (b"Quokkas" in page.content) is (expected == 200), name


def test_a_contributor_says_and_reads_things_about_rows_of_their_own_only(
    draft: Edition, oxfordshire: Element, people: People
) -> None:
    client = people.contributor.client
    assert client.post(OWN, {"text": "Ours"}).status_code == 302
    assert client.post(OTHER, {"text": "Theirs"}).status_code == 404
    assert client.get(OTHER).status_code == 404
    with pytest.raises(NotAllowed):
        said(people.contributor, _row(draft, "buckinghamshire"))
    hidden = said(people.editor, _row(draft, "buckinghamshire"), "Secret @contributor")
    page = client.get(ALL).content.decode()
    assert "Ours" in page
    assert "1 comment still open" in page
    assert "Secret" not in page
    assert client.get(f"{ALL}{hidden.pk}/").status_code == 404
    assert client.post(f"{ALL}{hidden.pk}/", {"do": "resolve"}).status_code == 404
    assert "Secret" not in client.get("/work/").content.decode()
    assert waiting_for(user(people.contributor)) == 0


def test_what_is_said_stands_beside_the_row_as_text(oxfordshire: Element, people: People) -> None:
    client = people.reviewer.client
    text = "<script>alert(1)</script> see https://example.org/\nand *this*"
    response = client.post(OWN, {"text": text, "back": "element"})
    assert response["Location"] == "/bob-icb/bob-icb-draft/places/oxfordshire/#comments"
    for address in (OWN, ALL, "/bob-icb/bob-icb-draft/places/oxfordshire/",
                    "/bob-icb/bob-icb-draft/work/places/oxfordshire/"):  # fmt: skip
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; see https://example.org/" in page, address
        assert 'href="https://example.org' not in page
    assert (
        "alert"
        not in people.reader.client.get(
            "/bob-icb/bob-icb-draft/places/oxfordshire/"
        ).content.decode()
    )


def test_a_thread_is_answered_resolved_and_opened_again(
    oxfordshire: Element, people: People
) -> None:
    first = said(people.editor, oxfordshire)
    thread = f"{ALL}{first.pk}/"
    client = people.contributor.client
    assert client.post(thread, {"do": "reply", "text": "It is."}).status_code == 302
    assert client.post(thread, {"do": "resolve"}).status_code == 302
    first.refresh_from_db()
    assert first.resolved_by == people.contributor.user
    assert "It is." not in client.get(ALL).content.decode()
    resolved = client.get(f"{ALL}?shown=resolved").content.decode()
    assert "It is." in resolved
    # An answer opens it again, and so does whoever says so.
    answer = said(people.reviewer, oxfordshire, "Is it?", reply_to=first.replies.get())
    assert answer.reply_to == first
    first.refresh_from_db()
    assert first.is_open
    resolve(by=user(people.editor), thread=answer)
    reopen(by=user(people.editor), thread=first)
    first.refresh_from_db()
    assert first.is_open
    records: Any = Comment.history.filter(id=first.pk)
    assert records.count() == 5
    assert {record.history_user.username for record in records} == {
        "editor", "contributor", "reviewer",
    }  # fmt: skip
    assert client.post(thread, {"do": "nothing"}).status_code == 400


def test_nothing_is_said_about_what_is_published(
    bob: Edition, draft: Edition, oxfordshire: Element, people: People
) -> None:
    published = _row(bob, "oxfordshire")
    with pytest.raises(ChangeRefused):
        said(people.administrator, published)
    first = said(people.editor, oxfordshire, "Draft talk")
    draft.state = EditionState.NOT_ADOPTED
    draft.published_on, draft.digest = timezone.localdate(), "0" * 64
    draft.save()
    for name, person in people.everyone().items():
        page = person.client.get("/bob-icb/bob-icb-draft/places/oxfordshire/")
        assert page.status_code == 200, name
        assert b"Draft talk" not in page.content, name
        assert person.client.get(ALL).status_code == 404, name
    with pytest.raises(ChangeRefused):
        resolve(by=user(people.editor), thread=first)


@pytest.mark.parametrize("text", ["", "   \n", "a" * 4001, "a\x00b"])
def test_what_cannot_be_said_is_refused_in_words(
    text: str, oxfordshire: Element, people: People
) -> None:
    response = people.editor.client.post(OWN, {"text": text})
    assert response.status_code == 400
    assert b"nhsuk-error-message" in response.content
    assert not Comment.objects.exists()


def test_an_answer_belongs_to_the_row_of_its_thread(
    draft: Edition, oxfordshire: Element, people: People
) -> None:
    first = said(people.editor, oxfordshire)
    with pytest.raises(ChangeRefused):
        said(people.editor, _row(draft, "buckinghamshire"), reply_to=first)


def test_comments_are_written_with_their_history_alone(
    oxfordshire: Element, people: People
) -> None:
    said(people.editor, oxfordshire)
    for write in (
        lambda: Comment.objects.update(text="x"),
        lambda: Comment.objects.bulk_create([]),
        lambda: Comment.objects.bulk_update([], ["text"]),
        lambda: Comment.objects.first().save_without_historical_record(),  # type: ignore[union-attr]
    ):
        with pytest.raises(SilentWriteRefused):
            write()


# ---- Mentions ----


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann please", ["ann"]),
        ("Ask @ann, @bob.smith and @ann.", ["ann", "bob.smith"]),
        ("(@ann)", ["ann"]),
        ("ann@example.org", []),
        ("@ann@example.org", ["ann@example.org"]),
        ("@ and @- and @@", []),
        (" ".join(f"@p{number}" for number in range(50)), [f"p{number}" for number in range(20)]),
    ],
)
def test_names_are_found_in_a_text(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_only_who_takes_part_is_told_and_of_others_nothing_is_said(
    oxfordshire: Element, people: People
) -> None:
    for other in ("reader", "outsider", "contributor_elsewhere", "partner", "contributor"):
        getattr(people, other)
    gone = user(people.reviewer)
    gone.is_active = False
    gone.save()
    text = (
        "@Contributor @reader @outsider @contributor-elsewhere @partner @reviewer @nobody @editor"
    )
    done = comment(by=user(people.editor), element=oxfordshire, text=text)
    assert [each.username for each in done.comment.mentions.all()] == ["contributor"]
    assert done.nobody == (
        "reader", "outsider", "contributor-elsewhere", "partner", "reviewer", "nobody",
    )  # fmt: skip


def test_what_is_said_of_a_name_does_not_tell_whether_there_is_such_a_person(
    oxfordshire: Element, people: People
) -> None:
    assert people.outsider
    told = []
    for name in ("outsider", "nobodys"):
        people.contributor.client.post(OWN, {"text": f"@{name}"})
        page = people.contributor.client.get(OWN).content.decode()
        begins = page.index("Nobody was told as")
        told.append(page[begins : page.index("</p>", begins)].replace(name, "…"))
    assert told[0] == told[1]


def test_a_mention_waits_until_somebody_looks(oxfordshire: Element, people: People) -> None:
    client = people.contributor.client
    first = said(people.editor, oxfordshire, "Ask @contributor")
    assert waiting_for(user(people.contributor)) == 1
    page = client.get("/work/").content.decode()
    assert "Your work (1)" in page
    assert "Ask @contributor" in page
    assert 'nhsuk-tag--blue">New<' in page
    assert Mention.objects.filter(read_at=None).count() == 1  # Looking at the list reads nothing.
    client.get(f"{ALL}{first.pk}/")
    page = client.get("/work/").content.decode()
    assert "Your work (1)" not in page
    assert ">New<" not in page
    assert "Ask @contributor" in page


# ---- Your work ----


def test_your_work_is_for_who_is_signed_in(bob: Edition, client: Client) -> None:
    response = client.get("/work/")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")
    assert "Your work" not in client.get("/").content.decode()


def test_each_sees_the_drafts_they_work_on_and_what_they_may(
    draft: Edition, people: People
) -> None:
    says = {
        "outsider": "",
        "reader": "Read it",
        "contributor": "Propose changes to your own rows",
        "editor": "Change it, and decide what is proposed",
        "reviewer": "Read it and comment",
        "secretary": "Read it and comment",
        "partner": "Propose changes to your own rows",
        "granter": "Read it",
        "editor_elsewhere": "",
    }
    for name, words in says.items():
        page = getattr(people, name).client.get("/work/").content.decode()
        assert ("Our Operating Model (draft)" in page) is bool(words), name
        assert (f"<span>{words}</span>" in page) is bool(words), name
        assert ("Nothing waits for you." in page) is not bool(words), name
        assert "Your roles" in page


def test_proposals_wait_for_who_decides_and_are_told_to_who_made_them(
    draft: Edition, oxfordshire: Element, people: People
) -> None:
    proposal = Proposal(
        edition=draft,
        kind="place",
        key="oxfordshire",
        name="Oxfordshire",
        what=What.CHANGE,
        values={"summary": "Larger"},
        seen=1,
        reason="It grew",
        by=user(people.contributor),
    )
    proposal.save()
    assert waiting_for(user(people.editor)) == 1
    for who in ("reader", "reviewer", "secretary", "contributor", "editor_elsewhere"):
        assert waiting_for(user(getattr(people, who))) == 0, who
    assert "Proposals that wait for you" in people.editor.client.get("/work/").content.decode()
    page = people.contributor.client.get("/work/").content.decode()
    assert "What you proposed" in page
    assert "Proposals that wait for you" not in page
    assert "Waiting" in page


def test_the_count_costs_one_query(
    oxfordshire: Element, people: People, django_assert_num_queries: Any
) -> None:
    editor = user(people.editor)
    waiting_for(editor)  # Rights are remembered with the person.
    for number in range(3):
        said(people.reviewer, oxfordshire, f"{number} @editor")
    with django_assert_num_queries(1):
        assert waiting_for(editor) == 3


def test_no_more_queries_for_much_work(oxfordshire: Element, people: People) -> None:
    client = people.editor.client
    counts = []
    for _ in range(2):
        for number in range(4):
            said(people.reviewer, oxfordshire, f"{number} @editor")
            said(people.editor, oxfordshire, f"{number}")
        pair = []
        for address in ("/work/", ALL, OWN):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            pair.append(len(captured))
        counts.append(pair)
    assert [b <= a for a, b in zip(*counts, strict=True)] == [True] * 3, counts
