/** Where the log of a team stands in Redis, in the order in which the scripts have it. */
export type LogKeys = readonly [
  /** The log's `id`, and the `run` of Redis in which it was begun. */
  about: string,
  /** A stream of what was told. Ids are positions: the version, and how many messages came after it. */
  entries: string,
  /** What it has come to: member ids with the member, and with what is visible of them, as JSON. */
  members: string,
  statuses: string,
];

/** Redis Cluster is not supported: a script uses several keys, which need not be in one place there. */
export function logKeys(prefix: string, teamId: string): LogKeys {
  const key = (kind: string) => `${prefix}log:${kind}:${teamId}`;
  return [key('about'), key('entries'), key('members'), key('statuses')];
}

/**
 * Where what is added to a team's log is published, as
 * `<log> <position before> <position> <field> <JSON>`.
 */
export function logChannel(prefix: string, teamId: string): string {
  return `${prefix}log:${teamId}`;
}

/**
 * Begins a team's log where there is none, or where Redis was started anew since: it may have lost
 * the last that was told then, and versions must not be given twice in one log. What the team was
 * told of its members stays. Keys: the log's, the lease. Arguments: the lease's token, an id for
 * the log, the channel. Answers 'done' or why not.
 */
export const BEGIN = `#!lua
if redis.call('GET', KEYS[5]) ~= ARGV[1] then return 'lease' end
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if redis.call('HGET', KEYS[1], 'run') == run and redis.call('EXISTS', KEYS[2]) == 1 then
  return 'done'
end
redis.call('DEL', KEYS[2])
redis.call('XADD', KEYS[2], '0-1', 'begun', '')
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'run', run)
redis.call('PUBLISH', ARGV[3], ARGV[2] .. ' - 0-1 begun ')
return 'done'
`;

/**
 * Adds one entry, where the lease is the writer's and the log stands as the writer knows it.
 * Keys: the log's, the lease. Arguments: the lease's token, the log's id, its last position, the
 * next one, the entry's field and JSON, the channel, about how many entries and changes are kept at
 * least, and for each member; then threes of what that does to members: which of the keys, member
 * id, JSON or nothing. Answers 'done' or why not.
 */
export const APPEND = `#!lua
if redis.call('GET', KEYS[5]) ~= ARGV[1] then return 'lease' end
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[2] or not last or last[1] ~= ARGV[3] then
  return 'log'
end
local kept = math.max(ARGV[8], ARGV[9] * redis.call('HLEN', KEYS[3]))
redis.call('XADD', KEYS[2], 'MAXLEN', '~', kept, ARGV[4], ARGV[5], ARGV[6])
local first = string.match(ARGV[4], '^%d+') - kept
if first > 0 then redis.call('XTRIM', KEYS[2], 'MINID', '~', string.format('%d', first)) end
for i = 10, #ARGV, 3 do
  local key = KEYS[tonumber(ARGV[i])]
  if ARGV[i + 2] == '' then
    redis.call('HDEL', key, ARGV[i + 1])
  else
    redis.call('HSET', key, ARGV[i + 1], ARGV[i + 2])
  end
end
redis.call('PUBLISH', ARGV[7], table.concat({ ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6] }, ' '))
return 'done'
`;

/**
 * What was told since a position, or all of it where that is not known any more. Keys: the log's.
 * Arguments: the log's id and the position, how many changes are recent. Answers 'since' and the
 * entries from that position on, which is the first of them; 'told', the log's id, its last
 * position, members, statuses and the entries with recent changes; or 'none' where there is no log.
 */
export const READ = `#!lua flags=no-writes
local log = redis.call('HGET', KEYS[1], 'id')
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if not log or not last then return { 'none' } end
if log == ARGV[1] then
  local entries = redis.call('XRANGE', KEYS[2], ARGV[2], '+')
  if entries[1] and entries[1][1] == ARGV[2] then return { 'since', entries } end
end
local version = tonumber(string.match(last[1], '^%d+'))
local first = string.format('%d', math.max(version - ARGV[3] + 1, 1))
local recent = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], first, '+')) do
  if entry[2][1] == 'changes' then recent[#recent + 1] = entry end
end
return { 'told', log, last[1], redis.call('HGETALL', KEYS[3]), redis.call('HGETALL', KEYS[4]), recent }
`;
