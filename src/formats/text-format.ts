import type { Format } from './format.js';
import type { Layout } from './layouts/layout.js';
import { compileLayout } from './program.js';
import type { Program } from './program.js';
import { createScanner, scannerSlots } from './scanner.js';
import { TextReader } from './text-reader.js';

/** The format of lines in a layout, which is compiled when it is first used. */
export class TextFormat implements Format {
  private compiled: Program | null = null;

  constructor(readonly layout: Layout) {}

  get name(): string {
    return this.layout.name;
  }

  get program(): Program {
    this.compiled ??= compileLayout(this.layout);
    return this.compiled;
  }

  get fields(): Format['fields'] {
    return this.program.fields;
  }

  describe(): string {
    return this.layout.text;
  }

  newReader(wanted?: Parameters<Format['newReader']>[0]): TextReader {
    return new TextReader(this.program, wanted);
  }

  newScanner(config: Parameters<Format['newScanner']>[0]): ReturnType<Format['newScanner']> {
    return createScanner(this.name, this.newReader(scannerSlots(config)), config);
  }
}
