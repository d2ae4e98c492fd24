import type { SourceEventName } from '../../core/report.js';
import type { Snapshot, SourceStatus } from '../../core/snapshot.js';
import { formatBytes, formatCount, formatExactRate, formatRate, formatShare, formatThreshold } from '../../render/numbers.js';
import { formatElapsed } from '../../render/time-text.js';
import type { Size } from '../layout.js';
import { headerRows } from '../layout.js';
import type { Mode, Scene } from '../scene.js';
import { cell, fitRow, muted, plain, space, spread, strong, styled, trouble, widthOf } from '../styled.js';
import type { Piece, Row, Style } from '../styled.js';
import type { UiState } from '../ui-state.js';
import { instantText } from './alerts.js';
import { lengthText } from './span-text.js';

/** What happened to a source that somebody should know of. */
const TROUBLES: Partial<Record<SourceEventName, string>> = {
  missing: 'missing',
  unreadable: 'cannot be read',
};

/** What happened to a source that is worth a word. */
const NOTES: Partial<Record<SourceEventName, string>> = {
  returned: 'is back',
  rotated: 'was rotated',
  replaced: 'was replaced',
  truncated: 'was truncated',
  resumed: 'was resumed',
  duplicate: 'is read under another name',
  ended: 'ended',
};

const MODES: Readonly<Record<Mode, string>> = { live: 'LIVE', replay: 'REPLAY', ended: 'ENDED' };

const pathText = (path: string): string => (path === '-' ? 'stdin' : path);

const sourceRow = ({ path, format, event, detail }: SourceStatus): Row => {
  const problem = TROUBLES[event];
  if (problem !== undefined) {
    return [trouble(`! ${pathText(path)}: ${problem}`), muted(detail === null ? '' : ` (${detail})`)];
  }
  const note = NOTES[event];
  return [
    strong(pathText(path)),
    muted(` ${format ?? 'format not known yet'}`),
    muted(note === undefined ? '' : `, ${note}`),
  ];
};

/** Those in trouble come first: they must not be cut off. */
const sourcesRow = (sources: readonly SourceStatus[]): Row => {
  if (sources.length === 0) return [muted('no file matches yet')];
  const inTrouble = (source: SourceStatus): boolean => TROUBLES[source.event] !== undefined;
  const ordered = [...sources.filter(inTrouble), ...sources.filter((source) => !inTrouble(source))];
  const count = sources.length > 1 ? [muted(`${sources.length} files: `)] : [];
  return [...count, ...ordered.flatMap((source, index) => [...(index > 0 ? [muted('; ')] : []), ...sourceRow(source)])];
};

const modeRow = ({ mode, hitsSincePause }: Scene, ui: UiState): Row =>
  ui.paused
    ? [styled(` PAUSED +${formatCount(hitsSincePause)} `, { tone: 'accent', bold: true, inverse: true })]
    : [styled(MODES[mode], { tone: mode === 'ended' ? 'plain' : 'accent', bold: true })];

const titleRow = (scene: Scene, ui: UiState, width: number): Row => {
  const { snapshot } = scene;
  const right: Piece[] = [space(2), ...modeRow(scene, ui)];
  if (width >= 60) right.push(plain(`  ${instantText(snapshot.now)} UTC`));
  if (width >= 76) right.push(muted(`  up ${formatElapsed(snapshot.now - snapshot.startedAt).padEnd(7)}`));
  right.push(space(1));
  return spread([space(1), ...sourcesRow(snapshot.sources)], right, width);
};

/** A number with its name. */
interface Tile {
  label: string;
  value: string;
  /** cells that it keeps whatever the number is */
  cells: number;
  style: Style;
}

const tile = (label: string, value: string, cells: number, style: Style = {}): Tile => ({
  label,
  value,
  cells,
  style: { bold: true, ...style },
});

/** From here on the share of errors is trouble. */
const TROUBLE_SHARE = 0.05;

/** What is judged is told of everything, the rest of what is shown. */
const tilesOf = ({ snapshot, shown }: Scene): Tile[] => {
  const { threshold, alertWindow, alerts, totalHits } = snapshot;
  const { alertMean } = snapshot.rates;
  const { rates, window } = shown?.snapshot ?? snapshot;
  const { active } = alerts;
  const isHigh = active !== null;
  return [
    tile('requests/s', formatRate(rates.lastSecond), 11),
    tile('mean 10 s', formatRate(rates.mean10), 11),
    tile(
      `mean ${lengthText(alertWindow)} / limit`,
      `${formatExactRate(alertMean)} ${isHigh || alertMean > threshold ? '>' : '≤'} ${formatThreshold(threshold)}/s`,
      20,
      isHigh ? { tone: 'trouble' } : {},
    ),
    tile('errors', formatShare(rates.errorShare10), 8, rates.errorShare10 >= TROUBLE_SHARE ? { tone: 'trouble' } : {}),
    tile('traffic', `${formatBytes(rates.bytes10)}/s`, 11),
    tile('alert', active === null ? 'none' : `#${active.alert.id} TRIGGERED`, 16, isHigh ? { tone: 'trouble', inverse: true } : { bold: false }),
    tile(window.span === 'all' ? 'hits in window' : `hits in ${lengthText(window.span)}`, formatCount(window.hits), 16),
    tile('hits since start', formatCount(totalHits), 17),
  ];
};

/** As many tiles as there is room for; the active alert is never left out. */
const chooseTiles = (tiles: readonly Tile[], width: number): Tile[] => {
  let left = width - 1;
  return tiles.filter(({ cells }) => {
    const fits = cells + 1 <= left;
    if (fits) left -= cells + 1;
    return fits;
  });
};

const valueRow = (tiles: readonly Tile[], width: number): Row =>
  fitRow(
    tiles.flatMap(({ value, cells, style }) => {
      // Only the words are inverse, not the empty cells before them.
      const word = style.inverse === true ? ` ${value} ` : value;
      return [space(cells + 1 - word.length), cell(word, Math.min(word.length, cells + 1), style)];
    }),
    width,
  );

const labelRow = (tiles: readonly Tile[], width: number): Row =>
  fitRow(
    tiles.map(({ label, cells }) => cell(label, cells + 1, { tone: 'muted' }, 'right')),
    width,
  );

/** From this width on words stand between the numbers of lines. */
const WORDS_WIDTH = 70;

/**
 * The account of lines; every line that was read is in one of its parts. In a narrow place the parts are, in this order:
 * accepted, rejected, filtered.
 */
export const linesRow = ({ lines, window }: Snapshot, width: number): Row => {
  const { read, accepted, rejected, filtered, late, future } = lines;
  const error = Math.max(window.hosts.error, window.failing.error);
  const rejectedPiece = rejected > 0 ? trouble : strong;
  const words = width >= WORDS_WIDTH;
  const part = (sign: string, word: string): Piece => muted(words ? ` ${sign} ${word} ` : ` ${sign} `);
  return fitRow(
    [
      muted(words ? ' lines read ' : width >= 48 ? ' lines ' : ' '),
      strong(formatCount(read)),
      part('=', 'accepted'),
      strong(formatCount(accepted)),
      part('+', 'rejected'),
      rejectedPiece(formatCount(rejected)),
      part('+', 'filtered'),
      strong(formatCount(filtered)),
      muted(late > 0 ? `  late ${formatCount(late)}` : ''),
      muted(future > 0 ? `  future ${formatCount(future)}` : ''),
      muted(error > 0 ? `  tables ±${formatCount(error)}` : ''),
    ],
    width,
  );
};

/** The numbers that matter most in one row, for small terminals. */
const shortRow = ({ snapshot, shown }: Scene, width: number): Row => {
  const { threshold, alerts, alertWindow } = snapshot;
  const { rates } = shown?.snapshot ?? snapshot;
  const { active } = alerts;
  const mean = `${formatExactRate(snapshot.rates.alertMean)} of ${formatThreshold(threshold)}/s`;
  const errors = rates.errorShare10 >= TROUBLE_SHARE ? trouble : strong;
  const parts: Row[] = [
    active === null
      ? [muted(`mean ${lengthText(alertWindow)} `), strong(mean)]
      : [styled(` #${active.alert.id} TRIGGERED ${mean} `, { tone: 'trouble', bold: true, inverse: true })],
    [muted('now '), strong(formatRate(rates.lastSecond).padEnd(7))],
    [muted('errors '), errors(formatShare(rates.errorShare10).padEnd(5))],
    [muted('10 s '), strong(formatRate(rates.mean10).padEnd(7))],
    [strong(`${formatBytes(rates.bytes10)}/s`)],
  ];
  const row: Piece[] = [];
  let left = width;
  for (const part of parts) {
    if (widthOf(part) + 2 > left) break;
    row.push(space(row.length === 0 ? 1 : 2), ...part);
    left -= widthOf(part) + (row.length === 0 ? 1 : 2);
  }
  return fitRow(row, width);
};

/** The rows at the top of the screen. */
export const headerPanel = (scene: Scene, ui: UiState, size: Size): Row[] => {
  const { snapshot } = scene;
  const { width } = size;
  const title = titleRow(scene, ui, width);
  const rows = headerRows(size);
  if (rows === 2) return [title, shortRow(scene, width)];
  if (rows === 3) return [title, shortRow(scene, width), linesRow(snapshot, width)];
  const tiles = chooseTiles(tilesOf(scene), width);
  return [title, labelRow(tiles, width), valueRow(tiles, width), linesRow(snapshot, width)];
};
