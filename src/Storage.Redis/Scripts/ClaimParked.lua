-- Gives out parked webhooks whose time has come, each to one claimer: 'parked' is scored by that time, or by the end of the claim.
-- Since every silo asks this all the time, it also sweeps what need not be remembered any more.

local lease, most, sweep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local at = now()

for _, webhook in ipairs(redis.call('ZRANGEBYSCORE', shard .. 'gone', '-inf', at, 'LIMIT', 0, sweep)) do
  local delivery = shard .. 'd:' .. webhook
  local held = redis.call('HMGET', delivery, 'list', 'place', 'ep')
  if held[1] then
    redis.call('ZREM', held[1], held[2])
    redis.call('ZREM', shard .. 'dead:' .. held[3], webhook)
  end
  redis.call('UNLINK', delivery)
  redis.call('ZREM', shard .. 'gone', webhook)
end

local claims = {}
for _, webhook in ipairs(redis.call('ZRANGEBYSCORE', shard .. 'parked', '-inf', at, 'LIMIT', 0, most)) do
  local delivery = shard .. 'd:' .. webhook
  redis.call('ZADD', shard .. 'parked', at + lease, webhook)
  local claim = redis.call('HINCRBY', delivery, 'v', 1)
  local fields = redis.call('HMGET', delivery, 's', 'e', 'a', 'o', 'u', 't', 'n', 'b')
  fields[9] = claim
  claims[#claims + 1] = fields
end
return claims
