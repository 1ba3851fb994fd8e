"""Actions and keys on a screen: what a key does is read from the registry and the reader's keymap, nowhere else."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from tui.actions import BY_NAME, Action, Context, of_context
from tui.keymap import Keymap

Answer = TypeVar("Answer")


def keymap_of(app: App[Any]) -> Keymap:
    """The reader's keymap: the app's attribute `keymap`, or the default keys."""
    keymap = getattr(app, "keymap", None)
    return keymap if isinstance(keymap, Keymap) else Keymap()


def shown(app: App[Any], name: str) -> str:
    """The first key of the action `name` as it is shown, with the reader's remapping; empty when it has none."""
    return keymap_of(app).shown(name)


def textual_action(action: Action) -> str:
    """The action string for Textual: `app.…` goes to the app, every other action to the screen that binds it."""
    return action.name if action.context == "app" else action.method


def bindings_for(*contexts: Context, keymap: Keymap) -> list[Binding]:
    """A binding for each key of each action of these contexts, earlier contexts first."""
    return [
        Binding(key, textual_action(action), action.label, id=f"{action.name}:{key}", tooltip=action.help)
        for context in contexts
        for action in of_context(context)
        for key in keymap.keys(action.name)
    ]


class ActionScreen(Screen[Answer]):
    """A screen whose keys come from the registry.

    A subclass names its contexts and has a method `action_<verb>` for each of their actions; `check_action` may switch
    single actions off. The contexts of a mode (such as selecting) are set with `use_contexts`.
    """

    CONTEXTS: ClassVar[tuple[Context, ...]] = ()
    """The contexts that are active when the screen opens; `app` is always added."""

    _contexts: tuple[Context, ...] = ()
    _plain_bindings: BindingsMap | None = None

    def on_mount(self) -> None:
        if not self._contexts:
            self.use_contexts(*self.CONTEXTS)

    @property
    def contexts(self) -> tuple[Context, ...]:
        """The contexts whose keys work now."""
        return self._contexts or self.CONTEXTS

    def use_contexts(self, *contexts: Context) -> None:
        """From now on the keys of these contexts (and of `app`) work, and no others of the registry."""
        # Textual's own keymap support drops every binding of a key that it remaps, also those of other actions,
        # and computes that anew at each key press; so the bindings of this one screen are set here instead.
        self._contexts = contexts
        if self._plain_bindings is None:
            self._plain_bindings = self._bindings
        own = BindingsMap(bindings_for(*contexts, "app", keymap=keymap_of(self.app)))
        self._bindings = BindingsMap.merge([own, self._plain_bindings])
        self.refresh_bindings()

    def active_actions(self) -> list[Action]:
        """The actions that can be done now, in the order of the registry; those switched off are left out."""
        actions = []
        for action in of_context(*self.contexts, "app"):
            node = self.app if action.context == "app" else self
            if hasattr(node, f"action_{action.method}") and node.check_action(action.method, ()):
                actions.append(action)
        return actions

    async def run_named(self, name: str) -> bool:
        """Do the action `name` of the registry, as its key would; False when it cannot be done now."""
        return await self.app.run_action(textual_action(BY_NAME[name]), self)


class ActionProvider(Provider):
    """The command palette: the actions of the current screen by label, help and key. For `App.COMMANDS`."""

    def _actions(self) -> list[Action]:
        return self.screen.active_actions() if isinstance(self.screen, ActionScreen) else []

    def _line(self, label: Content, action: Action) -> Content:
        keys = keymap_of(self.app).all_shown(action.name)
        return Content.assemble(label, ("  " + keys, "not bold")) if keys else label

    async def discover(self) -> Hits:
        for action in self._actions():
            if action.name != "app.palette":
                yield DiscoveryHit(
                    self._line(Content(action.label), action),
                    lambda name=action.name: self._run(name),
                    text=action.label,
                    help=action.help,
                )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._actions():
            by_label, by_help = matcher.match(action.label), 0.6 * matcher.match(action.help)
            if score := max(by_label, by_help):
                label = matcher.highlight(action.label) if by_label else Content(action.label)
                yield Hit(
                    score,
                    self._line(label, action),
                    lambda name=action.name: self._run(name),
                    text=action.label,
                    help=action.help,
                )

    def _run(self, name: str) -> None:
        screen = self.screen
        if isinstance(screen, ActionScreen):
            self.app.call_next(screen.run_named, name)
