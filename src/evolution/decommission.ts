import type { Plan, PlanStage, Precondition } from '../model/evolution';
import { bareName, shapesOf } from './shapes';

/** A job that runs now and then, and may meet an old shape only then. */
export interface BatchJob {
  readonly name: string;
  /** Days between two runs. */
  readonly everyDays: number;
  /** Tables it uses; null: any. */
  readonly tables: readonly string[] | null;
}

/** Something given out to clients that lets them call an old version until it expires. */
export interface Credential {
  readonly name: string;
  /** The day the last one given out expires, YYYY-MM-DD. */
  readonly expires: string;
  readonly tables: readonly string[] | null;
}

/** What the team declares that decides when an old shape may go. */
export interface Decommission {
  readonly batches: readonly BatchJob[];
  readonly credentials: readonly Credential[];
}

export const nothingDeclared: Decommission = { batches: [], credentials: [] };

/** Days an old shape stays after the last credential has expired (product.md: decommission rule). */
export const daysAfterExpiry = 30;

/** Names of intervals, in days; a month and a quarter are taken at their longest. */
export const intervals = { daily: 1, weekly: 7, monthly: 31, quarterly: 92, yearly: 366 } as const;

/** The job that runs most rarely of those that may use what the plan takes away; null: none is declared. */
export function rarestBatch(plan: Plan, { batches }: Decommission): BatchJob | null {
  const own = batches.filter((job) => concerns(job.tables, plan));
  return own.reduce<BatchJob | null>(
    (rarest, job) => (rarest === null || job.everyDays > rarest.everyDays ? job : rarest),
    null,
  );
}

/** The credential that expires last of those that concern the plan, with the first day after which the old shape may go; null: none. */
export function lastCredential(
  plan: Plan,
  { credentials }: Decommission,
): { readonly credential: Credential; readonly free: string } | null {
  const own = credentials.filter((one) => concerns(one.tables, plan));
  const last = own.reduce<Credential | null>(
    (latest, one) => (latest === null || one.expires > latest.expires ? one : latest),
    null,
  );
  return last === null ? null : { credential: last, free: daysLater(last.expires, daysAfterExpiry) };
}

/**
 * The plan, in which whatever takes the old shape away waits until the last credential that concerns it has been
 * expired long enough: contract, and before it a stage that renames what is dropped.
 */
export function waitingForCredentials(plan: Plan, decommission: Decommission, now: Date): Plan {
  const last = lastCredential(plan, decommission);
  if (last === null || !takesAway(plan) || now.getTime() >= Date.parse(last.free)) return plan;
  const { name, expires } = last.credential;
  const why = `${name} is valid until ${expires}, and whoever holds one may call a version that needs the old shape.`;
  const waits: Precondition = { kind: 'not-before', date: last.free, why };
  const contract = plan.stages.findIndex((stage) => stage.name === 'contract');
  const stages = plan.stages.map((stage, at) =>
    at === contract || (at < contract && breaksOldVersions(stage))
      ? { ...stage, preconditions: [...stage.preconditions, waits] }
      : stage,
  );
  return { ...plan, stages };
}

/** A version that uses the old shape fails at the end. Not where a column only gets another type under its name. */
export function takesAway(plan: Plan): boolean {
  const { old } = shapesOf(plan);
  const keepsName = plan.kind === 'change-column-type' && old.every(({ column }) => column !== plan.from);
  return old.length > 0 && !keepsName;
}

/** It runs SQL that nothing of the released version may stand in the way of. */
function breaksOldVersions({ file, migration, preconditions }: PlanStage): boolean {
  const hasSql = file !== null || migration !== null;
  return hasSql && preconditions.some(({ kind }) => kind === 'unused-in-released-version');
}

function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function concerns(tables: readonly string[] | null, plan: Plan): boolean {
  if (tables === null) return true;
  const shapes = shapesOf(plan);
  const own = [plan.table, ...[...shapes.old, ...shapes.new].map((shape) => shape.table)].map(bareName);
  return tables.some((table) => own.some((name) => name.toLowerCase() === bareName(table).toLowerCase()));
}

/** A person is asked to declare that the jobs have run again. */
export function asksForBatches(precondition: Precondition): boolean {
  return precondition.kind === 'declared' && /\bbatch interval\b/i.test(precondition.what);
}
