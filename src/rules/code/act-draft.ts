import type { LoopedAct } from '../../model/query-patterns';
import type { CodeDraft, Message } from '../rule';
import { isTogether } from './looped-draft';

/** A finding at something done once per turn that is no query by itself. */
export function actDraft(act: LoopedAct, message: Message): CodeDraft {
  const { loop } = act;
  return {
    file: act.file,
    range: act.range,
    confidence: 'medium',
    evidence: [
      { file: loop.file, range: loop.range, message: isTogether(loop.kind) ? 'The map' : 'The loop' },
    ],
    message,
  };
}
