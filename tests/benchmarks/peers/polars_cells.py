"""How exports print values, in Polars."""

import polars as pl

col, when = pl.col, pl.when

# What a spreadsheet could run as a formula; all that may follow a sign is that of a phone number.
_FORMULA = r"(?s)^(?:[=@\t\r]|[+-].*[^0-9 .()\[\]\-])"


def armed(name: str) -> pl.Expr:
    """Return a column of text with a leading `'` where a spreadsheet could run it."""
    text = col(name)
    return when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)


def instant(name: str) -> pl.Expr:
    """Return a column of milliseconds as instants."""
    return col(name).cast(pl.Datetime("ms"))


def decimal(value: pl.Expr, places: int) -> pl.Expr:
    """Return whole hundredths or thousandths as text, with no trailing zeros."""
    # Not by a division: that of floats is off by a bit here and there.
    unit: int = 10**places
    whole = (value // unit).cast(pl.String)
    fraction = (value % unit).cast(pl.String).str.zfill(places)
    return (whole + "." + fraction).str.strip_chars_end("0").str.strip_suffix(".")


def seconds(milliseconds: pl.Expr) -> pl.Expr:
    """Return milliseconds in seconds, as text."""
    return decimal(milliseconds, 3)


def average(total: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return whole *total* by *number*, rounded half up; nothing where the number is 0."""
    return when(number > 0).then((2 * total + number) // (2 * number))
