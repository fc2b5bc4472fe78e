-- Gives out owners whose webhooks nobody looks after, each to one claimer. 'owners' is scored by the end of that.

local lease, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = now()
local owners = redis.call('ZRANGEBYSCORE', shard .. 'owners', '-inf', at, 'LIMIT', 0, most)
for _, owner in ipairs(owners) do
  redis.call('ZADD', shard .. 'owners', at + lease, owner)
end
return owners
