"""Components of vector and matrix variables, in the form in which arrays are read."""

from __future__ import annotations

from mvcalc_cli.language.tree import Tree, component_name, fold, postorder


def opened(tree: Tree) -> Tree:
    """The components in the form that the writer reads: a variable "x[3]", or a call of "x[]" with one index or two."""

    def open_component(node: Tree, args: list[Tree]) -> Tree:
        if node.kind != "component" or node.args[0].kind != "variable":
            return node.with_args(tuple(args))
        name = component_name(node)
        if name is not None:
            return Tree("variable", name, (), node.start, node.end)
        return Tree("call", f"{node.args[0].value}[]", tuple(args[1:]), node.start, node.end)

    if not any(node.kind == "component" for node in postorder(tree)):
        return tree
    return fold(tree, open_component)
