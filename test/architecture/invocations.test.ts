import { sources, textOf } from './sources';

/** Set once, whoever is first. */
const MAY_VARY = ['functions/environment.ts: connected', 'functions/environment.ts: simulated'];

test('nothing of one invocation is in a variable of a module, as others run at the same time', () => {
  const variables = sources('functions').flatMap((file) =>
    [...textOf(file).matchAll(/^(?:export )?(?:let|var) (\w+)/gm)].map(([, name]) => `${file}: ${name}`),
  );
  expect(variables).toEqual(MAY_VARY);
});
