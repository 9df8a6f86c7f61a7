import type { FunctionParameter, Node, ObjectWithArgs, TypeName } from './ast';
import { stringsOf } from './walk';

/** Types of the arguments that a caller gives, as they tell overloads apart: `int4,text[]`. */
export function signatureOf(parameters: readonly Node[] | undefined): string {
  const given = (parameters ?? []).flatMap((node) =>
    'FunctionParameter' in node ? [node.FunctionParameter] : [],
  );
  return given
    .filter(isGiven)
    .map((parameter) => typeKey(parameter.argType))
    .join();
}

/** The signature that DROP or ALTER names; undefined when it names none. */
export function signatureNamed(object: ObjectWithArgs): string | undefined {
  if (object.args_unspecified === true) return undefined;
  if (object.objfuncargs !== undefined) return signatureOf(object.objfuncargs);
  return (object.objargs ?? []).map((node) => ('TypeName' in node ? typeKey(node.TypeName) : '')).join();
}

function isGiven({ mode }: FunctionParameter): boolean {
  return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}

function typeKey(type: TypeName | undefined): string {
  if (type === undefined) return '';
  const names = stringsOf(type.names).filter(
    (name, at, all) => at === all.length - 1 || name !== 'pg_catalog',
  );
  const array = (type.arrayBounds ?? []).length > 0 ? '[]' : '';
  return `${names.filter((name) => name !== 'public').join('.')}${array}`;
}
