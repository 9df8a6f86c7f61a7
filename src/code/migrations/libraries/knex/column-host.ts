import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, scalar, type Value } from '../../evaluate/values';
import type { TableHost } from './table-host';
import { isIncrements, type ColumnSpec, type ForeignSpec } from './table-spec';

const modifiers = new Set(
  (
    'defaultTo unsigned nullable first after comment collate check checkPositive checkNegative checkIn checkNotIn ' +
    'checkBetween checkLength checkRegex'
  ).split(' '),
);
const modifierAliases: Readonly<Record<string, string>> = { default: 'defaultTo', defaultsTo: 'defaultTo' };

/** What a column method gives: notes down the modifiers chained to it. */
export class ColumnHost implements Host {
  readonly label = 'column';
  private foreign: ForeignHost | null = null;

  constructor(
    private readonly run: Run,
    private readonly table: TableHost,
    private readonly spec: ColumnSpec,
  ) {}

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    const modifier = (Object.hasOwn(modifierAliases, name) ? modifierAliases[name] : undefined) ?? name;
    if (modifiers.has(modifier)) this.modify(modifier, args, call);
    else if (name === 'notNullable' || name === 'notNull')
      this.modify('nullable', [scalar(false, place)], call);
    else if (name === 'index' || name === 'primary' || name === 'unique') this.key(call);
    else if (name === 'alter' && this.table.spec.method === 'alter') this.modify('alter', args, call);
    else if (name === 'references') this.references(call);
    else if (name !== 'queryContext')
      return this.foreign?.method(call) === undefined ? undefined : hosted(this, place);
    return hosted(this, place);
  }

  modify(name: string, args: readonly Value[], call: HostCall): void {
    this.run.append(this.spec.modifiers, { name, args, call });
  }

  /** Knex passes over keys that are said on an increments column. */
  private key(call: HostCall): void {
    const [column] = this.spec.args;
    if (isIncrements(this.spec) || column === undefined) return;
    this.table.request(call.name, [column, ...call.args], call);
  }

  private references(call: HostCall): void {
    const foreign = this.foreign ?? this.table.addForeign(this.spec.args.slice(0, 1), call);
    const before = this.foreign;
    this.run.change(
      () => {
        this.foreign = foreign;
      },
      () => {
        this.foreign = before;
      },
    );
    foreign.method(call);
  }
}

/** What `table.foreign(…)` gives. */
export class ForeignHost implements Host {
  readonly label = 'foreign key';

  constructor(
    private readonly run: Run,
    private readonly foreign: ForeignSpec,
  ) {}

  method(call: HostCall): Value | undefined {
    const [value] = call.args;
    switch (call.name) {
      case 'references':
      case 'onUpdate':
      case 'onDelete':
      case 'deferrable':
        this.set(call.name, value);
        break;
      case 'on':
      case 'inTable':
        this.set('inTable', value);
        break;
      case 'withKeyName':
        this.set('keyName', value);
        break;
      default:
        return undefined;
    }
    return hosted(this, call.place);
  }

  set(name: string, value: Value | undefined): void {
    if (value !== undefined) this.run.append(this.foreign.parts, { name, value });
  }
}
