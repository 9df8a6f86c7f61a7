import assert from 'node:assert/strict';
import { atlas } from '../../../src/migrations/frameworks/atlas';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { histories, treeOf } from './tree-of';

describe('Atlas migrations', () => {
  it('are the files beside atlas.sum, in the order of their names', () => {
    assert.deepEqual(
      histories({
        'm/atlas.sum': 'h1:x=\n20240101_a.sql h1:y=\n20240102_b.sql h1:z=\n',
        'm/20240102_b.sql': '',
        'm/20240101_a.sql': '',
      }),
      ['atlas m: 20240101_a.sql 20240102_b.sql'],
    );
  });

  it('know what the sum does not list, and what it lists in vain', () => {
    const [folder] = atlas.find(
      treeOf({
        'm/atlas.sum': 'h1:x=\n1_a.sql h1:y=\n2_gone.sql h1:z=\n',
        'm/1_a.sql': '',
        'm/3_new.sql': '',
      }),
    );
    assert.deepEqual([folder?.missing, folder?.unlisted], [['m/2_gone.sql'], ['m/3_new.sql']]);
  });

  it('leave a checkpoint to new databases, unless nothing stands before it', () => {
    const checkpoint = '-- atlas:checkpoint\n\nCREATE TABLE a (id int);';
    assert.deepEqual(
      histories({ 'm/atlas.sum': '', 'm/1_a.sql': '', 'm/2_c.sql': checkpoint, 'm/3_b.sql': '' }),
      ['atlas m: 1_a.sql 3_b.sql'],
    );
    assert.deepEqual(histories({ 'm/atlas.sum': '', 'm/2_c.sql': checkpoint, 'm/3_b.sql': '' }), [
      'atlas m: 2_c.sql 3_b.sql',
    ]);
  });

  it('leave the transaction by a directive of the file, which an empty line follows', () => {
    assert.equal(
      atlas.transaction('postgres', '-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY i ON a (b);').mode,
      'autocommit',
    );
    assert.equal(
      atlas.transaction('postgres', '-- atlas:txmode none\nCREATE INDEX CONCURRENTLY i ON a (b);').mode,
      'wrapped',
    );
    assert.equal(atlas.transaction('postgres', 'CREATE TABLE a (id int);').mode, 'wrapped');
    assert.deepEqual(atlas.frames('')?.header('no-transaction', 'x'), ['-- atlas:txmode none', '']);
  });

  it('follow atlas.hcl', () => {
    const modes = (mode: string): unknown => {
      const [folder] = atlas.find(
        treeOf({
          'm/atlas.sum': '',
          'm/1_a.sql': '',
          'atlas.hcl': `env "x" {\n  migration {\n    tx_mode = "${mode}"\n  }\n}`,
        }),
      );
      return [folder?.transaction, folder?.transactionSpan];
    };
    assert.deepEqual(modes('none'), ['autocommit', null]);
    assert.deepEqual(modes('all'), [null, 'run']);
    assert.deepEqual(modes('file'), [null, null]);
  });

  it('keep the layout of another tool in new names', () => {
    const last = sqlFile('1_a.up.sql', 'm/1_a.up.sql', '1');
    assert.equal(atlas.nameAfter('m', last, 'b', new Date(0)).file, 'm/2_b.up.sql');
  });
});
