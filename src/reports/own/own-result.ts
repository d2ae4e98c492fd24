/** What a report of the user's came to. */
export interface OwnResult {
  report: 'own';
  /** the name that it gives itself */
  name: string;
  /** what its `finish` gave: plain data, which JSON.stringify takes without an error */
  value: unknown;
  /** what its `render` made of that, as people are to read it; null where it has none */
  text: string | null;
}
