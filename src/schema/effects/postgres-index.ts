import type { ChangeOf } from '../../model/schema-change';
import { findIndex, findObject, findTable, partitionsOf } from '../lookup';
import type { EffectList } from './effect-list';
import type { Setting } from './setting';

type IndexChangeKind = 'create-index' | 'drop-index' | 'rename-index' | 'attach-index' | 'reindex';

/** CREATE, DROP, RENAME INDEX and REINDEX, plain and CONCURRENTLY. */
export function indexEffects(list: EffectList, setting: Setting, change: ChangeOf<IndexChangeKind>): void {
  switch (change.kind) {
    case 'create-index': {
      createIndexEffects(list, setting, change);
      return;
    }
    case 'drop-index': {
      dropIndexEffects(list, setting, change);
      return;
    }
    case 'rename-index': {
      const found = findIndex(setting.before, change.index);
      if (found !== null) list.on(found.table, { lock: 'SHARE UPDATE EXCLUSIVE' });
      return;
    }
    case 'attach-index': {
      const found = findIndex(setting.before, change.partition);
      if (found !== null) list.on(found.table, { lock: 'ACCESS SHARE' });
      return;
    }
    case 'reindex': {
      reindexEffects(list, setting, change);
      return;
    }
  }
}

function createIndexEffects(list: EffectList, { before }: Setting, change: ChangeOf<'create-index'>): void {
  list.transactional = !change.concurrently;
  const lock = change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const name = change.index.name;
  if (
    change.ifNotExists &&
    name !== null &&
    findIndex(before, { schema: change.table.schema ?? 'public', name: name.name }) !== null
  ) {
    list.on(change.table, { lock });
    return;
  }
  const table = findTable(before, change.table);
  const partitioned = table !== null && table.partitionBy !== null;
  list.on(change.table, { lock, indexBuild: !partitioned, canFail: change.index.unique && !partitioned });
  if (change.only) return;
  for (const partition of partitionsOf(before, change.table)) {
    list.on(partition, { lock, indexBuild: partition.partitionBy === null, canFail: change.index.unique });
  }
}

function dropIndexEffects(list: EffectList, { before }: Setting, change: ChangeOf<'drop-index'>): void {
  list.transactional = !change.concurrently;
  const lock = change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const found = findIndex(before, change.index);
  if (found !== null) {
    list.on(found.table, { lock });
    for (const partition of partitionsOf(before, found.table)) list.on(partition, { lock });
  } else if (!change.ifExists || before.tables.size === 0) {
    list.assuming(
      `The table of index ${change.index.name} is not known; it is locked ${change.concurrently ? 'weakly' : 'against everything'}.`,
    );
  }
}

function reindexEffects(list: EffectList, { before, version }: Setting, change: ChangeOf<'reindex'>): void {
  const wide = change.target === 'schema' || change.target === 'database' || change.target === 'system';
  list.transactional = !change.concurrently && !wide;
  const doing = { lock: change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', indexBuild: true } as const;
  if (wide) {
    for (const table of before.tables.values())
      if (change.target !== 'schema' || (table.schema ?? 'public') === change.name?.name)
        list.on(table, doing);
    return;
  }
  if (change.name === null) return;
  const name = change.name;
  if (change.target === 'table') {
    // Partitioned tables are left out, with a warning, before 14.
    if (version < 14 && (findTable(before, name)?.partitionBy ?? null) !== null) {
      list.on(name, { lock: 'SHARE' });
      return;
    }
    for (const part of [findTable(before, name) ?? name, ...partitionsOf(before, name)])
      list.on(part, { ...doing, indexBuild: !('indexes' in part) || part.indexes.length > 0 });
    return;
  }
  const found = findIndex(before, name);
  if (found !== null) list.on(found.table, doing);
  else if (findObject(before, 'materialized-view', name) === null)
    list.assuming(`The table of index ${name.name} is not known.`);
}
