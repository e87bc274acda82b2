import type { Altered } from '../../domain/views/additions.js';
import type { Source } from './figure.js';

export const TIME: Source = { position: null, event: null, class: 'time' };
export const CODE: Source = { position: null, event: null, class: 'code' };

/** An event of a register. */
export const referenceOf = ({ position, event }: Altered): Source => ({ position, event, class: 'reference' });
