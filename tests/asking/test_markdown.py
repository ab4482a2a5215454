"""The model of Discord's Markdown formats what the documentation says is formatted: else nothing could fail it."""

import pytest

from tests.asking.markdown import formatted, render


@pytest.mark.parametrize(
    ("source", "shown", "styles"),
    [
        ("a **b** c", "a b c", ["bold"]),
        ("a *b* _c_", "a b c", ["italics"]),
        ("__a__", "a", ["underline"]),
        ("~~a~~", "a", ["strikethrough"]),
        ("||a||", "a", ["spoiler"]),
        ("`*a*`", "*a*", ["code"]),
        ("```\n*a*\n```", "\n*a*\n", ["code block"]),
        ("***a***", "a", ["bold", "italics"]),
        ("-# a", "a", ["small"]),
        (r"\*a\* \_b\_ \~~c~~ \|\|d\|\| \`e\`", "*a* _b_ ~~c~~ ||d|| `e`", []),
        (r"¯\_(ツ)_/¯", r"¯\_(ツ)_/¯", []),
        (r"\a \ b", r"\a \ b", []),
    ],
)
def test_formats(source: str, shown: str, styles: list[str]) -> None:
    rendered = render(source)
    assert (rendered.text, list(formatted(rendered)), rendered.live) == (shown, styles, [])


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<@80351110224678912>", "user"),
        ("<@!80351110224678912>", "user"),
        ("<@&165511591545143296>", "role"),
        ("<#103735883630395392>", "channel"),
        ("</airhorn:816437322781949972>", "command"),
        ("<:mmLol:216154654256398347>", "emoji"),
        ("<a:b1nzy:392938283556143104>", "emoji"),
        ("<t:1618953630:R>", "time"),
        ("<id:customize>", "navigation"),
        ("<https://example.com>", "link"),
        ("https://example.com", "link"),
        ("[a](https://example.com)", "link"),
        ("<someone@example.com>", "mail"),
        ("<+49301234>", "phone"),
        ("@everyone", "everyone"),
        (":smile:", "emoji by name"),
        ("# a", "heading"),
        ("a\n### b", "heading"),
        ("> a", "quote"),
        (">>> a", "quote"),
        ("- a", "list"),
        ("a\n  * b", "list"),
        ("12. a", "list"),
    ],
)
def test_is_live(source: str, kind: str) -> None:
    assert [kind_ for kind_, _ in render(source).live] == [kind]


def test_a_backslash_makes_it_inert() -> None:
    for source in (
        r"\<@1>",
        r"\- a",
        r"1\. a",
        r"\# a",
        r"\> a",
        r"https\://a.b",
        r"\:smile:",
        r"\@everyone",
        r"\[a](b)",
    ):
        assert render(source).live == []
