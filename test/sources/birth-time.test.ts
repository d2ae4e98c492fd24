import { describe, expect, it } from 'vitest';
import { birthTime } from '../../src/sources/birth-time.js';

describe('when a file came to be', () => {
  it.each([
    ['what is said of it', { birthtimeNs: 5n }, { birthtimeNs: 0n, ctimeNs: 9n }, 5n],
    ['not known where the file system does not say', { birthtimeNs: 0n }, { birthtimeNs: 0n, ctimeNs: 9n }, 0n],
    ['not known where everything seems to have come to be when it was changed last', { birthtimeNs: 5n }, { birthtimeNs: 9n, ctimeNs: 9n }, 0n],
    ['what is said of it where there is no /proc', { birthtimeNs: 5n }, undefined, 5n],
  ])('is %s', (_name, said, proc, born) => {
    expect(birthTime(said, proc)).toBe(born);
  });
});
