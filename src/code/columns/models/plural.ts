const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  child: 'children',
  man: 'men',
  woman: 'women',
  datum: 'data',
  medium: 'media',
  index: 'indices',
  analysis: 'analyses',
  status: 'statuses',
};
const unchanged = /(?:data|media|information|equipment|series|news|sheep|settings|metadata)$/i;

/** The English plural as Sequelize and Mongoose form it of plain words: `order` → `orders`, `category` → `categories`. */
export function pluralOf(word: string): string {
  const last = /[A-Za-z]+$/.exec(word.replace(/^.*_/, ''))?.[0] ?? '';
  const tail = /[A-Z]?[a-z]+$/.exec(last)?.[0] ?? last;
  const head = word.slice(0, word.length - tail.length);
  const known = irregular[tail.toLowerCase()];
  if (known !== undefined)
    return head + (/^[A-Z]/.test(tail) ? known.charAt(0).toUpperCase() + known.slice(1) : known);
  if (unchanged.test(word)) return word;
  if (/(?:ss|x|ch|sh|z)$/i.test(word)) return `${word}es`;
  if (/s$/i.test(word)) return word;
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}
