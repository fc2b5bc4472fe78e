-- Gives out records whose deadline has passed, each to one claimer. A record is in 'due' (scored by its deadline) or in 'claimed'
-- (by the end of the claim). Since every silo asks this all the time, it also sweeps sessions whose retention is over.

local grace, lease, most, sweep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local at = now()

-- In ticks, as a string; nil: the record is gone, or wants nothing any more.
local function deadlineOf(id)
  local meta = redis.call('HGET', shard .. 's:' .. sessionOf(id), id .. ':m')
  local deadline = meta and select(2, parse(meta))
  return deadline and deadline ~= '' and deadline or nil
end

for _, session in ipairs(redis.call('ZRANGEBYSCORE', shard .. 'over', '-inf', at, 'LIMIT', 0, sweep)) do
  leaveLists(session)
  redis.call('UNLINK', shard .. 's:' .. session, shard .. 't:' .. session)
  redis.call('ZREM', shard .. 'over', session)
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', shard .. 'claimed', '-inf', at, 'LIMIT', 0, most)) do
  redis.call('ZREM', shard .. 'claimed', id)
  local deadline = deadlineOf(id)
  if deadline then
    redis.call('ZADD', shard .. 'due', tonumber(deadline) / 10, id)
  end
end

local ids = {}
local before = string.format('(%.0f', at - grace)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', shard .. 'due', '-inf', before, 'LIMIT', 0, most)) do
  redis.call('ZREM', shard .. 'due', id)
  if deadlineOf(id) then
    redis.call('ZADD', shard .. 'claimed', at + lease, id)
    ids[#ids + 1] = id
  end
end
return ids
