import { parseYaml, type YamlDocument } from '../document/yaml';
import { isPlanFile, readPlan, type PlanReading } from '../evolution/plan-file';
import type { EvolutionProgress } from '../evolution/progress';
import type { Plan } from '../model/evolution';
import type { EvolutionsOfRoot } from '../report/evolution-view';
import type { PlannedEvolution } from '../rules/rule';
import type { CodeSources } from './code-sources';
import { evolutionProgress } from './evolutions';
import type { Project } from './project';

/** The plan files of a project; each text is read once. */
export class PlanFiles {
  private readonly readings = new Map<string, { readonly text: string; readonly reading: PlanReading }>();
  private readonly documents = new Map<string, { readonly text: string; readonly document: YamlDocument }>();
  private among: { readonly files: readonly string[]; readonly plans: readonly string[] } | null = null;

  constructor(
    private readonly project: Project,
    private readonly code: CodeSources,
    private readonly now: () => Date,
  ) {}

  /** Asked for every history; the list of files stays the same object until a file comes or goes. */
  get files(): readonly string[] {
    const { files } = this.project;
    if (this.among?.files !== files) this.among = { files, plans: files.filter(isPlanFile) };
    return this.among.plans;
  }

  /** Plans that can be read. `withCode` false: their state is not asked for. */
  all(withCode: boolean): readonly PlannedEvolution[] {
    return this.files.flatMap((file) => {
      const plan = this.read(file)?.plan ?? null;
      return plan === null ? [] : [this.planned(file, plan, withCode)];
    });
  }

  /** A plan file as it is now; null when there is none. */
  read(file: string): PlanReading | null {
    const text = this.project.text(file);
    if (text === null) return null;
    const known = this.readings.get(file);
    if (known?.text === text) return known.reading;
    const reading = readPlan(text);
    this.readings.set(file, { text, reading });
    return reading;
  }

  /** Where the parts of a plan file are written. */
  document(file: string): YamlDocument {
    const text = this.project.text(file) ?? '';
    const known = this.documents.get(file);
    if (known?.text === text) return known.document;
    const document = parseYaml(text);
    this.documents.set(file, { text, document });
    return document;
  }

  /** The evolutions of the project, each with its state, and the plans that cannot be read. */
  get evolutions(): Pick<EvolutionsOfRoot, 'progress' | 'unreadable' | 'stageRange'> {
    return {
      progress: this.all(true).flatMap(({ progress }) => (progress === null ? [] : [progress])),
      unreadable: this.files.flatMap((file) => {
        const problems = this.read(file)?.problems ?? [];
        return problems.length === 0 ? [] : [{ file, problems }];
      }),
      stageRange: (plan, index) => this.document(plan).rangeOf(['stages', index, 'name']),
    };
  }

  private planned(file: string, plan: Plan, withCode: boolean): PlannedEvolution {
    let known: EvolutionProgress | null = null;
    const derive = (): EvolutionProgress =>
      evolutionProgress(file, plan, { project: this.project, code: this.code, now: this.now() });
    return {
      file,
      plan,
      get progress() {
        return withCode ? (known ??= derive()) : null;
      },
    };
  }
}
