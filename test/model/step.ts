import fc from 'fast-check';
import type { Opening, Scene } from './scene.js';

/** One thing that happens to a log, or to its reader. */
export interface Step {
  do: string;
  with: Readonly<Record<string, unknown>>;
}

interface StepKind {
  /** how often it comes, among the others */
  weight: number;
  arguments: fc.Arbitrary<Readonly<Record<string, unknown>>>;
  /** Does nothing where it makes no sense, so that a sequence can be shortened anywhere. */
  run(scene: Scene, given: never): void;
}

const kind = <Given extends Readonly<Record<string, unknown>>>(
  weight: number,
  model: { [Name in keyof Given]: fc.Arbitrary<Given[Name]> },
  run: (scene: Scene, given: Given) => void,
): StepKind => ({ weight, arguments: fc.record(model), run });

const flag = fc.boolean();
const fewLines = fc.integer({ min: 0, max: 4 });
const budgets = fc.constantFrom(7, 100, 4096, 1 << 20);

/** How the server learns of a rotation: it opens the name anew at once, or goes on in the old file. */
const tell = (scene: Scene, reopens: boolean): void => {
  if (reopens && scene.log.writer.file !== null) scene.log.writer.reopen();
};

const rotate = (scene: Scene, given: { creates: boolean; reopens: boolean }): void => {
  if (scene.log.named === null) return;
  scene.log.rename();
  if (given.creates) scene.log.create();
  tell(scene, given.reopens);
};

const truncate = (scene: Scene, size = 0): void => {
  scene.account.noteLoss(size, scene.isRunning);
  scene.log.truncate(size, (text) => scene.account.wasRead(text));
};

/** Every kind of step, by its name. */
export const STEPS = {
  write: kind(12, { lines: fc.integer({ min: 1, max: 20 }) }, ({ log }, { lines }: { lines: number }) => {
    log.writer.write(lines);
  }),
  'write part': kind(6, { bytes: fc.integer({ min: 1, max: 24 }) }, ({ log }, { bytes }: { bytes: number }) => {
    log.writer.writePart(bytes);
  }),
  'write byte by byte': kind(2, { bytes: fc.integer({ min: 1, max: 12 }) }, (scene, { bytes }: { bytes: number }) => {
    for (let i = 0; i < bytes; i += 1) {
      scene.log.writer.writePart(1);
      scene.look(1 << 20);
    }
  }),
  'finish line': kind(4, {}, ({ log }) => {
    log.writer.finishLine();
  }),
  rotate: kind(5, { creates: flag, reopens: flag }, rotate),
  'rotate fast': kind(
    3,
    { times: fc.integer({ min: 2, max: 4 }), lines: fewLines, creates: flag },
    (scene, { times, lines, creates }: { times: number; lines: number; creates: boolean }) => {
      for (let i = 0; i < times; i += 1) {
        rotate(scene, { creates, reopens: true });
        scene.log.writer.write(lines);
      }
    },
  ),
  'create from temporary': kind(
    2,
    { name: fc.constantFrom('', '.tmp'), lines: fewLines, rotates: flag, reopens: flag },
    (scene, given: { name: string; lines: number; rotates: boolean; reopens: boolean }) => {
      if (given.rotates) rotate(scene, { creates: false, reopens: false });
      scene.log.createFromTemporary(given.name, given.lines);
      tell(scene, given.reopens);
    },
  ),
  'copy and remove': kind(
    2,
    { looks: flag, creates: flag, reopens: flag },
    (scene, given: { looks: boolean; creates: boolean; reopens: boolean }) => {
      if (scene.log.named === null) return;
      scene.log.copy();
      if (given.looks) scene.look(100);
      scene.log.remove();
      if (given.creates) scene.log.create();
      tell(scene, given.reopens);
    },
  ),
  'copy and truncate': kind(
    3,
    { looks: flag, between: fewLines, reopens: flag },
    (scene, given: { looks: boolean; between: number; reopens: boolean }) => {
      if (scene.log.named === null) return;
      scene.log.copy();
      if (given.looks) scene.look(100);
      if (given.looks || scene.isUnsure) scene.account.disownCopies();
      if (!scene.log.writesElsewhere) scene.log.writer.write(given.between);
      truncate(scene);
      scene.account.reckon();
      tell(scene, given.reopens);
    },
  ),
  truncate: kind(1, { reopens: flag }, (scene, { reopens }: { reopens: boolean }) => {
    if (scene.log.named === null) return;
    truncate(scene);
    tell(scene, reopens);
  }),
  'truncate to less': kind(1, { percent: fc.integer({ min: 1, max: 99 }) }, (scene, { percent }: { percent: number }) => {
    const { named } = scene.log;
    if (named === null) return;
    truncate(scene, Math.floor((named.content.length * percent) / 100));
  }),
  regrow: kind(1, { reopens: flag }, (scene, { reopens }: { reopens: boolean }) => {
    const { named } = scene.log;
    if (named === null || scene.log.writesElsewhere) return;
    const size = named.content.length;
    truncate(scene);
    tell(scene, reopens);
    scene.log.writer.writeBeyond(size);
  }),
  'rewrite to the same size': kind(1, {}, (scene) => {
    const { named } = scene.log;
    if (named === null || scene.log.writesElsewhere) return;
    scene.account.noteLoss(0, scene.isRunning);
    scene.log.rewrite();
  }),
  delete: kind(2, { reopens: flag }, (scene, { reopens }: { reopens: boolean }) => {
    if (scene.log.named === null) return;
    scene.log.remove();
    tell(scene, reopens);
  }),
  reopen: kind(4, {}, ({ log }) => {
    log.writer.reopen();
  }),
  'let go': kind(1, {}, ({ log }) => {
    log.writer.letGo();
  }),
  'swap the link': kind(3, { reopens: flag }, (scene, { reopens }: { reopens: boolean }) => {
    if (scene.layout === 'plain') return;
    scene.log.swap();
    scene.account.forsake();
    tell(scene, reopens);
  }),
  'hard link': kind(1, {}, ({ log }) => {
    if (log.named !== null) log.hardLink();
  }),
  compress: kind(1, {}, (scene) => {
    const { rotated } = scene.log;
    if (rotated === null) return;
    scene.log.compress(rotated);
  }),
  fault: kind(
    2,
    {
      code: fc.constantFrom('EIO', 'EACCES', 'EMFILE', 'ESTALE'),
      call: fc.constantFrom('any', 'open', 'stat', 'fstat', 'read', 'close'),
      calls: fc.integer({ min: 1, max: 5 }),
    },
    ({ watched }, given: { code: string; call: string; calls: number }) => {
      watched.fail({ ...given });
    },
  ),
  look: kind(12, { budget: budgets }, (scene, { budget }: { budget: number }) => {
    scene.look(budget);
  }),
  'look at all': kind(4, {}, (scene) => {
    scene.lookAll();
  }),
  checkpoint: kind(2, {}, (scene) => {
    scene.checkpoint();
  }),
  kill: kind(1, {}, (scene) => {
    scene.kill();
  }),
  'shut down': kind(1, {}, (scene) => {
    scene.shutDown();
  }),
  resume: kind(3, {}, (scene) => {
    scene.resume();
  }),
  wait: kind(2, { seconds: fc.constantFrom(1, 9, 11, 700) }, (scene, { seconds }: { seconds: number }) => {
    scene.time += seconds * 1000;
  }),
} satisfies Record<string, StepKind>;

export type StepName = keyof typeof STEPS;

const isStepName = (name: string): name is StepName => name in STEPS;

/** Sequences of the steps that are named. */
export const sequences = (names: readonly StepName[], maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      ...names.map((name) => ({ weight: STEPS[name].weight, arbitrary: STEPS[name].arguments.map((given) => ({ do: name, with: given })) })),
    ),
    { maxLength },
  );

/** How a sequence may begin. */
export const openings: fc.Arbitrary<Opening> = fc.record({
  layout: fc.constantFrom('plain' as const, 'plain' as const, 'file link' as const, 'directory link' as const),
  names: fc.constantFrom('chain' as const, 'numbers' as const, 'dates' as const),
  writer: fc.constantFrom('append' as const, 'append' as const, 'position' as const),
  texts: fc.constantFrom('different' as const, 'different' as const, 'header' as const, 'repeating' as const),
  crlf: fc.boolean(),
  mark: fc.boolean(),
  begins: fc.constantFrom('missing' as const, 'empty' as const, 'lines' as const, 'in a line' as const),
  fromStart: fc.boolean(),
  resumable: fc.boolean(),
  budget: fc.constantFrom(0, 7, 1 << 20),
});

/** @throws an AssertionError when the follower, or the disk, is not as it should be */
export const runStep = (scene: Scene, step: Step): void => {
  if (!isStepName(step.do)) throw new Error(`no such step: ${step.do}`);
  STEPS[step.do].run(scene, step.with as never);
  scene.account.reckon();
};
