import type { ViewStore } from './view-store.js';

/** Where documents are laid out for one reading or one verification, and then forgotten. */
export abstract class Scratch {
  /** An empty view store in memory: for the few documents that one segment's events touch. */
  abstract small(): ViewStore;

  /** An empty view store for a whole replay; `dispose` takes away what it kept. */
  abstract large(): Promise<{ readonly store: ViewStore; dispose: () => Promise<void> }>;
}
