-- Takes a webhook out of the outbox and writes its last lines; nothing at all if it is gone.

local owner, webhook, retention = ARGV[1], ARGV[2], tonumber(ARGV[3])
local session = sessionOf(owner)
local hash = shard .. 's:' .. session
local outbox = shard .. 'o:' .. owner
if redis.call('HDEL', outbox, webhook) == 0 then
  return
end

append(session, 4, #ARGV)
if redis.call('EXISTS', outbox) == 0 then
  redis.call('ZREM', shard .. 'owners', owner)
end
if redis.call('HINCRBY', hash, 'pending', -1) == 0 and redis.call('HGET', hash, 'open') == '0' then
  beginRetention(session, retention)
end
