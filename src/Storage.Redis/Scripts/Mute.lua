-- Mutes an endpoint for so long from now; not at all: unmutes it.

local endpoint, time = ARGV[1], tonumber(ARGV[2])
local at = now()
redis.call('ZREMRANGEBYSCORE', shard .. 'mutes', '-inf', at)
if time > 0 then
  redis.call('ZADD', shard .. 'mutes', at + time, endpoint)
else
  redis.call('ZREM', shard .. 'mutes', endpoint)
end
