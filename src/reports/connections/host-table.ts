import { chunkOf } from '../../core/byte-chunk.js';
import type { ByteChunk } from '../../core/byte-chunk.js';
import { hashBytes, KeyTable, MAX_KEY_BYTES, OTHER } from '../../core/key-table.js';
import type { LineRecord } from '../../formats/line-record.js';
import { ABSENT } from '../../formats/row-fields.js';
import type { HostCounts } from './connections-part.js';

/** So many hosts are kept apart; of more those with the fewest connections give way. */
export const MOST_HOSTS = 1 << 16;

/** How many there is room for until somebody must. */
const ROOM = MOST_HOSTS + (MOST_HOSTS / 4) * 3;
const ARENA = 1 << 23;

/** The key of a name that was asked for. */
const keyOf = (name: string): ByteChunk => chunkOf(Buffer.from(name).subarray(0, MAX_KEY_BYTES));

/**
 * Counts the hosts at one end of connections. Those that were asked for have the first ids, never give way, and remember which
 * hosts were at the other end.
 */
export class HostTable {
  private readonly keys = new KeyTable({ keys: MOST_HOSTS, room: ROOM, arena: ARENA });
  /** the ids of the hosts that were asked for; two may have one, if they differ only behind what is kept of a name */
  private readonly asked: number[] = [];
  /** by the id of a host that was asked for: by the id of a host at the other end, whether it was there */
  private met: (Uint8Array | undefined)[] = [];
  private lastAsked = 0;

  /** `gone` is told of the id of each host that gives way. */
  constructor(
    private readonly names: readonly string[],
    private readonly seed: number,
    private readonly gone: (id: number) => void,
  ) {
    this.clear();
  }

  /** Forgets all connections, and all hosts but those that were asked for. */
  clear(): void {
    const { keys, asked } = this;
    keys.clear();
    this.met = [];
    for (const [n, name] of this.names.entries()) {
      const key = keyOf(name);
      asked[n] = this.idOf(key, 0, key.bytes.length);
    }
    this.lastAsked = keys.size;
  }

  /** The id of the host in bytes [from, to), of which no more counts than a key may hold. */
  idOf(line: ByteChunk, from: number, to: number): number {
    const end = Math.min(to, from + MAX_KEY_BYTES);
    return this.idByHash(line, from, end, hashBytes(line, from, end, this.seed));
  }

  /** The same when the hash is known. */
  idByHash(line: ByteChunk, from: number, to: number, hash: number): number {
    const id = this.keys.intern(line, from, to, hash);
    return id === OTHER ? this.idWithRoom(line, from, to, hash) : id;
  }

  /** The id of what a record has in a field, `-` where it has nothing. */
  idOfField(record: LineRecord, slot: number): number {
    if (!record.has(slot)) return this.idOf(ABSENT, 0, 1);
    if (!record.isEscaped(slot)) return this.idOf(record.line, record.spans[slot * 2]!, record.spans[slot * 2 + 1]!);
    const text = chunkOf(Buffer.from(record.text(slot) ?? '-'));
    return this.idOf(text, 0, text.bytes.length);
  }

  /** Counts so many connections of a host with the one at the other end. */
  count(id: number, other: number, connections: number): void {
    if (id === OTHER) return;
    this.keys.add(id, connections);
    if (id <= this.lastAsked) (this.met[id] ??= new Uint8Array(ROOM + 1))[other] = 1;
  }

  /** A host at the other end has given way: its id is no more, or another's. */
  forget(other: number): void {
    for (const ids of this.met) if (ids !== undefined) ids[other] = 0;
  }

  counts(): HostCounts {
    const { keys } = this;
    const names: string[] = [];
    const counts: number[] = [];
    for (let id = 1; id < keys.ids; id += 1) {
      const count = keys.count(id);
      if (count === 0) continue;
      names.push(keys.byteText(id));
      counts.push(count);
    }
    return { names, counts: Float64Array.from(counts), error: keys.error };
  }

  /** Of each host that was asked for the names of those at the other end, which are in a table of their own. */
  metIn(others: HostTable): string[][] {
    return this.asked.map((id) => {
      const names: string[] = [];
      this.met[id]?.forEach((isMet, other) => {
        if (isMet === 1 && other !== OTHER) names.push(others.keys.byteText(other));
      });
      return names;
    });
  }

  private idWithRoom(line: ByteChunk, from: number, to: number, hash: number): number {
    const { keys, lastAsked, gone } = this;
    keys.shrink(new Uint8Array(keys.ids).fill(1, 0, lastAsked + 1), gone);
    const id = keys.intern(line, from, to, hash);
    // Those that were asked for may take all the room.
    if (id === OTHER) keys.error += 1;
    return id;
  }
}
