import { fstatSync } from 'node:fs';
import type { FileStat, FileSystem } from '../../src/sources/file-system.js';
import { realFileSystem } from '../../src/sources/file-system.js';

/** The next `calls` calls of one kind, or of any kind, throw an error. */
export interface Fault {
  code: string;
  call: string;
  calls: number;
}

type Call = (...args: unknown[]) => unknown;

const isFileStat = (result: unknown): result is FileStat =>
  typeof result === 'object' && result !== null && 'inode' in result && 'size' in result;

/** How a file is named here: by its device and its inode. */
export const identityOf = ({ device, inode }: Pick<FileStat, 'device' | 'inode'>): string => `${device}:${inode}`;

/** The machine's file system, with an eye on what its user asks and holds, and with faults when they are told. */
export class WatchedFiles {
  readonly files: FileSystem;
  /** errors thrown so far, by code */
  readonly thrown = new Map<string, number>();
  readonly #held = new Map<number, string>();
  readonly #sizes = new Map<string, number>();
  #fault: Fault | null = null;

  constructor() {
    this.files = new Proxy(realFileSystem, {
      get: (target, name) => {
        const call: unknown = Reflect.get(target, name);
        return typeof call === 'function' ? (...args: unknown[]) => this.#watch(String(name), call as Call, args) : call;
      },
    });
  }

  get faults(): number {
    return [...this.thrown.values()].reduce((sum, times) => sum + times, 0);
  }

  /** How many descriptors are open. */
  get open(): number {
    return this.#held.size;
  }

  fail(fault: Fault | null): void {
    this.#fault = fault;
  }

  holds(identity: string): boolean {
    return [...this.#held.values()].includes(identity);
  }

  /** The largest size that was told of a file since it was `forget`ed; 0 when it was never asked. */
  sizeSeen(identity: string): number {
    return this.#sizes.get(identity) ?? 0;
  }

  /** The file was truncated: what was seen of it no longer says anything. */
  forget(identity: string): void {
    this.#sizes.delete(identity);
  }

  /** Gives all descriptors back, as the end of a process does. */
  letGo(): void {
    for (const descriptor of this.#held.keys()) realFileSystem.close(descriptor);
    this.#held.clear();
  }

  #watch(name: string, call: Call, args: unknown[]): unknown {
    if (name === 'close') this.#held.delete(args[0] as number);
    else this.#throwFault(name);
    const result = call(...args);
    if (name === 'close') this.#throwFault(name);
    if (name === 'open') this.#held.set(result as number, this.#identify(result as number));
    if (isFileStat(result)) this.#noteSize(result);
    return result;
  }

  #throwFault(call: string): void {
    const fault = this.#fault;
    if (fault === null || fault.calls === 0 || (fault.call !== 'any' && fault.call !== call)) return;
    fault.calls -= 1;
    this.thrown.set(fault.code, (this.thrown.get(fault.code) ?? 0) + 1);
    throw Object.assign(new Error(`${fault.code}, ${call}`), { code: fault.code, syscall: call });
  }

  #identify(descriptor: number): string {
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    return identityOf({ device: dev, inode: ino });
  }

  #noteSize(stat: FileStat): void {
    const identity = identityOf(stat);
    this.#sizes.set(identity, Math.max(stat.size, this.sizeSeen(identity)));
  }
}
