import { bundleFunctions } from '../../lib/bundle';
import { SynthRefused } from '../../lib/refused';

test('a function without code stops the synth with a sentence', () => {
  expect(() => bundleFunctions({ 'place-bet': 'functions/http/place-bet.ts' })).toThrow(
    new SynthRefused('The function "place-bet" has no code: functions/http/place-bet.ts does not exist.'),
  );
});
