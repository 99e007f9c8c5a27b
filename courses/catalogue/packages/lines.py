"""YAML whose mappings know their lines."""

import yaml

from courses.catalogue.packages.problems import Problem


class Line(dict):
    """A YAML mapping that knows the line it began on and the line of each key; `doubled` are keys that stand twice."""

    line: int = 1

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.doubled: list[str] = []


# The C loader is seven times as fast, but a deeply nested text makes it crash the whole process.
class _Loader(yaml.SafeLoader):
    """SafeLoader that builds Lines, and names the place of a value that cannot be read."""

    def construct_object(self, node, deep=False):
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, TypeError, OverflowError) as error:
            problem = f"“{str(node.value)[:40]}” is not a value that can be read"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Line:
    result = Line()
    result.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            result.doubled.append(key)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(file: str, text: str) -> Line | Problem:
    """The mapping that a YAML text is, or what is wrong with it."""
    try:
        data = _Loader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Problem(file, mark.line + 1 if mark else 1, f"The YAML cannot be read here: {error.problem}.")
    except yaml.reader.ReaderError as error:
        return Problem(file, text[: error.position].count("\n") + 1, "There is a character here that YAML cannot hold.")
    except RecursionError:
        return Problem(file, 1, "The YAML is nested too deeply to be read.")
    if not isinstance(data, Line):
        return Problem(file, 1, "This should be a list of fields such as “title: …”.")
    return data
