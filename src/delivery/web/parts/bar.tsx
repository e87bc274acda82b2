import type { VNode } from 'preact';

/** A bar for the eye, beside the figure that says the same. */
export function Bar({ value, most }: { readonly value: number; readonly most: number }): VNode {
  const width = most === 0 ? 0 : (100 * value) / most;
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rest" width="100" height="8" />
      <rect class="own" width={width.toFixed(2)} height="8" />
    </svg>
  );
}
