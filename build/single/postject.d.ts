declare module 'postject' {
  /** Puts `resourceData` into the program as a note (ELF) or resource (PE), and flips the fuse that follows `sentinelFuse`. */
  export function inject(
    filename: string,
    resourceName: string,
    resourceData: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
