import { describe, expect, it } from '@jest/globals';
import { publication } from '../../../src/domain/activities/publication/publication.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { by, COLLEAGUE, given, MANAGER, nothing, record, take } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES.publication;
const draft = record(body, 'draft');

describe('publication (PU)', () => {
  followsTable(publication, body, [
    ['record', ['*'], 'published'],
    ['draft', ['*'], 'draft'],
    ['approve', ['draft'], 'approved'],
    ['publish', ['draft', 'approved'], 'published', { circulation: 2000, url: 'https://powiat.example/album' }],
    ['abandon', ['draft', 'approved'], 'abandoned', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([publication.letters, publication.path]).toEqual(['PU', 'publications']);
  });

  describe('approval', () => {
    it('is a manager’s', () => {
      given(publication, [draft])
        .when(by(COLLEAGUE, take('approve')))
        .refused('forbidden', 'only a manager');
      given(publication, [draft])
        .when(by(MANAGER, take('approve')))
        .records('PublicationApproved');
    });

    it('is never of one’s own entry', () => {
      given(publication, [by(MANAGER, draft)])
        .when(by(MANAGER, take('approve')))
        .refused('forbidden', 'their own');
    });

    it('keeps no two persons apart where everybody is the same one', () => {
      given(publication, [draft], { alone: true }).when(take('approve')).leadsTo('approved');
    });

    it('is told from what the state forbids first', () => {
      given(publication, [record(body)])
        .when(take('approve'))
        .refused('state');
    });
  });

  it.each([
    ['https://powiat.example/album?strona=2#mapa', true],
    ['http://powiat.example', true],
    ['https://powiat.example/ścieżka', true],
    ['ftp://powiat.example', false],
    ['javascript:alert(1)', false],
    ['https://', false],
    ['https:///album', false],
    ['https://user@powiat.example/', false],
    ['https://powiat.example/a b', false],
    ['https://powiat.example/"onload', false],
    ['https://powiat.example/\u0000', false],
    ['https://powiat.example/\ud800', false],
    [`https://powiat.example/${'a'.repeat(500)}`, false],
  ])('takes the address %j: %s', (url, accepted) => {
    expect(nothing(publication).when(record({ ...body, url })).accepted).toBe(accepted);
    expect(given(publication, [draft]).when(take('publish', { url })).accepted).toBe(accepted);
  });

  it.each([
    ['1734-2066', true],
    ['1734-206X', true],
    ['17342066', false],
    ['1734-206x', false],
  ])('takes the ISSN %s: %s', (issn, accepted) => {
    expect(nothing(publication).when(record({ ...body, issn })).accepted).toBe(accepted);
  });
});
