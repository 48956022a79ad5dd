# module_typing_variadic: generic aliases with variadic parameters, and *tuple[...] between the brackets.
from typing import Annotated, Generic, TypeVar, TypeVarTuple, get_type_hints

T, T1, T2 = TypeVar("T"), TypeVar("T1"), TypeVar("T2")
Ts = TypeVarTuple("Ts")


class Box(Generic[*Ts]):
    pass


def attempt(*actions):
    for action in actions:
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)


attempt(lambda: tuple[*Ts].__parameters__, lambda: tuple[*Ts][()], lambda: tuple[*Ts][int], lambda: tuple[*Ts][int, str],
        lambda: tuple[T, *Ts][int], lambda: tuple[T, *Ts][int, str, bytes], lambda: tuple[*Ts, T][int], lambda: tuple[T, *Ts][()],
        lambda: tuple[*tuple[int, *Ts]][str], lambda: tuple[*Ts][*tuple[int, ...]], lambda: tuple[int, *tuple[str, ...]],
        lambda: list[T][*tuple[int]], lambda: dict[T1, T2][*tuple[int, str]], lambda: dict[T1, T2][*tuple[int]], lambda: dict[T1, T2][int],
        lambda: list[Box[*Ts]][()], lambda: list[Box[*Ts]][int, str], lambda: list[tuple[T, *Ts]][int, str, bytes],
        lambda: Annotated[tuple[*Ts], "note"][int], lambda: Annotated[list[T], "note"][int], lambda: (int | list[T])[str],
        lambda: (int | str).__module__, lambda: get_type_hints(lambda: 0), lambda: list[int][str], lambda: dict[T1, list[T2]][int, str],
        lambda: list[T][T1][int], lambda: tuple[T, T][int], lambda: list[T][int, str])


class Late:
    def __repr__(self):
        return "late"


late = Late()
alias = list[late, T]
Late.__typing_subst__ = lambda self, item: item
attempt(lambda: alias[int], lambda: alias[int, str])
