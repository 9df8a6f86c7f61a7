import type { CodeIndex, Route } from '../../model/code';
import type { Place } from '../../model/text';
import type { ContractRule, Draft } from '../rule';

/** Routes that have no version by their nature: called by machines, other protocols, or a browser of the same release. */
const exempt =
  /(?:^|\/)(?:health(?:z|check|-check)?|live(?:z|ness)?|ready(?:z)?|readiness|ping|status|metrics|prometheus|webhooks?|hooks?|callback|oauth2?|openid|saml|sso|auth|\.well-known|graphql|trpc|favicon\.ico|robots\.txt|docs|swagger|openapi(?:\.json)?|internal|bff)(?:\/|$)/i;

export const unversionedRoute: ContractRule = {
  meta: {
    id: 'unversioned-route',
    family: 'contract',
    title: 'A route has no version while the project versions its routes.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: null,
    sources: [
      'https://docs.nestjs.com/techniques/versioning',
      'https://opensource.zalando.com/restful-api-guidelines/#115',
    ],
  },

  check(routes, code): readonly (Draft & Pick<Place, 'file'>)[] {
    const candidates = routes.filter(
      (route) => route.version === null && route.path !== '/' && !exempt.test(route.path),
    );
    return onePerGroup(candidates).flatMap((route) => {
      const reason = reasonFor(route, routes, code);
      return reason === null
        ? []
        : [draft(route, reason, candidates.filter((other) => groupKey(other) === groupKey(route)).length)];
    });
  },
};

interface Reason {
  readonly because: string;
  readonly at: Place | null;
  readonly witness: string;
}

/** Relative to what the project does itself: versioning that is switched on, or siblings that carry a version. */
function reasonFor(route: Route, routes: readonly Route[], code: CodeIndex): Reason | null {
  const { versioning } = code;
  if (route.framework === 'nest' && versioning.declaredAt !== null) {
    if (versioning.defaultVersion !== null) return null;
    return {
      because:
        'Versioning is switched on without a defaultVersion, so a route without a version answers only where no version is asked for',
      at: versioning.declaredAt,
      witness: 'Versioning is switched on here',
    };
  }
  const siblings = routes.filter(
    (other) =>
      other.framework === route.framework &&
      other.version !== null &&
      other.version !== 'neutral' &&
      isSibling(route, other),
  );
  const [sibling] = siblings;
  if (!sibling) return null;
  return {
    because: `${siblings.length === 1 ? 'A sibling' : `${siblings.length} siblings`} of it, such as ${sibling.method} ${sibling.path}, ${siblings.length === 1 ? 'carries' : 'carry'} a version`,
    at: sibling,
    witness: `${sibling.method} ${sibling.path} has version ${sibling.version ?? ''}`,
  };
}

/** Same controller or router, or the same place in the path: `/api/orders` beside `/api/v1/users`. */
function isSibling(route: Route, other: Route): boolean {
  return groupKey(route) === groupKey(other) || before(route.path) === before(other.path);
}

/** The path before its version, or before its resource. */
function before(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const version = segments.findIndex((segment) => /^v\d|^20\d\d-\d\d/i.test(segment));
  return segments.slice(0, version >= 0 ? version : segments[0] === 'api' ? 1 : 0).join('/');
}

function groupKey(route: Route): string {
  return `${route.file}#${route.group}`;
}

function onePerGroup(routes: readonly Route[]): Route[] {
  const seen = new Set<string>();
  return routes.filter((route) => !seen.has(groupKey(route)) && seen.add(groupKey(route)));
}

function draft(route: Route, reason: Reason, count: number): Draft & Pick<Place, 'file'> {
  const more = count > 1 ? `, like ${count - 1} more of ${route.group}` : '';
  return {
    file: route.file,
    range: route.range,
    confidence: reason.at === null ? 'medium' : 'high',
    evidence:
      reason.at === null ? [] : [{ file: reason.at.file, range: reason.at.range, message: reason.witness }],
    message: {
      what: `${route.method} ${route.path} has no version${more}.`,
      why: `${reason.because}. A change that breaks its clients has no new version to go to.`,
      remedy:
        route.framework === 'nest'
          ? 'Give the controller a version (`@Controller({ version: "1" })`), or VERSION_NEUTRAL where that is meant.'
          : 'Mount it under the version its siblings use.',
    },
  };
}
