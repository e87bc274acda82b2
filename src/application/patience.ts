/** How long a request waits for the views before it is answered without them; told by the composition root. */
export abstract class Patience {
  abstract readonly milliseconds: number;
}

/** DESIGN.md section 2: a write that waits longer says that the views are late. Milliseconds. */
export const PATIENCE = 5000;
