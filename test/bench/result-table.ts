/** Prints rows as a Markdown table, its first column to the left and the others to the right. */
export const printTable = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  console.log(line(head));
  console.log(`|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`);
  for (const row of rows) console.log(line(row));
};

export const inSeconds = (seconds: number): string => seconds.toFixed(2);
export const inMilliseconds = (seconds: number): string => (seconds * 1000).toFixed(0);
export const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
export const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const asRatio = (ratio: number): string => ratio.toFixed(2);
export const asCount = (count: number): string => Math.round(count).toLocaleString('en-US');
