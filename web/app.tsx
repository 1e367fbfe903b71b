import { useEffect } from 'preact/hooks';
import { LocationProvider } from 'preact-iso/router';
import { identity } from './api/session';
import { startLive } from './live/live';
import { SignedIn } from './shell/signed-in';
import { SignedOut } from './shell/signed-out';

export function App() {
  const userId = identity.value?.userId;
  useEffect(() => {
    if (userId === undefined) return;
    const started = startLive();
    return () => void started.then((stop) => stop());
  }, [userId]);
  return <LocationProvider>{userId === undefined ? <SignedOut /> : <SignedIn />}</LocationProvider>;
}
