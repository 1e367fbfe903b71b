import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInstalled, run } from './shell';

const NAME = 'openapi-generator-cli';
const VERSION = '7.14.0';

/** The jar of openapi-generator, a package of Maven Central; undefined where it can't be had. */
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
    console.log(`${NAME} ${VERSION} can not be had here`);
    return undefined;
  }
}
