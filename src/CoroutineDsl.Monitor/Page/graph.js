const svg = (tag, attributes, text) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); if (text !== undefined) e.textContent = text; return e; };
const height = 28, maxShown = 300;
let width = 150, gapX = 150, gapY = 18, isNarrow = false;

/** Who waits for whom, in columns: who holds most to the right, each wait an arrow to the right, but for the arrow that closes a cycle. Where there is no room the columns are rows, and the arrows go down. */
export const drawGraph = (edges, cycles, open, room) => {
  isNarrow = room < 600;
  [width, gapX, gapY] = isNarrow ? [128, 16, 44] : [150, 150, 18];
  const nodes = new Map();
  const node = (id, name, dead) => { if (!nodes.has(id)) nodes.set(id, { id, name, dead, out: [], in: [], level: 0 }); return nodes.get(id); };
  for (const e of edges) { const from = node(e.from, e.fromName, false), to = node(e.to, e.toName, e.dead); from.out.push({ to, what: e.what, dead: e.dead }); to.in.push(from); }
  const bad = new Set(cycles.flatMap(c => c.map(m => m.id)));
  const shown = pick(nodes, bad);
  level(shown);
  const columns = [];
  for (const n of shown) (columns[n.level] ??= []).push(n);
  columns.forEach((column, i) => { if (i) column.sort((a, b) => mean(a) - mean(b)); column.forEach((n, row) => { n.row = row; }); });
  const rows = Math.max(...columns.map(c => c?.length ?? 0));
  columns.forEach((column, i) => column?.forEach((n, row) => {
    if (isNarrow) { n.x = 12 + row * (width + gapX); n.y = 32 + i * (height + gapY); return; }
    n.x = 40 + i * (width + gapX);
    n.y = 24 + row * (height + gapY) + (rows - column.length) * (height + gapY) / 2;
  }));
  const w = isNarrow ? 52 + rows * (width + gapX) - gapX : 76 + columns.length * (width + gapX) - gapX, h = isNarrow ? 48 + columns.length * (height + gapY) - (bad.size ? gapY - 22 : gapY) : 50 + rows * (height + gapY);
  const image = svg('svg', { width: w, height: h, viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': 'who waits for whom' });
  image.append(arrowHead('arrow', 'var(--dim)'), arrowHead('arrowbad', 'var(--bad)'));
  const set = new Set(shown);
  for (const n of shown) for (const e of n.out) if (set.has(e.to)) image.append(...arrow(n, e.to, e.what, e.dead || (bad.has(n.id) && bad.has(e.to.id)), isNarrow ? w - 10 : h - 10));
  for (const n of shown) image.append(box(n, bad.has(n.id), open));
  const frame = document.createElement('div');
  frame.className = 'graphbox';
  frame.append(image);
  return frame;
};

// members of cycles first, then those that wait for them, then whom most wait for
const pick = (nodes, bad) => {
  const sorted = [...nodes.values()].sort((a, b) => bad.has(b.id) - bad.has(a.id) || (b.dead ? 1 : 0) - (a.dead ? 1 : 0) || b.in.length - a.in.length);
  const shown = new Set();
  for (const n of sorted) { if (shown.size >= maxShown) break; shown.add(n); for (const other of n.in.slice(0, 20)) if (shown.size < maxShown) shown.add(other); }
  return [...shown];
};

const level = nodes => {
  const state = new Map();
  const visit = n => {
    if (state.get(n) === 2) return n.level;
    if (state.get(n) === 1) return -1;          // a cycle closes here
    state.set(n, 1);
    for (const other of n.in) n.level = Math.max(n.level, visit(other) + 1);
    state.set(n, 2);
    return n.level;
  };
  nodes.forEach(visit);
  const used = [...new Set(nodes.map(n => n.level))].sort((a, b) => a - b);
  for (const n of nodes) n.level = used.indexOf(n.level);
};

const mean = n => n.in.length ? n.in.reduce((sum, other) => sum + (other.row ?? 0), 0) / n.in.length : 0;

const arrowHead = (id, color) => {
  const marker = svg('marker', { id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse' });
  const path = svg('path', { d: 'M0 0 L8 4 L0 8 z' });
  path.style.fill = color;
  marker.append(path);
  return marker;
};

const arrow = (from, to, what, isBad, floor) => {
  const marker = `url(#${isBad ? 'arrowbad' : 'arrow'})`, cls = isBad ? 'edge bad' : 'edge';
  if (isNarrow) return downwards(from, to, what, cls, marker, isBad, floor);
  if (to.x > from.x) {
    const x1 = from.x + width, y1 = from.y + height / 2, x2 = to.x, y2 = to.y + height / 2, m = (x1 + x2) / 2;
    return [svg('path', { d: `M${x1} ${y1} C${m} ${y1} ${m} ${y2} ${x2} ${y2}`, class: cls, 'marker-end': marker }), label(m, (y1 + y2) / 2 - 4, what, isBad)];
  }
  // backwards: around below all others
  const y1 = from.y + height, y2 = to.y + height, x3 = to.x - 6, out = from.x + width;
  return [svg('path', { d: `M${out} ${y1 - height / 2} C${out + 30} ${y1 - height / 2} ${out + 30} ${floor} ${out - 10} ${floor} L${x3 + 10} ${floor} C${x3 - 24} ${floor} ${x3 - 24} ${y2 - height / 2} ${x3 + 6} ${y2 - height / 2}`, class: cls, 'marker-end': marker }), label((out + x3) / 2, floor - 4, what, isBad)];
};

const downwards = (from, to, what, cls, marker, isBad, wall) => {
  const x1 = from.x + width / 2, x2 = to.x + width / 2;
  if (to.y > from.y) {
    const y1 = from.y + height, m = (y1 + to.y) / 2;
    return [svg('path', { d: `M${x1} ${y1} C${x1} ${m} ${x2} ${m} ${x2} ${to.y}`, class: cls, 'marker-end': marker }), label((x1 + x2) / 2, m + 3, what, isBad)];
  }
  // upwards: below its own row, to the right of all others, above the row that it goes to
  const low = from.y + height + 16, high = to.y - 16;
  return [svg('path', { d: `M${x1} ${from.y + height} L${x1} ${low - 8} Q${x1} ${low} ${x1 + 8} ${low} L${wall - 8} ${low} Q${wall} ${low} ${wall} ${low - 8} L${wall} ${high + 8} Q${wall} ${high} ${wall - 8} ${high} L${x2 + 8} ${high} Q${x2} ${high} ${x2} ${high + 8} L${x2} ${to.y}`, class: cls, 'marker-end': marker }), label((x1 + wall) / 2, low + 3, what, isBad)];
};

// what is waited for; the whole of it is told by the pointer
const label = (x, y, what, isBad) => {
  const text = svg('text', { x, y, class: isBad ? 'edgetext bad' : 'edgetext', 'text-anchor': 'middle' }, short(what, Math.floor((isNarrow ? width : gapX) / 5)));
  text.append(svg('title', {}, what));
  return text;
};

const box = (n, isBad, open) => {
  const g = svg('g', { class: `node${isBad ? ' bad' : ''}${n.dead ? ' dead' : ''}`, transform: `translate(${n.x} ${n.y})`, tabindex: 0, role: 'button' });
  g.append(svg('rect', { width, height, rx: 6 }), svg('text', { x: 8, y: 18 }, short(n.name, Math.floor(width / (isNarrow ? 6.4 : 7.5)) - (n.dead ? 8 : 1)) + (n.dead ? ' (ended)' : '')), svg('title', {}, `${n.name} #${n.id}${n.in.length ? `, ${n.in.length} wait for it` : ''}`));
  if (!n.dead) { g.onclick = () => open(n.id); g.onkeydown = e => e.key === 'Enter' && open(n.id); }
  return g;
};

const short = (text, length) => text.length > length ? `${text.slice(0, length - 1)}…` : text;
