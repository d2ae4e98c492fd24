import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Tests of the whole program wait more than they compute.
    maxWorkers: 4,
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/*/.build/**'],
    // Whole-program tests wait for conditions on a loaded machine; none of them measures time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
