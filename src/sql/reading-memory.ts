import type { Dialect } from '../model/dialect';
import type { StatementReading } from '../model/statement';

/** Together no longer than this many characters: about what a thousand migrations hold. */
const mostCharacters = 8_000_000;
/** A longer statement is data, and never written twice. */
const longestStatement = 20_000;

/**
 * Readings of statements by their text. Migrations repeat each other (extensions, timestamps, indexes), and a
 * statement means the same wherever it stands. Forgets everything when it is full, so that it never grows past
 * its bound.
 */
export class ReadingMemory {
  private readonly readings = new Map<Dialect, Map<string, StatementReading>>();
  private characters = 0;

  /** The reading of this text, made by `read` when it is not known. */
  recall(text: string, dialect: Dialect, read: () => StatementReading): StatementReading {
    const ofDialect = this.readings.get(dialect);
    const known = ofDialect?.get(text);
    if (known !== undefined) return known;
    const reading = read();
    if (text.length > longestStatement) return reading;
    if (this.characters + text.length > mostCharacters) this.forget();
    const store = this.readings.get(dialect) ?? new Map<string, StatementReading>();
    store.set(text, reading);
    this.readings.set(dialect, store);
    this.characters += text.length;
    return reading;
  }

  private forget(): void {
    this.readings.clear();
    this.characters = 0;
  }
}
