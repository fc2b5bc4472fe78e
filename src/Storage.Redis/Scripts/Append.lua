-- Lines that no state depends on. They live as long as their session; without one they have a retention of their own.

local session, retention = ARGV[1], tonumber(ARGV[2])
append(session, 3, #ARGV)
local left = redis.call('PTTL', shard .. 's:' .. session)
if left ~= -1 then
  redis.call('PEXPIRE', shard .. 't:' .. session, left == -2 and retention or left)
end
