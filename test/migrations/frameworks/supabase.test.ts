import assert from 'node:assert/strict';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { supabase } from '../../../src/migrations/frameworks/supabase';
import { histories } from './tree-of';

describe('Supabase migrations', () => {
  it('lie in supabase/migrations; seeds, declared schemas and tests beside them are none', () => {
    assert.deepEqual(
      histories({
        'apps/db/supabase/migrations/20240102000000_b.sql': '',
        'apps/db/supabase/migrations/20240101000000_a.sql': '',
        'apps/db/supabase/migrations/README.sql': '',
        'apps/db/supabase/seed.sql': '',
        'apps/db/supabase/schemas/01_tables.sql': '',
      }).filter((history) => history.startsWith('supabase')),
      ['supabase apps/db/supabase/migrations postgres: 20240101000000_a.sql 20240102000000_b.sql'],
    );
  });

  it('leave out the init file that old versions wrote, and no other', () => {
    const dated = (day: string): string[] =>
      histories({
        [`supabase/migrations/${day}_init.sql`]: '',
        'supabase/migrations/20250101000000_a.sql': '',
      });
    assert.deepEqual(dated('20211208000000'), [
      'supabase supabase/migrations postgres: 20250101000000_a.sql',
    ]);
    assert.deepEqual(dated('20211209000000'), [
      'supabase supabase/migrations postgres: 20211209000000_init.sql 20250101000000_a.sql',
    ]);
  });

  it('are sent as one pipeline and get a time stamp', () => {
    assert.equal(supabase.transaction('postgres', '').mode, 'single-query');
    const last = sqlFile('x', 'supabase/migrations/20990101000000_x.sql', '20990101000000');
    assert.equal(
      supabase.nameAfter('supabase/migrations', last, 'next', new Date(0)).file,
      'supabase/migrations/20990101000001_next.sql',
    );
  });
});
