import type { Actor } from '../../domain/kernel/event.js';

/**
 * The accounts that work in the demonstration: functions with a number, so that nobody takes them for anybody. The
 * first department is the one whose strategy this is; the others are named after what counties mostly have.
 */
const PROJECTS = 'Wydział Projektów Europejskich, Informacji i Współpracy z Mediami';

export const CLERK_1: Actor = { id: 'pracownik-1', roles: ['recorder'], department: PROJECTS };
export const CLERK_2: Actor = { id: 'pracownik-2', roles: ['recorder'], department: PROJECTS };
/** The press desk. */
export const CLERK_3: Actor = { id: 'pracownik-3', roles: ['recorder'], department: PROJECTS };
export const SOCIAL_CLERK: Actor = { id: 'pracownik-4', roles: ['recorder'], department: 'Wydział Spraw Społecznych' };
export const ROADS_CLERK: Actor = { id: 'pracownik-5', roles: ['recorder'], department: 'Powiatowy Zarząd Dróg' };
export const BOARD_CLERK: Actor = {
  id: 'pracownik-6',
  roles: ['recorder'],
  department: 'Biuro Obsługi Zarządu i Rady',
};

export const MANAGER_1: Actor = { id: 'kierownik-1', roles: ['recorder', 'manager'], department: PROJECTS };
export const MANAGER_2: Actor = {
  id: 'kierownik-2',
  roles: ['recorder', 'manager'],
  department: 'Powiatowy Zarząd Dróg',
};

export const ADMINISTRATOR: Actor = {
  id: 'administrator-1',
  roles: ['administrator'],
  department: 'Referat Informatyki',
};
