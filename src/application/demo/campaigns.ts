import { daysBetween, plusDays } from '../../domain/kernel/day.js';
import { CLERK_2, CLERK_3, MANAGER_1 } from './people.js';
import { planned, type Planned } from './planned-campaigns.js';
import type { Chapter, Thread } from './story.js';

const CHANNELS = [
  'plakaty',
  'gazeta „Powiat Toruński”',
  'media społecznościowe',
  'radio lokalne',
  'strony gmin',
  'spotkania',
];

/** Campaigns with an aim, a measure and a target (strategy: T3, G1.1, G2.1, G2.4, G3.1, G3.4; P/19/072). */
export function tellCampaigns(chapter: Chapter, paths: readonly Thread[], roads: readonly Thread[]): readonly Thread[] {
  return planned(paths, roads).map((each) => tellCampaign(chapter, each));
}

function tellCampaign(chapter: Chapter, campaign: Planned): Thread {
  const { dice } = chapter;
  const { title, items, places, units, links, from, until, aim, measure, baseline, target, audience, budget } =
    campaign;
  const announced = plusDays(from, -dice.between(20, 45));
  // Some are put down before anybody has said what they are to achieve; then that has to be mended before the launch.
  const bare = dice.chance(30);
  const thread = chapter.begin(announced, CLERK_2, 'campaign', {
    title,
    occurredOn: from,
    occurredUntil: until,
    ...(places.length === 0 ? { scope: 'county' } : { gminas: places.map(({ terc }) => terc) }),
    strategyItems: items,
    ...(units === undefined ? {} : { units }),
    ...(links === undefined ? {} : { links: links.map(({ ref }) => ref) }),
    aim,
    ...(bare ? {} : { measure, baseline, target }),
    channels: dice.some(3, CHANNELS),
    audience,
    budget,
    step: 'plan',
  });
  const { end, readings } = campaign;
  if (end === 'planned') return thread;
  if (typeof end !== 'string' && readings.length === 0)
    return thread.step(plusDays(from, -3), MANAGER_1, 'cancel', { reason: end.cancelled });
  if (bare)
    thread.correct(
      plusDays(from, -6),
      CLERK_2,
      { measure, baseline, target },
      'Uzupełnienie miary i celu przed rozpoczęciem',
    );
  thread.step(from, CLERK_2, 'launch');
  const between = Math.floor(
    Math.min(daysBetween(from, until), daysBetween(from, '2024-12-10')) / (readings.length + 1),
  );
  readings.forEach((value, index) => {
    thread.step(plusDays(from, between * (index + 1)), CLERK_2, 'measure', { value }, dice.one([0, 2]));
  });
  if (end === 'running') return thread;
  if (typeof end !== 'string') return thread.step(plusDays(from, 50), MANAGER_1, 'cancel', { reason: end.cancelled });
  const reached = readings.at(-1) ?? baseline;
  thread.step(until, CLERK_3, 'conclude', {
    result: `Miara: ${String(reached)} przy celu ${String(target)} (${reached >= target ? 'cel osiągnięty' : 'cel nieosiągnięty'})`,
    cost: Math.round((budget * dice.between(85, 104)) / 100),
  });
  if (end === 'evaluated') {
    thread.step(plusDays(until, 40), MANAGER_1, 'evaluate', {
      assessment:
        reached >= target
          ? 'Kampania skuteczna, warto ją powtórzyć.'
          : 'Zasięg za mały: zacząć wcześniej i dołożyć radio.',
    });
  }
  return thread;
}
