// Elements are only ever made here: text goes in as text nodes, so nothing that came from the network is read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. `on…` keys are listeners; null, undefined and false are left out; true is an empty attribute. */
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function s(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2 14.5 13.5h-13ZM8 6.5v3.2M8 11.6v.3',
  wait: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5M8 5v3l2 1.5',
  talk: 'M3 8a5 5 0 0 1 10 0M3 8v3h2V8M13 8v3h-2V8',
  stop: 'M4.5 4.5h7v7h-7Z',
  copy: 'M6 6h7v7H6ZM3 10V3h7',
  star: 'M8 2.2 9.8 6l4 .5-3 2.8.8 4L8 11.4 4.4 13.3l.8-4-3-2.8 4-.5Z',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  cut: 'M8 2.5a5.5 5.5 0 1 0 .01 0M4.2 4.2l7.6 7.6',
  again: 'M12.5 5.5A5.3 5.3 0 1 0 13.3 9M13 2.5v3.2h-3.2',
  sound: 'M3 6h2.5L9 3v10L5.5 10H3ZM11.5 6v4',
  node: 'M3 3.5h10v4H3ZM3 8.5h10v4H3ZM5 5.5h.1M5 10.5h.1',
  diamond: 'M8 3.5 12.5 8 8 12.5 3.5 8Z',
};

export const iconPath = name => PATHS[name];

/** A drawn glyph, so that no font has to have it. It says nothing to a screen reader: text stands beside it. */
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, s('path', { d: PATHS[name] }));
}

/**
 * Fills `place` with `make()` if `data` is not what it shows already. Whatever had the focus has it again: by `data-key`, for what is
 * new looks the same but is another element.
 */
export function refill(place, data, make) {
  const next = JSON.stringify(data);
  if (place.shown === next) return;
  place.shown = next;
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...make().filter(Boolean));
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** Tells a screen reader what has changed. */
export function say(text) {
  document.getElementById('said').textContent = text;
}

/** A button that copies `text`, also where the clipboard API is not to be had (plain http on another address). */
export function copyButton(text, what) {
  const button = h('button', { type: 'button', class: 'quiet copy', 'aria-label': `Copy ${what}`, title: `Copy ${what}` }, icon('copy'));
  button.addEventListener('click', async () => {
    const done = await copy(typeof text === 'function' ? text() : text);
    button.replaceChildren(icon(done ? 'check' : 'cross'));
    say(done ? `Copied ${what}.` : `Could not copy ${what}.`);
    setTimeout(() => button.replaceChildren(icon('copy')), 1500);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'unseen', 'aria-hidden': 'true' });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus();
    return done;
  }
}
