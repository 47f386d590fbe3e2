"""Prints what a Python snippet on standard input names: columns, and the words of its other strings, as JSON."""

import ast
import json
import re
import sys

COLUMN_CALLS = {"col", "field", "groupby", "group_by", "sort"}

tree = ast.parse(sys.stdin.read())
compile(tree, "snippet", "exec")
columns, words = [], []


def texts(node):
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


class Names(ast.NodeVisitor):
    def visit_Raise(self, node):
        """Messages for people name nothing."""

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Subscript(self, node):
        self.visit(node.value)
        if isinstance(node.slice, (ast.Constant, ast.List)):
            columns.extend(texts(node.slice))
        else:
            self.visit(node.slice)

    def visit_Call(self, node):
        function = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        self.visit(node.func)
        for argument in node.args:
            if function in COLUMN_CALLS and isinstance(argument, (ast.Constant, ast.List)):
                columns.extend(texts(argument))
            else:
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword)

    def visit_keyword(self, node):
        if node.arg in ("columns", "on"):
            columns.extend(texts(node.value))
        elif node.arg == "filters":
            for condition in node.value.elts:
                columns.append(condition.elts[0].value)
        else:
            self.visit(node.value)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            words.extend(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", node.value))


Names().visit(tree)
print(json.dumps({"columns": columns, "words": words}))
