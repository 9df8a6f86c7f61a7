import type { CodeRole, FunctionId } from '../../model/code';
import { roleOfFile } from '../code-files';
import type { FileFacts } from '../facts';
import type { FunctionRef, Program } from '../linking/program';
import { functionId } from '../linking/sites';
import { ownerOf } from '../loops/reach';

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
    private readonly edges: CallEdges,
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
        for (const target of this.edges.of(facts, fn)) next.push({ facts: target.facts, fn: target.index });
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
      let found = jobsKnown.get(facts);
      if (!found) jobsKnown.set(facts, (found = jobsIn(facts)));
      return found;
    });
  }
}

const jobsKnown = new WeakMap<FileFacts, readonly Entry[]>();

function jobsIn(facts: FileFacts): readonly Entry[] {
  const uses = facts.imports.some((item) => jobPackages.test(item.from));
  return facts.functions.flatMap((fn, index) => {
    const decorated = fn.decorators.some(({ name }) => jobDecorators.test(name));
    const passed = facts.calls[fn.inlineOf];
    const handed = uses && passed !== undefined && jobCalls.test(passed.name);
    const processes =
      uses && fn.className !== null && /\.(?:process|run)$/.test(fn.name) && isProcessor(facts, fn.className);
    return decorated || handed || processes ? [{ facts, fn: index }] : [];
  });
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

/** Functions that functions call, themselves or in callbacks written in them; remembered while the file's facts stay. */
export class CallEdges {
  private readonly known = new WeakMap<FileFacts, Map<number, readonly FunctionRef[]>>();
  private readonly owned = new WeakMap<FileFacts, ReadonlyMap<number, readonly number[]>>();

  constructor(private readonly program: Program) {}

  of(facts: FileFacts, fn: number): readonly FunctionRef[] {
    let ofFile = this.known.get(facts);
    if (!ofFile) this.known.set(facts, (ofFile = new Map<number, readonly FunctionRef[]>()));
    let found = ofFile.get(fn);
    if (!found) ofFile.set(fn, (found = this.find(facts, fn)));
    return found;
  }

  private find(facts: FileFacts, fn: number): readonly FunctionRef[] {
    return this.callsOf(facts, fn).flatMap((index) => {
      const call = facts.calls[index];
      return call ? this.program.targetsOf(facts, call) : [];
    });
  }

  private callsOf(facts: FileFacts, fn: number): readonly number[] {
    const { start = 0, end = 0, inlineOf = -1 } = facts.functions[fn] ?? {};
    if (inlineOf >= 0)
      return facts.calls.flatMap((call, index) => (call.start >= start && call.end <= end ? [index] : []));
    let byOwner = this.owned.get(facts);
    if (!byOwner) this.owned.set(facts, (byOwner = callsByOwner(facts)));
    return byOwner.get(fn) ?? [];
  }
}

function callsByOwner(facts: FileFacts): ReadonlyMap<number, readonly number[]> {
  const map = new Map<number, number[]>();
  facts.calls.forEach((call, index) => {
    const owner = ownerOf(facts, call.within);
    const list = map.get(owner);
    if (list) list.push(index);
    else map.set(owner, [index]);
  });
  return map;
}
