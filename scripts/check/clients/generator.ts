import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInstalled, run } from './shell';

const NAME = 'openapi-generator-cli';
const VERSION = '7.14.0';

/** Path of openapi-generator's jar from Maven Central; undefined if it isn't available. */
export function openApiGeneratorJar(): string | undefined {
  const folder = path.join(tmpdir(), 'trading-checks');
  const jar = path.join(folder, `${NAME}-${VERSION}.jar`);
  if (existsSync(jar)) return jar;
  if (!isInstalled('mvn')) return undefined;
  try {
    run(
      `mvn --quiet dependency:copy -Dartifact=org.openapitools:${NAME}:${VERSION} -DoutputDirectory="${folder}"`,
      tmpdir(),
    );
    return jar;
  } catch {
    console.log(`${NAME} ${VERSION} is not available`);
    return undefined;
  }
}
