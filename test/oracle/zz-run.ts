import { createNodeSqlReader } from '/work/main/src/workspace/node-postgres';
import { MeasuringPostgres } from '/work/main/test/oracle/measure-postgres';
import { predict, schemaOf } from '/work/main/test/oracle/predict';
import { typesSetup, typePairs } from '/work/main/test/oracle/postgres-shapes/types';
import { tablesSetup, actionShapes } from '/work/main/test/oracle/postgres-shapes/tables';
import { sequenceShapes } from '/work/main/test/oracle/postgres-shapes/sequences';
const target = { dialect: 'postgres', dialectConfidence: 'high', version: 18 } as const;
async function main() {
  const which = process.argv[2]!; const grep = process.argv[3];
  const db = await MeasuringPostgres.start();
  await db.run(typesSetup + tablesSetup);
  const reader = await createNodeSqlReader();
  const start = schemaOf(reader, typesSetup + tablesSetup, target);
  const shapes = (which === 'types' ? typePairs : which === 'tables' ? actionShapes : sequenceShapes).filter((s) => !grep || s.includes(grep));
  let ok = 0, bad = 0; const refused = new Map<string, string[]>();
  const facts = ['rewrite','scan','indexBuild','validates'] as const;
  const line = (es: readonly any[], told: readonly string[]) => es.filter((e) => e.lock !== null && e.lock !== 'ACCESS SHARE').map((e) => `${e.table}: ${e.lock} ${told.filter((f) => e[f] && !(e.rewrite && (f==='scan'||f==='validates'))).join(' ')}`.trim()).sort();
  for (const s of shapes) {
    const m = await db.measure(s);
    const p = predict(reader, start, s, target);
    const effects = [...p.effects.values()];
    if (m.error !== null) {
      if (!effects.some((e) => e.canFail)) { const k = m.error.replace(/"[^"]*"/g, '""'); refused.set(k, [...(refused.get(k) ?? []), s]); }
      continue;
    }
    const told = /^(?:UPDATE|DELETE|ALTER DOMAIN)/.test(s) ? ['rewrite','indexBuild'] : /TRUNCATE/.test(s) ? ['rewrite','scan','validates'] : facts;
    const known = effects.filter((e) => start.tables.has(e.table) || start.objects.has(e.table) || [...start.objects.values()].some((o) => /view/.test(o.object) && o.name === e.table));
    const ours = line(known, told), theirs = line(m.effects, told);
    if (p.notRead.length || JSON.stringify(ours) !== JSON.stringify(theirs)) { bad++; console.log(`${s}\n   ours   ${ours.filter((x) => !theirs.includes(x)).join(' | ')} ${p.notRead.join()}\n   theirs ${theirs.filter((x) => !ours.includes(x)).join(' | ')}`); } else ok++;
  }
  console.log('ok', ok, 'bad', bad, 'refused', [...refused.values()].flat().length);
  for (const [k, v] of refused) console.log('  refused', v.length, k, '|', v[0]);
  await db.stop();
}
main();
