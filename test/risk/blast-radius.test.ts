import assert from 'node:assert/strict';
import { askedByBlastRadius, blastRadiusOf, worstGrade, type BlastFacts } from '../../src/risk/blast-radius';

const facts: BlastFacts = {
  table: 'orders',
  files: 3,
  groupsReached: 1,
  groups: 5,
  services: 1,
  recovery: 'by-itself',
  recoveryReason: 'It takes nothing away.',
  declared: null,
};
const gradesOf = (given: Partial<BlastFacts>): readonly (string | null)[] =>
  blastRadiusOf({ ...facts, ...given }).map((answer) => answer.grade);

describe('blast radius', () => {
  it('knows nothing of users and payers unless declared', () => {
    assert.deepEqual(gradesOf({}), ['low', null, 'low', null]);
    assert.match(blastRadiusOf(facts)[1]?.because ?? '', /Not declared: tables\.orders\.users/);
  });

  it('takes users and payers from the declaration', () => {
    assert.deepEqual(gradesOf({ declared: { users: '10-50', payer: 'regulated' } }), [
      'low',
      'high',
      'low',
      'critical',
    ]);
    assert.deepEqual(gradesOf({ declared: { users: 'under-1', payer: 'free' } }), [
      'low',
      'low',
      'low',
      'medium',
    ]);
  });

  it('is unknown, not low, when the code was not read', () => {
    assert.deepEqual(gradesOf({ files: null, groupsReached: null, services: null })[0], null);
  });

  it('grows from a feature to a service, several services, all routes', () => {
    assert.equal(gradesOf({ groupsReached: 1 })[0], 'low');
    assert.equal(gradesOf({ groupsReached: 2 })[0], 'medium');
    assert.equal(gradesOf({ groupsReached: 2, services: 2 })[0], 'high');
    assert.equal(gradesOf({ groupsReached: 5 })[0], 'critical');
    assert.equal(
      gradesOf({ groupsReached: 2, groups: 2 })[0],
      'medium',
      'two of two groups are not yet "all"',
    );
  });

  it('goes by files where no routes are known', () => {
    assert.equal(gradesOf({ groups: 0, groupsReached: 0, files: 2 })[0], 'medium');
    assert.equal(gradesOf({ groups: 0, groupsReached: 0, files: 1 })[0], 'low');
  });

  it('lets a declared criticality raise the answer, never lower it', () => {
    assert.equal(gradesOf({ declared: { criticality: 'high' } })[0], 'high');
    assert.equal(gradesOf({ groupsReached: 5, declared: { criticality: 'low' } })[0], 'critical');
  });

  it('grades recovery by how it is done', () => {
    assert.equal(gradesOf({ recovery: 'by-rollback' })[2], 'medium');
    assert.equal(gradesOf({ recovery: 'by-hand' })[2], 'high');
    assert.equal(gradesOf({ recovery: 'not-at-all' })[2], 'critical');
  });

  it('asks for what the gravest answer needs', () => {
    const asked = (given: Partial<BlastFacts>): string =>
      askedByBlastRadius(blastRadiusOf({ ...facts, ...given }));
    assert.match(asked({ recovery: 'not-at-all' }), /incident/);
    assert.match(asked({ recovery: 'by-hand' }), /stages/);
    assert.match(asked({ recovery: 'by-rollback' }), /rollback plan/);
    assert.match(asked({}), /as far as it is known/);
    assert.equal(asked({ declared: { users: 'under-1', payer: 'internal' } }), 'Go on.');
    assert.equal(worstGrade([]), null);
  });
});
