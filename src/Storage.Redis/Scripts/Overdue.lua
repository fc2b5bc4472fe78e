-- Records whose deadline has passed, claimed or not: somebody wants to look at them. Changes nothing.

local grace, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local before = now() - grace

local ids = redis.call('ZRANGEBYSCORE', shard .. 'due', '-inf', string.format('(%.0f', before), 'LIMIT', 0, most)
for _, id in ipairs(redis.call('ZRANGE', shard .. 'claimed', 0, most - 1)) do
  local meta = redis.call('HGET', shard .. 's:' .. sessionOf(id), id .. ':m')
  local deadline = meta and select(2, parse(meta))
  if deadline and deadline ~= '' and tonumber(deadline) / 10 < before and #ids < most then
    ids[#ids + 1] = id
  end
end
return ids
