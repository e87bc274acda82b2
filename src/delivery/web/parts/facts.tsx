import type { ComponentChildren, VNode } from 'preact';

/** What something is called, and what it is. */
export type Fact = readonly [label: string, told: ComponentChildren];

/** Facts, one under the other. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(([label, told]) => (
        <>
          <dt>{label}</dt>
          <dd>{told}</dd>
        </>
      ))}
    </dl>
  );
}
