"""Tests of every folder share what stands in this one: it is put on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
