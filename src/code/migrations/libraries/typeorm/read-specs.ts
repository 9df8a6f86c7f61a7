import type { HostCall, Run } from '../../evaluate/host';
import { isNothing, type Value } from '../../evaluate/values';
import { Options, textFrom } from './options';
import type {
  ColumnSpec,
  ExpressionSpec,
  ForeignKeySpec,
  IndexSpec,
  TablePath,
  TableSpec,
  UniqueSpec,
} from './specs';

/** A table as it is given to most calls: by its name, or as a `Table`. null, and said, when it is not known. */
export function tablePath(run: Run, call: HostCall, value: Value | undefined): TablePath | null {
  if (value?.kind === 'record') {
    const options = new Options(run, call, { ...value, complete: true });
    const name = options.text('name');
    return name === null ? unknownTable(run, call, value) : pathOf(name, options.text('schema'));
  }
  return value === undefined || value.kind !== 'text'
    ? unknownTable(run, call, value)
    : pathOf(textFrom(run, call, value), null);
}

function unknownTable(run: Run, call: HostCall, value: Value | undefined): null {
  run.unread(call, 'which table it is about is not known', value?.place);
  return null;
}

function pathOf(written: string, schema: string | null): TablePath {
  const parts = written.split('.');
  const name = parts.at(-1) ?? written;
  return { name, schema: schema ?? (parts.length > 1 ? (parts.at(-2) ?? null) : null) };
}

export function tableSpec(options: Options): TableSpec {
  const path = pathOf(options.text('name') ?? '', options.text('schema'));
  return {
    ...path,
    place: options.value.place,
    columns: options.objects('columns').map(columnSpec),
    indices: options.objects('indices').map(indexSpec),
    uniques: options.objects('uniques').map(uniqueSpec),
    checks: options.objects('checks').map(expressionSpec),
    exclusions: options.objects('exclusions').map(expressionSpec),
    foreignKeys: options.objects('foreignKeys').map((one) => foreignKeySpec(one, path.schema)),
    engine: options.text('engine'),
    comment: options.text('comment'),
    withoutRowid: options.flag('withoutRowid'),
  };
}

export function columnSpec(options: Options): ColumnSpec {
  const strategy = options.text('generationStrategy');
  return {
    place: options.value.place,
    name: options.text('name') ?? '',
    type: options.text('type') ?? '',
    length: options.text('length') ?? '',
    width: options.text('width') ?? '',
    precision: options.text('precision'),
    scale: options.text('scale'),
    isArray: options.flag('isArray'),
    isNullable: options.flag('isNullable'),
    isPrimary: options.flag('isPrimary'),
    isUnique: options.flag('isUnique'),
    isGenerated: options.flag('isGenerated'),
    generationStrategy: strategy,
    generatedIdentity: options.text('generatedIdentity'),
    unsigned: options.flag('unsigned'),
    zerofill: options.flag('zerofill'),
    charset: options.text('charset'),
    collation: options.text('collation'),
    comment: options.text('comment'),
    default: options.text('default'),
    onUpdate: options.text('onUpdate'),
    enum: options.texts('enum'),
    enumName: options.text('enumName'),
    asExpression: options.text('asExpression'),
    generatedType: options.text('generatedType'),
    primaryKeyConstraintName: options.text('primaryKeyConstraintName'),
    spatialFeatureType: options.text('spatialFeatureType'),
    srid: options.text('srid'),
  };
}

export function indexSpec(options: Options): IndexSpec {
  return {
    place: options.value.place,
    name: options.text('name'),
    columns: options.texts('columnNames') ?? [],
    isUnique: options.flag('isUnique'),
    isSpatial: options.flag('isSpatial'),
    isFulltext: options.flag('isFulltext'),
    isConcurrent: options.flag('isConcurrent'),
    parser: options.text('parser'),
    type: options.text('type'),
    where: options.text('where') ?? '',
  };
}

export function uniqueSpec(options: Options): UniqueSpec {
  return {
    place: options.value.place,
    name: options.text('name'),
    columns: options.texts('columnNames') ?? [],
    deferrable: options.text('deferrable'),
  };
}

export function expressionSpec(options: Options): ExpressionSpec {
  return {
    place: options.value.place,
    name: options.text('name'),
    expression: options.text('expression') ?? '',
    deferrable: options.text('deferrable'),
  };
}

export function foreignKeySpec(options: Options, schema: string | null = null): ForeignKeySpec {
  const path = pathOf(options.text('referencedTableName') ?? '', options.text('referencedSchema'));
  return {
    place: options.value.place,
    name: options.text('name'),
    columns: options.texts('columnNames') ?? [],
    references: { ...path, schema: path.schema ?? schema },
    referencedColumns: options.texts('referencedColumnNames') ?? [],
    onDelete: options.text('onDelete'),
    onUpdate: options.text('onUpdate'),
    deferrable: options.text('deferrable'),
  };
}

/** The name of a thing that is given by its name or as an object; null, and said, when it is not known. */
export function nameFrom(run: Run, call: HostCall, value: Value | undefined, what: string): string | null {
  const given = value?.kind === 'record' ? value.entries.get('name') : value;
  if (given === undefined || isNothing(given) || given.kind === 'unknown') {
    run.unread(call, `which ${what} it is about is not known`, given?.place);
    return null;
  }
  return textFrom(run, call, given);
}
