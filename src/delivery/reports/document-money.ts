import type { CampaignLine, InvestmentLine, Listed } from '../../application/reports/lines.js';
import type { Report } from '../../application/reports/report.js';
import { type Block, heading, list, paragraph, table, words } from '../paper/paper.js';
import { counted, number, zloty } from '../polish/formats.js';
import { CAMPAIGNS, INVESTMENT_KIND_WORDS, INVESTMENTS, STATUS_WORDS, wordOf } from '../polish/glossary.js';
import { counts, head, metres, money, UNKNOWN } from './columns.js';
import { type NamedRow, namedRows, rowName } from './document-gminas.js';
import type { Names } from './names.js';

export function moneySection(report: Report): readonly Block[] {
  const rows = namedRows(report);
  return [
    heading(2, 'Pieniądze'),
    paragraph(
      'Kwota i długość liczą się w miesiącu, w którym je przyznano, wypłacono, umówiono lub odebrano. Kwota wspólna dla kilku gmin liczy się w całości w wierszu każdej z nich, a w wierszu „Razem” raz.',
    ),
    heading(3, 'Wsparcie'),
    table<NamedRow>(
      [
        rowName,
        money('money/support/requested', ({ row }) => row.money.support.requested),
        money('money/support/granted', ({ row }) => row.money.support.granted),
        money('money/support/delivered', ({ row }) => row.money.support.delivered),
        money('money/support/settled', ({ row }) => row.money.support.settled),
        money('money/support/returned', ({ row }) => row.money.support.returned),
        money('money/support/shared', ({ row }) => row.money.support.shared),
      ],
      rows,
    ),
    heading(3, 'Inwestycje i drogi'),
    table<NamedRow>(
      [
        rowName,
        money('money/investments/planned', ({ row }) => row.money.investments.planned),
        money('money/investments/contracted', ({ row }) => row.money.investments.contracted),
        money('money/investments/cost', ({ row }) => row.money.investments.cost),
        money('money/investments/share', ({ row }) => row.money.investments.share),
        metres('length', ({ row }) => row.length),
      ],
      rows,
    ),
  ];
}

const status = ({ status: its }: InvestmentLine | CampaignLine): string => wordOf(STATUS_WORDS, its);

const numberColumn = words<InvestmentLine | CampaignLine>(head('number'), (line) => line.number);

/** Says so where a list is not whole. */
const rest = ({ total, lines }: Listed<unknown>): readonly Block[] =>
  total > lines.length
    ? [paragraph(`Pokazano ${number(lines.length)} z ${number(total)}; wszystkie są w rejestrze działań.`)]
    : [];

export function investmentsSection({ investments }: Report, names: Names): readonly Block[] {
  const { lines } = investments;
  if (lines.length === 0) return [heading(2, 'Inwestycje'), paragraph('W tym okresie nie było wspólnych inwestycji.')];
  return [
    heading(2, 'Inwestycje'),
    paragraph(
      `Lista obejmuje inwestycje w toku, zakończone i przygotowywane w tym okresie (${counted(investments.total, INVESTMENTS)}), z kwotami za cały czas ich trwania.`,
    ),
    ...rest(investments),
    table<InvestmentLine>(
      [
        numberColumn,
        words('Inwestycja', (line) => `${line.title} (${kindOf(line)})`),
        words(head('status'), status),
        words(head('gminas'), (line) => gminasOf(line, names)),
        money('plannedCost', ({ plannedCost }) => plannedCost),
        money('contracted', ({ contracted }) => contracted),
        money('cost', ({ cost }) => cost),
        money('overPlan', ({ overPlan }) => overPlan),
        metres('plannedLength', ({ plannedLength }) => plannedLength),
        metres('length', (line) => line.length),
      ],
      lines,
    ),
    paragraph('Różnica wobec planu to koszt poniesiony, a dopóki go nie ma, wartość umów, mniej koszt planowany.'),
    heading(3, 'Partnerzy i źródła finansowania'),
    ...list(lines.map((line) => `${line.number} ${line.title}: ${partnersOf(line, names)}; ${sourcesOf(line)}.`)),
  ];
}

const gminasOf = ({ gminas }: InvestmentLine | CampaignLine, names: Names): string =>
  gminas.map((key) => names.gmina(key)).join(', ');

function kindOf({ investmentKind, roadNumber }: InvestmentLine): string {
  const kind = wordOf(INVESTMENT_KIND_WORDS, investmentKind);
  return roadNumber === null ? kind : `${kind}, droga nr ${roadNumber}`;
}

function partnersOf({ partners }: InvestmentLine, names: Names): string {
  if (partners.length === 0) return 'udziałów partnerów nie uzgodniono';
  const shares = partners.map(({ organisation, gmina, share }) => {
    const partner = organisation ?? (gmina === undefined ? UNKNOWN : names.gmina(gmina));
    return `${partner} ${zloty(share)}`;
  });
  return `udziały: ${shares.join(', ')}`;
}

const sourcesOf = ({ sources }: InvestmentLine): string =>
  sources.length === 0
    ? 'źródeł finansowania nie wskazano'
    : `źródła: ${sources.map(({ name, amount }) => `${name} ${zloty(amount)}`).join(', ')}`;

export function campaignsSection({ campaigns }: Report, names: Names): readonly Block[] {
  const { lines } = campaigns;
  const told = (value: string | null): string => value ?? UNKNOWN;
  if (lines.length === 0) return [heading(2, 'Kampanie'), paragraph('W tym okresie nie było kampanii.')];
  return [
    heading(2, 'Kampanie'),
    paragraph(
      `Lista obejmuje kampanie w toku, zakończone i przygotowywane w tym okresie (${counted(campaigns.total, CAMPAIGNS)}).`,
    ),
    ...rest(campaigns),
    table<CampaignLine>(
      [
        numberColumn,
        words('Kampania', ({ title }) => title),
        words(head('status'), status),
        words(head('gminas'), (line) => gminasOf(line, names)),
        words(head('aim'), ({ aim }) => told(aim)),
        words(head('measure'), ({ measure }) => told(measure)),
        counts('baseline', ({ baseline }) => baseline),
        counts('target', ({ target }) => target),
        counts('measured', ({ measured }) => measured),
        words(head('result'), ({ result }) => told(result)),
        money('budget', ({ budget }) => budget),
        money('cost', ({ cost }) => cost),
      ],
      lines,
    ),
  ];
}
