/** Somebody who holds a descriptor, and may be asked to give it back. */
export interface DescriptorHolder {
  /** when it was last of use: the holder that was silent longest is asked first */
  readonly lastSign: number;
  /** Gives its descriptor back if it can do without. False when it cannot just now. */
  giveBack(): boolean;
}

/** How many descriptors all followers of a run may hold. */
export interface DescriptorBudget {
  /** Somebody opened one. Beyond the limit others are asked to give theirs back. */
  take(holder: DescriptorHolder): void;
  /** Somebody gave one back. */
  free(holder: DescriptorHolder): void;
  /** The machine has none left: asks for one. False when nobody could give one. */
  relieve(): boolean;
}

/** @param limit descriptors that are held at most, as far as holders can do without theirs */
export const createDescriptorBudget = (limit: number): DescriptorBudget => {
  const holders = new Set<DescriptorHolder>();

  const relieve = (but: DescriptorHolder | null): boolean => {
    const oldest = [...holders].filter((holder) => holder !== but).sort((a, b) => a.lastSign - b.lastSign);
    return oldest.some((holder) => holder.giveBack());
  };

  return {
    take(holder) {
      holders.add(holder);
      if (holders.size > limit) relieve(holder);
    },
    free(holder) {
      holders.delete(holder);
    },
    relieve: () => relieve(null),
  };
};
