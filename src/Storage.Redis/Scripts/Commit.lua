-- One transition: compares the version, and writes everything or nothing. Returns whether it is written, the version now, and whether
-- it was this call that wrote it.

local id, expected, token = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local snapshot, deadline, due = ARGV[4], ARGV[5], ARGV[6]
local ended, node = ARGV[7], ARGV[8]
local row, list, member = ARGV[9], ARGV[10], ARGV[11]
local retention, webhookLease = tonumber(ARGV[12]), tonumber(ARGV[13])
local lastEntry = 14 + tonumber(ARGV[14])

local session = sessionOf(id)
local hash = shard .. 's:' .. session
local before = redis.call('HMGET', hash, id .. ':m', id .. ':l', 'open', 'pending', 'posted')
local version, oldDeadline, wasEnded, oldToken, oldNode = 0, '', '1', '', ''
if before[1] then
  version, oldDeadline, wasEnded, oldToken, oldNode = parse(before[1])
  version = tonumber(version)
end

if version ~= expected then
  -- The same commit again: its answer was lost, what it wrote was not.
  local again = oldToken == token and version == expected + 1
  return { again and 1 or 0, version, 0 }
end

local open, pending, posted = tonumber(before[3] or 0), tonumber(before[4] or 0), tonumber(before[5] or 0)
local wasOver = open == 0 and pending == 0
if not before[3] then
  leaveLists(session) -- what a session of this name left behind, if its retention is over but it was not swept yet
end
open = open + (wasEnded ~= '0' and 1 or 0) - (ended == '1' and 1 or 0)

for i = lastEntry + 1, #ARGV, 3 do
  local owner, webhook, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  posted = posted + 1
  pending = pending + redis.call('HSETNX', shard .. 'o:' .. owner, webhook, string.format('%010d', posted) .. value)
  redis.call('ZADD', shard .. 'owners', 'GT', now() + webhookLease, owner)
end

local meta = string.format('%d', version + 1) .. '|' .. deadline .. '|' .. ended .. '|' .. token .. '|' .. node
local fields = { id, snapshot, id .. ':m', meta, 'open', open, 'pending', pending, 'posted', posted }
if row ~= '' then
  local place = list .. '\n' .. member
  fields[#fields + 1] = id .. ':r'
  fields[#fields + 1] = row
  if place ~= before[2] then
    fields[#fields + 1] = id .. ':l'
    fields[#fields + 1] = place
    redis.call('ZADD', list, 0, member)
    redis.call('SADD', shard .. 'l:' .. session, place)
    if before[2] then
      local oldList, oldMember = before[2]:match('^(.*)\n([^\n]*)$')
      redis.call('ZREM', oldList, oldMember)
      redis.call('SREM', shard .. 'l:' .. session, before[2])
    end
  end
end
redis.call('HSET', hash, unpack(fields))

if deadline ~= oldDeadline then
  redis.call('ZREM', shard .. 'claimed', id)
  if deadline == '' then
    redis.call('ZREM', shard .. 'due', id)
  else
    redis.call('ZADD', shard .. 'due', due, id)
  end
end

if node ~= oldNode then
  if oldNode ~= '' then
    redis.call('SREM', shard .. 'n:' .. oldNode, id)
    if redis.call('EXISTS', shard .. 'n:' .. oldNode) == 0 then
      redis.call('SREM', shard .. 'nodes', oldNode)
    end
  end
  if node ~= '' then
    redis.call('SADD', shard .. 'n:' .. node, id)
    redis.call('SADD', shard .. 'nodes', node)
  end
end

append(session, 15, lastEntry)
if open == 0 and pending == 0 then
  beginRetention(session, retention)
elseif wasOver then
  redis.call('PERSIST', hash)
  redis.call('PERSIST', shard .. 't:' .. session)
  redis.call('ZREM', shard .. 'over', session)
end
return { 1, version + 1, 1 }
