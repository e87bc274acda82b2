/** What the stand-in does wrong with the next call that it fits. */
export type Fault =
  /** Of an append: written or not, the connection breaks before the answer. */
  | { readonly is: 'drop'; readonly written: boolean }
  /** Of an append: it is written only so many milliseconds after it came, though its sender may have given it up by then. */
  | { readonly is: 'held'; readonly milliseconds: number }
  /** The answer comes so many milliseconds after the work was done; null is never. */
  | { readonly is: 'late'; readonly milliseconds: number | null }
  /** Of a subscription: it begins with the event that it was to begin after. */
  | { readonly is: 'repeat' }
  /** Answered instead of done. */
  | { readonly is: Refusal }
  /** Of a reading or a subscription: after so many events it breaks off. `end`: as if that had been all. */
  | { readonly is: 'break'; readonly after: number; readonly by: 'drop' | 'end' | 'unavailable' };

export type Refusal =
  | 'unavailable'
  | 'timeout'
  | 'deadline-exceeded'
  | 'cancelled'
  | 'not-leader'
  | 'no-leader-known'
  | 'wrong-expected-version'
  | 'stream-deleted'
  | 'access-denied'
  | 'unauthenticated'
  | 'too-large'
  | 'event-too-large'
  | 'exhausted'
  | 'unknown';

export type Call = 'append' | 'stream' | 'all' | 'subscription';

/** Faults to come, in the order in which they were asked for, each for one call. */
export class Faults {
  private readonly coming: { readonly call: Call; readonly fault: Fault }[] = [];

  next(call: Call, ...faults: readonly Fault[]): void {
    for (const fault of faults) this.coming.push({ call, fault });
  }

  take(call: Call): Fault | null {
    const at = this.coming.findIndex((each) => each.call === call);
    return at === -1 ? null : (this.coming.splice(at, 1)[0]?.fault ?? null);
  }

  /** How many have not come to pass. */
  get left(): number {
    return this.coming.length;
  }
}
