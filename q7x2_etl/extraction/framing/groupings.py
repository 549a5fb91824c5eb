"""Event types, roles, outcomes and classes of things that rules take together."""

BOMBINGS = frozenset({"bombing", "suicide_bombing"})
BY_MEANS = BOMBINGS | {"shelling", "airstrike"}  # event types that name what it was done with
OF_CROWDS = frozenset({"protest", "riot"})
TWO_SIDED = OF_CROWDS | {"armed_clash"}
DOERS = frozenset({"perpetrator", "participant"})  # roles of who did it
HURT = frozenset({"killed", "wounded"})
FLYING = frozenset({"air", "projectile"})  # classes of what strikes from afar
