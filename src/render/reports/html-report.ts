import type { ReportResult, ReportRun } from '../../reports/report-run.js';
import type { Printable } from '../printable.js';
import { cardsHtml } from './page/card.js';
import { escaped, html } from './page/html.js';
import type { Html } from './page/html.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_DIGEST } from './page/page-script.js';
import { pageTimeMs } from './page/page-time.js';
import { PAGE_STYLE } from './page/page-style.js';
import { resultPart } from './page/result-part.js';
import type { ResultPart } from './page/result-part.js';
import { runCards } from './page/run-card.js';
import { emptyText, OPEN, PARTIAL } from './run-text.js';

/** Nothing may be loaded, sent or run but what stands in the page itself; of scripts only the one that has this digest. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'`;

const TITLES = { traffic: 'Traffic', connections: 'Connections' } as const;

const windowHtml = ({ from, to }: ReportRun<ReportResult>['window']): Html => {
  if (from === null && to === null) return html``;
  const times = [from, to].map((at) => (at === null ? html`…` : html`<time>${pageTimeMs(at)}</time>`));
  return html`<p class="faint">${times[0]!} – ${times[1]!} UTC</p>`;
};

const TOOLS = html`<div class="tools"><output class="found faint" aria-live="polite"></output><input type="search" placeholder="Search the tables" aria-label="Search the tables" autocomplete="off" spellcheck="false"><button type="button" class="theme" title="Change the colours">Dark</button></div>`;

/** A notice for each thing that a reader must know before the numbers. */
const noticesOf = (run: ReportRun<ReportResult>): Html[] => [
  ...(run.isPartial ? [html`<p class="notice" role="status">${escaped(PARTIAL)}; there is more in the logs than was read.</p>\n`] : []),
  ...(run.isOpen ? [html`<p class="notice" role="status">${escaped(OPEN)}.</p>\n`] : []),
  ...(run.lines.accepted === 0 ? [html`<p class="notice" role="status">${escaped(emptyText(run).trim().replaceAll('\n', ' '))}</p>\n`] : []),
];

/** What there is to show: of traffic in an empty window nothing. */
const shownPart = ({ lines, result }: ReportRun<ReportResult>): ResultPart =>
  lines.accepted === 0 && result.report === 'traffic' ? { parts: [], cards: [] } : resultPart(result);

/**
 * A report as a page of HTML in one file, which loads nothing: readable without its script, which sorts and searches the tables
 * and zooms the timeline. All that comes from a log is escaped, and printable.
 */
export const reportAsHtml = (run: ReportRun<ReportResult>): Printable => {
  const { result } = run;
  const title = result.report === 'own' ? result.name : TITLES[result.report];
  const { parts, cards } = shownPart(run);
  const { from } = run.window;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY as Html}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}${from === null ? html`` : html` from ${pageTimeMs(from)}`}</title>
<style>${PAGE_STYLE as Html}</style>
</head>
<body>
<header><div><h1>${escaped(title)}</h1>${windowHtml(run.window)}</div>${TOOLS}</header>
<main>
${noticesOf(run)}${parts}${cardsHtml([...cards, ...runCards(run)])}</main>
<footer>Made by access-log-monitor. All times are UTC.</footer>
<script>${PAGE_SCRIPT as Html}</script>
</body>
</html>
`;
};
