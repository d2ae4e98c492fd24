/** Colours by what they are for. */
export interface Palette {
  /** behind everything */
  ground: string;
  /** behind a panel */
  card: string;
  /** borders and grid lines */
  line: string;
  text: string;
  /** text that is beside the point */
  faint: string;
  /** links, focus, what can be pressed */
  accent: string;
  /** hits in the chart */
  hits: string;
  /** errors in the chart, and their counts */
  errors: string;
  /** the share of a row, behind its key */
  share: string;
  /** behind a notice */
  notice: string;
}

export const LIGHT: Palette = {
  ground: '#f5f6f8',
  card: '#ffffff',
  line: '#e2e5ea',
  text: '#1c2128',
  faint: '#59636e',
  accent: '#2a62c4',
  hits: '#6390d8',
  errors: '#bf3a30',
  share: '#e6eefb',
  notice: '#fdf1d6',
};

export const DARK: Palette = {
  ground: '#101318',
  card: '#181c22',
  line: '#2c323b',
  text: '#e6e9ed',
  faint: '#9ba5b1',
  accent: '#86b0f5',
  hits: '#4f78b8',
  errors: '#f2857a',
  share: '#1f2d44',
  notice: '#3d3218',
};

/** The palette as custom properties of CSS. */
export const paletteCss = (palette: Palette): string => Object.entries(palette).map(([name, color]) => `--${name}:${color as string}`).join(';');
