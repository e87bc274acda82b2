/** What is recorded while measuring: contacts as a clerk would enter them, one different from the next. */
import {
  Act,
  GMINAS,
  hashedId,
  Identities,
  kindNamed,
  newEvent,
  ORGANISATIONS,
  readRecording,
  wellFormed,
} from '../product.js';
import { diceOf } from './dice.js';
import { dayAfter, LAST_DAY, RARE } from './events.js';
import { placeFor, titleFor } from './stories.js';

const contact = kindNamed('contact');
const usual = GMINAS.map(({ terc }) => terc).filter((terc) => terc !== RARE);
const partners = ORGANISATIONS.filter(({ kind }) => kind === 'gmina').map(({ name }) => name);
export const ACTOR = { id: 'pracownik-1', roles: ['recorder'] };
const ORIGIN = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * @param {(nth: number) => string} [dayOf] the day of each; by default the ledger's last
 * @returns {object[]} bodies of POST /v1/contacts
 */
export function bodies(count, seed, dayOf = () => LAST_DAY) {
  const dice = diceOf(seed);
  return Array.from({ length: count }, (_, nth) => ({
    title: titleFor(dice),
    occurredOn: dayOf(nth),
    gminas: [dice.pick(usual)],
    strategyItems: ['T1'],
    place: placeFor(dice),
    channel: dice.pick(['phone', 'email', 'meeting']),
    direction: dice.pick(['incoming', 'outgoing']),
    counterparts: [{ organisation: { name: dice.pick(partners) }, function: 'sekretarz gminy' }],
  }));
}

/** As a spreadsheet of three years has them: in the order of their days. */
export const history = (count, seed) => bodies(count, seed, (nth) => dayAfter(nth / count));

const REQUEST = { actor: ACTOR, alone: false };

/** The bodies as validated commands: what Kronika's handler is given. */
export const commandsOf = (all) =>
  all.map((body) => new Act(contact, null, wellFormed(readRecording(contact, body)), REQUEST));

/** The bodies as rows that an import has checked: decided events, under ids made of what the rows say. */
export function rowsOf(all) {
  const identities = new Identities(contact.name);
  return eventsOf(all).map(({ type, data }, index) => {
    const request = { ...REQUEST, origin: { file: ORIGIN, row: index + 2 } };
    const identity = identities.of({ ref: null, body: data.details, steps: [] });
    const events = [newEvent(request, identity.event(0), type, data)];
    return { request, prepared: { ref: null, stream: `contact-${identity.id}`, events, organisations: [], refs: [] } };
  });
}

/** The bodies as decided events: what the raw limit and the peers are given. They need not decide anything. */
export const eventsOf = (all) =>
  all.map(({ counterparts, ...rest }) => {
    const [{ organisation, function: its }] = counterparts;
    const named = [
      { organisation: { id: hashedId('bench', organisation.name), name: organisation.name }, function: its },
    ];
    const details = { ...rest, counterparts: named, scope: 'gminas', occurredPrecision: 'day', strategy: '2022-2024' };
    return {
      type: 'ContactRecorded',
      data: { step: 'record', status: 'recorded', details, fields: { on: rest.occurredOn } },
    };
  });
