// The risk report inside the editor: filtering, opening places, copying. It reads the page and sends nothing but
// the place that was clicked. Without it the page can still be read.
(() => {
  const editor = acquireVsCodeApi();
  const filter = document.getElementById('filter');
  const status = document.getElementById('filtered');
  const levels = [...document.querySelectorAll('input[data-level]')];
  const findings = [...document.querySelectorAll('article[data-filter]')];
  const migrations = [...document.querySelectorAll('section[data-filter]')];
  const files = [...document.querySelectorAll('section:not([data-filter]) > details.change')];

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const on = new Set(levels.filter((box) => box.checked).map((box) => box.dataset.level));
    const matches = (element) => {
      const text = element.textContent.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const whole = new Set(migrations.filter(matches));
    for (const finding of findings) {
      const inMatch = whole.has(finding.closest('section[data-filter]'));
      finding.hidden = !on.has(finding.dataset.severity) || !(inMatch || matches(finding));
    }
    for (const migration of migrations) migration.hidden = !whole.has(migration);
    for (const file of files) file.hidden = !file.querySelector('article:not([hidden])') && file.querySelector('article') !== null;
    const shown = findings.filter((finding) => !finding.hidden).length;
    status.textContent = shown === findings.length ? '' : `${shown} of ${findings.length} findings shown`;
    editor.setState({ filter: filter.value, levels: [...on] });
  }

  function restore() {
    const state = editor.getState();
    if (!state) return;
    filter.value = state.filter;
    for (const box of levels) box.checked = state.levels.includes(box.dataset.level);
    apply();
  }

  let waiting;
  filter.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  for (const box of levels) box.addEventListener('change', apply);
  document.getElementById('copy').addEventListener('click', () => editor.postMessage({ command: 'copy' }));
  document.addEventListener('click', (event) => {
    const place = event.target instanceof Element ? event.target.closest('a[data-file]') : null;
    if (!place) return;
    event.preventDefault();
    editor.postMessage({ command: 'open', file: place.dataset.file, line: Number(place.dataset.line) });
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (event.key === '/' && !typing) {
      event.preventDefault();
      filter.focus();
    } else if (event.key === 'Escape' && typing && filter.value !== '') {
      filter.value = '';
      apply();
    }
  });
  restore();
})();
