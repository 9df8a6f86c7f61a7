import assert from 'node:assert/strict';
import { indexOf } from '../libraries/queries-of';

const schema = `model Mail {
  id Int @id
  @@map("mail")
}
model Text {
  id Int @id
  @@map("text")
}
`;
const store = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function sendMail(id: number) { return prisma.mail.findFirst({ where: { id } }); }
export async function sendText(id: number) { return prisma.text.findFirst({ where: { id } }); }
export async function count(id: number) { return id + 1; }
`;

/** The tables that are asked in a loop of `main.ts`, behind a call. */
function tablesBehind(main: string, more: Readonly<Record<string, string>> = {}): string[] {
  const index = indexOf({
    'schema.prisma': schema,
    'store.ts': store,
    'main.ts': `import * as store from './store';\nimport { count, sendMail, sendText } from './store';\n${main}`,
    ...more,
  });
  return index.loopedQueries
    .filter(({ loop }) => loop.file === 'main.ts')
    .map(({ query }) => query.table ?? '?')
    .sort();
}

describe('functions held in objects', () => {
  it('are reached by a key that is known', () => {
    const handlers = `const handlers = { mail: sendMail, none: count };\n`;
    assert.deepEqual(
      tablesBehind(
        `${handlers}export async function all(ids: number[]) { for (const id of ids) await handlers.mail(id); }`,
      ),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `${handlers}export async function all(ids: number[]) { for (const id of ids) await handlers.none(id); }`,
      ),
      [],
    );
  });

  it('are reached by a key that is not known, and one query is named for the call', () => {
    const loop = `export async function all(items: { kind: string; id: number }[]) { for (const item of items) await handlers[item.kind](item.id); }`;
    assert.deepEqual(
      tablesBehind(
        `const handlers: Record<string, (id: number) => Promise<unknown>> = { none: count, mail: (id) => sendMail(id) };\n${loop}`,
      ),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `const handlers: Record<string, (id: number) => Promise<unknown>> = { none: count, two: async (id) => id * 2 };\n${loop}`,
      ),
      [],
    );
  });

  it('are reached through a variable, a property of a class and an export', () => {
    assert.deepEqual(
      tablesBehind(`const handlers = { late: { text: sendText } };
export async function all(ids: number[], kind: string) { const handler = handlers.late[kind]; for (const id of ids) await handler(id); }`),
      ['text'],
    );
    assert.deepEqual(
      tablesBehind(`export class Jobs {
  private readonly handlers = { mail: this.mail, none: count };
  private async mail(id: number) { return sendMail(id); }
  async all(items: { kind: string; id: number }[]) { for (const item of items) await this.handlers[item.kind](item.id); }
}`),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `import { handlers } from './table';
export async function all(ids: number[], kind: string) { for (const id of ids) await handlers[kind](id); }`,
        { 'table.ts': `import { sendText } from './store';\nexport const handlers = { text: sendText };` },
      ),
      ['text'],
    );
  });

  it('are reached in a list of steps', () => {
    const loop = `export async function all(id: number) { for (const step of steps) await step.run(id); }`;
    assert.deepEqual(
      tablesBehind(
        `const steps = [{ name: 'a', run: count }, { name: 'b', run: async (id: number) => sendText(id) }];\n${loop}`,
      ),
      ['text'],
    );
    assert.deepEqual(
      tablesBehind(`const steps = [{ name: 'a', run: count }, { name: 'sendText', run: count }];\n${loop}`),
      [],
    );
  });
});

describe('what functions give back', () => {
  it('is reached where it is an object of functions', () => {
    const limiter = `export function limiter(max: number) { return { async check(id: number) { return sendMail(id + max); }, async none(id: number) { return id; } }; }\n`;
    assert.deepEqual(
      tablesBehind(
        `${limiter}export async function all(ids: number[]) { const one = limiter(1); for (const id of ids) await one.check(id); }`,
      ),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `${limiter}export async function all(ids: number[]) { const { check } = limiter(1); for (const id of ids) await check(id); }`,
      ),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `${limiter}export async function all(ids: number[]) { const { none } = limiter(1); for (const id of ids) await none(id); }`,
      ),
      [],
    );
  });

  it('is reached where the object names functions of the factory', () => {
    assert.deepEqual(
      tablesBehind(`const cacheOf = (project: number) => { const known = new Map(); const getModel = async (id: number) => sendText(id + project); return { getModel, known }; };
export async function all(ids: number[]) { const models = cacheOf(1); for (const id of ids) await models.getModel(id); }`),
      ['text'],
    );
  });

  it('is reached where it is a function', () => {
    const make = (body: string) =>
      `class Jobs { make(id: number) { return async () => { ${body} }; } async all(ids: number[]) { for (const id of ids) void this.make(id)(); } }`;
    assert.deepEqual(tablesBehind(make('await sendMail(id);')), ['mail']);
    assert.deepEqual(tablesBehind(make('await count(id);')), []);
    // Made, but never called.
    assert.deepEqual(tablesBehind(make('await sendMail(id);').replace('(id)()', '(id)')), []);
  });

  it('is what a callback gives back, for a list', () => {
    const mapped = (each: string) => `class Mail { async load(id: number) { return sendMail(id); } }
const mailOf = (name: string) => new Mail();
export async function all(names: string[], id: number) { const mails = names.map((name) => { return ${each}; }); for (const one of mails) await one.load(id); }`;
    assert.deepEqual(tablesBehind(mapped('mailOf(name)')), ['mail']);
    assert.deepEqual(tablesBehind(mapped('name')), []);
  });

  it('has the type that a list it looks through has', () => {
    const providers = (
      body: string,
    ) => `interface Provider { name(): string; load(id: number): Promise<unknown>; }
class Mail implements Provider { name() { return 'mail'; } async load(id: number) { ${body} } }
export class Service {
  constructor(private readonly providers: Provider[]) {}
  provider(name: string) {
    for (const one of this.providers) { const mapped = this.providers.find((each) => each.name() === name); if (mapped) return mapped; if (one.name() === name) return one; }
    throw new Error('none');
  }
  async all(ids: number[]) { for (const id of ids) await this.provider('mail').load(id); }
}`;
    assert.deepEqual(tablesBehind(providers('return sendMail(id);')), ['mail']);
    assert.deepEqual(tablesBehind(providers('return id;')), []);
  });
});

describe('functions and types by other ways', () => {
  it('are reached by what a parameter is when nothing is given', () => {
    assert.deepEqual(
      tablesBehind(
        `export async function all(ids: number[], send = sendMail) { for (const id of ids) await send(id); }`,
      ),
      ['mail'],
    );
    assert.deepEqual(
      tablesBehind(
        `export async function all(ids: number[], { send = sendText }: { send?: typeof sendText }) { for (const id of ids) await send(id); }`,
      ),
      ['text'],
    );
    assert.deepEqual(
      tablesBehind(
        `export async function all(ids: number[], send = count) { for (const id of ids) await send(id); }`,
      ),
      [],
    );
  });

  it('are reached by bind', () => {
    assert.deepEqual(
      tablesBehind(`export class Jobs { async mail(id: number) { return sendMail(id); }
  async all(ids: number[]) { const send = this.mail.bind(this); for (const id of ids) await send(id); } }`),
      ['mail'],
    );
  });

  it('are reached by the type that an import names', () => {
    const service = `import { sendMail } from './store';\nexport class Service { async mail(id: number) { return sendMail(id); } }`;
    const main = (type: string) =>
      `let service: ${type};\nexport async function all(ids: number[]) { for (const id of ids) await service.mail(id); }`;
    assert.deepEqual(tablesBehind(main(`import('./service').Service`), { 'service.ts': service }), ['mail']);
    assert.deepEqual(tablesBehind(main(`import('elsewhere').Service`), { 'service.ts': service }), []);
  });

  it('are reached by an index signature, a record and a map', () => {
    const classes = `class Addon { async send(id: number) { return sendMail(id); } }\ninterface Addons { [name: string]: Addon }\n`;
    const loop = (type: string, call: string) =>
      `${classes}export async function all(ids: number[], addons: ${type}) { for (const id of ids) await ${call}.send(id); }`;
    assert.deepEqual(tablesBehind(loop('Addons', `addons['a' + id]`)), ['mail']);
    assert.deepEqual(tablesBehind(loop('Record<string, Addon>', 'addons.mail')), ['mail']);
    assert.deepEqual(tablesBehind(loop('Map<string, Addon>', `addons.get('mail')!`)), ['mail']);
    assert.deepEqual(tablesBehind(loop('Map<Addon, string>', `addons.get('mail')!`)), []);
  });
});
