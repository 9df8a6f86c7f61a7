import type { OutsideCall, OutsideKind } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { calleeText, receiverOf } from '../libraries/recognition';
import type { Program } from './program';
import { functionId } from './sites';

interface Outside {
  readonly kind: OutsideKind;
  readonly modules: RegExp;
  /** Methods that leave the process. */
  readonly methods: RegExp;
  /** Those of them that only read. */
  readonly reads: RegExp;
}

const none = /^$/;
const outsides: readonly Outside[] = [
  {
    kind: 'http',
    modules:
      /^(?:axios|got|ky|node-fetch|undici|superagent|ofetch|cross-fetch|request|@nestjs\/axios|phin|needle)$/,
    methods: /^(?:get|post|put|patch|delete|head|request|fetch|axios|got|ky|ofetch|\$fetch|json)$/,
    reads: /^(?:get|head)$/,
  },
  {
    kind: 'queue',
    modules:
      /^(?:bullmq|bull|@nestjs\/bull\w*|bee-queue|amqplib|amqp-connection-manager|kafkajs|@nestjs\/microservices|inngest|nats|@upstash\/qstash|@aws-sdk\/client-(?:sqs|sns|eventbridge)|@google-cloud\/(?:pubsub|tasks)|@azure\/service-bus|@trigger\.dev\/sdk(?:\/.*)?)$/,
    methods:
      /^(?:add|addBulk|send|sendBatch|sendMessage|sendMessages|sendToQueue|publish|publishJSON|publishMessage|emit|trigger|batchTrigger|createTask)$/,
    reads: none,
  },
  {
    kind: 'search',
    modules:
      /^(?:@elastic\/elasticsearch|@nestjs\/elasticsearch|@opensearch-project\/opensearch|meilisearch|algoliasearch|typesense)$/,
    methods:
      /^(?:index|bulk|update|updateByQuery|delete|deleteByQuery|search|msearch|get|addDocuments|updateDocuments|deleteDocuments?|saveObjects?|partialUpdateObjects?|deleteObjects?|import|upsert)$/,
    reads: /^(?:search|msearch|get)$/,
  },
  {
    kind: 'mail',
    modules:
      /^(?:nodemailer|@sendgrid\/mail|resend|postmark|mailgun\.js|@aws-sdk\/client-ses(?:v2)?|@nestjs-modules\/mailer)$/,
    methods: /^(?:send|sendMail|sendEmail|sendMultiple|create)$/,
    reads: none,
  },
  {
    kind: 'storage',
    modules: /^(?:@aws-sdk\/client-s3|@google-cloud\/storage|minio|@azure\/storage-blob)$/,
    methods: /^(?:send|upload|save|putObject|removeObject|getObject|download|delete|uploadData)$/,
    reads: /^(?:getObject|download)$/,
  },
  {
    kind: 'payment',
    modules: /^(?:stripe|@paypal\/.*|braintree|@mollie\/api-client)$/,
    methods: /^(?:create|update|cancel|capture|confirm|refund|del|retrieve|list|pay|finalizeInvoice)$/,
    reads: /^(?:retrieve|list)$/,
  },
];

/** Calls of a file that leave the process for something that is no database: by the global `fetch`, or by the package of their root. */
export function findOutsideCalls(program: Program, facts: FileFacts): ReadonlyMap<number, OutsideCall> {
  const found = new Map<number, OutsideCall>();
  facts.calls.forEach((call, index) => {
    if (call.kind !== 'call') return;
    const outside = recognise(program, facts, call);
    if (!outside) return;
    found.set(index, {
      ...outside,
      file: facts.file,
      range: { start: call.start, end: call.end },
      call: calleeText(facts, call.callee),
      within: functionId(facts, call.within),
    });
  });
  return found;
}

function recognise(
  program: Program,
  facts: FileFacts,
  call: CallFact,
): Pick<OutsideCall, 'kind' | 'library' | 'writes'> | null {
  const { root, path } = call.callee;
  if (path.length === 0 && call.name === 'fetch' && root.kind === 'name') {
    if (program.resolveName(facts, 'fetch', call.within) === null)
      // A second argument is nearly always there for a method or a body.
      return { kind: 'http', library: 'fetch', writes: call.values.length > 1 };
  }
  if (!outsides.some(({ methods }) => methods.test(call.name))) return null;
  const value: Value = path.length === 0 ? call.callee : receiverOf(call);
  const module = packageOf(program, facts, value, call.within, 0);
  const outside = module === null ? undefined : outsides.find(({ modules }) => modules.test(module));
  if (!outside || module === null || !outside.methods.test(call.name)) return null;
  return { kind: outside.kind, library: module, writes: !outside.reads.test(call.name) };
}

/** The package a value comes from: by its type, by its import, or by the call that made it. */
function packageOf(
  program: Program,
  facts: FileFacts,
  value: Value,
  within: number,
  depth: number,
): string | null {
  if (depth > 4) return null;
  const type = program.typeOf(facts, value, within);
  if (type) return type.kind === 'external' ? type.module : packageOfClass(program, type);
  if (value.root.kind === 'name') {
    const declaration = program.resolveName(facts, value.root.name, within);
    if (declaration?.kind === 'external') return declaration.module;
    if (declaration?.kind !== 'variable') return null;
    const init = declaration.facts.variables[declaration.index]?.init;
    return init ? packageOf(program, declaration.facts, init, -1, depth + 1) : null;
  }
  if (value.root.kind === 'variable') {
    const init = facts.variables[value.root.variable]?.init;
    return init ? packageOf(program, facts, init, within, depth + 1) : null;
  }
  if (value.root.kind === 'this' && value.path.length > 1)
    return packageOf(program, facts, { root: value.root, path: value.path.slice(0, -1) }, within, depth + 1);
  const made = value.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  return made ? packageOf(program, facts, made.callee, within, depth + 1) : null;
}

function packageOfClass(
  program: Program,
  type: { readonly facts: FileFacts; readonly index: number },
): string | null {
  const last = program.withBases(type.facts, type.index).at(-1);
  const base = last?.facts.classes[last.index]?.extends;
  const resolved = last && base ? program.resolveType(last.facts, base) : null;
  return resolved?.kind === 'external' ? resolved.module : null;
}
