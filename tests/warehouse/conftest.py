"""Test support of this folder can be imported: the corpus, the tiny extractor, the reader of versions."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
