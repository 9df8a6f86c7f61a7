import { pluralOf } from '../columns/models/plural';
import type { QueryVerb } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import type { Program } from '../linking/program';
import { propertyShape } from './recognition';
import type { ClassPlace } from './result-classes';

/** Source: sequelize.org/docs/v6/core-concepts/assocs, "Special methods/mixins added to instances". */
const mixin = /^(get|count|has|set|add|remove|create)([A-Z]\w*)$/;
const verbs: Readonly<Record<string, QueryVerb>> = {
  get: 'read',
  count: 'count',
  has: 'count',
  set: 'update',
  add: 'update',
  remove: 'update',
  create: 'insert',
};
const associations: ReadonlySet<string> = new Set(['hasMany', 'hasOne', 'belongsTo', 'belongsToMany']);

/** What `user.getPosts()` does, where the class declares that mixin or its file the association; null for any other method. */
export function mixinVerb(program: Program, { facts, index }: ClassPlace, name: string): QueryVerb | null {
  const [, kind = '', relation = ''] = mixin.exec(name) ?? [];
  const verb = Object.hasOwn(verbs, kind) ? verbs[kind] : undefined;
  if (!verb) return null;
  for (const base of program.withBases(facts, index)) {
    const item = base.facts.classes[base.index];
    if (!item || Object.hasOwn(item.methods, name)) return null;
    const declared = item.properties.find((property) => property.name === name);
    if (declared) return /Mixin$/.test(declared.type?.name ?? '') ? verb : null;
    if (base.facts.calls.some((call) => isNamed(base.facts, call, item.name, relation))) return verb;
  }
  return null;
}

/** `User.hasMany(Post)`, `this.hasMany(models.Post, { as: 'posts' })` for `Posts`, `Post` or the alias. */
function isNamed(facts: FileFacts, call: CallFact, owner: string, relation: string): boolean {
  if (!associations.has(call.name)) return false;
  const { root, path } = call.callee;
  const self =
    root.kind === 'this' ? facts.functions[call.within]?.className : root.kind === 'name' ? root.name : null;
  if (self !== owner || path.length !== 1) return false;
  const alias = propertyShape(call.shapes?.[1], 'as');
  const other = call.values[0];
  const target =
    alias?.kind === 'text'
      ? alias.text
      : (other?.path[other.path.length - 1] ?? (other?.root.kind === 'name' ? other.root.name : ''));
  const names = [target, pluralOf(target)].map((text) => text.toLowerCase());
  return (
    target !== '' &&
    (names.includes(relation.toLowerCase()) || names.includes(pluralOf(relation).toLowerCase()))
  );
}
