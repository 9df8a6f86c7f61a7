import type { CodeRole, FunctionId } from '../../model/code';
import { roleOfFile } from '../code-files';
import type { FileFacts } from '../facts';
import type { Program } from '../linking/program';
import { functionId } from '../linking/sites';

type HotRole = Extract<CodeRole, 'route' | 'resolver' | 'job'>;

/** A function from which hot code starts. */
export interface Entry {
  readonly facts: FileFacts;
  readonly fn: number;
}

const deepest = 6;
const jobDecorators =
  /^(?:Cron|Interval|Timeout|Process|OnEvent|EventPattern|MessagePattern|SqsMessageHandler|RabbitSubscribe|RabbitRPC|OnWorkerEvent|Task)$/;
const jobPackages =
  /^(?:node-cron|cron|croner|bull|bullmq|agenda|pg-boss|node-schedule|bree|inngest|graphile-worker|amqplib|kafkajs|@trigger\.dev\/.*|@nestjs\/(?:schedule|bull|bullmq|microservices)|toad-scheduler)$/;
const jobCalls =
  /^(?:schedule|scheduleJob|process|define|work|createFunction|consume|run|eachMessage|task|add|every|registerCron|CronJob|Worker)$/;
const routeFile = /(?:^|\/)app\/(?:.*\/)?(?:route|page|layout)\.[jt]sx?$|(?:^|\/)pages\/api\//;
const jobFile =
  /(?:^|\/)(?:jobs?|workers?|crons?|queues?|consumers?|processors?|schedulers?|tasks)\/|[.-](?:job|worker|cron|processor|consumer|scheduler)\.[cm]?[jt]s$/i;

/** How functions come to run: from which kind of entry they are reached, within six calls. Worked out when first asked for. */
export class Roles {
  private reached: ReadonlyMap<FunctionId, HotRole> | null = null;

  constructor(
    private readonly program: Program,
    private readonly routes: () => readonly Entry[],
    private readonly resolvers: () => readonly Entry[],
  ) {}

  /** The role of the code at a place. Tests, seeds, migrations and scripts are told by their file. */
  roleOf({ file, within }: { readonly file: string; readonly within: FunctionId | null }): CodeRole {
    const byFile = roleOfFile(file);
    if (byFile !== 'other') return byFile;
    this.reached ??= this.reachAll();
    for (let id: string | null = within; id !== null; id = outerOf(id)) {
      const role = this.reached.get(id);
      if (role) return role;
    }
    if (routeFile.test(file)) return 'route';
    return jobFile.test(file) ? 'job' : 'other';
  }

  private reachAll(): ReadonlyMap<FunctionId, HotRole> {
    const reached = new Map<FunctionId, HotRole>();
    // The hottest first: a function keeps the first role it gets.
    this.reachFrom(this.routes(), 'route', reached);
    this.reachFrom(this.entriesIn(routeFile), 'route', reached);
    this.reachFrom(this.resolvers(), 'resolver', reached);
    this.reachFrom([...this.jobs(), ...this.entriesIn(jobFile)], 'job', reached);
    return reached;
  }

  private reachFrom(entries: readonly Entry[], role: HotRole, reached: Map<FunctionId, HotRole>): void {
    let level = entries.filter(({ facts, fn }) => fn >= 0 && roleOfFile(facts.file) === 'other');
    for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
      const next: Entry[] = [];
      for (const { facts, fn } of level) {
        const id = functionId(facts, fn);
        if (id === null || reached.has(id)) continue;
        reached.set(id, role);
        for (const target of callsOf(this.program, facts, fn)) next.push(target);
      }
      level = next;
    }
  }

  /** What the files of a kind export. */
  private entriesIn(path: RegExp): readonly Entry[] {
    return [...this.program.files.values()].flatMap((facts) =>
      path.test(facts.file)
        ? facts.functions.flatMap((fn, index) =>
            fn.parent === -1 && fn.inlineOf < 0 ? [{ facts, fn: index }] : [],
          )
        : [],
    );
  }

  /** Handlers of schedules, queues and messages. */
  private jobs(): readonly Entry[] {
    return [...this.program.files.values()].flatMap((facts) => {
      const uses = facts.imports.some((item) => jobPackages.test(item.from));
      return facts.functions.flatMap((fn, index) => {
        const decorated = fn.decorators.some(({ name }) => jobDecorators.test(name));
        const passed = facts.calls[fn.inlineOf];
        const handed = uses && passed !== undefined && jobCalls.test(passed.name);
        const processes =
          uses &&
          fn.className !== null &&
          /\.(?:process|run)$/.test(fn.name) &&
          isProcessor(facts, fn.className);
        return decorated || handed || processes ? [{ facts, fn: index }] : [];
      });
    });
  }
}

/** `a.ts#f/callback@12` stands in `a.ts#f`; null for what stands in nothing. */
function outerOf(id: FunctionId): FunctionId | null {
  const slash = id.lastIndexOf('/callback@');
  return slash > id.indexOf('#') ? id.slice(0, slash) : null;
}

function isProcessor(facts: FileFacts, className: string): boolean {
  const item = facts.classes.find(({ name }) => name === className);
  return (
    item !== undefined &&
    (item.decorators.some(({ name }) => name === 'Processor') ||
      /WorkerHost|Job|Processor/.test(item.extends?.name ?? ''))
  );
}

const owned = new WeakMap<FileFacts, ReadonlyMap<number, readonly number[]>>();

/** Functions that a function calls, itself or in callbacks written in it. */
function callsOf(program: Program, facts: FileFacts, fn: number): Entry[] {
  let byOwner = owned.get(facts);
  if (!byOwner) {
    byOwner = callsByOwner(facts);
    owned.set(facts, byOwner);
  }
  const { start = 0, end = 0 } = facts.functions[fn] ?? {};
  const own =
    (facts.functions[fn]?.inlineOf ?? -1) < 0
      ? byOwner.get(fn)
      : facts.calls.flatMap((call, index) => (call.start >= start && call.end <= end ? [index] : []));
  return (own ?? []).flatMap((index) => {
    const call = facts.calls[index];
    return call
      ? program.targetsOf(facts, call).map((target) => ({ facts: target.facts, fn: target.index }))
      : [];
  });
}

function callsByOwner(facts: FileFacts): ReadonlyMap<number, readonly number[]> {
  const map = new Map<number, number[]>();
  facts.calls.forEach((call, index) => {
    let owner = call.within;
    for (
      let fn = facts.functions[owner];
      fn && fn.inlineOf >= 0 && fn.name === '';
      fn = facts.functions[owner]
    )
      owner = fn.parent;
    const list = map.get(owner);
    if (list) list.push(index);
    else map.set(owner, [index]);
  });
  return map;
}
