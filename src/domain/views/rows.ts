/** The rows into which figures fall: keys hold no dots (`G1.1` is `G1_1`). */

/** Every activity once. */
export const ALL = 'all';
export const COUNTY = 'county';
export const OUTSIDE = 'outside';
/** "Poza strategią": activities that name no item. */
export const OUTSIDE_STRATEGY = 'none';

export const itemKey = (strategy: string, code: string): string => `${strategy}/${code.replaceAll('.', '_')}`;
