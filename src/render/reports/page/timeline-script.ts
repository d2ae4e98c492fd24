/**
 * The chart of the timeline: drawn from the table below it, and zoomed by dragging, by the wheel and pinching, by buttons and
 * keys. The part that is shown stands behind the `#` of the address: `zoom=FROM,TO` in seconds since 1970.
 */
export const TIMELINE_SCRIPT = String.raw`
const plot = document.querySelector('.plot');
if (plot !== null) {
  const rows = [...document.querySelectorAll('table[data-panel=timeline] tbody tr')]
    .map((row) => [...row.cells].map((cell) => Number(cell.dataset.value)))
    .map(([from, hits, errors, bytes]) => ({ from, hits, errors, bytes }))
    .sort((a, b) => a.from - b.from);
  const interval = Number(plot.dataset.interval);
  const svg = plot.querySelector('svg');
  const axis = document.querySelector('.axis');
  const readout = document.querySelector('.legend output');
  const note = document.querySelector('.timeline .note');
  const intervals = note.textContent;
  const total = rows.length;
  const LEAST = Math.min(4, total);
  let first = 0;
  let last = total;
  let cursor = -1;
  let group = 1;

  const count = (value) => value.toLocaleString('en-US');
  const size = (bytes) => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let unit = 0;
    for (; bytes >= 999.5 && unit < 5; unit += 1) bytes /= 1000;
    return (unit === 0 || bytes >= 99.95 ? bytes.toFixed(0) : bytes.toPrecision(3)) + ' ' + units[unit];
  };
  const iso = (second) => new Date(second * 1000).toISOString();
  const DAY = 86400;
  const isOneDay = total > 0 && Math.floor(rows[0].from / DAY) === Math.floor((rows[total - 1].from + interval - 1) / DAY);
  const stamp = (second) => {
    const day = iso(second).slice(0, 10);
    const clock = iso(second).slice(11, interval % 60 === 0 ? 16 : 19);
    if (interval % DAY === 0) return day;
    if (!isOneDay) return day + ' ' + clock;
    return second > rows[0].from && second % DAY === 0 ? clock.replace('00', '24') : clock;
  };
  const sum = (from, to) => rows.slice(from, to).reduce((all, row) => ({ hits: all.hits + row.hits, errors: all.errors + row.errors, bytes: all.bytes + row.bytes }), { hits: 0, errors: 0, bytes: 0 });

  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY];
  const drawAxis = (from, to, width) => {
    axis.replaceChildren();
    const room = Math.max(2, Math.floor(width / 72));
    const step = STEPS.find((each) => (to - from) / each <= room) ?? STEPS.at(-1) * Math.ceil((to - from) / STEPS.at(-1) / room);
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
      const share = (at - from) / (to - from);
      const isDay = at % DAY === 0;
      const label = document.createElement('span');
      label.textContent = isDay ? iso(at).slice(0, 10) : iso(at).slice(11, step % 60 === 0 ? 16 : 19);
      const half = isDay ? 36 : 28;
      const left = Math.min(width - half, Math.max(half, share * width));
      if (Math.abs(left - share * width) > 30) continue;
      label.style.left = left + 'px';
      axis.append(label);
    }
  };
  const level = (value, share) => {
    const label = document.createElement('span');
    label.className = 'level';
    label.textContent = count(value);
    label.style.bottom = share * 100 + '%';
    plot.append(label);
  };
  const shape = (name, values) => {
    const element = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    svg.append(element);
  };
  const bars = (kind, heights, top) => {
    const gap = heights.length > 200 ? 0 : 0.1;
    const path = heights.map((height, at) => (height === 0 ? '' : 'M' + (at + gap) + ' 100V' + (100 - (height / top) * 100).toFixed(3) + 'H' + (at + 1 - gap) + 'V100Z')).join('');
    shape('path', { class: kind, d: path });
  };
  const roundTop = (most) => {
    const power = 10 ** Math.floor(Math.log10(most));
    return [1, 2, 3, 4, 5, 6, 8, 10].map((each) => each * power).find((each) => each >= most) ?? most;
  };

  const overlay = (name) => plot.querySelector('.' + name) ?? plot.appendChild(Object.assign(document.createElement('div'), { className: name }));
  const place = (name, from, to) => {
    const box = overlay(name);
    box.hidden = to <= from;
    box.style.left = ((from - first) / (last - first)) * 100 + '%';
    box.style.width = ((to - from) / (last - first)) * 100 + '%';
  };
  const read = () => {
    const from = cursor < 0 ? first : cursor;
    const to = cursor < 0 ? last : Math.min(last, cursor + group);
    const { hits, errors, bytes } = sum(from, to);
    place('cursor', cursor < 0 ? 0 : from, cursor < 0 ? 0 : to);
    readout.textContent = stamp(rows[from].from) + ' – ' + stamp(rows[to - 1].from + interval) + ': ' + count(hits) + (hits === 1 ? ' hit, ' : ' hits, ') + count(errors) + (errors === 1 ? ' error, ' : ' errors, ') + size(bytes);
  };
  const draw = () => {
    const width = plot.clientWidth;
    group = Math.max(1, Math.ceil((last - first) / Math.max(20, width / 3)));
    note.textContent = intervals + (group === 1 ? '' : ', ' + group + ' to a bar');
    const groups = [];
    for (let at = first; at < last; at += group) groups.push(sum(at, Math.min(last, at + group)));
    const top = roundTop(groups.reduce((most, { hits }) => Math.max(most, hits), 1));
    svg.replaceChildren();
    svg.setAttribute('viewBox', '0 0 ' + (last - first) / group + ' 100');
    for (const label of plot.querySelectorAll('.level')) label.remove();
    for (const share of top % 2 === 0 ? [0.5, 1] : [1]) {
      shape('line', { class: 'grid', x1: 0, x2: (last - first) / group, y1: 100 - share * 100, y2: 100 - share * 100 });
      level(top * share, share === 1 ? 0.92 : share);
    }
    bars('hits', groups.map(({ hits }) => hits), top);
    bars('errors', groups.map(({ errors }) => errors), top);
    drawAxis(rows[first].from, rows[last - 1].from + interval, width);
    for (const button of document.querySelectorAll('.zoom button')) button.disabled = button.dataset.zoom !== 'in' && last - first === total;
    read();
  };
  const show = (from, to) => {
    const length = Math.min(total, Math.max(LEAST, Math.round(to - from)));
    first = Math.min(total - length, Math.max(0, Math.round(from)));
    last = first + length;
    if (cursor >= 0) cursor = Math.min(last - 1, Math.max(first, cursor));
    draw();
    tell('zoom', length === total ? '' : rows[first].from + ',' + (rows[last - 1].from + interval));
  };
  /** Makes what is shown so many times as long; the interval at a share of it stays where it is. */
  const zoom = (factor, share) => {
    const length = Math.min(total, Math.max(LEAST, (last - first) * factor));
    const from = first + (last - first - length) * share;
    show(from, from + length);
  };
  const shareOf = (clientX) => {
    const { left, width } = plot.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  const rowAt = (clientX) => Math.min(last - 1, first + Math.floor((shareOf(clientX) * (last - first)) / group) * group);

  for (const button of document.querySelectorAll('.zoom button')) {
    button.addEventListener('click', () => ({ in: () => zoom(0.5, 0.5), out: () => zoom(2, 0.5), all: () => show(0, total) })[button.dataset.zoom]());
  }

  const fingers = new Map();
  let start = null;
  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, event.clientX);
    plot.setPointerCapture(event.pointerId);
    start = { x: event.clientX, first, last, isTouch: event.pointerType === 'touch' };
  });
  plot.addEventListener('pointermove', (event) => {
    const before = [...fingers.values()];
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) {
      const now = [...fingers.values()];
      const spread = ([a, b]) => Math.max(20, Math.abs(a - b));
      zoom(spread(before) / spread(now), shareOf((now[0] + now[1]) / 2));
      start = null;
      return;
    }
    cursor = rowAt(event.clientX);
    if (start !== null && fingers.size === 1) {
      if (start.isTouch) {
        const by = ((start.x - event.clientX) / plot.clientWidth) * (start.last - start.first);
        if (last - first < total) show(start.first + by, start.last + by);
      } else {
        const from = rowAt(Math.min(start.x, event.clientX));
        const to = Math.min(last, rowAt(Math.max(start.x, event.clientX)) + group);
        place('chosen', from, Math.abs(event.clientX - start.x) > 5 ? to : from);
      }
    }
    read();
  });
  const release = (event) => {
    fingers.delete(event.pointerId);
    if (start !== null && !start.isTouch && event.type === 'pointerup' && Math.abs(event.clientX - start.x) > 5) {
      show(rowAt(Math.min(start.x, event.clientX)), rowAt(Math.max(start.x, event.clientX)) + group);
    }
    start = null;
    place('chosen', 0, 0);
  };
  plot.addEventListener('pointerup', release);
  plot.addEventListener('pointercancel', release);
  plot.addEventListener('pointerleave', () => {
    cursor = -1;
    read();
  });
  plot.addEventListener('dblclick', () => show(0, total));
  plot.addEventListener('wheel', (event) => {
    const isOurs = event.ctrlKey || event.metaKey || document.activeElement === plot;
    if (!isOurs) return;
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) show(first + (event.deltaX / plot.clientWidth) * (last - first), last + (event.deltaX / plot.clientWidth) * (last - first));
    else zoom(Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY / 200))), shareOf(event.clientX));
  }, { passive: false });

  const move = (to) => {
    cursor = Math.min(total - 1, Math.max(0, to));
    const by = cursor < first ? cursor - first : cursor >= last ? cursor - last + 1 : 0;
    if (by === 0) read();
    else show(first + by, last + by);
  };
  const shareOfCursor = () => (cursor < 0 ? 0.5 : (cursor + 0.5 - first) / (last - first));
  const KEYS = {
    '+': () => zoom(0.5, shareOfCursor()),
    '=': () => zoom(0.5, shareOfCursor()),
    '-': () => zoom(2, shareOfCursor()),
    0: () => show(0, total),
    Escape: () => show(0, total),
    ArrowLeft: () => move((cursor < 0 ? last : cursor) - group),
    ArrowRight: () => move(cursor < 0 ? first : cursor + group),
    Home: () => move(0),
    End: () => move(total - 1),
  };
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const [from, to] = (told.get('zoom') ?? '').split(',').map(Number);
  if (to > from) {
    const begin = rows.findIndex((row) => row.from + interval > from);
    const end = rows.findLastIndex((row) => row.from < to) + 1;
    if (begin >= 0 && end > begin) [first, last] = [begin, end];
  }
  new ResizeObserver(draw).observe(plot);
  draw();
}
`;
