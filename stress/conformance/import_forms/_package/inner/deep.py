# deep: imports relative to itself, in every form.
from .. import public as up_value
from . import sibling
from ..alpha import value
from .sibling import name as sibling_name
