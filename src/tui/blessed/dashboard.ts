import type { FilterLanguage, ShownView } from '../../core/shown-view.js';
import { SPANS } from '../../core/snapshot.js';
import type { RawLine, RejectedLine, Snapshot, Span } from '../../core/snapshot.js';
import { actionOf } from '../keymap.js';
import type { Action } from '../keymap.js';
import type { Size } from '../layout.js';
import { present, reduceContext } from '../present.js';
import { promptActionOf } from '../prompt-keys.js';
import { reduce } from '../reduce.js';
import type { Mode, Scene } from '../scene.js';
import { activeList, initialUiState, isFollowed, overlayOf, positionIn } from '../ui-state.js';
import type { UiState } from '../ui-state.js';
import { createChart } from './chart.js';
import { openScreen } from './screen.js';
import type { KeyInput, TerminalOutput } from './screen.js';
import { createSurface } from './surface.js';

/** Where the dashboard gets what it shows. It asks at each tick and at each key. */
export interface DashboardFeed {
  /** the state at the last tick */
  snapshot(span: Span): Snapshot;
  /** the newest raw lines, at most `limit`, oldest first */
  recentLines(limit: number): readonly RawLine[];
  /** the last rejected lines, oldest first */
  rejectedLines(): readonly RejectedLine[];
  /** Shows only what a filter lets through, beside everything; null ends that. */
  show(filter: string | null): void;
  /** the same of what the filter lets through; null while there is none */
  shown(span: Span): ShownView | null;
  readonly language: FilterLanguage;
}

export interface DashboardOptions {
  input: KeyInput;
  output: TerminalOutput;
  feed: DashboardFeed;
  color: boolean;
  mode: () => Mode;
  /** `q` or Ctrl-C was pressed, or the keys' terminal is gone; nothing has been closed yet */
  onQuit: () => void;
}

export interface Dashboard {
  /** Draws what is newest. To be called at each tick, and when the mode changes. */
  tick: () => void;
  /** Shows a sentence at the bottom until the next key. */
  notify: (message: string) => void;
  /** Gives the terminal back as it was. May be called twice; nothing is drawn afterwards. */
  dispose: () => void;
}

/** Raw lines that can be scrolled through. */
const MAX_LINES = 1000;

/** How often it is drawn while the past is looked at; milliseconds. */
const PROGRESS = 200;

/** What the display shows while it is paused. */
interface Frozen {
  snapshots: ReadonlyMap<Span, Snapshot>;
  shown: ReadonlyMap<Span, ShownView | null>;
  lines: readonly RawLine[];
  rejected: readonly RejectedLine[];
  totalHits: number;
}

const freeze = (feed: DashboardFeed): Frozen => {
  const snapshots = new Map(SPANS.map((span) => [span, feed.snapshot(span)]));
  return {
    snapshots,
    shown: new Map(SPANS.map((span) => [span, feed.shown(span)])),
    lines: feed.recentLines(MAX_LINES),
    rejected: feed.rejectedLines(),
    totalHits: snapshots.get('all')?.totalHits ?? 0,
  };
};

/** As blessed names a key: `C-c`, `S-tab`, `f1`, `q`, `?`. */
interface Key {
  full?: string;
}

/**
 * Opens the dashboard on a terminal and draws it. The terminal must be given back with `dispose()` however the program ends.
 * It ends nothing by itself.
 */
export const openDashboard = (options: DashboardOptions): Dashboard => {
  const { input, output, feed, color, mode, onQuit } = options;
  const { screen, close } = openScreen(input, output);
  let ui: UiState = initialUiState;
  let frozen: Frozen | null = null;
  let message: string | null = null;
  let isOpen = true;
  let progress: NodeJS.Timeout | null = null;

  const size = (): Size => ({ width: Number(screen.width), height: Number(screen.height) });

  const scene = (lineLimit: number): Scene => {
    if (frozen !== null) {
      const { snapshots, shown, lines, rejected, totalHits } = frozen;
      const snapshot = snapshots.get(ui.span) ?? feed.snapshot(ui.span);
      return { snapshot, shown: shown.get(ui.span) ?? null, lines, rejected, mode: mode(), hitsSincePause: feed.snapshot(10).totalHits - totalHits, message };
    }
    return {
      snapshot: feed.snapshot(ui.span),
      shown: feed.shown(ui.span),
      lines: feed.recentLines(lineLimit),
      rejected: overlayOf(ui) === 'rejected' ? feed.rejectedLines() : [],
      mode: mode(),
      hitsSincePause: 0,
      message,
    };
  };

  /** A log that is followed needs no more lines than fit. */
  const shownLines = (): number => (overlayOf(ui) !== 'lines' && positionIn(ui, 'log').selected === null ? size().height : MAX_LINES);

  const act = (action: Action): void => {
    const list = activeList(ui);
    const limit = list !== null && isFollowed(list) ? MAX_LINES : 0;
    const before = ui.filter;
    ui = reduce(ui, action, reduceContext(() => scene(limit), ui, size(), feed.language));
    if (ui.filter !== before) feed.show(ui.filter === '' ? null : ui.filter);
    if (ui.paused && frozen === null) frozen = freeze(feed);
    else if (!ui.paused) frozen = null;
  };

  let isRendering = false;
  const renderSoon = (): void => {
    if (isRendering) return;
    isRendering = true;
    setImmediate(() => {
      isRendering = false;
      if (isOpen) screen.render();
    });
  };

  const onKeypress = (character: string | undefined, key: Key): void => {
    if (!isOpen) return;
    const name = key.full ?? character ?? '';
    const action = ui.prompt === null ? actionOf(name) : promptActionOf(name, character);
    message = null;
    if (action === null) return;
    if (action.type === 'quit') {
      onQuit();
      return;
    }
    act(action);
    // A text that is pasted is many keys.
    if (action.type === 'edit') renderSoon();
    else screen.render();
  };

  /** Draws what is found in the past before the next tick, of which there may be none. */
  const followProgress = ({ shown }: Scene): void => {
    if (shown?.isGoingBack !== true || frozen !== null || progress !== null || !isOpen) return;
    progress = setTimeout(() => {
      progress = null;
      if (isOpen) screen.render();
    }, PROGRESS);
  };

  const dispose = (): void => {
    isOpen = false;
    if (progress !== null) clearTimeout(progress);
    input.removeListener('error', onQuit);
    close();
  };

  const open = (): void => {
    const surface = createSurface(screen, color);
    const chart = createChart(screen, color);
    // A resize renders too: whatever the reason, what is drawn fits the screen that it is drawn on.
    screen.on('prerender', () => {
      const now = scene(shownLines());
      followProgress(now);
      const view = present(now, ui, size());
      const isNew = surface.apply(view.rows, view.chart?.rect ?? null);
      chart.apply(view.chart, isNew);
    });
    screen.program.on('keypress', onKeypress);
    input.on('error', onQuit);
    screen.render();
  };

  try {
    open();
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    tick() {
      if (isOpen) screen.render();
    },
    notify(text) {
      message = text;
      if (isOpen) screen.render();
    },
    dispose,
  };
};
