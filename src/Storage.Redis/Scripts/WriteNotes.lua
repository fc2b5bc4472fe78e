-- What no state depends on, of one session: lines of its timeline, and records that have ended and about which everything was carried
-- out, so that nobody need look after them again.

local session, retention, lines = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local hash = shard .. 's:' .. session
for i = 4 + lines, #ARGV do
  local id = ARGV[i]
  local meta = redis.call('HGET', hash, id .. ':m')
  if meta then
    local version, _, ended, token, node = parse(meta)
    if ended == '1' then
      redis.call('HSET', hash, id .. ':m', version .. '||2|' .. token .. '|' .. node)
      redis.call('ZREM', shard .. 'due', id)
      redis.call('ZREM', shard .. 'claimed', id)
    end
  end
end
append(session, 4, 3 + lines)
if lines > 0 then
  keepLines(session, retention)
end
