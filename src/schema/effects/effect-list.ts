import type { ChangeEffects, Effect, LockMode } from '../../model/effect';
import type { Dialect } from '../../model/dialect';
import type { QualifiedName } from '../lookup';
import { tableKey, writtenName } from '../lookup';

/** What a change does to one table, before it has a name: everything not said is no. */
export type Doing = Partial<Omit<Effect, 'table'>>;

const strength: readonly (LockMode | null)[] = [
  null,
  'NONE',
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARED',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
  'DATABASE',
];
const speed = [null, 'INSTANT', 'INPLACE', 'COPY'] as const;

/** Gathers what one change does, one entry per table: the strongest lock and everything that happens. */
export class EffectList {
  private readonly byTable = new Map<string, Effect>();
  private readonly assumed: string[] = [];
  transactional = true;

  constructor(
    private readonly dialect: Dialect,
    private readonly proof: Effect['proof'],
    /** Manual, version and section, for what is not measured. */
    private readonly manual: string | null,
  ) {}

  /** Adds to what happens to the table. */
  on(table: QualifiedName, doing: Doing): this {
    const key = tableKey(this.dialect, table);
    const name = writtenName(table);
    const known = this.byTable.get(key);
    this.byTable.set(key, known === undefined ? this.complete(name, doing) : merged(known, doing));
    return this;
  }

  /** Says what an effect depends on that is not known. */
  assuming(sentence: string): this {
    if (!this.assumed.includes(sentence)) this.assumed.push(sentence);
    return this;
  }

  /** Nothing of what was gathered is run by a test. */
  onlyDocumented(): this {
    for (const [key, effect] of this.byTable)
      if (effect.proof === 'measured')
        this.byTable.set(key, withProof(effect, 'documented', effect.source ?? this.manual));
    return this;
  }

  private complete(table: string, doing: Doing): Effect {
    const proof = doing.proof ?? this.proof;
    const manual = proof === 'documented' ? this.manual : null;
    // Written out: it runs for every change behind an edit, and spreads take several times as long.
    return {
      table,
      lock: doing.lock ?? null,
      algorithm: doing.algorithm ?? null,
      rewrite: doing.rewrite ?? false,
      scan: doing.scan ?? false,
      indexBuild: doing.indexBuild ?? false,
      validates: doing.validates ?? false,
      losesData: doing.losesData ?? false,
      canFail: doing.canFail ?? false,
      proof,
      source: doing.source === undefined ? manual : doing.source,
    };
  }

  done(): ChangeEffects {
    return {
      effects: [...this.byTable.values()],
      transactional: this.transactional,
      assumptions: this.assumed,
    };
  }
}

/** The stronger of two locks; null is weaker than any. */
export function strongerLock(one: LockMode | null, other: LockMode | null): LockMode | null {
  return strength.indexOf(one) >= strength.indexOf(other) ? one : other;
}

function withProof(effect: Effect, proof: Effect['proof'], source: string | null): Effect {
  const { table, lock, algorithm, rewrite, scan, indexBuild, validates, losesData, canFail } = effect;
  return {
    table,
    lock,
    algorithm,
    rewrite,
    scan,
    indexBuild,
    validates,
    losesData,
    canFail,
    proof,
    source,
  };
}

function merged(known: Effect, doing: Doing): Effect {
  const either = (what: 'rewrite' | 'scan' | 'indexBuild' | 'validates' | 'losesData' | 'canFail'): boolean =>
    known[what] || doing[what] === true;
  const algorithm = doing.algorithm ?? null;
  return {
    table: known.table,
    lock: strongerLock(known.lock, doing.lock ?? null),
    algorithm: speed.indexOf(known.algorithm) >= speed.indexOf(algorithm) ? known.algorithm : algorithm,
    rewrite: either('rewrite'),
    scan: either('scan'),
    indexBuild: either('indexBuild'),
    validates: either('validates'),
    losesData: either('losesData'),
    canFail: either('canFail'),
    proof: doing.proof === 'assumed' ? 'assumed' : known.proof,
    source: doing.source ?? known.source,
  };
}
