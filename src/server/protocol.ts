import type { Answers, Recipe } from '../evolution/recipes/recipe';
import type { EvolutionKind } from '../model/evolution';
import type { EvolutionsView } from '../report/evolution-view';
import type { PlannableHistory } from '../workspace/plan-change';

// What the editor asks of the server beyond LSP. The extension uses the same names.

/** Findings of the whole workspace are published; the answer counts them. */
export const checkWorkspaceRequest = 'evolens/checkWorkspace';
export interface CheckWorkspaceAnswer {
  readonly files: number;
  readonly findings: number;
  readonly notAnalysed: number;
}

/** The risk report as HTML for a webview. `uri` null: the whole workspace. */
export const reportRequest = 'evolens/report';
export interface ReportQuestion {
  readonly uri: string | null;
  readonly format: 'webview' | 'markdown';
  readonly cspSource?: string;
  readonly nonce?: string;
  readonly stylesUri?: string;
  readonly scriptUri?: string;
}
export interface ReportAnswer {
  readonly text: string;
  /** The root that relative files in the report belong to, as a URI; null with several roots. */
  readonly root: string | null;
}

/** Plan files that can be advanced, as URIs. */
export const plansRequest = 'evolens/plans';

/** Where every evolution of the workspace stands. */
export const evolutionsRequest = 'evolens/evolutions';
export interface EvolutionsAnswer {
  /** Files in a view are relative to its root, given as a URI. */
  readonly roots: readonly { readonly root: string; readonly view: EvolutionsView }[];
}

/** From the server: a plan, a migration or code changed, so that evolutions may stand elsewhere. */
export const evolutionsChanged = 'evolens/evolutionsChanged';

/** Commands of the client that lenses end in. Argument: the URI of the plan. */
export const advanceCommand = 'evolens.advanceEvolution';
/** Arguments: a URI and a zero-based line. */
export const openPlaceCommand = 'evolens.openPlace';

/** Edits that advance a plan, or what is missing. */
export const advanceRequest = 'evolens/advance';
export interface AdvanceQuestion {
  readonly uri: string;
}
export interface AdvanceAnswer {
  readonly applied: boolean;
  /** One sentence for each thing that was done or is missing. */
  readonly messages: readonly string[];
  /** URIs of what was written. */
  readonly files: readonly string[];
}

/** What somebody can choose from who plans an evolution. */
export const planChoicesRequest = 'evolens/planChoices';
export interface PlanChoices {
  readonly recipes: readonly Pick<Recipe, 'kind' | 'title' | 'dialects' | 'parameters'>[];
  readonly roots: readonly { readonly root: string; readonly histories: readonly PlannableHistory[] }[];
}

/** Asks for the stages of a change; the editor shows all files before anything is written. */
export const planRequest = 'evolens/plan';
export interface PlanRequestQuestion {
  /** The root, as a URI. */
  readonly root: string;
  readonly folder: string;
  readonly kind: EvolutionKind;
  readonly answers: Answers;
  /** `NAME=VALUE`, as on the command line. */
  readonly options: readonly string[];
}
export interface PlanAnswer {
  /** Why there are no stages; null: there are. */
  readonly refused: string | null;
  /** Name of the evolution. */
  readonly name: string;
  /** Nothing is written yet: the client shows them, asks and writes. */
  readonly files: readonly PlannedFile[];
}
export interface PlannedFile {
  readonly uri: string;
  /** Its text now; null: there is no such file. */
  readonly before: string | null;
  readonly after: string;
}

/** After a fix that makes files: the client saves and shows them. Arguments: URIs of all files, of those that are made. */
export const showCreatedCommand = 'evolens.showCreatedFiles';

/** A lens of a column ends in it: the client shows the places. Arguments: URI, position, locations, as LSP has them. */
export const showReferencesCommand = 'evolens.showReferences';

/** How the server was asked to behave; sent as initialization options. */
export interface ServerOptions {
  /** Milliseconds between the last keystroke and the analysis. */
  readonly debounce?: number;
}
