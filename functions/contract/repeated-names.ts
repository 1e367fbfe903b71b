/** An object that has several fields of one name. */
export interface RepeatedName {
  readonly name: string;
  /** The object's position, if it is in an array. */
  readonly index: number | undefined;
  /** The object exactly as sent. */
  readonly object: string;
}

/**
 * JSON doesn't say which of two fields of one name counts, and `JSON.parse` silently takes the last one: an amount would
 * be read that not every reader of the same text reads.
 *
 * @param json a valid document
 * @returns the names that occur more than once in the document's object, or in each of the objects in its array. What is
 *   nested deeper is left out: none of our messages has fields there.
 */
export function repeatedNames(json: string): RepeatedName[] {
  const repeated: RepeatedName[] = [];
  let depth = 0;
  let index: number | undefined;
  let object: { depth: number; start: number; names: Set<string>; twice: Set<string> } | undefined;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') {
      const end = endOfText(json, at);
      if (object?.depth === depth && isName(json, end)) {
        const name = unescaped(json.slice(at, end + 1));
        (object.names.has(name) ? object.twice : object.names).add(name);
      }
      at = end;
    } else if (sign === '{' || sign === '[') {
      if (depth === 0 && sign === '[') index = 0;
      depth += 1;
      const isOurs = depth === 1 || (depth === 2 && index !== undefined);
      if (sign === '{' && isOurs) object = { depth, start: at, names: new Set(), twice: new Set() };
    } else if (sign === '}' || sign === ']') {
      if (object?.depth === depth) {
        const source = json.slice(object.start, at + 1);
        for (const name of object.twice) repeated.push({ name, index, object: source });
        object = undefined;
      }
      depth -= 1;
    } else if (sign === ',' && depth === 1 && index !== undefined) index += 1;
  }
  return repeated;
}

/** @returns where the text that starts with the quote at `start` ends */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - backslashes - 1] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

const BEFORE_COLON = /\s*:/y;

function isName(json: string, end: number): boolean {
  BEFORE_COLON.lastIndex = end + 1;
  return json[end + 1] === ':' || BEFORE_COLON.test(json);
}

function unescaped(text: string): string {
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}
