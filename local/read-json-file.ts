import { readFileSync } from 'node:fs';
import { Refusal } from './refusal';

/**
 * Reads a file that a person has written, with or without a byte order mark.
 * @throws Refusal with a sentence that names the file
 */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)));
  } catch (error) {
    throw new Refusal(
      `${file} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
