import type { Tone } from '../styled.js';

/**
 * Colours of the fixed part of the 256, chosen to read well on light and on dark: each stands about as far from white as from
 * black. The first 16 are every terminal's own choice, and its cyan on white or its blue on black can hardly be read.
 */
const COLORS: Readonly<Record<Tone, number | null>> = { plain: null, accent: 32, muted: 244, trouble: 160 };

/** The number of a tone's colour; null for the terminal's own foreground. */
export const colorOf = (tone: Tone, color: boolean): number | null => (color ? COLORS[tone] : null);
