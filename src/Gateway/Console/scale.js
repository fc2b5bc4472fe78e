// The time axis: milliseconds to pixels, with long idle stretches folded, and what comes after the call pressed together. Pure.

/** An idle stretch up to this long, or up to half of all the rest, is drawn to scale. */
const IDLE_MS = 10_000;
const STEPS = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];
const CLOSEST_LABELS_PX = 66;
const WIDEST_TAIL_PX = 130;
const TAIL_GAP_PX = 14;

/**
 * @param times offsets at which something happened, ascending
 * @param end where the axis ends
 * @param last what is later than `end`, up to here, shares a tail of its own
 * @param textOf (ms, step) => what a label says
 * @returns {{x: (ms: number) => number, folds: {from, to}[], labels: {ms, text}[], tail: {from, to, text}|null}} tail: in pixels
 */
export function timeScale(times, end, last, left, edge, textOf) {
  const hasTail = last > end;
  const right = hasTail ? edge - Math.min(WIDEST_TAIL_PX, (edge - left) / 4) : edge;
  const points = [0, ...times.filter(time => time > 0 && time < end), Math.max(end, 1000)];
  const gaps = points.slice(1).map((point, index) => point - points[index]);
  const busy = gaps.reduce((sum, gap) => sum + Math.min(gap, IDLE_MS / 2), 0);
  const limit = Math.max(IDLE_MS, busy / 2);
  // Beyond the limit a gap goes on growing, but by its logarithm: a live picture never jumps back.
  const drawn = gaps.map(gap => (gap <= limit ? gap : limit * (1 + Math.log(gap / limit) / 4)));
  const perPixel = drawn.reduce((sum, gap) => sum + gap, 0) / Math.max(1, right - left);

  const pixels = [left];
  for (const gap of drawn) pixels.push(pixels.at(-1) + gap / perPixel);

  /** By the logarithm: attempts that wait longer and longer stand evenly. */
  function xInTail(ms) {
    const share = Math.log1p((Math.min(ms, last) - end) / 100) / Math.log1p((last - end) / 100);
    return right + TAIL_GAP_PX + share * (edge - right - TAIL_GAP_PX);
  }

  function x(ms) {
    if (hasTail && ms > end) return xInTail(ms);
    let index = 0;
    while (index < gaps.length - 1 && ms > points[index + 1]) index++;
    const share = gaps[index] === 0 ? 0 : (ms - points[index]) / gaps[index];
    return pixels[index] + Math.min(1, Math.max(0, share)) * (pixels[index + 1] - pixels[index]);
  }

  const folds = gaps.flatMap((gap, index) => (gap > limit ? [{ from: points[index], to: points[index + 1] }] : []));
  const tail = hasTail ? { from: right + TAIL_GAP_PX / 2, to: edge, text: textOf(last, 1000) } : null;
  return { x, folds, labels: axisLabels(x, folds, hasTail ? end : points.at(-1), perPixel, textOf), tail };
}

function axisLabels(x, folds, end, perPixel, textOf) {
  const step = STEPS.find(one => one / perPixel >= CLOSEST_LABELS_PX) ?? STEPS.at(-1);
  const stretches = [];
  let from = 0;
  for (const fold of folds) {
    stretches.push([from, fold.from]);
    from = fold.to;
  }
  stretches.push([from, end]);
  const labels = [];
  for (const [start, stop] of stretches) {
    for (let ms = Math.ceil(start / step) * step; ms <= stop; ms += step) {
      if (labels.length === 0 || x(ms) - x(labels.at(-1).ms) >= CLOSEST_LABELS_PX * 0.8) labels.push({ ms, text: textOf(ms, step) });
    }
  }
  return labels;
}
