import type { Route, VersioningConvention } from '../../model/code';
import type { ClassFact, DecoratorFact, FileFacts, Shape } from '../facts';
import { propertyShape } from '../libraries/recognition';
import { functionId } from '../linking/sites';
import { joinPaths, versionInPath } from './paths';

/** A route with what is needed to follow its handler. */
export interface FoundRoute {
  readonly route: Route;
  readonly facts: FileFacts;
  /** Index of the handler's function; -1 when it is not known. */
  readonly fn: number;
}

const methods: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  All: 'ALL',
  Options: 'OPTIONS',
  Head: 'HEAD',
  Search: 'SEARCH',
  Sse: 'GET',
};

export interface NestSettings {
  readonly prefix: string;
  readonly versioning: VersioningConvention | null;
}

/** `app.setGlobalPrefix('api')` and `app.enableVersioning({…})`, wherever they stand. */
export function readNestSettings(files: Iterable<FileFacts>): NestSettings {
  let prefix = '';
  let versioning: VersioningConvention | null = null;
  for (const facts of files) {
    for (const call of facts.calls) {
      if (call.name === 'setGlobalPrefix' && call.text !== null && prefix === '') prefix = call.text;
      if (call.name !== 'enableVersioning' || versioning) continue;
      const type = propertyShape(call.shapes?.[0], 'type');
      const named = type?.kind === 'value' ? type.value.path[type.value.path.length - 1] : 'URI';
      const style =
        named === 'HEADER' ? 'nest-header' : named === 'MEDIA_TYPE' ? 'nest-media-type' : 'nest-uri';
      const given = propertyShape(call.shapes?.[0], 'defaultVersion');
      versioning = {
        style,
        defaultVersion: given ? (versionOf(given) ?? 'given') : null,
        declaredAt: { file: facts.file, range: { start: call.start, end: call.end } },
      };
    }
  }
  return { prefix, versioning };
}

/** Routes of Nest controllers: classes decorated with `@Controller`. */
export function nestRoutes(facts: FileFacts, settings: NestSettings): FoundRoute[] {
  return facts.classes.flatMap((item) => {
    const controller = item.decorators.find((decorator) => decorator.name === 'Controller');
    return controller ? controllerRoutes(facts, item, controller, settings) : [];
  });
}

function controllerRoutes(
  facts: FileFacts,
  item: ClassFact,
  controller: DecoratorFact,
  settings: NestSettings,
): FoundRoute[] {
  const [first] = controller.args;
  const base = textIn(first) ?? textIn(propertyShape(first, 'path') ?? undefined) ?? '';
  const ofClass =
    versionOf(propertyShape(first, 'version')) ??
    versionOf(item.decorators.find((decorator) => decorator.name === 'Version')?.args[0] ?? null);
  return Object.values(item.methods).flatMap((index) => {
    const fn = facts.functions[index];
    if (!fn) return [];
    return fn.decorators.flatMap((decorator) => {
      const method = Object.hasOwn(methods, decorator.name) ? methods[decorator.name] : undefined;
      if (!method) return [];
      const path = joinPaths(settings.prefix, base, textIn(decorator.args[0]) ?? '');
      const own = versionOf(fn.decorators.find((candidate) => candidate.name === 'Version')?.args[0] ?? null);
      const version = own ?? ofClass ?? settings.versioning?.defaultVersion ?? versionInPath(path);
      const uri =
        settings.versioning?.style === 'nest-uri' &&
        version !== null &&
        version !== 'neutral' &&
        version !== 'given';
      const full =
        uri && versionInPath(path) === null
          ? joinPaths(settings.prefix, `v${version}`, base, textIn(decorator.args[0]) ?? '')
          : path;
      const route: Route = {
        framework: 'nest',
        method,
        path: full,
        version,
        group: item.name,
        handler: functionId(facts, index),
        file: facts.file,
        range: { start: decorator.start, end: decorator.end },
      };
      return [{ route, facts, fn: index }];
    });
  });
}

function textIn(shape: Shape | undefined): string | null {
  if (shape?.kind === 'text') return shape.text;
  return shape?.kind === 'array' ? textIn(shape.elements[0]) : null;
}

function versionOf(shape: Shape | null): string | null {
  if (!shape) return null;
  if (shape.kind === 'text') return shape.text;
  if (shape.kind === 'literal') return shape.text;
  if (shape.kind === 'array') return versionOf(shape.elements[0] ?? null);
  if (shape.kind === 'value')
    return shape.value.root.kind === 'name' && shape.value.root.name === 'VERSION_NEUTRAL'
      ? 'neutral'
      : 'given';
  return null;
}
