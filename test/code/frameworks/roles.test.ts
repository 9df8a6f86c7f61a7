import assert from 'node:assert/strict';
import { indexOf } from '../libraries/queries-of';

const files = {
  'orders.controller.ts': `import { Controller, Get } from '@nestjs/common'; import { Orders } from './orders.service';
    @Controller('orders') export class OrdersController { constructor(private orders: Orders) {} @Get() all() { return this.orders.all(); } }`,
  'orders.service.ts': `export class Orders { all() { return this.load(); } load() { return 1; } nightly() { return this.clean(); } clean() { return 2; } unused() { return 3; } }`,
  'cleanup.ts': `import { Cron } from '@nestjs/schedule'; import { Orders } from './orders.service';
    export class Cleanup { constructor(private orders: Orders) {} @Cron('0 0 * * *') run() { this.orders.nightly(); this.orders.load(); } }`,
  'seeds/orders.ts': `export function seed() { return 1; }`,
  'orders.test.ts': `export function helper() { return 1; }`,
};

describe('how code comes to run', () => {
  const code = indexOf(files);
  const roleOf = (id: string): string => code.roleOf({ file: id.split('#')[0] ?? '', within: id });

  it('is told by the hottest entry that reaches it', () => {
    assert.equal(roleOf('orders.service.ts#Orders.all'), 'route');
    assert.equal(roleOf('orders.service.ts#Orders.load'), 'route');
    assert.equal(roleOf('orders.service.ts#Orders.clean'), 'job');
    assert.equal(roleOf('orders.service.ts#Orders.unused'), 'other');
    assert.equal(roleOf('orders.service.ts#Orders.all/callback@12'), 'route');
  });

  it('is told by the file where that says it', () => {
    assert.equal(roleOf('seeds/orders.ts#seed'), 'seed');
    assert.equal(roleOf('orders.test.ts#helper'), 'test');
  });
});

describe('flags', () => {
  it('are questions to clients, with the name where it is constant', () => {
    const code = indexOf({
      'flags.ts': `import { initialize } from 'unleash-client'; import { OpenFeature } from '@openfeature/server-sdk';
        import { useFeatureFlagEnabled } from 'posthog-js/react';
        const unleash = initialize({}); const NEW = 'new-checkout'; const client = OpenFeature.getClient();
        export function run(button, name) {
          unleash.isEnabled(NEW); unleash.isEnabled(name); useFeatureFlagEnabled('beta'); this.flagResolver.isEnabled('own');
          button.isEnabled('x'); getVariant('x');
        }`,
    });
    assert.deepEqual(
      code.flagCalls.map(({ library, flag }) => `${library} ${flag ?? '?'}`),
      ['unleash new-checkout', 'unleash ?', 'posthog beta', 'unleash own'],
    );
  });
});
