"""Knows how the words of FEEL are put together: types, contexts, functions, conditions and loops."""

from __future__ import annotations

from zoutong.kernel.error import Fault
from zoutong.rules.feel import ast
from zoutong.rules.feel.lexer import KEYWORDS, Token, syntax_fault, unescape
from zoutong.rules.feel.names import Index, index_of, known_name, run_of_words, spelled


class WordParser:
    """The part of the parser that reads what begins with a word or a brace."""

    text: str
    stream: list[Token]
    at: int
    index: Index
    nesting: int

    @property
    def now(self) -> Token:
        """Give the token to be read next."""
        return self.stream[self.at]

    def peek(self, ahead: int) -> Token:
        """Give a later token; the last one when there are no more."""
        return self.stream[min(self.at + ahead, len(self.stream) - 1)]

    def takes(self, text: str) -> bool:
        """Read this symbol or keyword if it is next."""
        if self.now.text == text and self.now.kind in ("symbol", "name"):
            self.at += 1
            return True
        return False

    def want(self, text: str) -> None:
        """Read this symbol or keyword; Fault when something else stands here."""
        if not self.takes(text):
            raise self.wrong(f"这里应是“{text}”", f'"{text}" is missing')

    def wrong(self, zh: str, en: str) -> Fault:
        """Make the fault for the token to be read next."""
        return syntax_fault(self.text, self.now.start, zh, en)

    def expression(self) -> ast.Node:
        """Parse a whole expression."""
        raise NotImplementedError

    def put(self, node: ast.Node, *parts: ast.Node) -> ast.Node:
        """Take a node in."""
        raise NotImplementedError

    def word(self) -> str:
        """Parse a name that is being introduced."""
        start = self.at
        if self.now.kind != "name":
            raise self.wrong("这里应是一个名称", "a name is missing here")
        known = known_name(self.index, self.stream, start)
        self.at = known[1] if known else run_of_words(self.stream, start)
        return known[0] if known else spelled(self.text, self.stream, start, self.at)

    def type_name(self) -> ast.TypeName:
        """Parse a type."""
        self.nesting += 1
        if self.nesting > 50:
            raise self.wrong("类型嵌套太深", "the type is nested too deeply")
        name = self.word()
        while self.takes("."):
            name += "." + self.word()
        parameters: list[ast.TypeName] = []
        keys: list[str] = []
        if self.takes("<"):
            while not self.takes(">"):
                if parameters:
                    self.want(",")
                if name == "context":
                    keys.append(self.key())
                parameters.append(self.type_name())
            if name == "function":
                self.want("->")
                parameters.append(self.type_name())
        self.nesting -= 1
        return ast.TypeName(name, tuple(parameters), tuple(keys))

    def key(self) -> str:
        """Parse ``name:`` or ``"name":`` of a context."""
        start = self.at
        if self.now.kind == "string" and self.peek(1).text == ":":
            self.at += 2
            return unescape(self.stream[start].text)
        while self.now.text != ":" or self.now.kind != "symbol":
            if self.now.kind in ("end", "string") or self.now.text in ("{", "}", "(", ")", "[", "]", ","):
                raise self.wrong("这里应是“名称:”", 'a "name:" is missing')
            self.at += 1
        if self.at == start or self.stream[start].kind == "number":
            raise self.wrong("这里应是“名称:”", 'a "name:" is missing')
        self.at += 1
        return spelled(self.text, self.stream, start, self.at - 1)

    def context(self) -> ast.Node:
        """Parse the entries of a context; a key is a name for the entries after it."""
        outer = self.index
        keys: list[str] = []
        values: list[ast.Node] = []
        while not self.takes("}"):
            if keys:
                self.want(",")
            key = self.key()
            if key in keys:
                raise self.wrong(f"键“{key}”写了两次", f'the key "{key}" is written twice')
            values.append(self.expression())
            keys.append(key)
            self.index = index_of([key], self.index)
        self.index = outer
        return self.put(ast.ContextOf(tuple(keys), tuple(values)), *values)

    def keyword(self, token: Token) -> ast.Node:
        """Parse what begins with a keyword."""
        self.at += 1
        if token.text in ("true", "false", "null"):
            return ast.Literal({"true": True, "false": False, "null": None}[token.text])
        if token.text == "not" and self.now.text == "(":
            return ast.Name("not")
        if token.text == "if":
            condition = self.expression()
            self.want("then")
            yes = self.expression()
            self.want("else")
            no = self.expression()
            return self.put(ast.If(condition, yes, no), condition, yes, no)
        if token.text in ("for", "some", "every"):
            return self.loop(token.text)
        if token.text == "function" and self.now.text == "(":
            return self.function()
        self.at -= 1
        raise self.wrong("这里应是一个值", "a value is missing here")

    def loop(self, word: str) -> ast.Node:
        """Parse the iterators and the body of for, some and every."""
        outer = self.index
        bindings: list[ast.Binding] = []
        parts: list[ast.Node] = []
        while True:
            name = self.word()
            if name in KEYWORDS:
                raise self.wrong("这里应是一个名称", "a name is missing here")
            self.want("in")
            source = self.expression()
            high = self.expression() if self.takes("..") else None
            bindings.append(ast.Binding(name, source, high))
            parts += [source] if high is None else [source, high]
            self.index = index_of([name], self.index)
            if not self.takes(","):
                break
        self.want("return" if word == "for" else "satisfies")
        body = self.expression()
        self.index = outer
        if word == "for":
            return self.put(ast.For(tuple(bindings), body), body, *parts)
        return self.put(ast.Quantified("some" if word == "some" else "every", tuple(bindings), body), body, *parts)

    def function(self) -> ast.Node:
        """Parse the parameters and the body of a function definition."""
        outer = self.index
        self.want("(")
        names: list[str] = []
        types: list[ast.TypeName | None] = []
        while not self.takes(")"):
            if names:
                self.want(",")
            names.append(self.word())
            types.append(self.type_name() if self.takes(":") else None)
        self.index = index_of(names, self.index)
        external = self.takes("external")
        body = self.expression()
        self.index = outer
        return self.put(ast.FunctionOf(tuple(names), tuple(types), body, external), body)
