import type { LoopedAct } from '../../model/query-patterns';
import type { CallFact, FileFacts, Value } from '../facts';
import { calleeText, receiverOf } from '../libraries/recognition';
import type { Program } from '../linking/program';
import type { FileSites } from '../linking/sites';
import { dependsOnTurn, loopsAround, type Around } from '../loops/around';
import { exemptionOfLoop } from '../loops/exemptions';
import { loopPlace } from '../loops/looped';
import { sourceOfList } from '../loops/turns';

/** Transactions, flushes and lazy loads of one file that are done once per turn of a loop. */
export function findLoopedActs(program: Program, file: FileSites): readonly LoopedAct[] {
  const { facts } = file;
  if (facts.loops.length === 0) return [];
  const opened = new Set(file.transactions.map(({ call }) => call));
  const mikro = facts.imports.some(({ from }) => from.startsWith('@mikro-orm/'));
  return [
    ...facts.calls.flatMap((call, index) => {
      if (call.kind !== 'call') return [];
      const act = opened.has(index)
        ? 'transaction'
        : mikro && isFlush(program, facts, call)
          ? 'flush'
          : mikro && isLazyLoad(file, call)
            ? 'lazy-reference'
            : null;
      if (act === null) return [];
      const around = loopsAround(facts, call).find(
        ({ loop }) => act !== 'lazy-reference' || dependsOnTurn(call, loop),
      );
      return around ? [actIn(program, facts, act, call, around, calleeText(facts, call.callee))] : [];
    }),
    ...lazyRelations(program, file),
  ];
}

function actIn(
  program: Program,
  facts: FileFacts,
  act: LoopedAct['act'],
  call: Pick<CallFact, 'start' | 'end' | 'origins' | 'within' | 'loop'>,
  around: Around,
  text: string,
): LoopedAct {
  return {
    act,
    call: text,
    file: facts.file,
    range: { start: call.start, end: call.end },
    loop: loopPlace(facts, around.loop),
    exemption: exemptionOfLoop(program, facts, around),
  };
}

const flushes = new Set(['flush', 'persistAndFlush', 'removeAndFlush']);

function isFlush(program: Program, facts: FileFacts, call: CallFact): boolean {
  if (!flushes.has(call.name) || call.callee.path.length === 0) return false;
  const receiver = receiverOf(call);
  const type = program.typeOf(facts, receiver, call.within);
  if (type) return type.kind === 'external' && type.module.startsWith('@mikro-orm/');
  return /^(?:em|entityManager|orm)$/i.test(lastName(facts, receiver));
}

const loads = new Set(['init', 'loadItems', 'load', 'loadOrFail', 'loadProperty', 'loadCount']);

/** `author.books.init()`, where the query that loaded the authors did not bring the books. */
function isLazyLoad({ facts, sites }: FileSites, call: CallFact): boolean {
  if (!loads.has(call.name) || call.callee.path.length < 2) return false;
  const receiver = receiverOf(call);
  const relation = lastName(facts, receiver);
  if (/loader/i.test(relation) || receiver.root.kind !== 'variable') return false;
  return !isIncluded(facts, sites, { root: receiver.root, path: [] }, relation);
}

function lazyRelations(program: Program, { facts, sites }: FileSites): LoopedAct[] {
  return facts.awaitedProperties.flatMap(({ value, start, end, within, loop }) => {
    const name = value.path[value.path.length - 1];
    const place = { start, end, within, loop, origins: [] };
    const [around] = loopsAround(facts, place);
    if (!around || name === undefined || value.root.kind !== 'variable') return [];
    const owner: Value = { root: value.root, path: value.path.slice(0, -1) };
    if (!isRelation(program, facts, sites, owner, within, name)) return [];
    if (isIncluded(facts, sites, owner, name)) return [];
    const variable = facts.variables[value.root.variable]?.name ?? '';
    const text = [variable, ...value.path.filter((part) => part !== '[]')].join('.');
    return [actIn(program, facts, 'lazy-relation', place, around, text)];
  });
}

/** The property carries a relation's decorator in the entity of the row. */
function isRelation(
  program: Program,
  facts: FileFacts,
  sites: FileSites['sites'],
  owner: Value,
  within: number,
  name: string,
): boolean {
  const entity = sourceOfList(facts, sites, owner).site?.recognition.entity ?? null;
  const type = program.typeOf(facts, owner, within);
  const declared = entity === null ? null : program.resolveType(facts, { name: entity, args: [] });
  return [type, declared].some(
    (hit) =>
      hit?.kind === 'class' &&
      program
        .withBases(hit.facts, hit.index)
        .some((base) =>
          base.facts.classes[base.index]?.properties.some(
            (property) =>
              property.name === name &&
              property.decorators.some((decorator) => /^(?:One|Many)To(?:One|Many)$/.test(decorator.name)),
          ),
        ),
  );
}

function isIncluded(facts: FileFacts, sites: FileSites['sites'], owner: Value, relation: string): boolean {
  const source = sourceOfList(facts, sites, owner).site;
  return (
    source?.site.details.includes.some(
      (include) => include.relation === relation || include.relation.endsWith(`.${relation}`),
    ) ?? false
  );
}

function lastName(facts: FileFacts, { root, path }: Value): string {
  const last = path[path.length - 1];
  if (last !== undefined) return last;
  return root.kind === 'variable'
    ? (facts.variables[root.variable]?.name ?? '')
    : root.kind === 'name'
      ? root.name
      : '';
}
