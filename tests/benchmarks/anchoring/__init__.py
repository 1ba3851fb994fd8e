"""How well anchors are found again in edited articles."""
