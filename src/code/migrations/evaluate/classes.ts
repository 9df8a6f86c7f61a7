import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import type { Evaluation } from './evaluation';
import { evaluate, memberName } from './expressions';
import { invoke } from './functions';
import type { Host } from './host';
import { placeOf } from './places';
import { Scope } from './scope';
import { record, scalar, type ClassValue, type RecordValue, type Value } from './values';

/** The value of a class declaration or expression. */
export function classValue(run: Evaluation, scope: Scope, node: ts.ClassLikeDeclaration): ClassValue {
  return { kind: 'class', node, scope, place: placeOf(run, scope, node.name ?? node) };
}

/** `new Class(…)`: fields are set, then the constructor runs. `base` answers what no class of the files holds. */
export function instantiate(
  run: Evaluation,
  of: ClassValue,
  args: readonly Value[],
  place: Range,
  base: Host | null = null,
): RecordValue {
  const instance: RecordValue = { ...record(new Map(), place), of, base };
  for (const owner of [...lineage(run, of)].reverse()) {
    const scope = new Scope(owner.scope, owner.scope.module, instance);
    for (const member of owner.node.members)
      if (ts.isPropertyDeclaration(member) && !isStatic(member)) {
        const name = memberName(run, scope, member.name);
        if (name !== null && member.initializer !== undefined)
          instance.entries.set(name, evaluate(run, scope, member.initializer));
      }
  }
  construct(run, of, instance, args, place);
  return instance;
}

function construct(
  run: Evaluation,
  of: ClassValue,
  instance: RecordValue,
  args: readonly Value[],
  place: Range,
): void {
  const node = of.node.members.find(ts.isConstructorDeclaration);
  if (node?.body === undefined) return;
  node.parameters.forEach((parameter, index) => {
    const value = args[index];
    if (parameter.modifiers !== undefined && ts.isIdentifier(parameter.name) && value !== undefined)
      instance.entries.set(parameter.name.text, value);
  });
  invoke(run, { kind: 'function', node, scope: of.scope, self: instance, place }, args, place);
}

/** The class and those of the files that it extends, the class itself first. */
function lineage(run: Evaluation, of: ClassValue): readonly ClassValue[] {
  const found = [of];
  for (
    let at: ClassValue | null = parentOf(run, of);
    at !== null && found.length < 20;
    at = parentOf(run, at)
  )
    found.push(at);
  return found;
}

/** The class that a class extends, when it is known. */
export function parentOf(run: Evaluation, of: ClassValue): ClassValue | null {
  const clause = of.node.heritageClauses?.find((one) => one.token === ts.SyntaxKind.ExtendsKeyword);
  const named = clause?.types[0]?.expression;
  if (named === undefined) return null;
  const parent = evaluate(run, of.scope, named);
  return parent.kind === 'class' ? parent : null;
}

/** A method or getter of an instance. */
export function memberOf(
  run: Evaluation,
  of: ClassValue,
  self: Value,
  name: string,
  place: Range,
): Value | undefined {
  for (const owner of lineage(run, of)) {
    const found = declared(run, owner, self, name, false, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A static member of a class. */
export function staticOf(run: Evaluation, of: ClassValue, name: string, place: Range): Value | undefined {
  if (name === 'name' && of.node.name !== undefined)
    return {
      kind: 'text',
      pieces: [{ text: of.node.name.text, source: place, verbatim: null, placeholder: false }],
      place,
    };
  for (const owner of lineage(run, of)) {
    const found = declared(run, owner, of, name, true, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declared(
  run: Evaluation,
  owner: ClassValue,
  self: Value,
  name: string,
  ofClass: boolean,
  place: Range,
): Value | undefined {
  const scope = new Scope(owner.scope, owner.scope.module, self);
  for (const member of owner.node.members) {
    if (member.name === undefined || isStatic(member) !== ofClass) continue;
    if (memberName(run, scope, member.name) !== name) continue;
    if (ts.isMethodDeclaration(member))
      return {
        kind: 'function',
        node: member,
        scope: owner.scope,
        self,
        place: placeOf(run, scope, member.name),
      };
    if (ts.isGetAccessorDeclaration(member))
      return invoke(run, { kind: 'function', node: member, scope: owner.scope, self, place }, [], place);
    if (ts.isPropertyDeclaration(member) && ofClass)
      return member.initializer === undefined
        ? scalar(undefined, place)
        : evaluate(run, scope, member.initializer);
  }
  return undefined;
}

function isStatic(member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}
