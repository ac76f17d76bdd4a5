"""Articles that are copies of each other put into stories.  Pure; the order does not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping


def groups(
    ids: Collection[int],
    edges: Iterable[tuple[int, int, float]],
    rulings: Mapping[tuple[int, int], bool],
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Return the stories that articles form, each as its members, ascending; alone: left out.

    Pairs that a person joined are together; pairs that a person parted never are, nor are
    updates and what they update: the weaker ties between their sides give way.

    Args:
        ids: Articles.
        edges: Pairs that are copies, and how much they share; the more, the stronger.
        rulings: Pairs, the lower one first → whether they were joined (else parted).
        apart: Pairs that are not of one story, unless a person joined them.
    """
    group = {member: member for member in ids}
    members = {member: [member] for member in ids}
    parted: dict[int, set[int]] = defaultdict(set)
    for (one, other), joined in rulings.items():
        if not joined:
            parted[one].add(other)
            parted[other].add(one)
    for one, other in apart:
        if not rulings.get((min(one, other), max(one, other)), False):
            parted[one].add(other)
            parted[other].add(one)
    wanted = [
        (0, 0.0, one, other)
        for (one, other), joined in rulings.items()
        if joined and one in group and other in group
    ]
    wanted += [(1, -share, min(a, b), max(a, b)) for a, b, share in edges]
    for _, _, one, other in sorted(wanted):
        a, b = group[one], group[other]
        if a == b:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        if parted and any(parted[member].intersection(members[a]) for member in members[b]):
            continue
        members[a] += members[b]
        for member in members.pop(b):
            group[member] = a
    return sorted(sorted(found) for found in members.values() if len(found) > 1)
