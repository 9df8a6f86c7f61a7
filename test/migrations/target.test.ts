import assert from 'node:assert/strict';
import { findTarget, type TargetEvidence } from '../../src/migrations/target';

const evidence = (partial: Partial<TargetEvidence>): TargetEvidence => ({
  configured: null,
  configuredVersion: null,
  framework: null,
  named: null,
  packages: [],
  bySyntax: () => null,
  ...partial,
});

describe('the dialect of a folder', () => {
  it('is what the configuration says, before all else', () => {
    const target = findTarget(
      evidence({ configured: 'mariadb', configuredVersion: 10.11, framework: 'mysql' }),
    );
    assert.deepEqual(target, { dialect: 'mariadb', dialectConfidence: 'high', version: 10.11 });
  });

  it('is what the framework says, before the driver', () => {
    const packages = ['{"dependencies":{"pg":"8"}}'];
    assert.equal(findTarget(evidence({ framework: 'mysql', packages })).dialect, 'mysql');
  });

  it('is what names in the path say, after the framework and before the driver', () => {
    const packages = ['{"dependencies":{"pg":"8"}}'];
    assert.deepEqual(findTarget(evidence({ named: 'sqlite', packages })).dialect, 'sqlite');
    assert.equal(findTarget(evidence({ framework: 'mysql', named: 'sqlite' })).dialect, 'mysql');
  });

  it('is that of the nearest package with a driver', () => {
    const packages = [
      '{"dependencies":{"left-pad":"1"}}',
      '{"devDependencies":{"mysql2":"3"}}',
      '{"dependencies":{"pg":"8"}}',
    ];
    assert.deepEqual(findTarget(evidence({ packages })), {
      dialect: 'mysql',
      dialectConfidence: 'medium',
      version: 8,
    });
  });

  it('is not guessed from drivers that disagree', () => {
    const packages = ['{"dependencies":{"pg":"8","mysql2":"3"}}'];
    assert.equal(findTarget(evidence({ packages, bySyntax: () => 'sqlite' })).dialect, 'sqlite');
  });

  it('is Postgres at low confidence when nothing tells, a broken package.json included', () => {
    assert.deepEqual(findTarget(evidence({ packages: ['{'] })), {
      dialect: 'postgres',
      dialectConfidence: 'low',
      version: 14,
    });
  });
});
