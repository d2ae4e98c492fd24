import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parseNetwork, readAddress } from '../../src/filter/address.js';

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const within = (address: string, network: string): boolean => {
  const bytes = Buffer.from(`1:${address}:1`);
  const groups = new Uint16Array(8);
  const found = parseNetwork(network);
  if (found === null) throw new Error(`${network} is no network`);
  return readAddress(bytes, 2, bytes.length - 2, groups) && isWithin(groups, found);
};

describe('an address', () => {
  it('is within the networks that Node has it in', () => {
    const four = fc.record({ address: fc.ipV4(), base: fc.ipV4(), bits: fc.integer({ min: 1, max: 32 }) });
    const six = fc.record({ address: fc.ipV6(), base: fc.ipV6(), bits: fc.integer({ min: 1, max: 128 }) });
    fc.assert(
      fc.property(fc.oneof(four, six), fc.boolean(), ({ address, base, bits }, isOwn) => {
        const network = isOwn ? address : base;
        const list = new BlockList();
        list.addSubnet(network, bits, family(network));
        expect(within(address, `${network}/${bits}`)).toBe(list.check(address, family(address)));
      }),
    );
  });

  it('is read where it is one, and only there', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(':', '::', '.', '1', 'f', '255', '256', '10.0.0.1', 'g', '00001'), maxLength: 12 }));
    fc.assert(
      fc.property(text, (address) => {
        const bytes = Buffer.from(address);
        expect(readAddress(bytes, 0, bytes.length, new Uint16Array(8))).toBe(isIP(address) !== 0);
      }),
      { numRuns: 2000, examples: [['1::2::3'], [':1'], ['1:'], [':::'], ['::'], ['1:2:3:4:5:6:7::'], ['1:2:3:4:5:6:7:8::'], ['::1.2.3.4'], ['1:2:3:4:5:6:7:1.2.3.4']] },
    );
  });

  it.each([
    ['fe80::1%eth0', 'fe80::/10', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['::ffff:a01:203', '10.1.2.3', true],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['h.example', '0.0.0.0/0', false],
  ])('%s is within %s: %s', (address, network, expected) => {
    expect(within(address, network)).toBe(expected);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0/8', 'x/8', '10.0.0.0/', '/8', '10.0.0.*'])('%s is no network', (text) => {
    expect(parseNetwork(text)).toBeNull();
  });
});
