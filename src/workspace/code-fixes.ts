import type { CodeIndex } from '../model/code';
import type { Finding, Fix } from '../model/finding';
import { queryRules } from '../rules/registry';

/** The fixes of a rule about queries for one of its findings; none for other rules. A rule that fails is reported through `fault`. */
export function fixesOfQuery(
  finding: Finding,
  code: CodeIndex,
  text: string,
  fault: (message: string) => void,
): readonly Fix[] {
  const rule = queryRules.find((one) => one.meta.id === finding.rule);
  const queries = code.fileQueries.find((one) => one.file === finding.file);
  if (rule?.fixes === undefined || queries === undefined) return [];
  try {
    return rule.fixes({ finding, queries, text });
  } catch (error) {
    fault(`The fixes of ${rule.meta.id} failed on ${finding.file}: ${String(error)}`);
    return [];
  }
}
