/* Follows a log from its start and prints its lines, as `tail -n +1 -F` does: node follow-printer.js PATH. */
import { writeSync } from 'node:fs';
import { followAll } from '../../src/sources/following/follow-all.js';

const STDOUT = 1;

followAll({
  files: [
    {
      path: process.argv[2] ?? '',
      sink: {
        opened: () => undefined,
        lines: (chunk, from, to) => {
          for (let at = from; at < to; ) at += writeSync(STDOUT, chunk, at, to - at);
        },
        tooLong: () => undefined,
        event: () => undefined,
      },
    },
  ],
  fromStart: true,
}).start();
