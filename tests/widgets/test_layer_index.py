"""Layers: what lies over a line, whatever they are grouped in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.layer_index import ROLES, Layer, LayerIndex, LayerStack, merge, paint

LAYERS = st.lists(
    st.builds(
        lambda start, length, role, priority, key: Layer(start, start + length, role, key, priority),
        st.integers(0, 60),
        st.integers(0, 30),
        st.sampled_from(ROLES),
        st.sampled_from([0, 0, 50]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=25,
)


def over(layers: list[Layer], offset: int) -> tuple[object, ...]:
    return tuple(sorted({paint(layer.role, layer.priority) for layer in layers if layer.start <= offset < layer.end}))


@given(LAYERS, st.integers(0, 60), st.integers(1, 40))
def test_segments_are_what_lies_over_each_offset(layers: list[Layer], start: int, length: int) -> None:
    end = start + length
    segments = LayerIndex(layers).segments(start, end)
    found: dict[int, tuple[object, ...]] = {}
    for left, right, paints in segments:
        assert start <= left < right <= end
        for offset in range(left, right):
            assert offset not in found
            found[offset] = paints
    assert {offset: found.get(offset, ()) for offset in range(start, end)} == {
        offset: over(layers, offset) for offset in range(start, end)
    }


@given(st.lists(LAYERS, min_size=1, max_size=5), LAYERS, LAYERS)
def test_a_stack_that_is_set_again_and_again_shows_what_was_set_last(
    changes: list[list[Layer]], head: list[Layer], tail: list[Layer]
) -> None:
    stack = LayerStack()
    for change in changes:
        layers = [*head, *change, *tail]
        stack.set(tuple(layers))
        merged = merge(stack.segments(0, 100))
        found = {offset: paints for left, right, paints in merged for offset in range(left, right)}
        for offset in range(100):
            assert found.get(offset, ()) == over(layers, offset)
        assert sorted(set(stack.signs(0, 100))) == sorted({layer.role for layer in layers})


def test_what_stays_at_the_beginning_is_not_indexed_again() -> None:
    standing = [Layer(n * 10, n * 10 + 5, "claim", str(n)) for n in range(10_000)]
    stack = LayerStack()
    stack.set((*standing, Layer(3, 9, "current-claim", "", 50)))
    stack.set((*standing, Layer(13, 19, "current-claim", "", 50)))
    head = stack._head
    for n in range(5):
        stack.set((*standing, Layer(n, n + 9, "current-claim", "", 50), Layer(n + 20, n + 25, "counter")))
    assert stack._head is head
    assert len(head.layers) == 10_000


def test_the_topmost_layer_is_told_first() -> None:
    stack = LayerStack()
    stack.set((Layer(0, 30, "claim", "a"), Layer(5, 9, "counter", "b"), Layer(0, 40, "claim", "c", 9)))
    assert [layer.key for layer in stack.at(6)] == ["c", "b", "a"]
    assert [layer.key for layer in stack.beginning(1, 20)] == ["b"]
    assert stack.at(50) == []
