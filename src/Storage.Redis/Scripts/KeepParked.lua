-- Prolongs claims, each a webhook and the claim's number; those that are another's by now are passed over.

local untilThen = now() + tonumber(ARGV[1])
for i = 2, #ARGV, 2 do
  if redis.call('HGET', shard .. 'd:' .. ARGV[i], 'v') == ARGV[i + 1] then
    redis.call('ZADD', shard .. 'parked', 'XX', 'GT', untilThen, ARGV[i])
  end
end
