export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
