/** `npm run postman`: runs the Postman collection with Postman's own runner against `npm start`, with its exit code. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ADMIN_PASSWORD, startProduct } from './product';

// With npx rather than as a dependency, as it is large.
const RUNNER = ['--yes', 'newman@6.2.2', 'run'];
const folder = path.join(__dirname, '..', '..', 'docs', 'postman');

async function main(): Promise<void> {
  const product = await startProduct();
  try {
    const variables = [`base_url=${product.url}/api`, `admin_password=${ADMIN_PASSWORD}`];
    const flags = [
      path.join(folder, 'trading-system.postman_collection.json'),
      '--environment',
      path.join(folder, 'local.postman_environment.json'),
      ...variables.flatMap((variable) => ['--env-var', variable]),
    ];
    const { status } = spawnSync('npx', [...RUNNER, ...flags], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
    await product.stop();
  } finally {
    product.destroy();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
