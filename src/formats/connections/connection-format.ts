import type { Format } from '../format.js';
import { createScanner } from '../scanner.js';
import { ConnectionLines } from './connection-lines.js';
import { CONNECTION_FIELDS, ConnectionReader } from './connection-reader.js';

/** Lines of who connected to whom: `unix-time host-from host-to`. */
export class ConnectionFormat implements Format {
  readonly name = 'connections';
  readonly fields = CONNECTION_FIELDS;

  describe(): string {
    return 'unix-time host-from host-to';
  }

  newReader(): ConnectionReader {
    return new ConnectionReader();
  }

  newScanner(config: Parameters<Format['newScanner']>[0]): ReturnType<Format['newScanner']> {
    return createScanner(this.name, this.newReader(), config);
  }

  newQuickLines(...config: Parameters<NonNullable<Format['newQuickLines']>>): ConnectionLines {
    return new ConnectionLines(...config);
  }
}
