import { useEffect } from 'preact/hooks';
import { LocationProvider } from 'preact-iso/router';
import { identity, resumeFailure } from './api/session';
import { startLive } from './live/live';
import { NotResumed } from './shell/not-resumed';
import { SignedIn } from './shell/signed-in';
import { SignedOut } from './shell/signed-out';

export function App() {
  const userId = identity.value?.userId;
  useEffect(() => {
    if (userId === undefined) return;
    const started = startLive();
    return () => void started.then((stop) => stop());
  }, [userId]);
  return <LocationProvider>{userId === undefined ? <Outside /> : <SignedIn />}</LocationProvider>;
}

function Outside() {
  return resumeFailure.value === undefined ? <SignedOut /> : <NotResumed error={resumeFailure.value} />;
}
