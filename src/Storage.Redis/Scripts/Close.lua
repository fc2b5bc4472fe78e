-- Everything about an ended record was carried out: nobody need look after it again. Its last lines go with it.

local id, retention = ARGV[1], tonumber(ARGV[2])
local session = sessionOf(id)
local hash = shard .. 's:' .. session
local meta = redis.call('HGET', hash, id .. ':m')
if meta then
  local version, _, ended, token, node = parse(meta)
  if ended == '1' then
    redis.call('HSET', hash, id .. ':m', version .. '||2|' .. token .. '|' .. node)
    redis.call('ZREM', shard .. 'due', id)
    redis.call('ZREM', shard .. 'claimed', id)
  end
end
append(session, 3, #ARGV)
keepLines(session, retention)
