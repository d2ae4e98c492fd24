declare module 'picomatch' {
  interface Options {
    /** a leading dot is matched by a wildcard, too */
    dot?: boolean;
    noextglob?: boolean;
    posix?: boolean;
  }

  /** Makes what tells whether a path matches the glob. */
  const picomatch: (glob: string, options?: Options) => (path: string) => boolean;
  export = picomatch;
}
