import type { SchemaChange } from '../model/schema-change';

/** One line that names a change: `Renames customers.full_name to display_name`. Names as the catalogue holds them. */
export function describeChange(change: SchemaChange): string {
  switch (change.kind) {
    case 'create-table':
      return `Creates table ${change.table.name}`;
    case 'drop-table':
      return `Drops table ${change.table.name}`;
    case 'rename-table':
      return `Renames table ${change.table.name} to ${change.newName.name}`;
    case 'move-table':
      return `Moves table ${change.table.name} to schema ${change.newSchema.name}`;
    case 'truncate-table':
      return `Empties table ${change.table.name}`;
    case 'attach-partition':
      return `Attaches partition ${change.partition.name} to ${change.table.name}`;
    case 'detach-partition':
      return `Detaches partition ${change.partition.name} from ${change.table.name}`;
    case 'change-table-setting':
      return `Changes a setting of ${change.table.name} (${change.setting})`;
    case 'add-column':
      return `Adds column ${change.table.name}.${change.column.name.name}`;
    case 'drop-column':
      return `Drops column ${change.table.name}.${change.column.name}`;
    case 'rename-column':
      return `Renames column ${change.table.name}.${change.column.name} to ${change.newName.name}`;
    case 'alter-column-type':
      return `Changes the type of ${change.table.name}.${change.column.name} to ${change.type.text}`;
    case 'redefine-column':
      return `Redefines column ${change.table.name}.${change.column.name}`;
    case 'set-not-null':
      return `Makes ${change.table.name}.${change.column.name} NOT NULL`;
    case 'drop-not-null':
      return `Lets ${change.table.name}.${change.column.name} be NULL`;
    case 'set-default':
    case 'drop-default':
    case 'set-identity':
    case 'drop-identity':
    case 'set-generated':
    case 'drop-generated':
      return `Changes how ${change.table.name}.${change.column.name} is filled`;
    default:
      return describeRest(change);
  }
}

function describeRest(change: SchemaChange): string {
  switch (change.kind) {
    case 'add-constraint':
      return `Adds a ${change.constraint.type.replace('-', ' ')} constraint to ${change.table.name}`;
    case 'drop-constraint':
      return `Drops constraint ${change.constraint?.name ?? 'PRIMARY KEY'} of ${change.table.name}`;
    case 'validate-constraint':
      return `Validates constraint ${change.constraint.name} of ${change.table.name}`;
    case 'rename-constraint':
      return `Renames constraint ${change.constraint.name} of ${change.table.name}`;
    case 'alter-constraint':
      return `Alters constraint ${change.constraint.name} of ${change.table.name}`;
    case 'create-index':
      return `Creates index ${change.index.name?.name ?? ''} on ${change.table.name}`.replace('  ', ' ');
    case 'drop-index':
      return `Drops index ${change.index.name}`;
    case 'rename-index':
      return `Renames index ${change.index.name}`;
    case 'update':
      return `Updates rows of ${change.table.name}`;
    case 'delete':
      return `Deletes rows of ${change.table.name}`;
    case 'create-object':
      return `Creates ${words(change.object)} ${change.name.name}`;
    case 'drop-object':
      return `Drops ${words(change.object)} ${change.name.name}`;
    case 'rename-object':
      return `Renames ${words(change.object)} ${change.name.name} to ${change.newName.name}`;
    case 'alter-object':
      return `Alters ${words(change.object)} ${change.name.name}`;
    case 'create-enum':
    case 'create-domain':
      return `Creates type ${change.type.name}`;
    case 'add-enum-value':
      return `Adds '${change.value}' to ${change.type.name}`;
    case 'rename-enum-value':
      return `Renames '${change.value}' of ${change.type.name} to '${change.newValue}'`;
    case 'rename-type':
      return `Renames type ${change.type.name} to ${change.newName.name}`;
    case 'alter-domain':
      return `Alters domain ${change.type.name}`;
    case 'drop-type':
      return `Drops type ${change.type.name}`;
    default:
      return words(change.kind).replace(/^./, (letter) => letter.toUpperCase());
  }
}

function words(kebab: string): string {
  return kebab.replaceAll('-', ' ');
}
