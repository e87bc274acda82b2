import type { pl } from './pl.js';

type Told<T> = T extends (...given: infer G) => string
  ? (...given: G) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Told<T[K]> };

/** Every text of the pages: Polish is the first, and says what there is. */
export type Texts = Told<typeof pl>;
