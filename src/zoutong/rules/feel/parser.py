"""Knows the grammar of FEEL: tokens to syntax tree, in one pass, without ever going back more than over one name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zoutong.rules.feel import ast
from zoutong.rules.feel.grammar import WordParser
from zoutong.rules.feel.lexer import KEYWORDS, Token, syntax_fault, tokens, unescape
from zoutong.rules.feel.names import BUILTIN_INDEX, index_of, known_name, run_of_words, spelled
from zoutong.rules.feel.values import Null, number

MAX_NESTING = 50
MAX_DEPTH = 120
_COMPARE = ("=", "!=", "<", "<=", ">", ">=")
_POWER = {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6, "or": 1, "and": 2, "between": 3, "in": 3} | dict.fromkeys(_COMPARE, 3)
_CLOSERS = frozenset({")", "]", "}", ",", "", "and", "or", "then", "else", "return", "satisfies", ":", "=", "!=", "<", "<=", ">", ">="})


def parse(text: str, names: Iterable[str] = ()) -> ast.Node:
    """Parse one expression; ``names`` are the names in scope, needed only for those with symbols or keywords inside. Fault when it is not FEEL."""
    return Parser(text, names).whole(Parser.expression)


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> ast.Node:
    """Parse the content of an input cell: ``-``, ``not(...)``, or tests separated by commas; an empty cell accepts everything."""
    if not text.strip():
        return ast.AnyValue()
    return Parser(text, names).whole(Parser.unary_tests)


class Parser(WordParser):
    """One run over one text."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        """Split the text and learn the names in scope."""
        self.text = text
        self.stream = tokens(text)
        self.at = 0
        self.index = index_of(names, BUILTIN_INDEX)
        self.nesting = 0
        self.depths: dict[int, tuple[int, ast.Node]] = {}

    def whole(self, rule: Callable[[Parser], ast.Node]) -> ast.Node:
        """Parse by one rule and refuse what is left over."""
        node = rule(self)
        if self.now.kind != "end":
            raise self.wrong("后面的内容接不上", "what follows does not fit")
        return node

    def put(self, node: ast.Node, *parts: ast.Node) -> ast.Node:
        """Take a node in and refuse a tree that has grown too deep to be walked safely."""
        depth = 1 + max((self.depths.get(id(part), (1, part))[0] for part in parts), default=0)
        if depth > MAX_DEPTH:
            raise self.wrong(f"层次超过 {MAX_DEPTH} 层", f"it is more than {MAX_DEPTH} levels deep")
        self.depths[id(node)] = (depth, node)
        return node

    def expression(self) -> ast.Node:
        """Parse a whole expression; the one place where nesting is counted."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.wrong(f"嵌套超过 {MAX_NESTING} 层", f"it is nested more than {MAX_NESTING} times")
        node = self.binary(1)
        self.nesting -= 1
        return node

    def binary(self, least: int) -> ast.Node:
        """Parse operators that bind at least this strongly."""
        left = self.unary()
        while True:
            op = self.now.text if self.now.kind in ("symbol", "name") else ""
            power = _POWER.get(op, 0)
            if power < least or power == 0:
                return left
            self.at += 1
            left = self.operator(op, power, left)

    def operator(self, op: str, power: int, left: ast.Node) -> ast.Node:
        """Parse what follows an operator."""
        if op in ("and", "or"):
            parts = [left, self.binary(power + 1)]
            while self.takes(op):
                parts.append(self.binary(power + 1))
            return self.put(ast.And(tuple(parts)) if op == "and" else ast.Or(tuple(parts)), *parts)
        if op == "between":
            low = self.binary(4)
            self.want("and")
            high = self.binary(4)
            return self.put(ast.Between(left, low, high), left, low, high)
        if op == "in":
            tests = self.in_tests()
            return self.put(ast.In(left, tests), left, *tests)
        right = self.binary(power + 1)
        if op in _COMPARE:
            return self.put(ast.Compare(op, left, right), left, right)  # type: ignore[arg-type]
        return self.put(ast.Arithmetic(op, left, right), left, right)

    def unary(self) -> ast.Node:
        """Parse a sign, then the operand with what is attached to it."""
        signs = 0
        while self.takes("-"):
            signs += 1
        node = self.postfix(self.primary())
        for _ in range(signs):
            node = self.put(ast.Negate(node), node)
        return node

    def postfix(self, node: ast.Node) -> ast.Node:
        """Parse paths, filters, invocations and ``instance of``."""
        while True:
            text = self.now.text if self.now.kind in ("symbol", "name") else ""
            if text == ".":
                self.at += 1
                node = self.put(ast.Path(node, self.member()), node)
            elif text == "[" and self.peek(1).text not in _CLOSERS:
                self.at += 1
                condition = self.expression()
                self.want("]")
                node = self.put(ast.Filter(node, condition), node, condition)
            elif text == "(":
                self.at += 1
                node = self.arguments(node)
            elif text == "instance" and self.peek(1).text == "of":
                self.at += 2
                node = self.put(ast.InstanceOf(node, self.type_name()), node)
            else:
                return node

    def member(self) -> str:
        """Parse the name after a dot."""
        if self.now.kind != "name":
            raise self.wrong("点号后面应是名称", "a name must follow the dot")
        start = self.at
        known = known_name(self.index, self.stream, start)
        self.at = max(known[1] if known else 0, run_of_words(self.stream, start))
        return known[0] if known and known[1] == self.at else spelled(self.text, self.stream, start, self.at)

    def name(self) -> str:
        """Parse a variable's name: the longest known one, else the whole run of words."""
        start = self.at
        known = known_name(self.index, self.stream, start)
        if known:
            self.at = known[1]
            return known[0]
        if self.now.kind != "name" or self.now.text in KEYWORDS:
            raise self.wrong("这里应是一个值", "a value is missing here")
        self.at = run_of_words(self.stream, start)
        return spelled(self.text, self.stream, start, self.at)

    def arguments(self, function: ast.Node) -> ast.Node:
        """Parse the arguments of a call, by place or by name."""
        names: list[str] = []
        values: list[ast.Node] = []
        while not self.takes(")"):
            if values:
                self.want(",")
            end = self.at
            while self.stream[end].kind == "name":
                end += 1
            if end > self.at and self.stream[end].text == ":" and self.stream[end].kind == "symbol":
                names.append(spelled(self.text, self.stream, self.at, end))
                self.at = end + 1
            values.append(self.expression())
        if names and len(names) != len(values):
            raise self.wrong("参数要么都写名称，要么都不写", "either all arguments are named or none is")
        return self.put(ast.Call(function, tuple(values), tuple(names)), function, *values)

    def primary(self) -> ast.Node:
        """Parse a literal, a name, or something in brackets."""
        token = self.now
        if token.kind == "number":
            self.at += 1
            try:
                return ast.Literal(number(token.text))
            except Null as reason:
                raise syntax_fault(self.text, token.start, str(reason), "the number is too large") from reason
        if token.kind == "string":
            self.at += 1
            return ast.Literal(unescape(token.text))
        if token.kind == "symbol":
            return self.bracketed(token)
        if token.kind == "name" and known_name(self.index, self.stream, self.at) is None and token.text in KEYWORDS:
            return self.keyword(token)
        return ast.Name(self.name())

    def bracketed(self, token: Token) -> ast.Node:
        """Parse what begins with a symbol: brackets, braces, or @."""
        self.at += 1
        if token.text == "@" and self.now.kind == "string":
            self.at += 1
            return ast.AtLiteral(unescape(self.stream[self.at - 1].text))
        if token.text == "{":
            return self.context()
        if token.text == "(":
            if self.now.text in _COMPARE and self.now.kind == "symbol":
                test = self.comparison()
                self.want(")")
                return test
            node = self.expression()
            if self.now.text == "..":
                return self.interval(node, closed=False)
            self.want(")")
            return node
        if token.text == "]":
            return self.interval(self.expression(), closed=False)
        if token.text == "[":
            return self.list_or_interval()
        self.at -= 1
        raise self.wrong("这里应是一个值", "a value is missing here")

    def list_or_interval(self) -> ast.Node:
        """Parse ``[a, b]`` or ``[a..b]``."""
        items: list[ast.Node] = []
        while not self.takes("]"):
            if items:
                self.want(",")
            items.append(self.list_item())
            if len(items) == 1 and self.now.text == "..":
                return self.interval(items[0], closed=True)
        return self.put(ast.ListOf(tuple(items)), *items)

    def list_item(self) -> ast.Node:
        """Parse one item of a list; a comparison such as ``< 5`` is a range there too."""
        return self.comparison() if self.now.kind == "symbol" and self.now.text in _COMPARE else self.expression()

    def interval(self, low: ast.Node, *, closed: bool) -> ast.Node:
        """Parse ``..high`` and the closing bracket."""
        self.want("..")
        high = self.expression()
        end = self.now
        if end.kind != "symbol" or end.text not in ("]", ")", "["):
            raise self.wrong("区间没有写完", "the range is not closed")
        self.at += 1
        return self.put(ast.Interval(low, high, closed, end.text == "]"), low, high)

    def comparison(self) -> ast.Node:
        """Parse ``< 5``."""
        op = self.now.text
        self.at += 1
        operand = self.binary(4)
        return self.put(ast.Comparison(op, operand), operand)  # type: ignore[arg-type]

    def in_tests(self) -> tuple[ast.Node, ...]:
        """Parse what follows ``in``: one test, or several in parentheses."""
        if not (self.now.kind == "symbol" and self.now.text == "("):
            return (self.test(),)
        self.at += 1
        first = self.test()
        if self.now.text == ".." and self.now.kind == "symbol":
            return (self.postfix(self.interval(first, closed=False)),)
        tests = [first]
        while self.takes(","):
            tests.append(self.test())
        self.want(")")
        return tuple(tests)

    def test(self) -> ast.Node:
        """Parse one positive unary test."""
        if self.now.kind == "symbol" and self.now.text in _COMPARE:
            return self.comparison()
        return self.expression() if self.nesting == 0 else self.binary(4)

    def unary_tests(self) -> ast.Node:
        """Parse the content of an input cell."""
        if self.now.text == "-" and self.peek(1).kind == "end":
            self.at += 1
            return ast.AnyValue()
        negated = self.now.text == "not" and self.peek(1).text == "(" and self.closes_at_end(self.at + 1)
        if negated:
            self.at += 2
        tests = [self.test()]
        while self.takes(","):
            tests.append(self.test())
        if negated:
            self.want(")")
        return self.put(ast.UnaryTests(tuple(tests), negated), *tests)

    def closes_at_end(self, opening: int) -> bool:
        """Tell whether the parenthesis opened here is closed by the last token."""
        level = 0
        for place in range(opening, len(self.stream) - 1):
            token = self.stream[place]
            if token.kind == "symbol":
                level += (token.text == "(") - (token.text == ")")
                if level == 0:
                    return place == len(self.stream) - 2
        return False
