import { expectText } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { at, sql, type Sql } from '../rendered';
import { NotUnderstood } from '../not-understood';
import { kindOf, type Builder, type BuilderKind, type Link } from './builder';
import { referenceRules } from './column';
import { columnList, quote, quoteQualified } from './names';

const deferring = 'deferrable notDeferrable initiallyDeferred initiallyImmediate';
const keyKind = kindOf('constraint', `${deferring} nullsNotDistinct`);
const foreignKind = kindOf('constraint', `${deferring} onDelete onUpdate`);

/** Methods of `createTable` and `alterTable` that add a constraint, with the builder each hands to its callback. */
export const constraintMethods: Readonly<Record<string, BuilderKind>> = {
  addPrimaryKeyConstraint: keyKind,
  addUniqueConstraint: keyKind,
  addCheckConstraint: keyKind,
  addForeignKeyConstraint: foreignKind,
};

/** Chained to `alterTable(…).addForeignKeyConstraint(…)` itself. */
export const foreignKeyChain = `${deferring} onDelete onUpdate`;

export function isConstraint(link: Link): boolean {
  return Object.hasOwn(constraintMethods, link.call.name);
}

/** `constraint … primary key (…)` and its kin. `chain` is where a foreign key's rules may be chained as well. */
export function constraintSql({ call, built }: Link, table: Builder, chain: Builder | null): Sql {
  const { dialect } = table.run;
  const [name, columns, target, targetColumns] = call.args;
  const head = `constraint ${quote(expectText(name, 'the name of the constraint'), dialect)} `;
  const end = `${built === null ? '' : deferred(built)}${chain === null ? '' : deferred(chain)}`;
  const rest = (): Sql => {
    switch (call.name) {
      case 'addPrimaryKeyConstraint':
        return sql`primary key (${columnList(columns, dialect)})${end}`;
      case 'addUniqueConstraint': {
        const distinct = built?.has('nullsNotDistinct') === true ? ' nulls not distinct' : '';
        return sql`unique${distinct} (${columnList(columns, dialect)})${end}`;
      }
      case 'addCheckConstraint': {
        const raw = rawSqlOf(columns);
        if (raw === null) throw new NotUnderstood('the condition is not known', columns?.place);
        return sql`check (${raw})`;
      }
      default: {
        const other = quoteQualified(
          expectText(target, 'the table that is referenced'),
          table.schema,
          dialect,
        );
        const rules = `${built === null ? '' : referenceRules(built)}${chain === null ? '' : referenceRules(chain)}`;
        return sql`foreign key (${columnList(columns, dialect)}) references ${other} (${columnList(targetColumns, dialect)})${rules}${end}`;
      }
    }
  };
  return at(call.link, sql`${head}${rest()}`);
}

function deferred(builder: Builder): string {
  const [last] = builder.links.filter((link) => /eferrable$/.test(link.call.name)).slice(-1);
  const [when] = builder.links.filter((link) => link.call.name.startsWith('initially')).slice(-1);
  const first = last === undefined ? '' : last.call.name === 'deferrable' ? ' deferrable' : ' not deferrable';
  const second =
    when === undefined
      ? ''
      : when.call.name === 'initiallyDeferred'
        ? ' initially deferred'
        : ' initially immediate';
  return first + second;
}
