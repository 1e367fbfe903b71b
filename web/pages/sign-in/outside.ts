// What is there before anybody has signed in, in one chunk.

export { NotResumed } from './not-resumed';
export { SignedOut } from './signed-out';
