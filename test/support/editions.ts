import { canonical } from '../../src/application/canonical.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';

/** Every edition of every view of the current generation, a line each, in the RFC 8785 form. */
export async function allEditions(views: ViewStore): Promise<string[]> {
  const current = (await views.generations()).find((each) => each.current);
  if (current === undefined) throw new Error('there are no views');
  const lines: string[] = [];
  for (const { name, version } of VIEWS) {
    for await (const batch of views.editions(current.id, name))
      for (const edition of batch) lines.push(canonical({ view: name, version, ...edition }));
  }
  return lines;
}
