-- Rows of lists, in the order of their ids; nothing for one that is gone.

local rows = {}
for i, id in ipairs(ARGV) do
  rows[i] = redis.call('HGET', shard .. 's:' .. sessionOf(id), id .. ':r')
end
return rows
