import type { FollowedFile } from './followed-file.js';
import { Generation } from './generation.js';
import type { Original } from './unread-search.js';

/** What a file holds now, and what it held before it was written anew. */
export const originalsIn = (file: FollowedFile, isNewest: boolean): Original[] => {
  if (!(file instanceof Generation)) return [];
  const intact = file.opened();
  if (intact === null) return [];
  const entry = file.entry();
  const present: Original = { entry, intact, isNewest, isUnread: !file.isDrained, resumed: false };
  return file.isRewritten(intact.stat) ? [present, { ...present, intact: null }] : [present];
};
