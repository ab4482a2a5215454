from __future__ import annotations

import pytest

from index.speakers.quotes import quotations


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is late," she said.', ['"It is late,"']),
        ("“It is late,” she said.", ["“It is late,”"]),
        ("‘It is late,’ she said.", ["‘It is late,’"]),
        ("'It is late,' she said.", ["'It is late,'"]),
        ("«C'est tard», dit-elle, „zu spät“.", ["«C'est tard»", "„zu spät“"]),
        ("''It is late,'' she said.", ["''It is late,''"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
        ("‘He told me “no” twice,’ she said.", ["‘He told me “no” twice,’"]),
        ("‘I don’t think the boys’ hats fit,’ he said. ‘No.’", ["‘I don’t think the boys’ hats fit,’", "‘No.’"]),
        ("He said 'it is Kit's car,' and left.", ["'it is Kit's car,'"]),
        ("Don't take the boys' hats; it's Kit’s.", []),
        ("In the '90s they cut 'em down, rock 'n' roll.", []),
        ('A 5" pipe and a 6" pipe.', []),
        ("“The first paragraph has no end.", ["“The first paragraph has no end."]),
        ("“One “two” three", ["“One", "“two”"]),
        ("", []),
    ],
)
def test_quotations_are_found_and_apostrophes_are_none(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_quotation_without_closing_mark_is_known_as_open() -> None:
    assert [one.closed for one in quotations("“Yes.” “And then")] == [True, False]
