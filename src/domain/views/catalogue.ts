import type { View } from '../kernel/view.js';
import { additions } from './additions.js';
import { coverage } from './coverage.js';
import { days } from './days.js';
import { freezings } from './freezings.js';
import { gminaMonths } from './gmina-months.js';
import { itemMonths } from './item-months.js';
import { numbering } from './numbering.js';
import { register } from './register.js';
import { measures, registers } from './registers.js';
import { support } from './support.js';
import { trail } from './trail.js';

/** Every view. A generation holds all of them at their versions. */
export const VIEWS: readonly View[] = [
  register,
  numbering,
  gminaMonths,
  itemMonths,
  coverage,
  additions,
  support,
  registers,
  measures,
  trail,
  days,
  freezings,
];

export const viewVersions = (): Record<string, number> =>
  Object.fromEntries(VIEWS.map(({ name, version }) => [name, version]));
