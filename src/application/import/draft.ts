import type { Json, JsonObject } from '../../domain/kernel/json.js';

/** What is wrong with a row, in words for a clerk. */
export interface Amiss {
  /** The header that the file has, or that it should have. */
  readonly column: string;
  /** Exactly as in the file; empty where nothing stands there. */
  readonly value: string;
  readonly reason: string;
}

/** One activity as a file tells it: the body that records it, and the bodies of the steps taken since. */
export interface Draft {
  readonly ref: string | null;
  /** As `POST /v1/{kinds}` takes it. Names may still stand where ids belong. */
  readonly body: JsonObject;
  /** Each with its `step`, in order. */
  readonly steps: readonly JsonObject[];
  /** The column and cell that a pointer into `{...body, steps}` comes from. */
  place(pointer: string): Pick<Amiss, 'column' | 'value'>;
  /** Whether names stand in place of codes and objects, as in a spreadsheet. */
  readonly named: boolean;
}

/** A draft of what could be read, with all that could not; null where nothing could. */
export interface Drafted {
  readonly draft: Draft | null;
  readonly amiss: readonly Amiss[];
}

/** Builds an object from values by path; a path that leads through a list names the place in it. */
export class Building {
  private readonly root: Record<string, unknown> = {};

  put(path: readonly (string | number)[], value: Json): void {
    let at: Record<string | number, unknown> = this.root;
    path.forEach((name, index) => {
      const next = path[index + 1];
      if (next === undefined) at[name] = value;
      // What is made here is an object or a list, as the path goes on.
      else at = (at[name] ??= typeof next === 'number' ? [] : {}) as Record<string | number, unknown>;
    });
  }

  get(name: string): unknown {
    return this.root[name];
  }

  object(): JsonObject {
    // Made of JSON alone.
    return this.root as JsonObject;
  }
}
