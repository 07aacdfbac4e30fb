"""Knows one run over a model: every decision at most once, its requirements first, the facts taken in by type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from zoutong.rules.dmn.boxed import function_of
from zoutong.rules.dmn.xml import fault
from zoutong.rules.feel import Calendar, Code, Environment, Function, Scope, Unknown
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.feel.scope import too_much
from zoutong.rules.feel.values import Null, null, to_feel

if TYPE_CHECKING:
    from zoutong.rules.dmn.decide import Model
    from zoutong.rules.dmn.document import Part

MAX_CHAIN = 80


class Evaluation:
    """The values found so far; ``given`` stands in for the parts a decision service hides."""

    def __init__(
        self,
        facts: Mapping[str, object],
        on: dt.date | None,
        calendar: Calendar | None,
        now: dt.datetime | None,
        env: Environment | None = None,
    ) -> None:
        """Take the facts as they are; they get their types when a decision asks for them."""
        self.facts = facts
        self.env = env or Environment(BUILTINS, calendar=calendar, now=now, on=on)
        self.found: dict[tuple[int, str], object] = {}
        self.under_way: set[tuple[int, str]] = set()

    def value_of(self, model: Model, part: Part, *, asked: bool = False) -> object:
        """Give the value of a part; a required decision that was given among the facts is not decided again."""
        key = (id(model), part.id)
        if key in self.found:
            return self.found[key]
        if key in self.under_way:
            raise fault("circle", f"“{part.name}”的依据绕了一圈又回到自己。", f'"{part.name}" depends on itself.', model.document.file)
        if len(self.under_way) > MAX_CHAIN:
            raise too_much()
        self.under_way.add(key)
        if part.kind == "input" or (part.kind == "decision" and not asked and part.name in self.facts):
            value = self.given(model, part)
        elif part.kind == "decision":
            value = self.decided(model, part)
        elif part.kind == "service":
            value = self.service(model, part) if asked else self.service_function(model, part)
        else:
            value = self.knowledge(model, part)
        self.under_way.discard(key)
        self.found[key] = value
        return value

    def given(self, model: Model, part: Part) -> object:
        """Give a fact, with the type of its input; unknown when it is absent."""
        if part.name not in self.facts:
            return Unknown((part.name,))
        try:
            value = model.types.receive(to_feel(self.facts[part.name]), part.type_ref, part.name)
            return model.types.coerce(value, part.type_ref, what=part.name)
        except Null as reason:
            return self.env.fail(reason)

    def surroundings(self, model: Model, hrefs: tuple[str, ...]) -> dict[str, object]:
        """Give the values of requirements by name; those of imported models stand under the import name."""
        values: dict[str, object] = {}
        for href in hrefs:
            target = model.resolve(href)
            if target is None:
                self.env.fail(f"引用“{href}”找不到对应的部分")
                continue
            through, owner, part = target
            value = self.value_of(owner, part)
            if through:
                inside = values.setdefault(through, {})
                if isinstance(inside, dict):
                    inside[part.name] = value
            else:
                values[part.name] = value
        return values

    def scope(self, values: Mapping[str, object], model: Model) -> Scope:
        """Open the scope of a part; types are looked up in its own document."""
        self.env.check_type = model.types.check
        return Scope(values, self.env)

    def decided(self, model: Model, part: Part) -> object:
        """Decide a decision after its requirements."""
        values = self.surroundings(model, part.requires + part.knowledge)
        if part.logic is None:
            return self.env.fail(f"决策“{part.name}”没有逻辑")
        code = model.codes.get(part.id)
        if code is None:
            names = frozenset(values) | frozenset(name for name, _ in model.imported)
            boxes = model.boxes
            code = boxes.typed(boxes.compile(part.logic, names, part.name), part.type_ref, part.name)
            model.codes[part.id] = code
        return code(self.scope(values, model))

    def knowledge(self, model: Model, part: Part) -> object:
        """Give a business knowledge model as a function."""
        values = self.surroundings(model, part.knowledge)
        if part.logic is None:
            return self.env.fail(f"知识模型“{part.name}”没有逻辑")
        code: Code | None = model.codes.get(part.id)
        if code is None:
            result = self._result_type(model, part)
            code = model.codes[part.id] = function_of(model.boxes, part.logic, frozenset(values) | {part.name}, part.name, 0, result)
        function = code(self.scope(values, model))
        values[part.name] = function
        return function

    def service_inputs(self, model: Model, part: Part) -> list[Part]:
        """Give the parts a service takes: input data, then input decisions."""
        found = (model.resolve(href) for href in part.inputs + part.input_decisions)
        return [target[2] for target in found if target is not None]

    def service(self, model: Model, part: Part) -> object:
        """Run a service on the facts."""
        inside = Evaluation(self.facts, None, None, None, self.env)
        for taken in self.service_inputs(model, part):
            inside.found[id(model), taken.id] = inside.given(model, taken)
        return inside.outputs(model, part)

    def outputs(self, model: Model, part: Part) -> object:
        """Give what the output decisions of a service say: one value, or a context of several."""
        values: dict[str, object] = {}
        for href in part.outputs:
            target = model.resolve(href)
            if target is not None:
                values[target[2].name] = self.value_of(target[1], target[2], asked=True)
        value: object = next(iter(values.values())) if len(values) == 1 else values
        try:
            return model.types.coerce(value, self._result_type(model, part), what=part.name)
        except Null as reason:
            return self.env.fail(reason)

    def _result_type(self, model: Model, part: Part) -> str:
        """Give the type of what a function part gives: in 1.3 and later its variable has the type of the function."""
        found = model.types.find(part.type_ref) if part.type_ref else None
        return found[1].result if found and found[1].function else part.type_ref

    def service_function(self, model: Model, part: Part) -> object:
        """Give a decision service as a function of its inputs."""
        taken = self.service_inputs(model, part)

        def run(caller: Scope, *values: object) -> object:
            inside = Evaluation({}, None, None, None, self.env)
            for one, value in zip(taken, values, strict=True):
                try:
                    inside.found[id(model), one.id] = model.types.coerce(value, one.type_ref, what=one.name)
                except Null as reason:
                    null(str(reason))
            return inside.outputs(model, part)

        return Function(part.name, (tuple(one.name for one in taken),), run)
