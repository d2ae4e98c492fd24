/** A report that shows no backlog proves that all lines were read that were written so long (ms) before. */
const READ_WITHIN = 5000;

/** Which rotated files may be deleted, because even a program that is killed now would not need them again. */
export class ReadProof {
  /** files that were closed before this instant may be deleted */
  safeBefore = -Infinity;
  #reports: number[] = [];
  #busyUntil: number;

  /**
   * @param usual the lines that a report has when there is no backlog
   * @param now the machine's monotonic clock in ms
   */
  constructor(
    private readonly usual: number,
    private readonly now: () => number,
  ) {
    this.#busyUntil = now() + READ_WITHIN;
  }

  /** The program was stopped, or was started: reports prove nothing until it has caught up. */
  interrupted(): void {
    this.#reports = [];
    this.#busyUntil = this.now() + READ_WITHIN;
  }

  reported(lines: number): void {
    if (lines > 1.5 * this.usual) this.interrupted();
    else if (this.now() > this.#busyUntil) this.#reports.push(this.now());
  }

  /** A checkpoint of this instant is on the disk (Infinity: none is needed). */
  checkpointed(at: number): void {
    const proved = this.#reports.filter((report) => report < at - 100);
    this.#reports = this.#reports.slice(proved.length);
    this.safeBefore = (proved.at(-1) ?? this.safeBefore + READ_WITHIN) - READ_WITHIN;
  }
}
