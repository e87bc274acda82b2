/** What the register can be asked by (API.md, and what figures need besides). */
export const REGISTER_PARAMS = [
  'kind',
  'gmina',
  'item',
  'strategy',
  'unit',
  'status',
  'phase',
  'organisation',
  'representative',
  'caseSign',
  'number',
  'overdue',
  'waitsFor',
  'dueFrom',
  'dueTo',
  'link',
  'mark',
  'occurredFrom',
  'occurredTo',
  'recordedFrom',
  'recordedTo',
  'countsFrom',
  'countsTo',
  'concernsFrom',
  'concernsTo',
  'startedFrom',
  'startedTo',
  'completedFrom',
  'completedTo',
  'figure',
  'figureFrom',
  'figureTo',
  'lateDays',
  'backfilledDays',
  'recordedBy',
  'selfApproved',
  'q',
  'sort',
  'limit',
  'cursor',
  'count',
  'asOf',
] as const;

export type RegisterParam = (typeof REGISTER_PARAMS)[number];
export type RegisterParams = Readonly<Partial<Record<RegisterParam, string>>>;

/** The address of a register query. */
export function registerQuery(params: RegisterParams): string {
  return `/v1/activities?${new URLSearchParams(params).toString()}`;
}
