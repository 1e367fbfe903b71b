import path from 'node:path';

/** A way to generate a client, and to prove that it works. */
export interface Client {
  readonly name: string;
  /** The client is skipped if one of these programs is missing. */
  readonly needs: readonly string[];
  /** Commands that generate it into the current folder, where the other commands run as well. */
  readonly generate: (context: Context) => readonly string[];
  readonly compile: readonly string[];
  /** Plays the README's story, given the API's address and the passwords in its environment. */
  readonly play?: string;
}

interface Context {
  /** Path of openapi-generator's jar. */
  readonly generator: string;
  readonly openApi: string;
  readonly openApi30: string;
}

const STORIES = path.join(__dirname, 'stories');
const OAPI_CODEGEN = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
const TSC = 'npx --yes -p typescript@5.9.3 tsc --strict --target es2022 --module commonjs --lib es2022,dom';

export const CLIENTS: readonly Client[] = [
  {
    ...madeByOpenApiGenerator('python', 'python3'),
    compile: [
      'python3 -m venv venv && venv/bin/pip install --quiet .',
      'venv/bin/python -m compileall -q openapi_client && venv/bin/python -c "import openapi_client"',
    ],
    play: `venv/bin/python "${path.join(STORIES, 'story.py')}"`,
  },
  {
    ...madeByOpenApiGenerator('typescript-fetch', 'npx'),
    compile: [`cp "${path.join(STORIES, 'story.ts.txt')}" story.ts`, `${TSC} --outDir out story.ts index.ts`],
    play: 'node out/story.js',
  },
  { ...madeByOpenApiGenerator('go', 'go'), compile: ['GOFLAGS=-mod=mod go build ./...'] },
  { ...madeByOpenApiGenerator('java', 'mvn'), compile: ['mvn --quiet -DskipTests compile'] },
  { ...madeByOpenApiGenerator('rust', 'cargo'), compile: ['cargo check --quiet'] },
  {
    name: 'oapi-codegen',
    needs: ['go'],
    generate: ({ openApi30 }) => [
      'go mod init example.com/trading',
      `go run ${OAPI_CODEGEN} -package trading -generate types,client -o client.go "${openApi30}"`,
    ],
    compile: ['go mod tidy', 'go build ./...'],
  },
  {
    name: 'openapi-python-client',
    needs: ['python3'],
    generate: ({ openApi }) => [
      'python3 -m venv venv && venv/bin/pip install --quiet openapi-python-client==0.29.1',
      `PATH="$PWD/venv/bin:$PATH" openapi-python-client generate --meta setup --fail-on-warning \\
        --output-path client --path "${openApi}"`,
    ],
    compile: [
      'venv/bin/pip install --quiet ./client',
      'venv/bin/python -m compileall -q client && venv/bin/python -c "import trading_system_client"',
    ],
  },
];

function madeByOpenApiGenerator(language: string, compiler: string) {
  return {
    name: language,
    needs: ['java', 'mvn', compiler],
    generate: ({ generator, openApi }: Context) => [
      `java -jar "${generator}" generate --input-spec "${openApi}" --generator-name ${language} --output .`,
    ],
  };
}
