/**
 * The styles of the report. media/report.css is this text, written by `npx tsx scripts/report-styles.ts`; a test
 * compares them. In the editor the theme's colours apply, elsewhere the ones after the comma.
 */
export const reportStyles = `:root {
  color-scheme: light dark;
  --paper: var(--vscode-editor-background, #ffffff);
  --ink: var(--vscode-editor-foreground, #1f2328);
  --faint: var(--vscode-descriptionForeground, #57606a);
  --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, #d0d7de)));
  --raised: var(--vscode-editorWidget-background, #f6f8fa);
  --link: var(--vscode-textLink-foreground, #0550ae);
  --error: var(--vscode-editorError-foreground, #b91c1c);
  --warning: var(--vscode-editorWarning-foreground, #854d0e);
  --info: var(--vscode-editorInfo-foreground, #0550ae);
  --good: var(--vscode-testing-iconPassed, #116329);
  --focus: var(--vscode-focusBorder, #0550ae);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: var(--vscode-editor-background, #0d1117);
    --ink: var(--vscode-editor-foreground, #e6edf3);
    --faint: var(--vscode-descriptionForeground, #9da7b1);
    --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, #3d444d)));
    --raised: var(--vscode-editorWidget-background, #151b23);
    --link: var(--vscode-textLink-foreground, #79b8ff);
    --error: var(--vscode-editorError-foreground, #ff8182);
    --warning: var(--vscode-editorWarning-foreground, #e3b341);
    --info: var(--vscode-editorInfo-foreground, #79b8ff);
    --good: var(--vscode-testing-iconPassed, #56d364);
    --focus: var(--vscode-focusBorder, #79b8ff);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 1.5rem;
  max-width: 64rem;
  background: var(--paper);
  color: var(--ink);
  font: var(--vscode-font-size, 15px) / 1.5 var(--vscode-font-family, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
h1 { font-size: 1.6em; margin: 0 0 0.25rem; }
h2 { font-size: 1.15em; margin: 0; }
h3 { font-size: 1em; margin: 1rem 0 0.25rem; }
p { margin: 0.25rem 0; }
ul { margin: 0.25rem 0; padding-left: 1.25rem; }
a { color: var(--link); }
code, .place { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: 0.9em; }
.faint { color: var(--faint); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { flex: 1 1 7rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
.tiles strong { display: block; font-size: 1.6em; line-height: 1.2; }
.controls { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 1rem 0; }
.controls input[type='search'] {
  flex: 1 1 14rem;
  padding: 0.3rem 0.5rem;
  color: var(--vscode-input-foreground, var(--ink));
  background: var(--vscode-input-background, var(--paper));
  border: 1px solid var(--vscode-input-border, var(--line));
  font: inherit;
}
.controls button {
  padding: 0.3rem 0.75rem;
  color: var(--vscode-button-foreground, var(--paper));
  background: var(--vscode-button-background, var(--link));
  border: 1px solid var(--vscode-contrastBorder, transparent);
  border-radius: 4px;
  font: inherit;
  cursor: pointer;
}
.migration { margin: 1.5rem 0; padding-top: 1rem; border-top: 1px solid var(--line); }
.change { margin: 0.75rem 0; border: 1px solid var(--line); border-radius: 6px; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.change > summary { padding: 0.5rem 0.75rem; background: var(--raised); border-radius: 6px; cursor: pointer; }
.change > .body { padding: 0.25rem 0.75rem 0.75rem; }
.finding { margin: 0.5rem 0; padding-left: 0.75rem; border-left: 3px solid var(--info); content-visibility: auto; contain-intrinsic-size: auto 4rem; }
.finding.error { border-left-color: var(--error); }
.finding.warning { border-left-color: var(--warning); }
.label { padding: 0 0.4em; border: 1px solid currentColor; border-radius: 4px; font-size: 0.85em; white-space: nowrap; }
.one-way, .error .label, .grade-critical, .grade-high { color: var(--error); }
.warning .label, .grade-medium { color: var(--warning); }
.info .label { color: var(--info); }
.two-way, .grade-low { color: var(--good); }
.grade-unknown { color: var(--faint); }
table { width: 100%; border-collapse: collapse; margin: 0.5rem 0; }
th, td { padding: 0.25rem 0.5rem 0.25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: normal; }
th { width: 12rem; color: var(--faint); }
.boxes { padding: 0; list-style: none; }
[hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .controls, .skip { display: none; } body { max-width: none; } }
`;
