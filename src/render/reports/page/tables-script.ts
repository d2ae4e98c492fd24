/**
 * What can be pressed on a page besides the chart: sorting, search, colours. It works on the tables as they are in the page.
 * Whatever is set stands behind the `#` of the address, so that it can be sent to others, and read back: `#sort=paths:errors`,
 * `sort=paths:errors:up,hosts:bytes`, `search=login`, `theme=dark`.
 */
export const TABLES_SCRIPT = String.raw`
const root = document.documentElement;
const told = new URLSearchParams(location.hash.slice(1));
const tell = (name, value) => {
  if (value === '') told.delete(name);
  else told.set(name, value);
  try {
    history.replaceState(null, '', '#' + told.toString().replaceAll('%3A', ':').replaceAll('%2C', ','));
  } catch {
    // Where a page may not change its address it is only not told.
  }
};

const collator = new Intl.Collator('en', { numeric: true });
const tables = [...document.querySelectorAll('table[data-panel]')];
const headsOf = (table) => [...table.tHead.rows[0].cells];
const isText = (head) => head.classList.contains('left') || head.matches(':first-child');

const sort = (table, column, isUp) => {
  const heads = headsOf(table);
  const at = heads.findIndex((head) => head.dataset.column === column);
  if (at < 0) return;
  const valueOf = (row) => (row.cells[at].dataset.value === undefined ? row.cells[at].textContent : Number(row.cells[at].dataset.value));
  const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b));
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: valueOf(row) }));
  rows.sort((a, b) => (isUp ? compare(a.value, b.value) : compare(b.value, a.value)));
  const sorted = document.createDocumentFragment();
  for (const { row } of rows) sorted.append(row);
  table.tBodies[0].append(sorted);
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[at].setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
};

const sortings = new Map();
const tellSortings = () => tell('sort', [...sortings].map(([panel, { column, isUp }]) => panel + ':' + column + (isUp ? ':up' : '')).join(','));

for (const table of tables) {
  for (const head of headsOf(table)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const { column } = head.dataset;
      const now = head.getAttribute('aria-sort');
      const isUp = now === null ? isText(head) : now === 'descending';
      sort(table, column, isUp);
      sortings.set(table.dataset.panel, { column, isUp });
      tellSortings();
    });
  }
}

const field = document.querySelector('input[type=search]');
const found = document.querySelector('.found');
const cards = [...document.querySelectorAll('.card:not(.timeline, .totals)')].map((card) => ({
  card: card.closest('.panels > div') ?? card,
  rows: [...card.querySelectorAll('tbody tr, .hosts li')].map((row) => ({ row, key: (row.cells ? row.cells[0] : row).textContent.toLowerCase() })),
}));

const search = (text) => {
  const wanted = text.trim().toLowerCase();
  let count = 0;
  for (const { card, rows } of cards) {
    let here = 0;
    for (const { row, key } of rows) {
      const fits = key.includes(wanted);
      row.hidden = !fits;
      if (fits) here += 1;
    }
    card.hidden = wanted !== '' && here === 0;
    count += here;
  }
  found.textContent = wanted === '' ? '' : count === 1 ? '1 row' : count.toLocaleString('en-US') + ' rows';
};
field.addEventListener('input', () => {
  search(field.value);
  tell('search', field.value.trim());
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input')) return;
  event.preventDefault();
  field.focus();
});

const themeButton = document.querySelector('.theme');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
const showTheme = () => {
  themeButton.textContent = isDark() ? 'Light' : 'Dark';
};
themeButton.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  tell('theme', root.dataset.theme);
  showTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);

document.addEventListener('click', ({ target }) => {
  if (!target.matches('.long span') || getSelection().type === 'Range') return;
  target.parentElement.classList.toggle('open');
});

for (const each of (told.get('sort') ?? '').split(',')) {
  const [panel, column, way] = each.split(':');
  const table = tables.find((one) => one.dataset.panel === panel);
  if (table === undefined) continue;
  sort(table, column, way === 'up');
  sortings.set(panel, { column, isUp: way === 'up' });
}
field.value = told.get('search') ?? '';
search(field.value);
if (['light', 'dark'].includes(told.get('theme'))) root.dataset.theme = told.get('theme');
showTheme();
root.classList.add('js');
addEventListener('hashchange', () => location.reload());
`;
