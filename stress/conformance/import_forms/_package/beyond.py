# beyond: reaches above the top.
from ... import nothing
