# json: reading and writing documents, right ones and wrong ones, with every option.
import json, sys
from json import JSONDecodeError
docs = ['', ' ', '[', '[1', '[1,', '[1,]', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', '"abc', '"\\', '"\\u12', '"\\u12g4"', '"\\x"', '"\x01"', '"\\ud800"', '"\\ud83d\\ude00"', '"\\ud83d\\u0041"', '"a\\n\\t\\"b"', '01', '-', '-1', '1.', '1.5', '1e', '1e5', '1E-3', '1.5e+3', '-0', '-0.0', '123456789012345678', '1234567890123456789012', 'nul', 'null', 'true', 'false', 'NaN', 'Infinity', '-Infinity', '-Inf', 'tru', '[[[]]]', '{"a":{"b":[1,2,{"c":null}]},"a":2}', '[1 2]', '{"a" 1}', '{"a":1 "b":2}', '1 2', '"\u00e9\u4e2d\U0001f600"', '"\u00e9\\n\u4e2d"', ' \t\r\n[ 1 , 2 ] ', '[1,2', '["a", "b"', '"\\ud83d\\ude0', '"\\ud83dx"', '[NaN]']
for d in docs:
    try: print(ascii(d), ascii(json.loads(d)))
    except JSONDecodeError as e: print(ascii(d), 'ERR', e, e.pos)
for kw in ({'parse_float': str}, {'parse_int': lambda s: 'i' + s}, {'object_hook': lambda d: sorted(d)}, {'object_pairs_hook': lambda p: p}, {'strict': False}, {'parse_constant': lambda c: c + '!'}):
    for d in ['{"a":1.5,"b":[2,NaN]}', '"\x01"', '{"z":{},"y":{"a":-Infinity}}']:
        try: print(json.loads(d, **kw))
        except JSONDecodeError as e: print('ERR', e)
class MyD(dict):
    def items(self): return [('q', 1), ('p', [2])]
class MyI(int):
    def __repr__(self): return 'X'
class MyS(str): pass
class F(float):
    def __repr__(self): return 'F'
objs = [None, True, False, 0, -5, 2**100, 1.5, float('inf'), float('nan'), -0.0, 'a"b\\c\n\t\x00\x7f\u00e9\u4e2d\U0001f600\ud800', [], {}, (), [1, [2, (3,)]], {'b': 1, 'a': {'c': None}}, {1: 2, None: 3, True: 4, 1.5: 5, float('nan'): 1}, MyD(a=1), MyI(3), MyS('q'), F(2.5), {MyI(4): 1}, {(1, 2): 3}, {'a': object()}, object(), {1, 2}, b'x', [1, {'a': [object()]}]]
for o in objs:
    for kw in ({}, {'ensure_ascii': False}, {'sort_keys': True}, {'skipkeys': True}, {'separators': (',', ':')}, {'allow_nan': False}, {'default': lambda o: 'dflt'}, {'default': lambda o: [o]}, {'indent': 1}, {'check_circular': False}):
        try: print(ascii(json.dumps(o, **kw)))
        except (TypeError, ValueError, RecursionError) as e: print(type(e).__name__, str(e)[:60].split(' at 0x')[0])
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
d = {}; d['x'] = {'y': d}
try: json.dumps(d)
except ValueError as e: print(e)
try: json.dumps(l, check_circular=False)
except RecursionError as e: print('RE')
try: json.loads('[' * 100000)
except RecursionError as e: print('RE')
try: json.loads('{"a":' * 100000)
except RecursionError as e: print('RE')
from _json import scanstring, make_scanner, make_encoder, encode_basestring, encode_basestring_ascii
for a in ((1, 2), ('abc', 5), ('abc', -1), ('abc"d', 0), ('abc"', 1, False)):
    try: print(scanstring(*a))
    except Exception as e: print(type(e).__name__, e)
for f in (encode_basestring, encode_basestring_ascii):
    try: f(1)
    except TypeError as e: print(e)
sc = json.JSONDecoder().scan_once
print(sc('[1]', 0), sc.strict, sc.object_hook)
try: sc('x', 0)
except StopIteration as e: print(e.value)
try: sc('x', -1)
except ValueError as e: print(e)
class E(json.JSONEncoder):
    def default(self, o): return str(type(o))
print(json.dumps({'a': {1}}, cls=E), list(json.JSONEncoder().iterencode([1, {'a': 2}])))
print(json.JSONEncoder(separators=('; ', '= ')).encode({'a': [1, 2]}))
