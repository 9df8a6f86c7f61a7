import type { AskedCall, CheckerAnswer, CheckerLimits, CheckerSource, Verdict } from '../code/confirm/asked';
import { loadChecker } from '../code/load';
import { createModuleResolver } from '../code/linking/modules';
import type { CodeIndex } from '../model/code';
import type { Evidence, Finding } from '../model/finding';
import type { Place } from '../model/text';
import { isCodeFile, isSetting } from './code-sources';
import type { JudgedFinding } from './judged-alone';
import type { Project } from './project';

/** What `queries.confirmByTypes` may cost. A root that needs more is looked at as far as it goes, and the rest is said. */
export const checkerLimits: CheckerLimits = { time: 60_000, characters: 60_000_000 };

export interface Confirmed {
  readonly findings: readonly JudgedFinding[];
  /** What it did, or why it was not done to its end, as a sentence for the user; null: there was nothing to ask. */
  readonly remark: string | null;
}

/** Findings without those that the checker refutes; those it confirms from end to end say so. Missing types leave a finding as it is. */
export function confirmFindings(
  findings: readonly JudgedFinding[],
  index: CodeIndex,
  ask: (asked: readonly AskedCall[], queries: readonly Place[]) => CheckerAnswer,
): Confirmed {
  const known = askedCalls(index);
  const callsOf = (finding: Finding): readonly AskedCall[] =>
    [finding, ...finding.evidence].flatMap((place) => known.get(keyOf(place)) ?? []);
  const asked = new Map<string, AskedCall>();
  for (const { finding } of findings) for (const call of callsOf(finding)) asked.set(keyOf(call.place), call);
  if (asked.size === 0) return { findings, remark: null };
  const calls = [...asked.values()];
  const { verdicts, files, stopped } = ask(calls, index.queries);
  const verdictOf = new Map(calls.map(({ place }, at) => [keyOf(place), verdicts[at] ?? 'unknown']));
  const judged = findings.map((one) => ({ one, verdict: verdictOn(callsOf(one.finding), verdictOf) }));
  const count = (verdict: Verdict): number => judged.filter((each) => each.verdict === verdict).length;
  const said = `Types: ${count('confirmed')} findings confirmed, ${count('refuted')} refuted and left out, ${calls.length} calls asked about in ${files} files.`;
  return {
    findings: judged.flatMap(({ one, verdict }) =>
      verdict === 'refuted' ? [] : verdict === 'confirmed' ? [confirmed(one, callsOf(one.finding))] : [one],
    ),
    remark: stopped === null ? said : `${said} Not everything was looked at: ${stopped}`,
  };
}

/** Asks the checker about the files of a project as they are now. */
export function askChecker(
  project: Project,
  asked: readonly AskedCall[],
  queries: readonly Place[],
  limits = checkerLimits,
): CheckerAnswer {
  const files = new Set(project.files.filter(isCodeFile));
  const settings = (ending: string): ReadonlyMap<string, string> =>
    new Map(
      project.files
        .filter((file) => isSetting(file) && file.endsWith('package.json') === (ending === 'package.json'))
        .flatMap((file) => {
          const text = project.text(file);
          return text === null ? [] : [[file, text] as const];
        }),
    );
  const source: CheckerSource = {
    textOf: (file) => project.text(file),
    resolve: createModuleResolver(files, settings('tsconfig.json'), settings('package.json')),
    now: () => Date.now(),
  };
  return loadChecker().confirmCalls(asked, queries, source, limits);
}

/** The calls that findings may rest on, by their places: queries, and the steps of a path to one. */
function askedCalls(index: CodeIndex): ReadonlyMap<string, AskedCall> {
  const calls = new Map<string, AskedCall>();
  const addPath = (path: readonly Evidence[]): void => {
    path.forEach((place, at) => {
      const next = path[at + 1];
      if (next) calls.set(keyOf(place), { place: placeOf(place), expected: { next: placeOf(next) } });
    });
  };
  for (const { looped, recursions, fields, transactions } of index.fileQueries) {
    for (const { path } of [...looped, ...recursions, ...fields]) addPath(path);
    for (const { queries, outside } of transactions)
      for (const { path } of [...queries, ...outside]) addPath(path);
  }
  for (const { file, range, library } of index.queries)
    calls.set(keyOf({ file, range }), { place: { file, range }, expected: { library } });
  return calls;
}

function verdictOn(calls: readonly AskedCall[], verdicts: ReadonlyMap<string, Verdict>): Verdict {
  const all = calls.map(({ place }) => verdicts.get(keyOf(place)) ?? 'unknown');
  if (all.includes('refuted')) return 'refuted';
  return all.length > 0 && all.every((verdict) => verdict === 'confirmed') ? 'confirmed' : 'unknown';
}

function confirmed(one: JudgedFinding, calls: readonly AskedCall[]): JudgedFinding {
  const last = calls[calls.length - 1]?.place ?? placeOf(one.finding);
  const message =
    calls.length === 1
      ? 'The TypeScript checker confirms the library by its types'
      : 'The TypeScript checker confirms the library and every call on the way by their types';
  const finding = { ...one.finding, evidence: [...one.finding.evidence, { ...last, message }] };
  return { ...one, finding, fixes: () => one.fixes() };
}

function placeOf({ file, range }: Place): Place {
  return { file, range };
}

function keyOf({ file, range }: Place): string {
  return `${file}:${range.start}:${range.end}`;
}
