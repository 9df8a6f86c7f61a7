import assert from 'node:assert/strict';
import { createNodePorts, nestedRoots } from '../../src/workspace/node-roots';
import { Scenario } from '../cli/scenario';

function filesOf(scenario: Scenario): readonly string[] {
  return createNodePorts(scenario.folder, { history: false, log: () => undefined }).files.list();
}

describe('roots below a root', () => {
  const nested = {
    'migrations/001_a.sql': 'SELECT 1;\n',
    'shop/evolens.yml': 'version: 1\n',
    'shop/migrations/001_b.sql': 'SELECT 1;\n',
    'shop/stock/evolens.yml': 'version: 1\n',
    'shop/stock/migrations/001_c.sql': 'SELECT 1;\n',
  };

  it('keep their files to themselves', () => {
    const files = filesOf(new Scenario(nested));
    assert.deepEqual(
      files.filter((file) => file.endsWith('.sql')),
      ['migrations/001_a.sql'],
    );
  });

  it('are found from the files of the outer one, however deep', () => {
    const ports = createNodePorts(new Scenario(nested).folder, { history: false, log: () => undefined });
    assert.deepEqual([...nestedRoots(ports.files)].sort(), ['shop', 'shop/stock']);
  });

  it('are checked with the outer one: nothing is passed over in silence', () => {
    const scenario = new Scenario({
      'package.json': '{}',
      'shop/evolens.yml': 'dialect: postgres\nreleased: none\n',
      'shop/migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n',
      'shop/migrations/002_b.sql': 'DROP TABLE a;\n',
    });
    assert.match(scenario.run('check').out, /drop-table/);
  });
});
