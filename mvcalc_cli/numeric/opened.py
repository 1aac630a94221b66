"""Components of vector variables, in the form in which arrays are read."""

from __future__ import annotations

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, component_name, fold, postorder


def opened(tree: Tree) -> Tree:
    """The components of vector variables in the form that the writer reads: a variable "x[3]", or a call of "x[]"."""

    def open_component(node: Tree, args: list[Tree]) -> Tree:
        if node.kind != "component" or node.args[0].kind != "variable":
            return node.with_args(tuple(args))
        name = component_name(node)
        if name is not None:
            return Tree("variable", name, (), node.start, node.end)
        if len(args) > 2:
            raise InputError("a matrix of variables has no numeric form here")
        return Tree("call", f"{node.args[0].value}[]", tuple(args[1:]), node.start, node.end)

    if not any(node.kind == "component" for node in postorder(tree)):
        return tree
    return fold(tree, open_component)
