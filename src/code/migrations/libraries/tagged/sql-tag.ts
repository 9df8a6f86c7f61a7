import type { Host, HostCall, Run } from '../../evaluate/host';
import { asText, concatenated, join, relocated } from '../../evaluate/texts';
import {
  computedText,
  hosted,
  itemsOf,
  textOf,
  unknown,
  type TextValue,
  type Value,
} from '../../evaluate/values';
import { Fragment, fragmentOf, parameter, taggedText } from './fragment';

/** `sql` of slonik and of drizzle: a tag with helpers. `quote` is how the dialect writes names. */
export class SqlTag implements Host {
  readonly label = 'sql';
  readonly harmless = true;

  constructor(
    private readonly run: Run,
    private readonly quote: '"' | '`' = '"',
  ) {}

  tag(tag: Parameters<NonNullable<Host['tag']>>[0]): Value {
    return this.fragment(taggedText(tag, this.run.dialect));
  }

  /** `sql.unsafe` and `sql.fragment` are tags too. */
  property(name: string, place: Value['place']): Value | undefined {
    return name === 'unsafe' || name === 'fragment' || name === 'typeAlias' ? hosted(this, place) : undefined;
  }

  method(call: HostCall): Value | undefined {
    const [first, second] = call.args;
    switch (call.name) {
      case 'type':
      case 'typeAlias':
        return hosted(this, call.place);
      case 'raw':
      case 'unsafe':
        return this.fragment(
          relocated(first === undefined ? computedText('', call.place) : asText(first), call.place),
        );
      case 'identifier':
        return this.fragment(this.identifier(first, call));
      case 'join':
        return this.joined(first, second, call);
      case 'literalValue':
        return this.fragment(literal(first, call));
      case 'empty':
        return this.fragment(computedText('', call.place));
      default:
        // Values of every kind: they are bound.
        return unknown(call.label, call.place);
    }
  }

  private fragment(text: TextValue): Value {
    return hosted(new Fragment(text, this.run), text.place);
  }

  private identifier(names: Value | undefined, call: HostCall): TextValue {
    const parts = itemsOf(names) ?? (names === undefined ? [] : [names]);
    const quoted = parts.map((part) => {
      const mark = computedText(this.quote, call.place);
      const name = asText(part);
      const pieces = name.pieces.map((piece) => ({
        ...piece,
        text: piece.text.replaceAll(this.quote, this.quote + this.quote),
      }));
      return concatenated([mark, relocated({ ...name, pieces }, call.place), mark], call.place);
    });
    return join(quoted, computedText('.', call.place), call.place);
  }

  private joined(items: Value | undefined, glue: Value | undefined, call: HostCall): Value {
    const separator = fragmentOf(glue)?.text ?? computedText(', ', call.place);
    // Of a list that is not known wholly, what is known shows the form; values are bound.
    const known = items?.kind === 'list' && items.items.length > 0 ? items.items : [items];
    let parameters = 0;
    const texts = known.map(
      (item) => fragmentOf(item)?.text ?? computedText(parameter(++parameters, this.run.dialect), call.place),
    );
    return this.fragment(join(texts, separator, call.place));
  }
}

function literal(value: Value | undefined, call: HostCall): TextValue {
  const text = textOf(value);
  return text === null
    ? computedText("'${value}'", call.place)
    : computedText(`'${text.replaceAll("'", "''")}'`, call.place);
}
