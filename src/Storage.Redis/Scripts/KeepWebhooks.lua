-- Prolongs, and never shortens; who has nothing pending is not there.

local untilThen = now() + tonumber(ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', shard .. 'owners', 'XX', 'GT', untilThen, ARGV[i])
end
