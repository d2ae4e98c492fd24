import { MAX_SOURCES } from '../../core/source-book.js';
import { COMPRESSED_NAME, compressionOf, MAGIC_LENGTH } from '../compressed/compression.js';
import type { FileSystem } from '../file-system.js';
import type { FileFollower, FollowStart } from '../following/follower.js';
import type { GlobMatch, GlobScan } from './glob-scan.js';
import { createGlobWatch } from './glob-watch.js';
import type { Poller } from '../following/poller.js';
import type { LineSink } from '../source.js';
import type { Timers } from '../timers.js';

/** Files that are followed at once because they match, at most. */
const MAX_MEMBERS = 50_000;

/** Where the lines of a file go that came because it matches a glob. */
export interface MemberSink {
  sink: LineSink;
  /** The file is gone and was read to its end: no call to the sink will be made any more. */
  left: () => void;
}

/** What files that match globs are followed with. */
export interface GlobMembersOptions {
  scan: GlobScan;
  /** what the first scan found */
  present: readonly GlobMatch[];
  /** A file is followed from now on. */
  join: (path: string) => MemberSink;
  /** Tells people what has no event of a file. */
  tell: (message: string) => void;
  /** files that are followed by their own names, whatever matches */
  known: readonly string[];
  /** where reading begins in files that are there at the start */
  start: FollowStart;
  /** whether an earlier run followed the glob too: then what is there came while nobody watched, unless it is known */
  hasFollowed?: (glob: string) => boolean;
  follow: (path: string, sink: LineSink, start: FollowStart) => FileFollower;
  poller: Pick<Poller, 'add' | 'remove'>;
  fileSystem: FileSystem;
  timers: Timers;
}

/** Follows the files that match globs, as they come and go. */
export interface GlobMembers {
  start(): void;
  /** Takes up what has come since the last scan, and scans no more. */
  finish(): Promise<void>;
  close(): void;
}

interface Member extends MemberSink {
  follower: FileFollower;
}

const list = (paths: readonly string[]): string =>
  paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${String(paths.length - 3)} more` : '');

/**
 * Follows the files that match globs. Those that come later are read from their beginning; those that are gone leave when
 * they have been read to their ends. A compressed file is not followed: it does not grow, and holds what was read already.
 */
export const createGlobMembers = (options: GlobMembersOptions): GlobMembers => {
  const { scan, present, join, tell, known, follow, poller, fileSystem, timers } = options;
  const members = new Map<string, Member>();
  // Each needs a number of its own, and so does each file that is named.
  const most = Math.max(0, Math.min(MAX_MEMBERS, MAX_SOURCES - known.length));
  /** compressed files that were told */
  let told = new Set<string>();
  let isStart = true;
  let isFull = false;

  /** Its first bytes decide, and they may not be there yet. */
  const kindOf = (path: string): 'compressed' | 'undecided' | 'plain' => {
    if (told.has(path) && COMPRESSED_NAME.test(path)) return 'compressed';
    const head = Buffer.alloc(MAGIC_LENGTH);
    try {
      const descriptor = fileSystem.open(path);
      try {
        const found = compressionOf(head.subarray(0, fileSystem.read(descriptor, head, 0, head.length, 0)));
        if (found === 'undecided') return COMPRESSED_NAME.test(path) ? 'undecided' : 'plain';
        return found === null ? 'plain' : 'compressed';
      } finally {
        fileSystem.close(descriptor);
      }
    } catch {
      return 'plain'; // its follower tells why it cannot be read
    }
  };

  const tellCompressed = (matches: readonly GlobMatch[]): void => {
    const paths = matches.map(({ path }) => path);
    const news = paths.filter((path) => !told.has(path));
    told = new Set(paths);
    if (news.length > 0) tell(`${list(news)}: compressed, and not followed (read finished files with --once)`);
  };

  const take = (matches: readonly GlobMatch[]): readonly string[] => {
    const startOf = (glob: string): FollowStart => {
      if (!isStart) return 'beginning';
      return options.hasFollowed?.(glob) === true ? 'start' : options.start;
    };
    const kinds = matches.map((match) => ({ match, kind: kindOf(match.path) }));
    tellCompressed(kinds.filter(({ kind }) => kind === 'compressed').map(({ match }) => match));
    const plain = kinds.filter(({ kind }) => kind === 'plain').map(({ match }) => match);
    const free = most - members.size;
    if (plain.length > free && !isFull) {
      isFull = true;
      tell(`${String(most)} files that match are followed: others that match have to wait until some of them are gone`);
    }
    const joined = plain.slice(0, free).map(({ path, glob }) => {
      const member = join(path);
      if (!isStart) member.sink.event('joined', `it matches ${glob}`);
      const follower = follow(path, member.sink, startOf(glob));
      members.set(path, { ...member, follower });
      return { path, follower };
    });
    poller.add(joined.map(({ follower }) => follower));
    return joined.map(({ path }) => path);
  };

  const isOver = (path: string): boolean => {
    const member = members.get(path);
    if (member === undefined) return true;
    if (!member.follower.isGone) return false;
    members.delete(path);
    isFull = false;
    member.follower.giveUp();
    poller.remove(member.follower);
    member.sink.event('left', null);
    member.left();
    return true;
  };

  const failed = (reason: string): void => {
    tell(`the folders of globs cannot be searched: ${reason}; trying again`);
  };
  const watch = createGlobWatch({ scan, known, came: take, isOver, failed, timers });
  return {
    start: () => {
      watch.start(present);
      isStart = false;
    },
    finish: () => watch.finish(),
    close: () => {
      watch.close();
    },
  };
};
