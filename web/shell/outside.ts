// Before anybody has signed in, in a chunk of its own.

export { NotResumed } from './not-resumed';
export { SignedOut } from './signed-out';
