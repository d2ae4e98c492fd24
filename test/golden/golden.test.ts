import { describe, expect, it } from 'vitest';
import { listGoldenCases, readExpected, runGoldenCase, writeExpected } from './golden-case.js';

/** `UPDATE_GOLDEN=1 npx vitest run test/golden` writes what the program prints now; read the difference before you commit it. */
const update = process.env['UPDATE_GOLDEN'] === '1';

describe('the built program prints what its golden cases say', () => {
  it.for(listGoldenCases())('$name', async (golden) => {
    const ending = await runGoldenCase(golden);
    if (update) writeExpected(golden, ending);
    expect(ending).toEqual(readExpected(golden));
  });
});
