"""Keys are taken one at a time: what a key does is done before the next one is looked at.

Textual forwards a key to the widget that has the focus at that moment and goes on. What is typed faster than that, or
arrives in one piece over a slow connection, then goes astray: letters typed after the key that opens a dialog act as
commands of the screen below it, and a priority binding such as "save" overtakes the letters that still wait in the
text area. Both lose what the reader wrote.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

Answer = TypeVar("Answer")
STUCK_SECONDS = 3.0
"""A key that has not been dealt with after this (a widget that went away with it) no longer holds up the next ones.
On a busy machine a key may take a second, and what overtakes it loses what was typed."""
ROUNDS = 2
"""A key makes a widget post a message (submitted, changed), which makes the screen act: two ways up the tree."""


class KeysInOrder(App[Answer]):
    """An app that forwards a key or a paste only when the one before it has been dealt with."""

    def __init__(self) -> None:
        super().__init__()
        self._keys_waiting: deque[events.Event] = deque()
        self._key_since: float | None = None
        """When the key was taken that is being dealt with; None when there is none."""
        self._key_count = 0
        self._keys_idle = asyncio.Event()
        self._keys_idle.set()

    async def keys_done(self) -> None:
        """Returns when everything is done that the keys pressed so far do, or the app is left."""
        await self._keys_idle.wait()

    def exit(self, *args: Any, **kwargs: Any) -> None:
        super().exit(*args, **kwargs)
        self._keys_idle.set()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys_waiting.append(event)
        if self._key_since is None or time.monotonic() - self._key_since > STUCK_SECONDS:
            await self._next_key()

    async def _next_key(self) -> None:
        if not self._keys_waiting:
            self._key_since = None
            self._keys_idle.set()
            return
        self._keys_idle.clear()
        self._key_since = time.monotonic()
        self._key_count += 1
        event = self._keys_waiting.popleft()
        target = self.focused or self.screen
        await super().on_event(event)
        self._follow(self._key_count, target, target, ROUNDS)

    def _follow(self, key: int, target: MessagePump, node: MessagePump, rounds: int) -> None:
        """Go where the key bubbles, from the widget that got it to the app, always behind it in each one's queue."""
        while node is not self and not node.call_later(self._go_up, key, target, node, rounds):
            node = node._parent or self  # It is gone, and the key with it.
        if node is self:
            self.call_later(self._at_the_top, key, target, rounds)

    def _go_up(self, key: int, target: MessagePump, node: MessagePump, rounds: int) -> None:
        self._follow(key, target, node._parent or self, rounds)

    async def _at_the_top(self, key: int, target: MessagePump, rounds: int) -> None:
        if key != self._key_count:
            return  # It was given up.
        if rounds > 1:
            self._follow(key, target, target, rounds - 1)
        elif rounds == 1:
            # A screen that the key opened or went back to: until it has composed itself and set its focus.
            self._follow(key, self.screen, self.screen, 0)
        else:
            await self._next_key()
