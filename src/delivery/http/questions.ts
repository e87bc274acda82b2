/** What the figures, the trail and single subjects can be asked by: read by the routes, told by the description. */

/** A single subject, as of a point. */
export const POINT_PARAMS = ['asOf'] as const;

export const GMINAS_PARAMS = ['from', 'to', 'sort', 'without', 'asOf'] as const;
export const GMINA_PARAMS = ['from', 'to', 'asOf'] as const;
export const GOALS_PARAMS = ['from', 'to', 'strategy', 'gaps', 'asOf'] as const;
export const GOAL_PARAMS = ['from', 'to', 'strategy', 'asOf'] as const;
export const COVERAGE_PARAMS = ['from', 'to', 'strategy', 'asOf'] as const;
export const PERIOD_REPORT_PARAMS = ['from', 'to', 'strategy', 'asOf'] as const;
export const ANNUAL_REPORT_PARAMS = ['year', 'strategy', 'asOf'] as const;
export const PERIOD_DIFFERENCE_PARAMS = ['from', 'to', 'strategy', 'freezing', 'asOf', 'comparedTo', 'path'] as const;
export const ANNUAL_DIFFERENCE_PARAMS = ['year', 'strategy', 'freezing', 'asOf', 'comparedTo', 'path'] as const;
export const EVIDENCE_PARAMS = ['report', 'year', 'from', 'to', 'strategy', 'freezing', 'asOf'] as const;

export const STREAM_PARAMS = ['after', 'kind', 'type', 'stream', 'gmina', 'by'] as const;
export const REPLAY_PARAMS = ['from', 'to'] as const;
