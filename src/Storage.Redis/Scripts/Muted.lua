-- Muted endpoints, each with the µs that are left.

local at = now()
local muted = redis.call('ZRANGEBYSCORE', shard .. 'mutes', string.format('(%.0f', at), '+inf', 'WITHSCORES')
for i = 2, #muted, 2 do
  muted[i] = string.format('%.0f', tonumber(muted[i]) - at)
end
return muted
