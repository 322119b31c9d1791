"""Things that need one another: what comes before what, and where the needs go in a circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def circles_and_order(needs: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """The nodes in groups, each after everything that it needs; a group of several is a circle.

    Tarjan's algorithm without recursion, so that thousands of systems in a row do no harm. Names that are
    needed but are no nodes themselves are left out. The same input gives the same order.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    groups: list[tuple[str, ...]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(_known(needs, root)))]
        index[root] = low[root] = len(index)
        stack.append(root)
        held.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    held.add(other)
                    work.append((other, iter(_known(needs, other))))
                    break
                if other in held:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    groups.append(_popped(stack, held, node))
    return groups


def _known(needs: Mapping[str, Collection[str]], node: str) -> list[str]:
    return [other for other in needs[node] if other in needs]


def _popped(stack: list[str], held: set[str], node: str) -> tuple[str, ...]:
    """The group that ends with a node, in the order in which it was found."""
    start = stack.index(node)
    group = tuple(stack[start:])
    del stack[start:]
    held.difference_update(group)
    return group


def is_circle(group: tuple[str, ...], needs: Mapping[str, Collection[str]]) -> bool:
    """Whether the members of a group need one another, or the only member itself."""
    return len(group) > 1 or group[0] in needs[group[0]]


def named_circle(group: Collection[str], needs: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """A circle within a group as it is walked, starting and ending with the same member."""
    members = frozenset(group)
    start = min(members)
    came_from: dict[str, str] = {}
    frontier = [start]
    while frontier:
        following: list[str] = []
        for node in frontier:
            for other in sorted(needs[node]):
                if other == start:
                    walked = [node]
                    while walked[-1] != start:
                        walked.append(came_from[walked[-1]])
                    return (*reversed(walked), start)
                if other in members and other not in came_from:
                    came_from[other] = node
                    following.append(other)
        frontier = following
    return tuple(group)
