-- Compares the version, and writes a project's signing keys or nothing.

local key = shard .. 'keys:' .. ARGV[1]
if tonumber(redis.call('HGET', key, 'v') or 0) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', key, 'v', ARGV[2] + 1, 'k', ARGV[3])
return 1
