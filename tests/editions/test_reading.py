"""What is read from a YAML file, and what is refused: nothing is guessed, nothing runs away."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from opmodel.editions.folder import reading
from opmodel.editions.folder.checking import look_through
from opmodel.editions.folder.reading import Document, read
from tests.conftest import FolderOf


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places.yaml"


def read_text(file: Path, text: str | bytes) -> Document:
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(file)


def told(document: Document) -> list[str]:
    return [str(fault) for fault in document.faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("plain words", "plain words"),
        ("1e3", "1e3"),
        ("1.50", "1.50"),
        ("2024-09-01", "2024-09-01"),
        ("12:30:45", "12:30:45"),
        ("017", "017"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("+5", "+5"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ('"5"', "5"),
        ("!!str 5", "5"),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("", None),
        ("[a, 1]", ["a", 1]),
        ("{b: c}", {"b": "c"}),
        ('"\\u00e9\\u2028"', "é\u2028"),
    ],
)
def test_a_value_is_read_as_it_is_written(file: Path, written: str, value: Any) -> None:
    document = read_text(file, f"a: {written}")
    assert (document.data, document.faults) == ({"a": value}, [])


def test_names_are_text_whatever_they_look_like(file: Path) -> None:
    assert read_text(file, "no: 1\n2024: 2\n~: 3\n<<: 4").data == {
        "no": 1,
        "2024": 2,
        "~": 3,
        "<<": 4,
    }


def test_every_path_knows_its_line(file: Path) -> None:
    document = read_text(file, "a:\n  - b: 1\n    c:\n      - x\n\n      - y\n")
    assert document.line(("a",)) == 1
    assert document.line(("a", 0, "b")) == 2
    assert document.line(("a", 0, "c")) == 3
    assert document.line(("a", 0, "c", 1)) == 6
    assert document.line(("a", 0, "c", 1, "nothing", "here")) == 6, "the nearest around it"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "null\n"])
def test_an_empty_file_says_nothing(file: Path, text: str) -> None:
    document = read_text(file, text)
    assert (document.data, document.faults) == (None, [])


def test_a_mark_in_front_that_some_editors_leave_is_passed_over(file: Path) -> None:
    assert read_text(file, "\ufeffa: b").data == {"a": "b"}


def test_a_null_character_is_told_because_the_database_cannot_hold_it(file: Path) -> None:
    document = read_text(file, 'a:\n  b: 1\n  c: "x\\0y"')
    assert told(document) == ["places.yaml:3: a.c: This holds a null character. Take it out."]


def test_a_name_that_stands_twice_is_told_at_the_second(file: Path) -> None:
    document = read_text(file, "a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\na: 5")
    assert told(document) == [
        "places.yaml:5: b.c: “c” stands here twice. Keep one of them.",
        "places.yaml:6: a: “a” stands here twice. Keep one of them.",
    ]


@pytest.mark.parametrize("key", ["? [a, b]\n:", "? {a: b}\n:", "!!python/name:os.system a:"])
def test_a_name_that_is_no_plain_text_is_told(file: Path, key: str) -> None:
    document = read_text(file, f"x: 1\n{key} {{c: [1, 2]}}\ny: 2")
    assert document.data == {"x": 1, "y": 2}
    assert told(document) == [
        "places.yaml:2: (the whole file): A name before a colon is not plain text. Mend it."
    ]


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system [echo ran]",
        "!!python/object/new:os.system {args: [echo ran]}",
        "!!python/name:os.system",
        "!!set {a, b}",
        "!!binary aGVsbG8=",
        "!custom x",
        "=",
    ],
)
def test_a_tag_is_told_and_nothing_is_made_of_it(
    file: Path, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    document = read_text(file, f"a: 1\nb: {value}")
    assert len(document.faults) == 1
    assert told(document)[0].startswith("places.yaml:2: b: The tag “")
    assert capfd.readouterr().out == ""


class TestAliases:
    def test_each_is_told_where_it_stands(self, file: Path) -> None:
        document = read_text(file, "a: &x [1]\nb: *x\nc:\n  - 1\n  - *x")
        assert told(document) == [
            "places.yaml:2: b: An alias repeats another part of the file. Write it out.",
            "places.yaml:5: c[1]: An alias repeats another part of the file. Write it out.",
        ]

    def test_a_bomb_of_them_does_not_go_off(self, file: Path) -> None:
        """Unfolded, this has ten to the power of thirty words."""
        levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
        began = monotonic()
        document = read_text(file, "\n".join(["a0: &a0 [word]", *levels]))
        assert len(document.faults) == 290
        assert monotonic() - began < 1

    def test_something_inside_itself_is_told(self, file: Path) -> None:
        assert len(read_text(file, "a: &a {b: *a}").faults) == 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_without_end_is_told(file: Path, opening: str) -> None:
    """The parser's own limit is the end of the process."""
    document = read_text(file, opening * 50_000)
    assert len(document.faults) == 1
    assert document.unread


def test_nesting_as_people_write_it_is_read(file: Path) -> None:
    document = read_text(file, "[" * reading.DEEPEST + "]" * reading.DEEPEST)
    assert document.faults == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"a: caf\xe9", "places.yaml:1: (the whole file): Byte 6 is not UTF-8 text. Save the file"),
        (b"a: b\nc: caf\xe9", "places.yaml:2: (the whole file): Byte 11 is not UTF-8 text. Save"),
        ("a: b".encode("utf-16"), "places.yaml:1: (the whole file): Byte 0 is not UTF-8 text."),
        ("a: 1\nb: [1\nc: 2", "places.yaml:3: (the whole file): This is not readable as YAML: "),
        ("a: 1\n\tb: 2", "places.yaml:2: (the whole file): This is not readable as YAML: "),
        ("a: 'x", "places.yaml:1: (the whole file): This is not readable as YAML: "),
        ("a: x: y", "places.yaml:1: (the whole file): This is not readable as YAML: "),
        ("a: b\0c", "places.yaml:1: (the whole file): This is not readable as YAML: "),
        ("a: é\nb: c\0d", "places.yaml:2: (the whole file): This is not readable as YAML: "),
        ('a: "\\ud800"', "places.yaml:1: (the whole file): This is not readable as YAML: "),
        ("a: *nowhere", "places.yaml:1: a: An alias repeats another part of the file."),
        ("a: 1\n---\nb: 2", "places.yaml:2: (the whole file): A second document begins here."),
    ],
)
def test_what_cannot_be_read_is_told(file: Path, text: str | bytes, fault: str) -> None:
    (said,) = told(read_text(file, text))
    assert said.startswith(fault)


def test_a_file_of_ten_megabytes_is_not_taken_in(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with file.open("wb") as stream:
        stream.truncate(reading.MAXIMUM_BYTES + 1)
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: pytest.fail("was read"))
    assert told(read(file)) == [
        (
            "places.yaml:1: (the whole file): The file is larger than 10 MB. Split the model into"
            " editions, or shorten what this line holds."
        )
    ]


def test_a_value_of_fifty_megabytes_is_told_with_its_line(file: Path) -> None:
    (said,) = told(read_text(file, f"a: b\nc: {'x' * 50_000_000}\nd: e"))
    assert said.startswith("places.yaml:2: (the whole file): The file is larger than 10 MB.")


def test_a_folder_in_place_of_a_file_is_told(file: Path) -> None:
    file.mkdir()
    assert told(read(file)) == [
        "places.yaml:1: (the whole file): This is not a file. Move it elsewhere."
    ]


@pytest.mark.usefixtures("reference")
def test_nothing_that_cannot_be_read_gets_further(folder: FolderOf) -> None:
    """Whatever the file holds, the answer is a list of faults, never an error of our own."""
    for content in (
        b"\xff\xfe",
        b"places: *a",
        b"places: [[[[]]]]",
        b"places: {a: 1}",
        b"- 1",
        b"5",
        b"places: [null, ~, 5, x, [], {}]",
        b"places: [{key: null, name: null}]",
        b"places: [{key: [a], name: {b: c}, citations: 5}]",
        b"places: [{key: a, name: b, citations: [5, {page: [1]}, {source: {}}]}]",
        b"places: [{key: a, name: b, parent: [a], partnerships: 7}]",
        b"memberships: [{key: a, name: b, of: {}, body: [], member_from: 5}]",
        b"? [a]\n: b",
    ):
        _, faults = look_through(folder(places=content))
        assert faults, content
        _, faults = look_through(folder(edition=content))
        assert faults, content
