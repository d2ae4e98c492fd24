/** Who reads the generations of a name, asked by one of them. */
export interface GenerationKeeper<Generation> {
  /** Whether it stands at the name, as of now. */
  standsAtName(file: Generation): boolean;
  /** Whether nothing stood at the name at the last look that could tell. */
  isNameMissing(): boolean;
  /** A path that leads to it now; null when none is known. */
  pathOf(file: Generation): string | null;
  /** Lets it go, because somebody else reads it from now on. */
  handOver(file: Generation): void;
  /** Gives its descriptor back if that does no harm; false when it would. */
  spare(file: Generation): boolean;
}
