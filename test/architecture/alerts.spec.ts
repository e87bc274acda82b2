import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const fileOf = (name: string): string => readFileSync(resolve(import.meta.dirname, '../..', name), 'utf8');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

describe('the alerts', () => {
  const rules = (parse(fileOf('deploy/prometheus-rules.yml')) as Rules).groups.flatMap((group) => group.rules);

  it('each have a line that says what to do, and no line has no alert', () => {
    const lines = [...fileOf('docs/operating.md').matchAll(/^\| `(Kronika[A-Z]\w+)` \| \S/gm)].map(([, name]) => name);
    expect(lines).toEqual(rules.map(({ alert }) => alert));
  });

  it('ask for figures that there are', () => {
    // Written by the backup's own script, as docs/operating.md shows it.
    const told = `${fileOf('src/delivery/http/metrics.ts')} kronika_last_backup_timestamp_seconds`;
    const asked = rules.flatMap(({ expr }) => [...expr.matchAll(/kronika_[a-z_]+?(?=_count\{|[^a-z_])/g)]);
    expect(asked.length).toBeGreaterThan(4);
    for (const [name] of asked) expect(told).toContain(name);
  });
});
