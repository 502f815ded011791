"""Averages and percentages: whole numbers divided, rounded half up."""

import attrs


@attrs.frozen
class Ratio:
    """What an average or a percentage is made of."""

    numerator: int
    denominator: int

    @property
    def average(self) -> int | None:
        """The one over the other; nothing where there is nothing to average."""
        if self.denominator == 0:
            return None
        return (2 * self.numerator + self.denominator) // (2 * self.denominator)

    @property
    def percentage(self) -> int | None:
        """The one as a part of the other, in hundredths of a percent; not capped."""
        return Ratio(10_000 * self.numerator, self.denominator).average
