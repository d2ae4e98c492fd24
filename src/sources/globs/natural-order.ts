const collator = new Intl.Collator('en', { numeric: true });

/** Orders names as people do: `access.log.2` stands before `access.log.10`. Different names are never equal. */
export const naturalOrder = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
