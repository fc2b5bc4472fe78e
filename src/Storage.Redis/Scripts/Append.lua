-- Lines that no state depends on. They live as long as their session; without one they have a retention of their own.

local session, retention = ARGV[1], tonumber(ARGV[2])
append(session, 3, #ARGV)
keepLines(session, retention)
