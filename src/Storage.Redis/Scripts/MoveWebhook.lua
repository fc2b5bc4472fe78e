-- A webhook goes from the outbox, or from under a claim on a parked one, to where it belongs next; nothing at all if it is not there.

local owner, webhook, retention, claim = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local state, time, endpoint, list, place = ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9]
local firstLine = 16

local session = sessionOf(owner)
local hash = shard .. 's:' .. session
local delivery = shard .. 'd:' .. webhook
if claim == '0' then
  local outbox = shard .. 'o:' .. owner
  if redis.call('HDEL', outbox, webhook) == 0 then
    return 0
  end
  append(session, firstLine, #ARGV)
  if redis.call('EXISTS', outbox) == 0 then
    redis.call('ZREM', shard .. 'owners', owner)
  end
  if redis.call('HINCRBY', hash, 'pending', -1) == 0 and redis.call('HGET', hash, 'open') == '0' then
    beginRetention(session, retention)
  end
  redis.call('ZADD', list, 0, place)
else
  local held = redis.call('HMGET', delivery, 's', 'v')
  if held[1] ~= 'parked' or held[2] ~= claim then
    return 0
  end
  redis.call('ZREM', shard .. 'parked', webhook)
  count(endpoint, -1)
  -- The call's story ends with its retention; what is tried later stands in the deliveries alone.
  if redis.call('EXISTS', hash) == 1 then
    append(session, firstLine, #ARGV)
  end
end

redis.call('HSET', delivery, 's', state, 'ep', endpoint, 'list', list, 'place', place,
  'e', ARGV[10], 'a', ARGV[11], 'o', ARGV[12], 'u', ARGV[13], 't', ARGV[14], 'n', ARGV[15])
if state == 'parked' then
  redis.call('ZADD', shard .. 'parked', now() + time, webhook)
  count(endpoint, 1)
else
  redis.call('ZADD', shard .. 'gone', now() + time, webhook)
  if state == 'dead' then
    redis.call('ZADD', shard .. 'dead:' .. endpoint, now(), webhook)
  end
end
return 1
