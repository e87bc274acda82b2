import type { JsonObject } from '../../domain/kernel/json.js';

/** The strategy that follows, as its file would hold it. Invented: the real one is not known here. */
export const NEXT_STRATEGY: JsonObject = {
  id: '2025-2027',
  title: 'Strategia współpracy z gminami powiatu toruńskiego na lata 2025-2027 (wymyślona)',
  from: '2025-01-01',
  until: '2027-12-31',
  items: [
    { code: 'W', text: 'Dobre sąsiedztwo powiatu i gmin' },
    { code: 'W1', parent: 'W', text: 'Mieszkańcy gmin znają powiat i spotykają się ze sobą' },
    { code: 'W1.1', parent: 'W1', text: 'stały kontakt z urzędami gmin', realisedBy: [{ kind: 'contact' }] },
    {
      code: 'W1.2',
      parent: 'W1',
      text: 'wydarzenia integrujące mieszkańców kilku gmin',
      realisedBy: [{ kind: 'joint-initiative' }, { kind: 'attendance' }],
      needs: { gminas: 2 },
    },
    { code: 'W2', parent: 'W', text: 'Wspólne inwestycje', defaultFor: ['joint-investment'] },
    {
      code: 'W2.1',
      parent: 'W2',
      text: 'spójna sieć ścieżek rowerowych',
      realisedBy: [{ kind: 'joint-investment' }],
      needs: { gminas: 1 },
    },
    {
      code: 'W2.2',
      parent: 'W2',
      text: 'promocja inwestycji w kampaniach',
      realisedBy: [{ kind: 'campaign' }],
      needs: { linkedTo: 'joint-investment' },
    },
  ],
};
