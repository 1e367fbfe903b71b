import { useEffect } from 'preact/hooks';
import { LocationProvider } from 'preact-iso/router';
import { identity, resumeFailure } from './api/session';
import { startLive } from './live/live';
import { Overlays } from './overlays';
import { later } from './parts/later';
import { Routes } from './routes';
import { SignedIn } from './shell/signed-in';

// Whoever was remembered, as most who come are, needs neither.
const outside = () => import('./pages/sign-in/outside');
const SignedOut = later(async () => (await outside()).SignedOut);
const NotResumed = later(async () => (await outside()).NotResumed);

export function App() {
  const userId = identity.value?.userId;
  useEffect(() => {
    if (userId === undefined) return;
    const started = startLive();
    return () => void started.then((stop) => stop());
  }, [userId]);
  return (
    <LocationProvider>
      {userId === undefined ? (
        <Outside />
      ) : (
        <SignedIn>
          <Routes />
          <Overlays />
        </SignedIn>
      )}
    </LocationProvider>
  );
}

function Outside() {
  return resumeFailure.value === undefined ? <SignedOut /> : <NotResumed error={resumeFailure.value} />;
}
