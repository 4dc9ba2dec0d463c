import { count, span } from '/words.js';

const svg = (tag, attributes, text) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); if (text !== undefined) e.textContent = text; return e; };

const series = [
  ['loop lag', p => p.lag, span], ['switches a second', p => p.switches, count], ['greenlets', p => p.greenlets, count], ['hub busy', p => p.busy * 100, v => `${Math.round(v)} %`],
  ['runnable', p => p.runnable, count], ['timers', p => p.timers, count], ['sockets', p => p.sockets, count], ['spawns in all', p => p.spawns, count],
];

/** Lines over the last minutes, one plot a number. */
export const drawPlots = (box, points) => {
  const plots = document.createElement('div');
  plots.className = 'plots';
  const columns = Math.max(1, Math.floor((box.clientWidth + 12) / 432)), width = (box.clientWidth - 12 * (columns - 1)) / columns - 26;
  for (const [name, value, words] of series) plots.append(plot(name, points.map(p => [p.t, value(p)]), words, Math.max(240, Math.floor(width))));
  box.replaceChildren(plots);
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

const plot = (name, data, words, w) => {
  const box = document.createElement('div'), head = document.createElement('h3'), now = document.createElement('span');
  box.className = 'plot';
  head.textContent = name;
  now.textContent = data.length ? `now ${words(data.at(-1)[1])}` : '';
  head.append(now);
  box.append(head);
  const h = 110, left = 52, bottom = 16, most = Math.max(...data.map(d => d[1]), 0), top = (most || 1) * 1.1;
  const image = svg('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': name });
  const until = data.at(-1)?.[0] ?? 0, from = Math.min(data[0]?.[0] ?? 0, until - 60e3);
  const x = t => left + (t - from) / (until - from || 1) * (w - left), y = v => (h - bottom) * (1 - v / top);
  for (const part of [0, .5, 1]) {
    image.append(svg('line', { x1: left, x2: w, y1: y(top * part), y2: y(top * part), class: 'grid' }));
    if (part > 0 && most > 0) image.append(svg('text', { x: left - 6, y: y(top * part / 1.1) + 4, class: 'axis', 'text-anchor': 'end' }, words(top * part / 1.1)));
  }
  image.append(svg('text', { x: left, y: h - 2, class: 'axis' }, `${span(until - from)} ago`), svg('text', { x: w, y: h - 2, class: 'axis', 'text-anchor': 'end' }, 'now'));
  for (const run of runs(data)) {
    const line = run.map(([t, v]) => `${x(t).toFixed(1)},${y(v).toFixed(1)}`).join(' ');
    image.append(svg('polygon', { points: `${x(run[0][0])},${y(0)} ${line} ${x(run.at(-1)[0])},${y(0)}`, class: 'area' }), svg('polyline', { points: line, class: 'lineplot' }));
  }
  box.append(image);
  return box;
};
