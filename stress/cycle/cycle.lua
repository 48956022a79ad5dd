-- cycle: the program of cycle.py in Lua: a class, a function, a table and a loop.
local Counter = {}
Counter.__index = Counter

function Counter.new()
  return setmetatable({counts = {}}, Counter)
end

function Counter:add(key)
  self.counts[key] = (self.counts[key] or 0) + 1
end

local function fill(counter, steps)
  for step = 0, steps - 1 do
    counter:add(step % 7)
  end
  return counter
end

result = 0
for _, count in pairs(fill(Counter.new(), 50).counts) do
  result = result + count
end
