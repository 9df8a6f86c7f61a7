import type { FlagCall } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import { calleeText, receiverOf } from '../libraries/recognition';
import type { Program } from '../linking/program';
import { functionId } from '../linking/sites';

export interface FlagTool {
  readonly library: Exclude<FlagCall['library'], 'own'>;
  readonly packages: RegExp;
  readonly methods: RegExp;
}

/** Source: the client documentation of each tool. */
const tools: readonly FlagTool[] = [
  {
    library: 'unleash',
    packages: /^@unleash\/|^unleash-/,
    methods: /^(?:isEnabled|getVariant|useFlag|useVariant)$/,
  },
  {
    library: 'launchdarkly',
    packages: /launchdarkly/,
    methods: /^(?:(?:bool|string|number|json)?[vV]ariation(?:Detail)?|useBoolVariation)$/,
  },
  {
    library: 'posthog',
    packages: /^posthog-/,
    methods:
      /^(?:isFeatureEnabled|getFeatureFlag|getFeatureFlagPayload|useFeatureFlagEnabled|useFeatureFlagVariantKey)$/,
  },
  {
    library: 'growthbook',
    packages: /^@growthbook\//,
    methods: /^(?:isOn|isOff|getFeatureValue|evalFeature|useFeatureIsOn|useFeatureValue|useFeature)$/,
  },
  {
    library: 'openfeature',
    packages: /^@openfeature\//,
    methods: /^(?:get(?:Boolean|String|Number|Object)(?:Value|Details)|use(?:Boolean)?Flag(?:Value)?)$/,
  },
];
const anyMethod = new RegExp(tools.map(({ methods }) => `(?:${methods.source})`).join('|'));
/** Names by which projects call a client of their own. */
const ownReceiver =
  /(?:flag|feature|toggle|experiment)s?(?:Resolver|Service|Client|Manager|Provider|Store)?$/i;
const ownMethod = /^(?:isEnabled|isFeatureEnabled|isFlagEnabled|isOn|hasFeature|getVariant|variation)$/;

/** The tools whose packages some file imports. */
export function flagToolsOf(program: Program): readonly FlagTool[] {
  return tools.filter(({ packages }) =>
    [...program.files.values()].some((facts) => facts.imports.some((item) => packages.test(item.from))),
  );
}

/** Questions to feature-flag clients: by the package the client comes from, or one that a project calls so itself. */
export function flagCallsIn(
  program: Program,
  facts: FileFacts,
  used: readonly FlagTool[],
): readonly FlagCall[] {
  return facts.calls.flatMap((call) => {
    if (call.kind !== 'call' || !(anyMethod.test(call.name) || ownMethod.test(call.name))) return [];
    const library = libraryOf(program, facts, call, used);
    if (library === null) return [];
    return [
      {
        file: facts.file,
        range: { start: call.start, end: call.end },
        library,
        flag: call.text ?? constantFlag(program, facts, call),
        call: calleeText(facts, call.callee),
        within: functionId(facts, call.within),
      },
    ];
  });
}

function libraryOf(
  program: Program,
  facts: FileFacts,
  call: CallFact,
  used: readonly FlagTool[],
): FlagCall['library'] | null {
  const receiver = receiverOf(call);
  const isPlain = call.callee.path.length === 0;
  const type = isPlain ? null : program.typeOf(facts, receiver, call.within);
  const named =
    call.callee.root.kind === 'name' ? program.resolveName(facts, call.callee.root.name, call.within) : null;
  const module = type?.kind === 'external' ? type.module : named?.kind === 'external' ? named.module : '';
  const byPackage =
    module === ''
      ? undefined
      : used.find(({ packages, methods }) => packages.test(module) && methods.test(call.name));
  if (byPackage) return byPackage.library;
  if (isPlain || !ownMethod.test(call.name)) return null;
  const { path, root } = receiver;
  const name =
    path[path.length - 1] ??
    (root.kind === 'variable' ? facts.variables[root.variable]?.name : root.kind === 'name' ? root.name : '');
  if (!ownReceiver.test(name ?? '') && !/unleash|launchdarkly|growthbook|posthog/i.test(name ?? ''))
    return null;
  return used.find(({ methods }) => methods.test(call.name))?.library ?? 'own';
}

/** `Flags.NewCheckout` and `NEW_CHECKOUT`: the text of a constant. */
function constantFlag(program: Program, facts: FileFacts, call: CallFact): string | null {
  const value = call.values[0];
  if (value?.root.kind === 'variable' && value.path.length === 0) {
    const shape = facts.variables[value.root.variable]?.shape;
    return shape?.kind === 'text' ? shape.text : null;
  }
  if (value?.root.kind !== 'name') return null;
  const declaration = program.resolveName(facts, value.root.name, call.within);
  const shape =
    declaration?.kind === 'variable' ? declaration.facts.variables[declaration.index]?.shape : null;
  if (value.path.length === 0) return shape?.kind === 'text' ? shape.text : null;
  const member =
    shape?.kind === 'object' ? shape.properties.find(({ name }) => name === value.path[0])?.value : null;
  return member?.kind === 'text' ? member.text : null;
}
