// How instants of a connect are said: since its beginning, by the clock, or since something else.
import { h } from './dom.js';
import { exactClock, offset } from './words.js';

const STORED = 'console.times';
const NAMES = {
  elapsed: 'since the first event',
  absolute: 'by your clock',
  delta: 'since the event before; on the axis, since the chosen event',
};

export const storedTimes = () => (Object.keys(NAMES).includes(sessionStorage.getItem(STORED)) ? sessionStorage.getItem(STORED) : 'elapsed');

/** The choice between them. */
export function timeChoice(chosen, changed) {
  return h('fieldset', { class: 'times' }, h('legend', { class: 'unseen' }, 'Times'),
    Object.entries(NAMES).map(([name, about]) => h('label', { title: about },
      h('input', {
        type: 'radio', name: 'times', value: name, checked: name === chosen,
        onchange: () => {
          sessionStorage.setItem(STORED, name);
          changed(name);
        },
      }), h('span', null, name))));
}

/** In the event list. */
export function timeOf(entry, before, times) {
  if (times === 'absolute') return exactClock(entry.at);
  return offset(times === 'delta' ? entry.offset_ms - (before?.offset_ms ?? entry.offset_ms) : entry.offset_ms);
}

/** On the axis of the lanes. @param startMs the instant of offset 0; @param chosen the chosen entry, or null */
export function axisTextOf(times, startMs, chosen) {
  if (times === 'absolute') return (ms, step) => exactClock(startMs + ms).slice(0, step < 1000 ? 10 : 8);
  const zero = times === 'delta' ? (chosen?.offset_ms ?? 0) : 0;
  return (ms, step) => axisText(ms - zero, times === 'delta' && zero > 0 ? Math.min(step, 100) : step);
}

function axisText(ms, step) {
  if (ms < 0) return `−${axisText(-ms, step)}`;
  if (ms >= 60_000) return `${Math.floor(ms / 60_000)}:${String(Math.round((ms % 60_000) / 1000)).padStart(2, '0')}`;
  return `${(ms / 1000).toFixed(step < 100 ? 2 : step < 1000 ? 1 : 0)} s`;
}
