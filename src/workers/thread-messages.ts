/** A thread that helps, as its owner sees it. */
export interface ThreadPort {
  postMessage: (message: unknown) => void;
  /** Sets who is told what it posts. */
  onMessage: (listener: (message: unknown) => void) => void;
  /** Sets who is told that it died: it ended by an error, or before it was asked to. */
  onDeath: (listener: (error: Error) => void) => void;
  /** Ends it at once. */
  terminate: () => Promise<void>;
}
