import { count, span } from '/words.js';

const svg = (tag, attributes, text) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); if (text !== undefined) e.textContent = text; return e; };

const lag = v => v ? span(v) : '0';
const series = [
  ['worst loop lag of each second', p => p.lag, lag], ['loop lag, p95 of 12 seconds', p => p.lagP95, lag], ['switches a second', p => p.switches, count], ['greenlets', p => p.greenlets, count], ['hub busy', p => p.busy * 100, v => `${Math.round(v)} %`, 100],
  ['runnable', p => p.runnable, count], ['timers', p => p.timers, count], ['sockets', p => p.sockets, count], ['spawns in all', p => p.spawns, count],
];

/** Lines over the last minutes, one plot a number. */
export const drawPlots = (box, points) => {
  const plots = document.createElement('div');
  plots.className = 'plots';
  const columns = Math.max(1, Math.floor((box.clientWidth + 12) / 432)), width = (box.clientWidth - 12 * (columns - 1)) / columns - 26;
  for (const [name, value, words, top] of series) plots.append(plot(name, points.map(p => [p.t, value(p)]), words, Math.max(240, Math.floor(width)), top));
  const hint = document.createElement('p');
  hint.className = 'hint';
  hint.textContent = 'A point a second, of the last five minutes, as far as anybody looked. Where a line has a gap nobody looked, and nothing was measured.';
  box.replaceChildren(hint, plots);
};

// while nobody looked nothing was measured: no line goes over such a time
const runs = data => {
  const all = [];
  for (const point of data) {
    if (!all.length || point[0] - all.at(-1).at(-1)[0] > 5000) all.push([]);
    all.at(-1).push(point);
  }
  return all;
};

// the top of an axis, so that its half is a round number too
const nice = most => { if (!most) return 2; const power = 10 ** Math.floor(Math.log10(most || 1)); return [1, 2, 4, 10].map(n => n * power).find(n => n >= most && (n > 1 || most < 1)); };

const plot = (name, data, words, w, fixed) => {
  const box = document.createElement('div'), head = document.createElement('h3'), now = document.createElement('span');
  box.className = 'plot';
  head.textContent = name;
  now.textContent = data.length ? `now ${words(data.at(-1)[1])}` : '';
  head.append(now);
  box.append(head);
  const h = 110, left = 52, bottom = 16, most = Math.max(...data.map(d => d[1]), 0), top = fixed ?? nice(words === count ? Math.max(most, 2) : most);
  const image = svg('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': name });
  const until = data.at(-1)?.[0] ?? 0, from = Math.min(data[0]?.[0] ?? 0, until - 60e3);
  const x = t => left + (t - from) / (until - from || 1) * (w - left), y = v => 8 + (h - bottom - 8) * (1 - v / top);
  for (const part of [0, .5, 1]) {
    image.append(svg('line', { x1: left, x2: w, y1: y(top * part), y2: y(top * part), class: 'grid' }));
    image.append(svg('text', { x: left - 6, y: y(top * part) + 4, class: 'axis', 'text-anchor': 'end' }, part ? words(top * part) : '0'));
  }
  image.append(svg('text', { x: left, y: h - 2, class: 'axis' }, `${span(until - from)} ago`), svg('text', { x: w, y: h - 2, class: 'axis', 'text-anchor': 'end' }, 'now'));
  for (const run of runs(data)) {
    const line = run.map(([t, v]) => `${x(t).toFixed(1)},${y(v).toFixed(1)}`).join(' ');
    image.append(svg('polygon', { points: `${x(run[0][0])},${y(0)} ${line} ${x(run.at(-1)[0])},${y(0)}`, class: 'area' }), svg('polyline', { points: line, class: 'lineplot' }));
  }
  box.append(image);
  return box;
};
