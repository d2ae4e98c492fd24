import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDemoLog } from '../../src/demo/log-file.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'demo-log-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe("the demo's log file", () => {
  it('takes whole lines', () => {
    const path = join(directory, 'access.log');
    const log = openDemoLog(path);
    log.append([]);
    log.append(['one', 'two']);
    log.append(['three']);
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('is rotated when it is large, and keeps one file of the past', () => {
    const path = join(directory, 'access.log');
    const log = openDemoLog(path);
    const megabyte = 'x'.repeat(1024 * 1024 - 1);
    for (let written = 0; written < 33; written += 1) log.append([megabyte]);
    log.close();
    expect(statSync(`${path}.1`).size).toBe(16 * 1024 * 1024);
    expect(statSync(path).size).toBe(1024 * 1024);
  });

  it.skipIf(!existsSync('/dev/full'))('says as a user error that the disk is full', () => {
    const log = openDemoLog('/dev/full');
    expect(() => {
      log.append(['line']);
    }).toThrow("--demo: no space left to write '/dev/full'");
    log.close();
  });
});
