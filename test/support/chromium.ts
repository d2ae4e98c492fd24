import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether there is a Chromium to look at pages with. */
export const hasChromium = spawnSync('chromium', ['--version']).status === 0;

/** How long a condition may take to come true on a busy machine; milliseconds. */
const PATIENCE = 15_000;
const PAUSE = 20;

/** Without a display, a network, or anything that it would do by itself. */
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  ...['--disable-sync', '--disable-default-apps', '--disable-extensions', '--disable-dev-shm-usage', '--mute-audio', '--remote-debugging-pipe'],
];

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** What a page is looked at with. */
export interface Look {
  /** pixels of the window; below 600 it is a phone's */
  width: number;
  height: number;
  /** whether the reader likes dark colours */
  dark?: boolean;
  /** as it is printed */
  onPaper?: boolean;
}

/** A page as a person has it before them. */
export interface Page {
  /** Opens an address; waits until it has been loaded. */
  open(url: string, look?: Look): Promise<void>;
  /** What an expression comes to in the page: plain data. */
  look<Value>(expression: string): Promise<Value>;
  /** Waits until an expression comes to something that is true; gives it. */
  waitFor<Value>(expression: string): Promise<Value>;
  /** Presses the mouse on the middle of the first element that a selector finds, `count` times. */
  click(selector: string, count?: number): Promise<void>;
  /** Presses the mouse at one share of an element's width, lets it go at another. */
  drag(selector: string, from: number, to: number): Promise<void>;
  /** Turns the wheel over the middle of an element; down is positive. */
  wheel(selector: string, by: number, withControl: boolean): Promise<void>;
  /** Puts two fingers on an element, at shares of its width, and moves them to others. */
  pinch(selector: string, from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  /** Presses a key by its name, such as `Tab`, `ArrowLeft`, `+`. */
  press(key: string): Promise<void>;
  /** Types a text into what has the focus. */
  type(text: string): Promise<void>;
  /** What the window shows of the page as a picture, in PNG. */
  picture(): Promise<Buffer>;
  /** the addresses that the page asked for since it was opened, its own aside */
  readonly requests: readonly string[];
  /** what the page complained of since it was opened: errors of its script, violations of its policy */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The browser's end of the protocol: messages in JSON, a zero byte behind each. */
const connect = (browser: ChildProcess, onEvent: (message: Message) => void) => {
  const [, , , input, output] = browser.stdio as [unknown, unknown, unknown, Writable, Readable];
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>();
  let last = 0;
  let rest = '';
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has ended'));
  };
  browser.once('error', fail).once('close', fail);
  input.on('error', fail);
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages.map((each) => JSON.parse(each) as Message)) {
      const call = waiting.get(message.id ?? 0);
      waiting.delete(message.id ?? 0);
      if (call === undefined) onEvent(message);
      else if (message.error === undefined) call.resolve(message.result ?? {});
      else call.reject(new Error(message.error.message));
    }
  });
  return (method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
};

/** Opens a browser with one page. `close` it in the end. */
export const openPage = async (): Promise<Page> => {
  const directory = mkdtempSync(join(tmpdir(), 'alm-chromium-'));
  const browser = spawn('chromium', [...ARGUMENTS, `--user-data-dir=${directory}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, TZ: 'America/St_Johns' },
  });
  let address = '';
  let isLoaded = false;
  const requests: string[] = [];
  const complaints: string[] = [];
  const onEvent = ({ method, params = {} }: Message): void => {
    if (method === 'Page.loadEventFired') isLoaded = true;
    if (method === 'Network.requestWillBeSent') {
      const { url } = params['request'] as { url: string };
      if (url.replace(/#.*/s, '') !== address) requests.push(url);
    }
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params['exceptionDetails']));
    if (method === 'Log.entryAdded') complaints.push((params['entry'] as { text: string }).text);
  };
  const call = connect(browser, onEvent);
  const { targetInfos } = (await call('Target.getTargets')) as { targetInfos: { type: string; targetId: string }[] };
  const target = targetInfos.find(({ type }) => type === 'page')?.targetId;
  const { sessionId } = (await call('Target.attachToTarget', { targetId: target, flatten: true })) as { sessionId: string };
  const send = (method: string, params: object = {}) => call(method, params, sessionId);
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);

  const look = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  };
  const until = async <Value>(condition: () => Promise<Value>, what: string): Promise<Value> => {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const value = await condition();
      if (value) return value;
      if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
      await sleep(PAUSE);
    }
  };
  const placeOf = (selector: string) =>
    look<{ left: number; top: number; width: number; height: number }>(
      `(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: 'nearest' }); const { left, top, width, height } = e.getBoundingClientRect(); return { left, top, width, height }; })()`,
    );
  const mouse = (type: string, x: number, y: number, more: object = {}) =>
    send('Input.dispatchMouseEvent', { type, x, y, button: type === 'mouseWheel' ? 'none' : 'left', ...more });

  return {
    requests,
    complaints,
    look,
    open: async (url, { width, height, dark = false, onPaper = false } = { width: 1280, height: 900 }) => {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
      await send('Emulation.setTouchEmulationEnabled', { enabled: width < 600 });
      await send('Emulation.setEmulatedMedia', { media: onPaper ? 'print' : 'screen', features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
      // An address that differs in what stands behind its `#` alone would not be loaded again.
      await send('Page.navigate', { url: 'about:blank' });
      await until(() => look('location.href === "about:blank"'), 'an empty page');
      address = url.replace(/#.*/s, '');
      requests.length = 0;
      complaints.length = 0;
      isLoaded = false;
      await send('Page.navigate', { url });
      await until(() => Promise.resolve(isLoaded), `${url} to be loaded`);
    },
    waitFor: (expression) => until(() => look(expression), expression),
    click: async (selector, count = 1) => {
      const { left, top, width, height } = await placeOf(selector);
      for (let clickCount = 1; clickCount <= count; clickCount += 1) {
        for (const type of ['mousePressed', 'mouseReleased']) await mouse(type, left + width / 2, top + height / 2, { clickCount, buttons: 1 });
      }
    },
    drag: async (selector, from, to) => {
      const { left, top, width, height } = await placeOf(selector);
      const y = top + height / 2;
      await mouse('mousePressed', left + width * from, y, { clickCount: 1, buttons: 1 });
      for (const share of [from + (to - from) / 2, to]) await mouse('mouseMoved', left + width * share, y, { buttons: 1 });
      await mouse('mouseReleased', left + width * to, y, { clickCount: 1 });
    },
    wheel: async (selector, by, withControl) => {
      const { left, top, width, height } = await placeOf(selector);
      await mouse('mouseWheel', left + width / 2, top + height / 2, { deltaX: 0, deltaY: by, modifiers: withControl ? 2 : 0 });
    },
    pinch: async (selector, from, to) => {
      const { left, top, width, height } = await placeOf(selector);
      const points = (shares: readonly number[]) => shares.map((share, id) => ({ id, x: left + width * share, y: top + height / 2 }));
      await send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(from) });
      for (const part of [0.5, 1]) await send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(from.map((share, at) => share + (to[at]! - share) * part)) });
      await send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
    press: async (key) => {
      const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {};
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, ...text, ...(key === 'Tab' ? { windowsVirtualKeyCode: 9 } : key === 'Enter' ? { windowsVirtualKeyCode: 13 } : {}) });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
    },
    type: async (text) => {
      await send('Input.insertText', { text });
    },
    picture: async () => {
      const { data } = (await send('Page.captureScreenshot')) as { data: string };
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      const gone = new Promise((resolve) => browser.once('close', resolve));
      await call('Browser.close').catch(() => undefined);
      await gone;
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
