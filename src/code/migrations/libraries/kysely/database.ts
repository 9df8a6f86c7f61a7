import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { settle } from '../../evaluate/reach';
import { hosted, unknown, type Value } from '../../evaluate/values';
import { attempt, expectText } from '../not-understood';
import { Builder } from './builder';
import { ExpressionBuilder, Functions } from './expressions';
import { schemaKinds } from './objects';
import { queryKinds } from './queries';

/** `db`, and a transaction of it. */
export class DatabaseHost implements Host {
  readonly label = 'db';

  constructor(
    private readonly run: Run,
    private readonly schemaName: string | null = null,
  ) {}

  property(name: string, place: Range): Value | undefined {
    switch (name) {
      case 'schema':
        return hosted(new SchemaHost(this.run, this.schemaName), place);
      case 'fn':
        return hosted(new Functions(this.run), place);
      case 'dynamic':
        return hosted(new ExpressionBuilder(this.run), place);
      default:
        return undefined;
    }
  }

  method(call: HostCall): Value | undefined {
    const { name, place } = call;
    const kind = queryKinds.get(name);
    if (kind !== undefined)
      return hosted(new Builder(this.run, kind, this.schemaName, [{ call, built: null }]), place);
    switch (name) {
      case 'withSchema': {
        const schema = schemaOf(this.run, call);
        return schema === undefined ? undefined : hosted(new DatabaseHost(this.run, schema), place);
      }
      case 'withPlugin':
      case 'withoutPlugins':
      case 'withTables':
        return hosted(this, place);
      case 'transaction':
        return hosted(new TransactionBuilder(this.run, this.schemaName), place);
      case 'destroy':
        this.run.seen(call);
        return unknown(call.label, place);
      default:
        return undefined;
    }
  }
}

function schemaOf(run: Run, call: HostCall): string | undefined {
  return attempt(run, call, () => expectText(call.args[0], 'the name of the schema'));
}

/** `db.schema`. */
class SchemaHost implements Host {
  readonly label = 'db.schema';

  constructor(
    private readonly run: Run,
    private readonly schemaName: string | null,
  ) {}

  method(call: HostCall): Value | undefined {
    const { name, place } = call;
    const kind = schemaKinds.get(name);
    if (kind !== undefined)
      return hosted(new Builder(this.run, kind, this.schemaName, [{ call, built: null }]), place);
    if (name === 'withPlugin' || name === 'withoutPlugins') return hosted(this, place);
    if (name !== 'withSchema') return undefined;
    const schema = schemaOf(this.run, call);
    return schema === undefined ? undefined : hosted(new SchemaHost(this.run, schema), place);
  }
}

/** `db.transaction()`, whose `execute` runs the callback. */
class TransactionBuilder implements Host {
  readonly label = 'db.transaction';

  constructor(
    private readonly run: Run,
    private readonly schemaName: string | null,
  ) {}

  method(call: HostCall): Value | undefined {
    if (call.name === 'setIsolationLevel' || call.name === 'setAccessMode') return hosted(this, call.place);
    if (call.name !== 'execute') return undefined;
    const database = hosted(new DatabaseHost(this.run, this.schemaName), call.place);
    const [callback] = call.args;
    // A migration that the runner wraps cannot have one.
    this.run.emitSql(call, ['begin']);
    settle(this.run.invoke(callback, [database], call));
    this.run.emitSql(call, ['commit']);
    return unknown(call.label, call.place);
  }
}
