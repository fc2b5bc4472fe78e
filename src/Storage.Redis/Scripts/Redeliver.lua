-- Parks dead webhooks again: the one that is named, or those of an endpoint that died since an instant, one every so many µs.

local webhook, endpoint, since, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local first, every = tonumber(ARGV[5]), tonumber(ARGV[6])
local dead = { webhook }
if webhook == '' then
  dead = redis.call('ZRANGEBYSCORE', shard .. 'dead:' .. endpoint, since, '+inf', 'LIMIT', 0, most)
end

local revived = 0
for _, id in ipairs(dead) do
  local delivery = shard .. 'd:' .. id
  local held = redis.call('HMGET', delivery, 's', 'ep')
  if held[1] == 'dead' then
    local due = now() + first + revived * every
    redis.call('HSET', delivery, 's', 'parked', 'u', 0, 'n', string.format('%.0f', due), 'b', string.format('%.0f', due))
    redis.call('HINCRBY', delivery, 'v', 1)
    redis.call('ZADD', shard .. 'parked', due, id)
    redis.call('ZREM', shard .. 'gone', id)
    redis.call('ZREM', shard .. 'dead:' .. held[2], id)
    count(held[2], 1)
    revived = revived + 1
  end
end
return revived
