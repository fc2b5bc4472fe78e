// Draws a story as SVG. Everything that can be clicked carries the sequence of its event; the event table says the same in words.
import { iconPath, s } from './dom.js';
import { timeScale } from './scale.js';
import { duration } from './words.js';

const WIDE = 680;
/** Pixels a character of 11 px text takes, rather too many than too few: no font is sure to be there. */
const CHAR = 6.6;
const SPAN_TEXT = {
  waiting: 'not answered', dialing: 'dialing', ringing: 'ringing', early_media: 'early media', answered: 'answered',
  confirming: 'confirm', bridged: 'bridged', releasing: '', fading: '', armed: '', queued: '', attempt: '', owned: '', step: '',
};
const GLYPHS = {
  answer: 'check', won: 'star', confirmed: 'check', refused: 'warn', released: 'cut', ended: 'stop', dead: 'diamond', digit: null,
  fired: 'warn', cleared: 'check', delivered: 'check', undelivered: 'cross', taken: 'cut', absent: 'warn', queued: 'wait',
};
const SECTION_TITLES = { script: 'Scripts', owner: 'Owner', timer: 'Timers', webhook: 'Callbacks' };

/** The kinds of span that the legend explains, in the order of a call's life. */
export const LEGEND = ['dialing', 'ringing', 'early_media', 'answered', 'confirming', 'bridged'];
export const spanText = kind => SPAN_TEXT[kind];

const TEXTURED = ['ringing', 'early_media', 'confirming'];
export const texture = kind => (TEXTURED.includes(kind) ? `url(#${kind})` : null);

/** @param view { width, now (ms, where open spans end), selected (entry), hidden (Set of sections), axisText (ms, step) => text, summary } */
export function drawLanes(svg, story, view) {
  const shape = measure(view.width);
  const end = story.over ? story.callEnd : Math.max(view.now, story.lastOffset);
  const scale = timeScale(story.times, end, story.lastOffset, shape.left, shape.right, view.axisText);
  const rows = layOut(story, view, shape);
  const height = rows.at(-1).bottom + 8;
  const selected = selection(story, view.selected, rows);

  svg.setAttribute('viewBox', `0 0 ${view.width} ${height}`);
  svg.setAttribute('width', view.width);
  svg.setAttribute('height', height);
  svg.setAttribute('aria-label', view.summary);
  svg.replaceChildren(
    patterns(),
    s('g', { class: 'grid' }, grid(scale, height)),
    selected.row ? s('rect', { class: 'chosen-row', x: 0, y: selected.row.top, width: view.width, height: selected.row.bottom - selected.row.top, rx: 6 }) : '',
    s('g', { class: 'marks' }, marks(story, scale, shape, height)),
    ...rows.map(row => (row.title ? title(row, view.width) : lane(row, scale, shape, { ...view, end }))),
    selected.at === null ? '' : s('line', { class: 'chosen-line', x1: scale.x(selected.at), x2: scale.x(selected.at), y1: 22, y2: height }),
  );
}

function measure(width) {
  const wide = width >= WIDE;
  const gutter = wide ? Math.min(290, Math.round(width * 0.27)) : 0;
  return { wide, gutter, left: gutter + (wide ? 10 : 16), right: width - 50 };
}

function layOut(story, view, shape) {
  const rows = [];
  let top = 44;
  let section = 'call';
  let group = 0;
  const push = (row, height) => {
    rows.push({ ...row, top, bottom: top + height });
    top += height;
  };
  for (const lane of story.lanes) {
    if (view.hidden.has(lane.section)) continue;
    if (lane.section !== section) push({ title: SECTION_TITLES[section = lane.section] }, 28);
    if (lane.section === 'call' && story.groups > 1 && lane.group !== group) push({ title: `Group ${group = lane.group}` }, 24);
    const small = lane.section !== 'call';
    push({ lane, small, bar: lane.section === 'owner' || lane.section === 'script' ? 16 : small ? 8 : 18, label: shape.wide ? 0 : small ? 17 : 32 }, shape.wide ? (small ? 24 : 48) : small ? 36 : 80);
  }
  return rows.length > 0 ? rows : [{ title: '', top, bottom: top }];
}

function selection(story, sequence, rows) {
  if (!sequence) return { at: null, row: null };
  const laneId = story.laneOf.get(sequence.sequence);
  return { at: sequence.offset_ms, row: rows.find(row => row.lane?.id === laneId && laneId) ?? null };
}

/** Textures, so that kinds of span differ without colour. */
function patterns() {
  const stroke = (id, d, size) => s('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    s('rect', { class: `fill-${id}`, width: size, height: size }), s('path', { class: `line-${id}`, d }));
  return s('defs', null,
    stroke('ringing', 'M0 8 8 0M-2 2 2-2M6 10 10 6', 8),
    stroke('early_media', 'M0 4h4M4 2v4M4 4h4', 8),
    stroke('confirming', 'M1 0v6M4 0v6', 6));
}

function grid(scale, height) {
  return [
    ...tailOf(scale.tail, height),
    ...scale.labels.flatMap(({ ms, text }) => [
      s('line', { x1: scale.x(ms), x2: scale.x(ms), y1: 20, y2: height }),
      s('text', { class: 'axis', x: scale.x(ms), y: 13, 'text-anchor': 'middle' }, text),
    ]),
    ...scale.folds.map(({ from, to }) => {
      const middle = (scale.x(from) + scale.x(to)) / 2;
      return s('g', { class: 'fold' },
        s('title', null, `${duration(to - from)} in which nothing happened, folded`),
        s('rect', { x: middle - 38, y: 4, width: 76, height: 13, rx: 6 }),
        s('text', { class: 'axis', x: middle, y: 14, 'text-anchor': 'middle' }, `… ${short(to - from)} …`),
        s('path', { d: `M${middle - 3} 20v${height}M${middle + 3} 20v${height}` }));
    }),
  ];
}

function tailOf(tail, height) {
  if (!tail) return [];
  return [s('g', { class: 'tail' },
    s('title', null, 'After the call: callbacks only, not to scale'),
    s('rect', { x: tail.from, y: 20, width: tail.to - tail.from + 8, height }),
    s('path', { d: `M${tail.from} 4v${height}` }),
    s('text', { class: 'axis', x: tail.to + 8, y: 13, 'text-anchor': 'end' }, `later, to ${tail.text}`))];
}

const short = ms => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`);

function marks(story, scale, shape, height) {
  let free = 0;
  return story.marks.map(mark => {
    const x = scale.x(mark.at);
    const room = mark.text.length * CHAR;
    const start = Math.min(x - 3, shape.right + 46 - room);
    const fits = start >= free;
    if (fits) free = start + room + 10;
    return s('g', { class: `mark ${mark.kind.replace('.', '-')}`, 'data-sequence': mark.sequence },
      s('title', null, `${mark.text}, at ${duration(mark.at)}`),
      s('line', { x1: x, x2: x, y1: 38, y2: height }),
      s('path', { d: `M${x - 4} 37h8l-4 6Z` }),
      fits && s('text', { x: start, y: 33 }, mark.text));
  });
}

function title(row, width) {
  return s('g', { class: 'title' },
    s('line', { x1: 0, x2: width, y1: row.top + 5.5, y2: row.top + 5.5 }),
    s('text', { x: 2, y: row.bottom - 5 }, row.title));
}

function lane(row, scale, shape, view) {
  const { lane: story, small } = row;
  const barTop = shape.wide ? row.top + (small ? 8 : 19) : row.top + row.label + (small ? 4 : 20);
  return s('g', { class: `lane is-${story.section}${story.facts.won || story.leg === 0 ? ' is-kept' : ''}` },
    labels(row, shape, view.width),
    s('line', { class: 'rail', x1: shape.left, x2: shape.right, y1: barTop + row.bar / 2, y2: barTop + row.bar / 2 }),
    story.spans.map(span => bar(span, row, scale, barTop, story.section === 'webhook' ? view.now : view.end)),
    ticks(story, row, scale, barTop, shape, view));
}

function labels({ lane: story, small, top }, shape, width) {
  const room = Math.floor(((shape.wide ? shape.gutter : width) - 22) / CHAR);
  const glyph = (x, y) => story.result && s('path', {
    class: `glyph is-${story.result.glyph}`, transform: `translate(${x} ${y}) scale(.75)`, d: iconPath(story.result.glyph),
  });
  const full = s('title', null, `${story.name} ${story.address}: ${story.result?.text ?? ''}`);
  const text = story.result?.text ?? '';
  if (small) {
    const y = top + (shape.wide ? 16 : 14);
    const head = `${story.address} ${story.name}`.trimStart();
    const tail = cut(text, Math.max(8, room - head.length - 3));
    return s('g', { class: 'label' }, full, glyph(2, y - 10),
      s('text', { x: 19, y }, cut(head, room - 2), s('tspan', { class: 'muted', dx: 6 }, room - head.length > 8 ? tail : '')));
  }
  const y = top + (shape.wide ? 24 : 15);
  return s('g', { class: 'label' }, full,
    s('text', { x: 2, y, class: 'name' }, story.name, s('tspan', { class: 'address', dx: 7 }, cut(story.address, Math.floor(room * 11 / 12) - 4))),
    glyph(2, y + 6), s('text', { x: 19, y: y + 16, class: 'muted' }, cut(text, room)));
}

const cut = (text, length) => (text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`);

function bar(span, row, scale, y, now) {
  const x = scale.x(span.from);
  const open = span.to === null;
  const width = Math.max(2, scale.x(open ? Math.max(now, span.from) : span.to) - x);
  const words = span.text ?? SPAN_TEXT[span.kind];
  const length = duration((open ? Math.max(now, span.from) : span.to) - span.from);
  // The ticks of an answer stand at the beginning of what follows it.
  const lead = span.kind === 'bridged' || span.kind === 'answered' ? 26 : 0;
  const text = [`${words} ${length}`, words].find(one => words && width > one.length * CHAR + 12 + lead) ?? '';
  const thin = span.kind === 'fading' || span.kind === 'releasing' || span.kind === 'queued' || span.kind === 'armed';
  const height = thin ? 4 : row.bar;
  return s('g', { class: `span ${span.kind}${open ? ' is-open' : ''}`, 'data-sequence': span.sequence },
    s('title', null, `${words || span.kind}, ${length}`),
    s('rect', { x, y: y + (row.bar - height) / 2, width, height, rx: Math.min(3, height / 2), fill: texture(span.kind) }),
    text !== '' && s('text', { x: x + (width + lead) / 2, y: y + row.bar / 2 + 4, 'text-anchor': 'middle' }, text));
}

function ticks(story, row, scale, y, shape, view) {
  const middle = y + row.bar / 2;
  const radius = row.small ? 6 : 8;
  let free = -Infinity;
  let freeText = -Infinity;
  return (story.section === 'webhook' ? together(story.ticks, scale, radius) : story.ticks).map(one => {
    // What happened at the same instant stands side by side.
    const x = Math.max(scale.x(one.at), free);
    free = x + radius * 2 + 1;
    const room = one.text.length * CHAR * 0.92;
    const textX = Math.min(Math.max(x, shape.left + room / 2), view.width - room / 2 - 1);
    const fits = !row.small && textX - room / 2 > freeText;
    if (fits) freeText = textX + room / 2 + 9;
    const glyph = GLYPHS[one.kind];
    return s('g', { class: `tick ${one.kind}${view.selected?.sequence === one.sequence ? ' is-chosen' : ''}`, 'data-sequence': one.sequence },
      s('title', null, `${one.count > 1 ? `${one.count} attempts, the last: ` : ''}${one.text}, at ${duration(one.at)}`),
      s('circle', { cx: x, cy: middle, r: radius }),
      glyph ? s('path', { d: iconPath(glyph), transform: `translate(${x - radius * 0.72} ${middle - radius * 0.72}) scale(${radius * 0.09})` })
        : s('text', { class: 'digit', x, y: middle + 4, 'text-anchor': 'middle' }, one.text.slice(-1)),
      one.count > 1 && s('text', { class: 'word', x: x - radius - 3, y: middle + 4, 'text-anchor': 'end' }, `${one.count}×`),
      fits && s('text', { class: 'word', x: textX, y: y - 5, 'text-anchor': 'middle' }, one.text));
  });
}

/** Attempts that would lie upon each other are one tick, the last of them, which says how many they are. */
function together(ticks, scale, radius) {
  const kept = [];
  for (const one of ticks) {
    const before = kept.at(-1);
    const room = radius * 2 + (before?.count > 1 ? 24 : 2);
    if (before && scale.x(one.at) - scale.x(before.at) < room) kept[kept.length - 1] = { ...one, count: before.count + (one.tries ?? 0) };
    else kept.push({ ...one, count: one.tries ?? 0 });
  }
  return kept;
}
