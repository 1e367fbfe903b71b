// `npm run test:all`: the same tests, the long ones in full.
process.env.TEST_SCALE = 'full';

module.exports = require('./jest.config.js');
