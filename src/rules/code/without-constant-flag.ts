import { withoutCondition } from '../../code/edits/constant-flag';
import type { Fix } from '../../model/finding';
import type { WholeCodeFixContext } from '../rule';

/** Removes a condition on a constant flag, with the arm that never runs. */
export function withoutConstantFlag({ finding, code, text }: WholeCodeFixContext): readonly Fix[] {
  const { file } = finding;
  const flag = code.constantFlags.find(
    (one) =>
      one.file === file && one.range.start === finding.range.start && one.range.end === finding.range.end,
  );
  const edit = flag === undefined ? null : withoutCondition(flag, text);
  if (flag === undefined || edit === null) return [];
  const title =
    flag.dead === null
      ? `Remove the condition on ${flag.flag}`
      : `Remove what ${flag.flag} keeps from running`;
  return [{ title, kind: 'review', edits: [{ file, ...edit }] }];
}
