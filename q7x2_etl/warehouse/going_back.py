"""Going back: the pointer is set to an older version that is still there and whole."""

from q7x2_etl.errors import InputError, WarehouseError
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.manifest import Manifest
from q7x2_etl.warehouse.pointer import flip


def go_back(layout: Layout, number: int) -> Manifest:
    """Let `current` lead to the version, after reading every file of it; its manifest. To be called under the lock.

    Raises InputError when there is no such version, WarehouseError when it is not whole or the pointer cannot be set;
    analysts go on seeing what they saw.
    """
    there = layout.versions_there()
    if number not in there:
        raise InputError(
            f"{layout.root}: there is no version {number}; there are: {', '.join(map(str, there)) or 'none'} "
            f"(list them: q7x2-etl versions --warehouse {layout.root})"
        )
    folder = layout.version(number)
    manifest = Manifest.read(folder)
    damaged = manifest.damaged(folder)
    if damaged:
        raise WarehouseError(
            f"{folder}: is not whole ({'; '.join(damaged[:3])}); nothing was changed, "
            f"analysts still see {layout.seen()}; choose another version, or publish the store anew: "
            f"q7x2-etl publish --rewrite --warehouse {layout.root}"
        )
    try:
        flip(layout, number)
    except OSError as error:
        raise WarehouseError(
            f"{layout.root}: the pointer could not be set to version {number}: {error}; analysts see {layout.seen()}"
        ) from error
    return manifest
