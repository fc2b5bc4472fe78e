// The fold of a timeline into lanes. Pure: entries in, plain objects out; no DOM, no clock.
//
// lane  { id, section: call|script|owner|timer|webhook, leg, group, name, address, result: {glyph, text}|null, spans, ticks }
// span  { kind, from, to (null: still going on), sequence }      tick  { kind, at, sequence, text }
// mark  { kind, at, sequence, text }: what happened to the connect itself
import { duration, releaseCause, who } from './words.js';

const SPAN_BEGUN_BY = {
  'call.created': 'dialing',
  'call.ringing': 'ringing',
  'call.early_media': 'early_media',
  'call.answered': 'answered',
  'call.confirming': 'confirming',
  'call.confirmed': 'answered',
  'call.bridged': 'bridged',
  'call.unbridged': 'answered',
};

/** Callbacks so soon after the call still stand on its axis. */
const SOON_MS = 400;
const SOON_SHARE = 0.1;

/**
 * @param entries in the order of their sequence
 * @returns lanes, marks and what the axis is made of: the call, whose end is `callEnd`; callbacks may go on long after it, to `lastOffset`
 */
export function fold(entries) {
  const story = { lanes: new Map(), marks: [], lastOffset: 0, laneOf: new Map() };
  for (const entry of entries) {
    story.lastOffset = Math.max(story.lastOffset, entry.offset_ms);
    const lane = step(story, entry);
    if (lane) story.laneOf.set(entry.sequence, lane.id);
  }
  const lanes = [...story.lanes.values()];
  for (const lane of lanes) lane.result = RESULTS[lane.section](lane);
  const own = offsetsOf(entries.filter(entry => !entry.kind.startsWith('webhook.')));
  const callEnd = endOf(own.at(-1) ?? 0, entries);
  return {
    lanes: [
      ...lanes.filter(lane => lane.section === 'call').sort((one, other) => one.leg - other.leg),
      ...lanes.filter(lane => lane.section === 'script'),
      ...lanes.filter(lane => lane.section === 'owner' && lane.ticks.length > 0),
      ...lanes.filter(lane => lane.section === 'timer'),
      ...lanes.filter(lane => lane.section === 'webhook'),
    ],
    groups: Math.max(0, ...lanes.map(lane => lane.group ?? 0)),
    marks: story.marks,
    laneOf: story.laneOf,
    lastOffset: story.lastOffset,
    owner: story.lanes.get('owner')?.spans.at(-1)?.text ?? null,
    times: own,
    callEnd,
    over: isOver(lanes, story.marks),
  };
}

const offsetsOf = entries => [...new Set(entries.map(entry => entry.offset_ms))].sort((one, other) => one - other);

function endOf(last, entries) {
  const soon = last + Math.max(SOON_MS, last * SOON_SHARE);
  return Math.max(last, ...entries.map(entry => entry.offset_ms).filter(offset => offset <= soon));
}

/** Nothing more happens but callbacks. A caller may stay when the connect is over. */
function isOver(lanes, marks) {
  const calls = lanes.filter(lane => lane.section === 'call');
  const finished = marks.some(mark => mark.kind === 'connect.disconnected' || mark.kind === 'connect.failed');
  return calls.length > 0 && calls.every(lane => lane.facts.ended || (finished && lane.leg === 0));
}

function step(story, entry) {
  const topic = entry.kind.split('.')[0];
  if (topic === 'script') return stepScript(story, entry);
  if (topic === 'queue') return stepQueue(story, entry);
  if (entry.leg === 0 && entry.details.owner) begin(ownerLane(story), entry, 'owned', entry.details.owner);
  if (topic === 'node') return stepOwner(story, entry);
  if (topic === 'call') return stepCall(story, entry);
  if (topic === 'timer') return stepTimer(story, entry);
  if (topic === 'webhook') return stepWebhook(story, entry);
  return topic === 'connect' ? stepConnect(story, entry) : null;
}

function laneFor(story, id, made) {
  if (!story.lanes.has(id)) story.lanes.set(id, { id, result: null, spans: [], ticks: [], facts: {}, ...made() });
  return story.lanes.get(id);
}

function callLane(story, leg) {
  return laneFor(story, `call ${leg}`, () => ({ section: 'call', leg, group: leg === 0 ? 0 : 1, name: who(leg), address: '' }));
}

function ownerLane(story) {
  return laneFor(story, 'owner', () => ({ section: 'owner', leg: null, name: 'owner', address: '' }));
}

function begin(lane, entry, kind, text) {
  end(lane, entry);
  lane.spans.push({ kind, from: entry.offset_ms, to: null, sequence: entry.sequence, text });
}

function end(lane, entry) {
  const last = lane.spans.at(-1);
  if (last && last.to === null) last.to = entry.offset_ms;
}

function tick(lane, entry, kind, text, more) {
  lane.ticks.push({ kind, at: entry.offset_ms, sequence: entry.sequence, text, ...more });
}

function stepCall(story, entry) {
  const { kind, details } = entry;
  const lane = callLane(story, entry.leg ?? 0);
  const facts = lane.facts;
  const now = lane.spans.at(-1);
  const ongoing = now?.to === null ? now.kind : null;
  if (kind === 'call.arrived') {
    lane.address = details.from;
    begin(lane, entry, details.answered ? 'answered' : 'waiting');
  } else if (kind === 'call.placed') {
    lane.address = details.to;
    begin(lane, entry, 'dialing');
  } else if (kind === 'call.created') {
    lane.address = details.to;
    lane.group = details.group;
  } else if (kind === 'call.answered') {
    tick(lane, entry, 'answer', 'answer');
  } else if (kind === 'call.confirmed') {
    facts.unconfirmed = !details.passed;
    tick(lane, entry, details.passed ? 'confirmed' : 'refused', details.passed ? 'confirmed' : 'not confirmed');
  } else if (kind === 'call.digit') {
    tick(lane, entry, 'digit', `key ${details.digit}`);
  } else if (kind === 'call.released') {
    facts.released = details;
    tick(lane, entry, 'released', details.was_answered ? 'BYE' : 'CANCEL');
    if (ongoing) begin(lane, entry, 'releasing');
  } else if (kind === 'call.ended') {
    facts.ended = details;
    end(lane, entry);
    tick(lane, entry, 'ended', details.sip_status ? `${details.sip_status}` : details.reason);
  } else if (kind === 'call.dead') {
    const ended = lane.ticks.find(one => one.kind === 'ended');
    if (ended) lane.spans.push({ kind: 'fading', from: ended.at, to: entry.offset_ms, sequence: entry.sequence });
    tick(lane, entry, 'dead', 'gone');
  }
  const next = SPAN_BEGUN_BY[kind];
  const heardAlready = ongoing === 'early_media' && next === 'ringing';
  if (next && !facts.ended && !facts.released && !heardAlready) begin(lane, entry, next);
  return lane;
}

function stepConnect(story, entry) {
  const { kind, details } = entry;
  const mark = text => story.marks.push({ kind, at: entry.offset_ms, sequence: entry.sequence, text });
  if (kind === 'connect.leg_won') {
    const lane = callLane(story, details.leg);
    lane.facts.won = true;
    tick(lane, entry, 'won', 'won');
    return lane;
  }
  if (kind === 'connect.late_answer_refused') {
    const lane = callLane(story, details.leg);
    lane.facts.late = true;
    tick(lane, entry, 'refused', 'late answer');
    return lane;
  }
  if (kind === 'connect.group_started' && details.groups > 1) mark(`group ${details.group}`);
  if (kind === 'connect.connected') mark('connected');
  if (kind === 'connect.disconnected') mark('disconnected');
  if (kind === 'connect.failed') mark(`failed: ${details.reason}`);
  return null;
}

/** The lane is the connect's own owner; its legs are taken up one by one, and perhaps elsewhere. */
function stepOwner(story, entry) {
  const lane = ownerLane(story);
  const absent = entry.kind === 'node.owner_absent';
  const node = entry.details.node;
  if (entry.leg === null && lane.spans.at(-1)?.text !== node) begin(lane, entry, 'owned', node);
  tick(lane, entry, absent ? 'absent' : 'taken', `${who(entry.leg)} ${absent ? 'carried on' : 'taken up'} by ${node}`);
  return lane;
}

/** A lane for the scripts of a leg: a span for each step that waits. */
function stepScript(story, entry) {
  const { kind, details } = entry;
  const lane = laneFor(story, `script ${entry.leg}`, () => ({ section: 'script', leg: entry.leg, name: 'script', address: who(entry.leg) }));
  if (kind === 'script.method_started') begin(lane, entry, 'step', details.method);
  else end(lane, entry);
  if (kind === 'script.transferred') tick(lane, entry, 'taken', 'transferred');
  if (kind === 'script.failed') tick(lane, entry, 'refused', details.code);
  if (kind === 'script.ended') tick(lane, entry, 'ended', details.outcome);
  lane.facts = { now: kind === 'script.method_started' ? details.method : (details.code ?? details.outcome ?? details.result ?? 'runs'), failed: kind === 'script.failed' };
  return lane;
}

/** Somebody who waits in a queue, on the lane of his own call. */
function stepQueue(story, entry) {
  const lane = callLane(story, entry.leg ?? 0);
  if (entry.kind === 'queue.entered') tick(lane, entry, 'queued', `place ${entry.details.position}`);
  else tick(lane, entry, entry.kind === 'queue.left' ? 'released' : 'queued', entry.kind.slice('queue.'.length).replace('_', ' '));
  return lane;
}

function stepTimer(story, entry) {
  const { kind, details } = entry;
  const owner = who(entry.leg);
  const lane = laneFor(story, `timer ${owner} ${details.timer}`, () => ({
    section: 'timer', leg: entry.leg, name: details.timer, address: owner,
  }));
  if (kind === 'timer.armed') {
    begin(lane, entry, 'armed');
    lane.facts = { state: 'armed', forMs: Date.parse(details.due) - Date.parse(entry.at) };
  } else {
    end(lane, entry);
    const fired = kind === 'timer.fired';
    lane.facts = { ...lane.facts, state: fired ? 'fired' : 'cleared', late: details.late_milliseconds };
    tick(lane, entry, fired ? 'fired' : 'cleared', fired ? 'fired' : 'cleared');
  }
  return lane;
}

function stepWebhook(story, entry) {
  const { kind, details } = entry;
  const lane = laneFor(story, `webhook ${details.webhook_id}`, () => ({
    section: 'webhook', leg: entry.leg, name: details.what.replace(/^calling\.call\./, ''), address: entry.leg === null ? '' : who(entry.leg),
  }));
  if (kind === 'webhook.queued') {
    begin(lane, entry, 'queued');
  } else if (kind === 'webhook.attempted') {
    const good = details.outcome === 'ok';
    lane.facts = { attempt: details.attempt, outcome: details.outcome, status: details.status, next: details.next_in_seconds };
    end(lane, entry);
    const started = Math.max(0, entry.offset_ms - details.milliseconds);
    lane.spans.push({ kind: 'attempt', from: started, to: entry.offset_ms, sequence: entry.sequence });
    tick(lane, entry, good ? 'delivered' : 'undelivered', details.status ? `${details.status}` : details.outcome, { tries: 1 });
    if (!good && details.next_in_seconds !== null) begin(lane, entry, 'queued');
  } else if (kind === 'webhook.parked') {
    begin(lane, entry, 'queued');
    lane.facts = { ...lane.facts, outcome: details.reason, next: details.next_in_seconds };
    tick(lane, entry, 'undelivered', 'parked');
  } else {
    end(lane, entry);
    lane.facts = { ...lane.facts, givenUp: true, attempt: details.attempts, outcome: details.outcome };
    tick(lane, entry, 'refused', 'given up');
  }
  return lane;
}

const lengthOf = (lane, kind) => lane.spans.filter(span => span.kind === kind && span.to !== null)
  .reduce((sum, span) => sum + span.to - span.from, 0);

const RESULTS = {
  call({ leg, spans, facts, ...lane }) {
    const { released, ended, won, late, unconfirmed } = facts;
    const bridged = lengthOf({ spans }, 'bridged');
    if (!ended) return { glyph: won ? 'star' : 'wait', text: spans.at(-1) ? `${won ? 'won, ' : ''}${spans.at(-1).kind.replace('_', ' ')}` : '' };
    if (won) return { glyph: 'star', text: bridged > 0 ? `won, bridged ${duration(bridged)}` : `won, then ${ended.reason}` };
    if (leg === 0) return { glyph: 'stop', text: bridged > 0 ? `${ended.reason}, bridged ${duration(bridged)}` : ended.reason };
    const status = ended.sip_status ? ` (${ended.sip_status})` : '';
    if (late) return { glyph: 'cross', text: `${ended.reason}: answered too late` };
    if (unconfirmed) return { glyph: 'cross', text: `${ended.reason}: not confirmed` };
    if (released) return { glyph: 'cut', text: `${ended.reason}: ${releaseCause(released.cause)}` };
    return { glyph: 'cross', text: `${ended.reason}${status}${ended.detail ? `: ${ended.detail}` : ''}` };
  },
  script({ facts, spans }) {
    return { glyph: facts.failed ? 'cross' : spans.at(-1)?.to === null ? 'wait' : 'check', text: facts.now.replaceAll('_', ' ') };
  },
  owner({ spans }) {
    return { glyph: 'cut', text: spans.length > 0 ? `now ${spans.at(-1).text}` : 'changed' };
  },
  timer({ facts }) {
    const length = facts.forMs > 0 ? `${duration(facts.forMs)}, ` : '';
    const late = facts.state === 'fired' && facts.late >= 50 ? ` ${duration(facts.late)} late` : '';
    return { glyph: { armed: 'wait', fired: 'warn', cleared: 'check' }[facts.state], text: `${length}${facts.state}${late}` };
  },
  webhook({ facts }) {
    if (facts.givenUp) return { glyph: 'cross', text: `given up after ${facts.attempt}: ${facts.outcome}` };
    if (!facts.outcome) return { glyph: 'wait', text: 'queued' };
    if (facts.outcome === 'ok') return { glyph: 'check', text: facts.attempt > 1 ? `delivered, try ${facts.attempt}` : 'delivered' };
    const next = facts.next === null || facts.next === undefined ? '' : `, again in ${duration(facts.next * 1000)}`;
    return { glyph: 'warn', text: `${facts.outcome}${next}` };
  },
};
