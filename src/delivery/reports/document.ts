import type { Report } from '../../application/reports/report.js';
import { phaseOf, type Status, STATUSES } from '../../domain/activities/phase.js';
import { lastOf } from '../../domain/kernel/day.js';
import { LATE_DAYS } from '../../domain/views/register.js';
import {
  type Block,
  code,
  count,
  figures,
  heading,
  list,
  type Paper,
  paragraph,
  strong,
  table,
  warning,
  words,
} from '../paper/paper.js';
import * as polish from '../polish/formats.js';
import { counted, day, length, number, zloty } from '../polish/formats.js';
import { ACTIVITIES, DEMONSTRATION, PHASE_WORDS, STATUS_WORDS, wordOf } from '../polish/glossary.js';
import { counts, head, PHASE_NAMES, UNKNOWN } from './columns.js';
import { gminasSection, type NamedRow, namedRows, rowName } from './document-gminas.js';
import { gapsSection, goalsSection, kindsSection } from './document-goals.js';
import { campaignsSection, investmentsSection, moneySection } from './document-money.js';
import { Names } from './names.js';
import { periodOf, standing } from './standing.js';

/** A report as the office would print it, in Polish. */
export function reportPaper(report: Report): Paper {
  const names = Names.of(report);
  const title = `Raport ze współpracy powiatu z gminami za ${periodOf(report)}`;
  return {
    title,
    language: 'pl-PL',
    standing: [
      standing(report),
      positionOf(report),
      `SHA-256: ${report.digest}`,
      ...(report.demonstration ? [DEMONSTRATION] : []),
    ],
    written: polish,
    blocks: [
      heading(1, title),
      ...openingOf(report),
      ...summarySection(report),
      ...gminasSection(report),
      ...goalsSection(report, names),
      ...kindsSection(report),
      ...moneySection(report),
      ...investmentsSection(report, names),
      ...campaignsSection(report, names),
      ...gapsSection(report),
      ...lateSection(report),
      ...proofSection(report),
    ],
  };
}

const positionOf = ({ position }: Report): string => `Pozycja w dzienniku: ${number(Number(position))}`;

function openingOf(report: Report): readonly Block[] {
  const { county, demonstration, from, to } = report;
  return [
    ...(demonstration ? [warning(DEMONSTRATION)] : []),
    ...aheadOf(report),
    ...list([
      `Powiat: ${county === null ? 'dziennik nie ma jeszcze żadnego wpisu' : `${county.name} (TERC ${county.terc})`}`,
      `Okres: od ${day(`${from}-01`)} do ${day(lastOf(to))}`,
      standing(report),
      positionOf(report),
      `Strategia: ${strategyOf(report)}`,
    ]),
    paragraph(`Kreska (${UNKNOWN}) oznacza brak danych.`),
  ];
}

/** A warning where the period, or a part of it, is still to come. */
function aheadOf({ ahead, day: its }: Report): readonly Block[] {
  switch (ahead) {
    case 'none':
      return [];
    case 'part':
      return [
        warning(
          `Okres jeszcze się nie skończył: dane sięgają dnia ${day(its)}. O tym, co po nim, raport mówi tylko tyle, co trwa lub jest zaplanowane.`,
        ),
      ];
    case 'all':
      return [
        warning(
          `Okres jeszcze się nie zaczął: dane sięgają dnia ${day(its)}. Raport pokazuje tylko to, co już trwa lub jest zaplanowane.`,
        ),
      ];
  }
}

function strategyOf({ strategy }: Report): string {
  if (strategy === null) return 'nie przyjęto jeszcze żadnej';
  const { id, title, from, until, ranOut } = strategy;
  const past = ranOut ? '; jej okres minął, obowiązuje do przyjęcia następnej' : '';
  return `${title} (${id}), na okres od ${day(from)} do ${day(until)}${past}`;
}

function summarySection({ totals }: Report): readonly Block[] {
  const { activities, attendance, money, openFollowUps, openPromises } = totals;
  const phases = PHASE_NAMES.map((phase) => `${PHASE_WORDS[phase]} ${number(activities.byPhase[phase])}`);
  const statuses = STATUSES.filter((status) => (activities.byStatus[status] ?? 0) > 0);
  return [
    heading(2, 'Podsumowanie'),
    ...list([
      [
        'W tym okresie ',
        strong(counted(activities.total, ACTIVITIES)),
        `, rozpoczęte ${number(activities.started)}, zakończone ${number(activities.completed)}.`,
      ],
      `Etapy wszystkich działań według daty zdarzenia: ${phases.join(', ')}.`,
      `Wydarzenia: zaproszenia ${number(attendance.invited)}, udział ${number(attendance.attended)}, w tym w zastępstwie ${number(attendance.inPlace)}.`,
      `Wsparcie: przyznano ${zloty(money.support.granted)}, przekazano ${zloty(money.support.delivered)}, rozliczono ${zloty(money.support.settled)}.`,
      `Wspólne inwestycje: wartość umów ${zloty(money.investments.contracted)}, koszt poniesiony ${zloty(money.investments.cost)}, odebrano ${length(totals.length)}.`,
      `${head('lastContactOn')}: ${totals.lastContactOn === null ? 'nie było żadnego' : day(totals.lastContactOn)}.`,
      `${head('openFollowUps/count')}: ${number(openFollowUps.count)}, w tym po terminie ${number(openFollowUps.overdue)}.`,
      `${head('openPromises/count')}: ${number(openPromises.count)}, w tym po terminie ${number(openPromises.overdue)}.`,
    ]),
    ...(statuses.length === 0
      ? []
      : [
          heading(3, 'Stany działań'),
          table<Status>(
            [
              words('Stan', (status) => STATUS_WORDS[status]),
              words('Etap', (status) => wordOf(PHASE_WORDS, phaseOf(status) ?? '')),
              figures('Działania', (status) => count(activities.byStatus[status] ?? 0)),
            ],
            statuses,
          ),
        ]),
  ];
}

function lateSection(report: Report): readonly Block[] {
  return [
    heading(2, 'Wpisy spóźnione i uzupełnione wstecz'),
    paragraph(
      `Wpis jest spóźniony, gdy zapisano go później niż ${number(LATE_DAYS)} dni po dacie, której dotyczy. Wpisy przeniesione z dawnych zestawień są uzupełnione wstecz i liczą się osobno.`,
    ),
    table<NamedRow>(
      [rowName, counts('late', ({ row }) => row.late), counts('backfilled', ({ row }) => row.backfilled)],
      namedRows(report),
    ),
  ];
}

function proofSection({ digest, viewVersions }: Report): readonly Block[] {
  const versions = Object.entries(viewVersions).map(([view, version]) => `${view} ${String(version)}`);
  return [
    heading(2, 'Skrót danych'),
    paragraph(['SHA-256 danych tego raportu: ', code(digest)]),
    paragraph(
      `Ten sam raport, odczytany ponownie na ten sam stan, ma ten sam skrót. Wersje widoków: ${versions.join(', ')}.`,
    ),
  ];
}
