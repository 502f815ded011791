"""How hard the laws are tried: much on a machine of ours, the same every time in CI."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "laws",
    deadline=None,
    max_examples=80,
    print_blob=True,
    derandomize="CI" in os.environ,
    # Explaining takes longer than all the other phases together.
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("laws")


@pytest.fixture(scope="module", autouse=True)
def _without_coverage(without_coverage: None) -> None:
    """Leave the laws out of what is measured."""
