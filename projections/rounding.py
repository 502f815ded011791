"""Averages and percentages: whole numbers divided, rounded half up."""


def average(total: int, number: int) -> int | None:
    """Return *total* over *number*, rounded half up; nothing where there is nothing to average."""
    return None if number == 0 else (2 * total + number) // (2 * number)


def percentage(part: int, whole: int) -> int | None:
    """Return *part* of *whole* in hundredths of a percent, rounded half up; not capped."""
    return average(10_000 * part, whole)
