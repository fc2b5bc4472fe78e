-- Moves the instant at which sweepers ask for a record. Its owner knows better than what was committed; another owner knows best.

local id, expected, deadline, due = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local hash = shard .. 's:' .. sessionOf(id)
local meta = redis.call('HGET', hash, id .. ':m')
if not meta then
  return
end

local version, _, ended, token, node = parse(meta)
if version == expected and ended ~= '2' then
  redis.call('HSET', hash, id .. ':m', version .. '|' .. deadline .. '|' .. ended .. '|' .. token .. '|' .. node)
  redis.call('ZREM', shard .. 'claimed', id)
  redis.call('ZADD', shard .. 'due', due, id)
end
