/** How many activities of an item a row has in the period. */
export class Cell {
  /** Before the event at hand; null where that has not touched it. */
  before: number | null = null;

  constructor(
    readonly row: string,
    readonly item: string,
    public count: number,
  ) {}
}
