-- What all scripts share. KEYS[1] is a shard's prefix, {orc:17}: and every key built here begins with it, so all are in one slot.
-- Instants are microseconds of Redis time; retention is milliseconds.

local shard = KEYS[1]

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- call_SESSION…, conn_SESSION…
local function sessionOf(id)
  return id:sub(6, 37)
end

-- version, deadline, ended (0, 1; 2: and closed), token, node of a record
local function parse(meta)
  return meta:match('^(%d+)|(%-?%d*)|(%d)|(%x*)|(.*)$')
end

local function append(session, first, last)
  if last >= first then
    redis.call('RPUSH', shard .. 't:' .. session, unpack(ARGV, first, last))
    redis.call('PUBLISH', shard .. 'entries', session)
  end
end

-- Lines live as long as their session; without one they have a retention of their own.
local function keepLines(session, retention)
  local left = redis.call('PTTL', shard .. 's:' .. session)
  if left ~= -1 then
    redis.call('PEXPIRE', shard .. 't:' .. session, left == -2 and retention or left)
  end
end

-- Nothing follows in this session: it goes when its retention is over.
local function beginRetention(session, retention)
  redis.call('PEXPIRE', shard .. 's:' .. session, retention)
  redis.call('PEXPIRE', shard .. 't:' .. session, retention)
  redis.call('ZADD', shard .. 'over', now() + retention * 1000, session)
end

-- Takes a session's rows out of the lists. Each place is the list's key, a line feed, the member.
local function leaveLists(session)
  local places = redis.call('SMEMBERS', shard .. 'l:' .. session)
  for _, place in ipairs(places) do
    local list, member = place:match('^(.*)\n([^\n]*)$')
    redis.call('ZREM', list, member)
  end
  if #places > 0 then
    redis.call('DEL', shard .. 'l:' .. session)
  end
end

-- How many webhooks of an endpoint are parked here.
local function count(endpoint, by)
  if redis.call('HINCRBY', shard .. 'backlog', endpoint, by) <= 0 then
    redis.call('HDEL', shard .. 'backlog', endpoint)
  end
end
