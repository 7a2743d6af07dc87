"""What the report says below a figure: its name, and how its figures lead to paper."""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.analysis.words import Lang, number


@dataclass(frozen=True, slots=True)
class FigureTexts:
    """All words below a figure in one language."""

    called: str
    traced: str
    point: str
    label: str
    figure: str
    stands_on: str
    row: str
    rows: str

    def standing(self, many: int, source: str, lang: Lang) -> str:
        """What a point stands on: how many rows, or its source where there is none."""
        if not many:
            return source
        return (self.row if many == 1 else self.rows).format(count=number(many, lang))


SV = FigureTexts(
    called="Figur {figure}: siffrorna och vägen till papperet ({first}–{last})",
    traced="Kommandot {command} visar cellerna bakom en punkt och deras plats på papperet.",
    point="Punkt",
    label="I figuren",
    figure="Siffra",
    stands_on="Vilar på",
    row="{count} rad",
    rows="{count} rader",
)
EN = FigureTexts(
    called="Figure {figure}: its numbers and the way to paper ({first}–{last})",
    traced="The command {command} shows the cells behind a point and their place on paper.",
    point="Point",
    label="In the figure",
    figure="Number",
    stands_on="Stands on",
    row="{count} row",
    rows="{count} rows",
)


def figure_texts(lang: Lang) -> FigureTexts:
    """The words of a language."""
    return SV if lang == "sv" else EN
